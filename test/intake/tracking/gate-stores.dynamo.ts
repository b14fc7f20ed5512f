import { CreateTableCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { CreateKeyCommand, type KMSClient } from "@aws-sdk/client-kms"
import { tables } from "../../../functions/tables.ts"
import { kmsDataKeys } from "../../../shared/base/platform/deployed-sealing.ts"
import { dynamoSealingKeys } from "../../../shared/base/platform/dynamo-sealing-keys.ts"
import { sealer } from "../../../shared/base/platform/sealing.ts"
import { dynamoErasures } from "../../../shared/intake/tracking/dynamo-erasures.ts"
import { dynamoTrackingRecords } from "../../../shared/intake/tracking/dynamo-tracking-records.ts"
import { sealerContract } from "../../base/platform/sealing.contract.ts"
import { testKeyedHash } from "../../doubles/keyed-hash.ts"
import { memorySealer } from "../../doubles/sealing.ts"
import { erasuresContract } from "./erasures.contract.ts"
import { memoryErasures } from "./memory-stores.ts"
import { trackingRecordsContract } from "./tracking-records.contract.ts"

/** Runs the contract tests of sealer and tracking records. They make their tables and KMS key at the first use. */
export function gateStoreContractsOnAws(
  clients: () => { dynamo: DynamoDBClient; kms: KMSClient },
  prefix: string,
): void {
  const now = () => new Date("2026-11-05T00:00:00Z")
  const where = "on AWS"

  const sealingKeysTable = once(() => createTable(clients().dynamo, `${prefix}-sealing-keys`, "owner", {}))
  const sealingKey = once(async () => {
    const made = await clients().kms.send(new CreateKeyCommand({}))
    return made.KeyMetadata?.KeyId ?? ""
  })
  sealerContract(where, async () => {
    const [tableName, keyId] = await Promise.all([sealingKeysTable(), sealingKey()])
    const { dynamo, kms } = clients()
    return () =>
      sealer({ keys: dynamoSealingKeys({ client: dynamo, tableName }), wrapper: kmsDataKeys(kms, keyId), now })
  })

  const erasuresTable = once(() =>
    createTable(clients().dynamo, `${prefix}-erasures`, "erasureKey", tables.Erasures.indexes),
  )
  erasuresContract(where, async () => dynamoErasures({ client: clients().dynamo, tableName: await erasuresTable() }))

  const recordsTable = once(() =>
    createTable(clients().dynamo, `${prefix}-tracking-records`, "recordId", {
      byOrderReference: ["orderReferenceKey", "recordId"],
      byLinkDigest: ["linkDigestKey"],
    }),
  )
  const values = memorySealer({ now })
  const hashes = testKeyedHash(undefined, now)
  trackingRecordsContract(where, async () => ({
    records: dynamoTrackingRecords({
      client: clients().dynamo,
      tableName: await recordsTable(),
      hashes,
      sealer: values,
      erased: memoryErasures(),
      now,
    }),
    hashes,
    sealer: values,
  }))
}

function once<Made>(make: () => Promise<Made>): () => Promise<Made> {
  let made: Promise<Made> | undefined
  return () => {
    made ??= make()
    return made
  }
}

async function createTable(
  client: DynamoDBClient,
  tableName: string,
  key: string,
  indexes: Record<string, readonly [partition: string, sort?: string]>,
): Promise<string> {
  const schema = (partition: string, sort?: string) => [
    { AttributeName: partition, KeyType: "HASH" as const },
    ...(sort === undefined ? [] : [{ AttributeName: sort, KeyType: "RANGE" as const }]),
  ]
  const secondary = Object.entries(indexes).map(([IndexName, [partition, sort]]) => ({
    IndexName,
    KeySchema: schema(partition, sort),
    Projection: { ProjectionType: "ALL" as const },
  }))
  await client.send(
    new CreateTableCommand({
      TableName: tableName,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [...new Set([key, ...Object.values(indexes).flat()])].map((AttributeName) => ({
        AttributeName,
        AttributeType: "S" as const,
      })),
      KeySchema: schema(key),
      ...(secondary.length === 0 ? {} : { GlobalSecondaryIndexes: secondary }),
    }),
  )
  return tableName
}
