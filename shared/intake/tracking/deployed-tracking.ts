import { deployedKeyedHash } from "../../base/keyed-hash/deployed-keyed-hash.ts"
import type { KeyedHash } from "../../base/keyed-hash/keyed-hash.ts"
import { systemClock } from "../../base/platform/clock.ts"
import { deployedSealer } from "../../base/platform/deployed-sealing.ts"
import { deployedTable } from "../../base/platform/deployed-table.ts"
import type { Sealer } from "../../base/platform/sealing.ts"
import { dynamoErasures } from "./dynamo-erasures.ts"
import { dynamoTrackingRecords, dynamoTrackingRows } from "./dynamo-tracking-records.ts"
import type { Erasures } from "./erasures.ts"
import { findTrackingRecords } from "./find-tracking-records.ts"
import type { RecordFinder } from "./record-finder.ts"
import { rowsTogether } from "./rows-together.ts"
import type { TrackingRecords } from "./tracking-records.ts"

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

/** Finds tracking records. It reads no sealed value, and its functions have no access to the sealing key. */
export function deployedRecordFinder(hashes: KeyedHash): RecordFinder {
  const rows = rowsTogether(dynamoTrackingRows(deployedTable("TrackingRecords")))
  return findTrackingRecords({ rows, hashes, now: systemClock })
}
