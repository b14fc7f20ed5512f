import * as z from "zod"

const sums = z.object({
  calls: z.int(),
  /** Of the bodies that were sent. */
  requestBytes: z.int(),
  readUnits: z.number(),
  writeUnits: z.number(),
  indexWriteUnits: z.number(),
  /** Events of EventBridge as they are billed; 1 for another call. */
  entries: z.int(),
})

/** What calls came to. */
export type Sums = z.output<typeof sums>

/** Sums by what was called, such as `dynamodb TrackingRecords PutItem` or `events PutEvents`. */
export const counts = z.record(z.string(), sums)
export type Counts = z.output<typeof counts>

export const noSums: Sums = { calls: 0, requestBytes: 0, readUnits: 0, writeUnits: 0, indexWriteUnits: 0, entries: 0 }

export function addSums(one: Sums, other: Sums): Sums {
  return {
    calls: one.calls + other.calls,
    requestBytes: one.requestBytes + other.requestBytes,
    readUnits: one.readUnits + other.readUnits,
    writeUnits: one.writeUnits + other.writeUnits,
    indexWriteUnits: one.indexWriteUnits + other.indexWriteUnits,
    entries: one.entries + other.entries,
  }
}

/** The sum of what was called under names that begin so; of everything by default. */
export function sumOf(given: Counts, prefix = ""): Sums {
  return Object.entries(given)
    .filter(([name]) => name.startsWith(prefix))
    .reduce((sum, [, each]) => addSums(sum, each), noSums)
}
