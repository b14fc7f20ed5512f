import * as z from "zod"
import { ownString } from "../../base/contracts/bounded-string.ts"
import { dynamoTable, type TableOptions } from "../../base/platform/dynamo-table.ts"
import { type KnownOfficer, officerRow, sessionRow } from "./session.ts"
import type { Sessions } from "./sessions.ts"

const key = z.object({ pk: ownString(), sk: ownString() })
const sessionItem = sessionRow.extend(key.shape)
const officerItem = officerRow.extend(key.shape)

const keyOfSession = (sessionKey: string) => ({ pk: `session#${sessionKey}`, sk: "session" })
const officersOf = (partyId: string) => `party#${partyId}`
const keyOfOfficer = (partyId: string, userId: string) => ({ pk: officersOf(partyId), sk: userId })

export function dynamoSessions(options: TableOptions): Sessions {
  const sessions = dynamoTable({ ...options, schema: sessionItem })
  const officers = dynamoTable({ ...options, schema: officerItem })
  return {
    async begin(session, officer) {
      // The person first: whoever has a session has a name.
      await officers.put({ ...officer, ...keyOfOfficer(officer.partyId, officer.userId) })
      await sessions.put({ ...session, ...keyOfSession(session.sessionKey) })
    },
    async find(sessionKey) {
      const row = await sessions.get(keyOfSession(sessionKey))
      return row && sessionRow.parse(row)
    },
    async touch(sessionKey, at) {
      const touched = await sessions.update(keyOfSession(sessionKey), {
        expression: "SET lastSeenAt = :at",
        values: { ":at": at },
        condition: "attribute_exists(pk)",
      })
      return touched.written
    },
    async end(sessionKey) {
      await sessions.delete(keyOfSession(sessionKey))
    },
    async officer(partyId, userId) {
      const row = await officers.get(keyOfOfficer(partyId, userId))
      return row && officerRow.parse(row)
    },
    async officersOf(partyId) {
      const found: KnownOfficer[] = []
      const query = { expression: "pk = :party", values: { ":party": officersOf(partyId) }, consistent: true }
      for await (const row of officers.query(query)) found.push(officerRow.parse(row))
      return found
    },
  }
}
