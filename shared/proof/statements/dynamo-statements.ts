import { dynamoTable, type TableOptions } from "../../base/platform/dynamo-table.ts"
import { type StatementRow, type Statements, statementRow, statementsKey } from "./statements.ts"

/** Behind every day. */
const afterAll = "~"

/** The statements of parties in DynamoDB. */
export function dynamoStatements(options: TableOptions): Statements {
  const table = dynamoTable({ ...options, schema: statementRow })
  const ofParty: Statements["ofParty"] = async (party, { limit, before = afterAll }) => {
    const rows: StatementRow[] = []
    const found = table.query({
      expression: "pk = :pk AND sk < :before",
      values: { ":pk": statementsKey(party), ":before": before },
      descending: true,
      pageSize: limit,
      consistent: true,
    })
    for await (const row of found) {
      rows.push(row)
      if (rows.length === limit) break
    }
    return rows
  }
  return {
    latest: async (party) => (await ofParty(party, { limit: 1 }))[0],
    get: (party, day) => table.get({ pk: statementsKey(party), sk: day }),
    ofParty,
    async keep(row) {
      const write = await table.put(row, { expression: "attribute_not_exists(pk)" })
      return write.written ? row : (write.current ?? row)
    },
    async told(row, at) {
      await table.put({ ...row, toldAt: at })
    },
  }
}
