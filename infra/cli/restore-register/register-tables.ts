import {
  ConditionalCheckFailedException,
  DescribeTableCommand,
  DynamoDBClient,
  PutItemCommand,
  paginateScan,
} from "@aws-sdk/client-dynamodb"
import { CommandStopped } from "../../../client/command-line/command-stopped.ts"
import { tables } from "../../../functions/tables.ts"
import { readBatches } from "../../../shared/base/platform/dynamo-batches.ts"
import type { AwsConnection } from "../deployed-stage/aws-connection.ts"
import type { Half, RegisterTables, Row } from "./copy-rows.ts"
import type { RegisterTable } from "./register-table-names.ts"

/** The IAM actions on the restored table and on the stage's own. */
export const restoreActions: readonly string[] = [
  "dynamodb:DescribeTable and dynamodb:Scan on the restored table",
  "dynamodb:BatchGetItem and dynamodb:PutItem on the stage's own table",
  "for TrackingRecords and Disclosures also dynamodb:BatchGetItem, dynamodb:Scan and dynamodb:UpdateItem on the stage's " +
    "table Erasures, and secretsmanager:GetSecretValue on the secret of the keyed hashes",
]

/**
 * Opens a restored table and the stage's own.
 *
 * @param withoutErased leaves out rows of what was erased
 * @throws CommandStopped if they are the same, or have other keys
 */
export async function openRegister(
  connection: AwsConnection,
  table: RegisterTable,
  { from, to, withoutErased = allRows }: RegisterNames,
): Promise<RegisterTables & { readonly close: () => void }> {
  const client = new DynamoDBClient(connection)
  const { Table } = await client.send(new DescribeTableCommand({ TableName: from }))
  const keyNames = tables[table].key
  const found = (Table?.KeySchema ?? []).map(({ AttributeName }) => AttributeName)
  if (from === to) throw new CommandStopped("wrongUsage", `${from} is the stage's own table. Name the restored one.`)
  if (found.join() !== keyNames.join())
    throw new CommandStopped("wrongUsage", `${from} has the key ${found.join(", ")}, so it is no copy of ${table}.`)
  const keyOf = (row: Row) =>
    Object.fromEntries(keyNames.flatMap((name) => (row[name] === undefined ? [] : [[name, row[name]]])))
  const nameOf = (row: Row) => JSON.stringify(keyNames.map((name) => row[name]?.S))
  return {
    close: () => client.destroy(),
    restored: (half) => pagesOf(client, from, half),
    missing: async (rows) => {
      const there = new Set((await readBatches(client, to, rows.map(keyOf))).map(nameOf))
      return rows.filter((row) => !there.has(nameOf(row)))
    },
    withoutErased,
    put: async (Item) => {
      try {
        const names = { "#key": keyNames[0] }
        const condition = { ConditionExpression: "attribute_not_exists(#key)", ExpressionAttributeNames: names }
        await client.send(new PutItemCommand({ TableName: to, Item, ...condition }))
        return true
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false
        throw error
      }
    },
  }
}

/** The names of the restored table and of the stage's own. */
type RegisterNames = {
  readonly from: string
  readonly to: string
  readonly withoutErased?: RegisterTables["withoutErased"]
}

const allRows: RegisterTables["withoutErased"] = async (rows) => rows

async function* pagesOf(client: DynamoDBClient, TableName: string, half: Half): AsyncIterable<readonly Row[]> {
  const pages = paginateScan(
    { client },
    {
      ...{ TableName, ConsistentRead: true },
      FilterExpression: half === "timeline" ? "#type = :timeline" : "attribute_not_exists(#type) OR #type <> :timeline",
      ExpressionAttributeNames: { "#type": "type" },
      ExpressionAttributeValues: { ":timeline": { S: "timeline" } },
    },
  )
  for await (const { Items = [] } of pages) yield Items
}
