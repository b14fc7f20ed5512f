import { dynamoTable, type TableOptions } from "../../../base/platform/dynamo-table.ts"
import { type DecisionNote, type DecisionNotes, decisionNote } from "./decision-note.ts"

export function dynamoDecisionNotes(options: TableOptions): DecisionNotes {
  const table = dynamoTable({ ...options, schema: decisionNote })
  return {
    write: (notes) => table.putAll(notes),
    async read(carrierId, { behind, until, limit, isLatestFirst = false }) {
      const found: DecisionNote[] = []
      const end = `${until}~`
      // DynamoDB refuses a range that ends before it begins.
      if (behind > end) return found
      const query = table.query({
        // A place begins with its time, and goes on with #, which sorts before ~.
        expression: "carrierId = :carrierId AND #place BETWEEN :behind AND :until",
        names: { "#place": "place" },
        values: { ":carrierId": carrierId, ":behind": behind, ":until": end },
        pageSize: limit + 1,
        descending: isLatestFirst,
        consistent: true,
      })
      for await (const note of query) {
        if (note.place > behind && note.place !== until) found.push(note)
        if (found.length >= limit) break
      }
      return found
    },
  }
}
