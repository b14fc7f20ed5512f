import { type DynamoDBClient, paginateQuery } from "@aws-sdk/client-dynamodb"
import { partiesList } from "../../parties/invitations/dynamo-invited-lookups.ts"

/**
 * How many invited parties entered what the hub has yet to approve or decline. DynamoDB counts them, so no entry is
 * sent or decrypted here.
 */
export async function countAnswered(client: DynamoDBClient, tableName: string): Promise<number> {
  let count = 0
  const pages = paginateQuery(
    { client },
    {
      TableName: tableName,
      Select: "COUNT",
      KeyConditionExpression: "pk = :list",
      FilterExpression: "attribute_exists(answer) AND attribute_not_exists(removedAt)",
      ExpressionAttributeValues: { ":list": { S: partiesList } },
    },
  )
  for await (const { Count = 0 } of pages) count += Count
  return count
}
