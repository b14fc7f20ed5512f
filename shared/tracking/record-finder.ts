import type { TrackingRecords } from "./tracking-records.ts"

/** Finds tracking records; reads nothing sealed and writes nothing. */
export type RecordFinder = Pick<TrackingRecords, "find">
