import { type AttributeValue, DynamoDBClient, paginateScan, UpdateItemCommand } from "@aws-sdk/client-dynamodb"
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager"
import { unmarshall } from "@aws-sdk/util-dynamodb"
import { keyedHash } from "../../../shared/base/keyed-hash/keyed-hash.ts"
import { erasureKeysOfRow } from "../../../shared/intake/erasures/erased-row.ts"
import { dynamoErasures } from "../../../shared/intake/tracking/dynamo-erasures.ts"
import type { AwsConnection } from "../deployed-stage/aws-connection.ts"
import type { Row } from "./copy-rows.ts"

/** The tables whose rows are of shipments. */
export const tablesOfShipments: readonly string[] = ["TrackingRecords", "Disclosures"]

/**
 * The tables after whose restore every erasure is done again. In cases, what is of an erased shipment may be held
 * evidence, so it comes back, and the hub removes what no case holds any more.
 */
export const tablesToEraseAgain: readonly string[] = [...tablesOfShipments, "BreachCases"]

/** The erasures of a stage, which a restored table must not undo. */
export type ErasureList = {
  readonly withoutErased: (rows: readonly Row[]) => Promise<readonly Row[]>
  /** Has the hub do every erasure again. Returns how many there are. */
  readonly replay: () => Promise<number>
  readonly close: () => void
}

/** @param from the table of erasures, and the secret of the keyed hashes by which it names shipments */
export async function openErasureList(
  connection: AwsConnection,
  { tableName, secretArn }: { readonly tableName: string; readonly secretArn: string },
): Promise<ErasureList> {
  const client = new DynamoDBClient(connection)
  const secrets = new SecretsManagerClient(connection)
  const { SecretString = "" } = await secrets.send(new GetSecretValueCommand({ SecretId: secretArn }))
  secrets.destroy()
  const hashes = keyedHash(SecretString, () => new Date())
  const erasures = dynamoErasures({ client, tableName })
  return {
    close: () => client.destroy(),
    async withoutErased(rows) {
      const named = rows.map((row) => ({ row, keys: erasureKeysOfRow(hashes, unmarshall(row)) }))
      const keys = [...new Set(named.flatMap((one) => one.keys))]
      const erased = keys.length === 0 ? new Set<string>() : await erasures.among(keys)
      return named.filter((one) => !isErased(one.keys, erased)).map(({ row }) => row)
    },
    replay: () => makeAllDue(client, tableName),
  }
}

function isErased(keys: readonly string[], erased: ReadonlySet<string>): boolean {
  return keys.length > 0 && keys.every((key) => erased.has(key))
}

async function makeAllDue(client: DynamoDBClient, TableName: string): Promise<number> {
  const pages = paginateScan(
    { client },
    {
      TableName,
      FilterExpression: "#kind = :shipment",
      ExpressionAttributeNames: { "#kind": "kind" },
      ExpressionAttributeValues: { ":shipment": { S: "shipment" } },
    },
  )
  let made = 0
  for await (const { Items = [] } of pages)
    for (const { erasureKey } of Items) {
      await makeDue(client, TableName, erasureKey)
      made += 1
    }
  return made
}

async function makeDue(client: DynamoDBClient, TableName: string, erasureKey: AttributeValue | undefined) {
  if (erasureKey === undefined) return
  await client.send(
    new UpdateItemCommand({
      TableName,
      Key: { erasureKey },
      UpdateExpression: "SET #due = :due, dueAt = :now",
      ConditionExpression: "attribute_exists(erasureKey)",
      ExpressionAttributeNames: { "#due": "due" },
      ExpressionAttributeValues: { ":due": { S: "due" }, ":now": { S: new Date().toISOString() } },
    }),
  )
}
