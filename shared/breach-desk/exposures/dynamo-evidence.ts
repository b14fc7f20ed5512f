import type { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { disclosure } from "../../lookups/ledger/disclosure.ts"
import { dynamoTable } from "../../platform/dynamo-table.ts"
import { parcelPrefix } from "../../tracking/record-ids.ts"
import { type Evidence, fitsEvidence } from "./evidence.ts"

/** Evidence from the ledger in DynamoDB. */
export function dynamoEvidence(options: { client: DynamoDBClient; tableName: string }): Evidence {
  const table = dynamoTable({ ...options, schema: disclosure })
  return {
    async *search(query) {
      const names: Record<string, string> = {}
      const values: Record<string, unknown> = {}
      const terms: string[] = []
      for (const field of ["tool", "retailerId", "carrierId", "tokenKey"] as const) {
        if (query[field] === undefined) continue
        names[`#${field}`] = field
        values[`:${field}`] = query[field]
        if (field === "retailerId") {
          values[":unclaimed"] = parcelPrefix
          terms.push(`(#${field} = :${field} OR begins_with(recordId, :unclaimed))`)
        } else terms.push(`#${field} = :${field}`)
      }
      const filter = { expression: terms.join(" AND "), names, values }
      for await (const one of table.scan({ filter })) if (fitsEvidence(one, query)) yield one
    },
  }
}
