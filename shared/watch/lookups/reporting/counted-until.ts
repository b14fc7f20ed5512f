import { operatorOf } from "../../../base/contracts/words.ts"
import { countedSpan } from "./counted-span.ts"
import { crackMilliseconds } from "./covered-time.ts"
import { pastLimit, type ReportStreams, type StreamRow, type TimeRange } from "./report-streams.ts"

/** Up to when a tool was counted, and whether the counting goes on. */
export type Counted = { readonly until: string; readonly goesOn: boolean }

/**
 * Up to when the hub could notice each lookup since an instant that it did not get, but for `unwatchedHours`: it
 * answers itself, or programs of the carrier counted from before that instant on. Undefined: it could not.
 *
 * @param time `until`: now
 */
export async function countedUntil(
  streams: Pick<ReportStreams, "ofCarrier">,
  tool: string,
  { from, until }: TimeRange,
): Promise<Counted | undefined> {
  const carrierId = operatorOf(tool)
  if (carrierId === undefined) return { until, goesOn: true }
  const rows = await streams.ofCarrier(carrierId)
  const span = countedSpan(rows, until)
  if (span === undefined || rows.some((row) => hasForgotten(row, from))) return undefined
  return Date.parse(span.from) - Date.parse(from) > crackMilliseconds ? undefined : span
}

/** Whether the row of a stream no longer has all that the hub missed since a time: it keeps only so much. */
const hasForgotten = ({ givenUp, past }: StreamRow, since: string): boolean =>
  givenUp > 0 || (past.length >= pastLimit && Date.parse(past[0]?.since ?? since) > Date.parse(since))
