import type { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { CreateKeyCommand, type KMSClient } from "@aws-sdk/client-kms"
import type { TableName } from "../../../functions/tables.ts"
import { kmsDataKeys } from "../../../shared/base/platform/deployed-sealing.ts"
import { dynamoSealingKeys } from "../../../shared/base/platform/dynamo-sealing-keys.ts"
import { sealer } from "../../../shared/base/platform/sealing.ts"
import { dynamoErasures } from "../../../shared/intake/tracking/dynamo-erasures.ts"
import { dynamoTrackingRecords } from "../../../shared/intake/tracking/dynamo-tracking-records.ts"
import { sealerContract } from "../../base/platform/sealing.contract.ts"
import { declaredTable } from "../../doubles/declared-table.ts"
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

  const tableOf = (name: TableName) => declaredTable(() => clients().dynamo, prefix, name)
  const sealingKeysTable = tableOf("SealingKeys")
  const sealingKey = once(async () => {
    const made = await clients().kms.send(new CreateKeyCommand({}))
    return made.KeyMetadata?.KeyId ?? ""
  })
  sealerContract(where, async () => {
    const [table, keyId] = await Promise.all([sealingKeysTable(), sealingKey()])
    return () => sealer({ keys: dynamoSealingKeys(table), wrapper: kmsDataKeys(clients().kms, keyId), now })
  })

  const erasuresTable = tableOf("Erasures")
  erasuresContract(where, async () => dynamoErasures(await erasuresTable()))

  const recordsTable = tableOf("TrackingRecords")
  const values = memorySealer({ now })
  const hashes = testKeyedHash(undefined, now)
  trackingRecordsContract(where, async () => ({
    records: dynamoTrackingRecords({
      ...(await recordsTable()),
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
