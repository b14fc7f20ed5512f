import type { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { deployedKeyedHash } from "../../base/keyed-hash/deployed-keyed-hash.ts"
import type { KeyedHash } from "../../base/keyed-hash/keyed-hash.ts"
import { systemClock } from "../../base/platform/clock.ts"
import { deployedSealer } from "../../base/platform/deployed-sealing.ts"
import { deployedTable } from "../../base/platform/deployed-table.ts"
import type { Sealer } from "../../base/platform/sealing.ts"
import { dynamoErasures } from "./dynamo-erasures.ts"
import { dynamoTrackingRecords } from "./dynamo-tracking-records.ts"
import type { Erasures } from "./erasures.ts"
import type { RecordFinder } from "./record-finder.ts"
import type { TrackingRecords } from "./tracking-records.ts"

/** A finder of records was called to seal or unseal, but it has no key. */
class NoSealingKey extends Error {
  override name = "NoSealingKey"
}

const keyless: Sealer = {
  seal: async () => Promise.reject(new NoSealingKey()),
  unseal: async () => Promise.reject(new NoSealingKey()),
  shred: async () => Promise.reject(new NoSealingKey()),
}

/** A finder on DynamoDB for functions that need no sealed value. These functions have no access to the sealing key. */
function dynamoRecordFinder(options: {
  client: DynamoDBClient
  tableName: string
  hashes: KeyedHash
  now: () => Date
}): RecordFinder {
  const { find } = dynamoTrackingRecords({ ...options, sealer: keyless, erased: { among: async () => new Set() } })
  return { find }
}

/** Tracking records with everything that seals and hashes them. Only what records needs the table of erasures. */
export async function deployedTracking(): Promise<{ hashes: KeyedHash; sealer: Sealer; records: TrackingRecords }> {
  const hashes = await deployedKeyedHash()
  const sealer = deployedSealer()
  const erased: Pick<Erasures, "among"> = { among: (keys) => deployedErasures().among(keys) }
  const stored = deployedTable("TrackingRecords")
  const records = dynamoTrackingRecords({ ...stored, hashes, sealer, erased, now: systemClock })
  return { hashes, sealer, records }
}

export function deployedErasures(): Erasures {
  return dynamoErasures(deployedTable("Erasures"))
}

/** Finds tracking records without a sealing key. */
export function deployedRecordFinder(hashes: KeyedHash): RecordFinder {
  return dynamoRecordFinder({ ...deployedTable("TrackingRecords"), hashes, now: systemClock })
}
