import { newStream } from "../../shared/watch/lookups/reporting/kept-rows.ts"
import type { StreamRow } from "../../shared/watch/lookups/reporting/report-streams.ts"
import type { Interrupt } from "../dynamo/memory-dynamo.ts"
import { memoryReportStreams } from "../watch/lookups/memory-stores.ts"

/** Streams in memory, with one of each of these carriers that counts all its lookups all the time. */
export function countedStreams(carrierIds: readonly string[], interrupt: Interrupt) {
  const streams = memoryReportStreams(interrupt)
  const ofCarrier = async (carrierId: string) => [
    ...carrierIds.filter((id) => id === carrierId).map(countedAllThrough),
    ...(await streams.ofCarrier(carrierId)),
  ]
  return { ...streams, ofCarrier }
}

const countedAllThrough = (carrierId: string): StreamRow => ({
  ...newStream(carrierId, "str_countsallthetime", new Date("2020-01-01T00:00:00.000Z")),
  covered: [{ from: "2020-01-01T00:00:00.000Z", until: "2040-01-01T00:00:00.000Z" }],
})
