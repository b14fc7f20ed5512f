import type { TrackingRecords } from "./tracking-records.ts"

/** Finds tracking records. It reads no sealed value and writes nothing. */
export type RecordFinder = Pick<TrackingRecords, "find">
