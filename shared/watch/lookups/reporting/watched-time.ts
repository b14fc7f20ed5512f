import { operatorOf } from "../../../base/contracts/tool-name.ts"
import { earlier, later } from "../../../base/platform/instants.ts"
import { crackMilliseconds, isCovered, sharedTime, unitedTime } from "./covered-time.ts"
import { hasEnded, pastLimit, type ReportStreams, type StreamRow, type TimeRange } from "./report-streams.ts"
import { type UnwatchedHours, unjudgedIn, unwatchedHours } from "./unwatched.ts"

/** How the lookups in a tool were counted in a time. */
export type WatchedTime = {
  readonly hours: readonly UnwatchedHours[]
  /** What no program counted of the time, also between two programs, or between two counts of one. */
  readonly uncounted: readonly TimeRange[]
  /** When a guard before the tool let requests pass unjudged, or did not say whether it did. */
  readonly unjudged: readonly TimeRange[]
  /** Up to when it was counted. What comes later is only not counted yet. */
  readonly until: string
}

/**
 * How the hub could notice each lookup of a time that it did not get: it answers itself, or programs of the carrier
 * counted. An interruption that nothing has filled says more of its hours, so these are not uncounted too.
 *
 * @param time `until`: now. With `knownAt`: a time that is over
 * @param knownAt says it as the hub knew it then, of interruptions and guards. What is not counted then stays so
 */
export async function watchedTime(
  streams: Pick<ReportStreams, "ofCarrier">,
  tool: string,
  time: TimeRange,
  knownAt?: string,
): Promise<WatchedTime> {
  const carrierId = operatorOf(tool)
  if (carrierId === undefined) return { hours: [], uncounted: [], unjudged: [], until: time.until }
  const rows = await streams.ofCarrier(carrierId)
  const hours = await unwatchedHours(streams, tool, time, knownAt)
  const open = hours.filter(({ filledAt }) => filledAt === undefined)
  const { uncounted, until } = countedIn(rows, time)
  const late = knownAt === undefined || until >= time.until ? [] : [{ from: until, until: time.until }]
  return {
    hours,
    until,
    uncounted: unitedTime([...uncounted, ...late], Number.POSITIVE_INFINITY).filter((range) => !isCovered(open, range)),
    unjudged: unjudgedIn(rows, time, knownAt),
  }
}

function countedIn(rows: readonly StreamRow[], time: TimeRange): Pick<WatchedTime, "uncounted" | "until"> {
  const streams = rows.flatMap((row) => {
    const last = row.covered.at(-1)
    if (last === undefined) return []
    // An interruption that goes on says more of its time.
    const silence = row.open === undefined ? [] : [{ from: last.until, until: later(last.until, time.until) }]
    return [{ covered: [...row.covered, ...silence], until: (silence[0] ?? last).until, isLive: !hasEnded(row) }]
  })
  const united = unitedTime(streams.flatMap(({ covered }) => covered))
  const [first, last] = [united[0], united.at(-1)]
  if (first === undefined || last === undefined) return { uncounted: [time], until: time.until }
  const live = streams.filter(({ isLive }) => isLive)
  const isLate = Date.parse(first.from) - Date.parse(time.from) > crackMilliseconds
  const uncounted = [
    ...(isLate ? [{ from: time.from, until: first.from }] : []),
    ...between(united),
    ...streams.flatMap(({ covered }) => between(covered)),
    ...(live.length === 0 ? [{ from: last.until, until: time.until }] : []),
    ...rows.flatMap((row) => forgottenOf(row, time)),
  ].flatMap((range) => sharedTime(range, time) ?? [])
  const until = live.map((one) => one.until).reduce(earlier, time.until)
  return { uncounted: unitedTime(uncounted, Number.POSITIVE_INFINITY), until: later(until, time.from) }
}

/** The times between ranges that are in their order. */
const between = (ranges: readonly TimeRange[]): TimeRange[] =>
  ranges.slice(1).map(({ from: until }, place) => ({ from: ranges[place]?.until ?? until, until }))

/** The time of which the row of a stream no longer has all that the hub missed: it keeps only so much. */
function forgottenOf({ givenUp, past }: StreamRow, time: TimeRange): TimeRange[] {
  if (givenUp > 0) return [time]
  return past.length < pastLimit ? [] : [{ from: time.from, until: past[0]?.since ?? time.until }]
}
