import { dynamoTable, type TableOptions } from "../../base/platform/dynamo-table.ts"
import { findingsKey, type SentFindings, sentFindingRow } from "./sent-findings.ts"

/** The findings that parties were sent, in DynamoDB. */
export function dynamoSentFindings(options: TableOptions): SentFindings {
  const table = dynamoTable({ ...options, schema: sentFindingRow })
  return {
    note: (rows) => table.putAll(rows),
    async *ofDay(party, day) {
      const found = table.query({
        expression: "pk = :pk",
        values: { ":pk": findingsKey(party, day) },
        consistent: true,
      })
      for await (const { sk } of found) yield sk
    },
  }
}
