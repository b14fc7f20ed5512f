import type { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import type { KeyedHash } from "../storage/keyed-hash.ts"
import type { Sealer } from "../storage/sealing.ts"
import { dynamoTrackingRecords, type TrackingRecords } from "../storage/tracking-records.ts"

/** Finds tracking records; reads nothing sealed and writes nothing. */
export type RecordFinder = Pick<TrackingRecords, "find">

/** Thrown when a finder of records is asked to seal or unseal: it holds no key. */
class NoSealingKey extends Error {
  override name = "NoSealingKey"
}

const keyless: Sealer = {
  seal: async () => Promise.reject(new NoSealingKey()),
  unseal: async () => Promise.reject(new NoSealingKey()),
  shred: async () => Promise.reject(new NoSealingKey()),
}

/** A finder on DynamoDB, for functions that need no sealed value and so get no sealing key. */
export function dynamoRecordFinder(options: {
  client: DynamoDBClient
  tableName: string
  hashes: KeyedHash
  now: () => Date
}): RecordFinder {
  const { find } = dynamoTrackingRecords({ ...options, sealer: keyless })
  return { find }
}
