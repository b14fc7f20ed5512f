import { operatorOf } from "../../../base/contracts/tool-name.ts"
import { crackMilliseconds, sharedTime, unitedTime } from "./covered-time.ts"
import type { ReportStreams, StreamRow, TimeRange } from "./report-streams.ts"

/**
 * Hours in which a tool was not watched. `filledAt`: when late reports had filled them. `goesOn`: the interruption has
 * not ended, and `until` is only the end of the time that was asked for.
 */
export type UnwatchedHours = TimeRange & { readonly filledAt?: string; readonly goesOn?: true }

/**
 * The hours of a time in which the hub did not get the lookups in a carrier's tool, the earliest first. Those of an
 * interruption that goes on end with the time. The hub's own tool has none, nor has one whose carrier never counted.
 *
 * @param knownAt says it as the hub knew it then. Without it: as it knows it now
 */
export async function unwatchedHours(
  streams: Pick<ReportStreams, "ofCarrier">,
  tool: string,
  time: TimeRange,
  knownAt?: string,
): Promise<UnwatchedHours[]> {
  const carrierId = operatorOf(tool)
  if (carrierId === undefined) return []
  const isKnown = (at: string | undefined): boolean => at === undefined || knownAt === undefined || at <= knownAt
  const hours = (await streams.ofCarrier(carrierId)).flatMap(({ past, open }): UnwatchedHours[] => [
    ...past
      .filter(({ foundAt }) => isKnown(foundAt))
      .map(({ since: from, until, endedAt, filledAt }) => ({
        from,
        until: isKnown(endedAt) ? until : time.until,
        ...(filledAt !== undefined && isKnown(filledAt) ? { filledAt } : {}),
      })),
    ...(open === undefined || !isKnown(open.foundAt)
      ? []
      : [{ from: open.since, until: time.until, goesOn: true as const }]),
  ])
  return hours
    .flatMap(({ from, until, ...rest }) => {
      const shared = sharedTime({ from, until }, time)
      return shared === undefined ? [] : [{ ...shared, ...rest }]
    })
    .sort((one, other) => (`${one.from} ${one.until}` < `${other.from} ${other.until}` ? -1 : 1))
}

/**
 * When guards let requests pass unjudged in a time. A program asks its guard up to a minute after the end of a window.
 *
 * @param knownAt says it as the hub knew it then. Without it: as it knows it now
 */
export function unjudgedIn(rows: readonly StreamRow[], time: TimeRange, knownAt?: string): TimeRange[] {
  const ranges = rows
    .flatMap(({ unjudged = [] }) => unjudged)
    .filter(({ notedAt }) => knownAt === undefined || notedAt <= knownAt)
    .map(({ from, until }) => ({ from, until: new Date(Date.parse(until) + crackMilliseconds).toISOString() }))
    .flatMap((range) => sharedTime(range, time) ?? [])
  return unitedTime(ranges, Number.POSITIVE_INFINITY)
}
