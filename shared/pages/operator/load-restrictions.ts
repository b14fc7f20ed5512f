import { type DynamoDBClient, paginateScan } from "@aws-sdk/client-dynamodb"
import { unmarshall } from "@aws-sdk/util-dynamodb"
import { restrictionRow, restrictsAt } from "../../watch/detection/restrictions/restriction.ts"
import type { RestrictionCounts } from "./stage-now.ts"

const counted = restrictionRow.pick({ scope: true, since: true, until: true, releasedAt: true, vouchedBy: true })

/**
 * How many restrictions are in force, by what they restrict and by whose word. DynamoDB sends neither accessors nor
 * their tokens. Takes dynamodb:Scan.
 * @throws what the SDK throws, or ZodError for a row that does not fit
 */
export async function countRestrictions(
  { client, tableName }: { readonly client: DynamoDBClient; readonly tableName: string },
  now: Date,
): Promise<RestrictionCounts> {
  const counts = { subject: 0, network: 0, neighbourhood: 0, codeBlock: 0 }
  const saidBy: Record<string, number> = {}
  const pages = paginateScan(
    { client },
    {
      TableName: tableName,
      Select: "SPECIFIC_ATTRIBUTES",
      ProjectionExpression: "#scope, #since, #until, #releasedAt, #vouchedBy",
      ExpressionAttributeNames: {
        "#scope": "scope",
        "#since": "since",
        "#until": "until",
        "#releasedAt": "releasedAt",
        "#vouchedBy": "vouchedBy",
      },
    },
  )
  for await (const { Items = [] } of pages)
    for (const item of Items) {
      const row = counted.parse(unmarshall(item))
      if (!restrictsAt(row, now.toISOString())) continue
      counts[row.scope] += 1
      if (row.vouchedBy !== undefined) saidBy[row.vouchedBy] = (saidBy[row.vouchedBy] ?? 0) + 1
    }
  return { ...counts, saidBy }
}
