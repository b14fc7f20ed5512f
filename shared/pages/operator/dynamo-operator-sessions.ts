import { ownString } from "../../base/contracts/bounded-string.ts"
import { dynamoTable, type TableOptions } from "../../base/platform/dynamo-table.ts"
import { type OperatorSessions, operatorSessionRow } from "./operator-session.ts"

const item = operatorSessionRow.extend({ pk: ownString(), sk: ownString() })

/** Sessions of parties' people begin with `session#` in the same table. */
const keyOf = (sessionKey: string) => ({ pk: `operator#${sessionKey}`, sk: "session" })

/** The sessions of operators in DynamoDB, in the table of all sessions. */
export function dynamoOperatorSessions(options: TableOptions): OperatorSessions {
  const table = dynamoTable({ ...options, schema: item })
  return {
    begin: async (session) => void (await table.put({ ...session, ...keyOf(session.sessionKey) })),
    async find(sessionKey) {
      const row = await table.get(keyOf(sessionKey))
      return row && operatorSessionRow.parse(row)
    },
    async touch(sessionKey, at) {
      const touched = await table.update(keyOf(sessionKey), {
        expression: "SET lastSeenAt = :at",
        values: { ":at": at },
        condition: "attribute_exists(pk)",
      })
      return touched.written
    },
    end: async (sessionKey) => void (await table.delete(keyOf(sessionKey))),
  }
}
