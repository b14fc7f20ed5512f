import { byClockOfHub } from "./covered-time.ts"
import { silenceMilliseconds } from "./fold-stream.ts"
import type { CountRow, ReportRow, StreamRow } from "./report-streams.ts"

/** The next count to compare, and the numbers of the reports that it counts. Without numbers it is passed over. */
export type Comparison = {
  readonly count: CountRow
  readonly numbers?: { readonly first: number; readonly last: number }
}

/**
 * The counts that can be compared with their reports now, in their order. A count waits for the one before it and for
 * the reports that are missing. One that follows a hole is passed over after a while, because nobody knows with which
 * number it begins.
 */
export function comparable(row: StreamRow, counts: readonly CountRow[], now: Date): Comparison[] {
  const found: Comparison[] = []
  let before = row.compared
  for (const count of counts.toSorted((one, other) => (one.from < other.from ? -1 : 1))) {
    if (before !== undefined && count.from < before.until) continue
    if (row.missing.some(({ first }) => first <= count.lastNumber)) break
    const follows = before?.until === count.from
    if (!follows && now.getTime() - Date.parse(count.receivedAt) < silenceMilliseconds) break
    const first = (before?.lastNumber ?? 0) + 1
    const isKnown = (follows || before === undefined) && count.lastNumber >= first - 1
    found.push({ count, ...(isKnown ? { numbers: { first, last: count.lastNumber } } : {}) })
    before = { until: count.until, lastNumber: count.lastNumber }
  }
  return found
}

/** How a count differs from the reports of its numbers, in hours of the hub's clock. Undefined if it does not. */
export function differenceOf(
  count: CountRow,
  reports: readonly Pick<ReportRow, "accesses">[],
): StreamRow["differing"][number] | undefined {
  const arrived = reports.reduce((sum, { accesses }) => sum + accesses, 0)
  return arrived === count.accesses ? undefined : { ...byClockOfHub(count), counted: count.accesses, arrived }
}
