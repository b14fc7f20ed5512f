import type { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import type { KeyedHash } from "../../base/keyed-hash/keyed-hash.ts"
import type { Sealer } from "../../base/platform/sealing.ts"
import { dynamoTrackingRecords } from "./dynamo-tracking-records.ts"
import type { RecordFinder } from "./record-finder.ts"

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
export function dynamoRecordFinder(options: {
  client: DynamoDBClient
  tableName: string
  hashes: KeyedHash
  now: () => Date
}): RecordFinder {
  const { find } = dynamoTrackingRecords({ ...options, sealer: keyless, erased: { among: async () => new Set() } })
  return { find }
}
