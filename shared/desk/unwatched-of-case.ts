import { detectorMemoryDays } from "../base/contracts/retention.ts"
import { dayMilliseconds, earlier, later } from "../base/platform/instants.ts"
import type { ReportStreams } from "../watch/lookups/reporting/report-streams.ts"
import { type UnwatchedHours, unwatchedHours } from "../watch/lookups/reporting/unwatched.ts"
import type { BreachCases } from "./cases/breach-cases.ts"
import type { CaseRow, MeasureRow, PartyRow } from "./cases/case-rows.ts"
import type { CaseDesk } from "./cases/change-case.ts"
import { measuresOf } from "./cases/rows-of-case.ts"
import { hasOpenHours } from "./known-exposure.ts"
import { viewerOf, visibleMeasures } from "./visibility.ts"

/** What it takes to know the hours of a case that nobody watched. */
export type WatchReader = Pick<CaseDesk, "clock" | "streams"> & { readonly cases: Pick<BreachCases, "list"> }

/** Most hours that one answer names: those that are not filled first, and of them the latest. */
const rangesAtMost = 100

/**
 * What was read of the watch over a party's tool: the hours without one, measures of the case if there are such hours,
 * and until when they are known (ISO).
 */
export type Watch = {
  readonly hours: readonly UnwatchedHours[]
  readonly measures: readonly MeasureRow[]
  readonly now: string
}

/**
 * The hours of a party's side of a case in which nobody watched the carrier's tool. They begin 30 days before the first
 * known exposure, because the hub counts what the same visitor saw in that time, and end when the lookups had ended.
 */
export async function unwatchedOf(
  desk: WatchReader,
  current: Pick<CaseRow, "caseId" | "openedAt" | "discoveredAt" | "closedAt">,
  own: PartyRow,
): Promise<readonly UnwatchedHours[]> {
  return unwatchedIn(await readWatch(desk, current, own), current, own)
}

/** Reads what {@link unwatchedIn} takes. */
export async function readWatch(
  desk: WatchReader,
  current: Pick<CaseRow, "caseId" | "openedAt" | "discoveredAt">,
  own: PartyRow,
): Promise<Watch> {
  const now = desk.clock().toISOString()
  const hours = await unwatchedHours(desk.streams, own.tool, { from: beginOf(current, own), until: now })
  return { hours, measures: hours.length === 0 ? [] : await measuresOf(desk, current.caseId), now }
}

/** The same hours as {@link unwatchedOf}, from what was read. */
export function unwatchedIn(
  { hours, measures, now }: Watch,
  current: Pick<CaseRow, "closedAt">,
  own: PartyRow,
): readonly UnwatchedHours[] {
  if (hours.length === 0) return []
  const end = endOf(current, own, measures)
  const until = end === undefined ? now : earlier(end, now)
  const ofCase = hours
    .filter(({ from }) => from < until)
    .map(({ goesOn, ...one }) => ({
      ...one,
      until: earlier(one.until, until),
      ...(goesOn === true && end === undefined ? { goesOn } : {}),
    }))
  return mostTelling(ofCase)
}

/** As many of these hours as one answer names, the earliest first. None is left out that would hide open ones. */
export function mostTelling(hours: readonly UnwatchedHours[]): readonly UnwatchedHours[] {
  const latest = [...hours].reverse()
  const first = [...latest.filter((one) => hasOpenHours([one])), ...latest.filter((one) => !hasOpenHours([one]))]
  return first.slice(0, rangesAtMost).sort((one, other) => (one.from < other.from ? -1 : 1))
}

function beginOf(
  { openedAt, discoveredAt }: Pick<CaseRow, "openedAt" | "discoveredAt">,
  { firstAt, possible }: Pick<PartyRow, "firstAt" | "possible">,
): string {
  const seen = [firstAt, possible?.firstAt].filter((at) => at !== undefined)
  const first = (seen.length > 0 ? seen : [openedAt, discoveredAt]).reduce(earlier)
  return new Date(Date.parse(first) - detectorMemoryDays * dayMilliseconds).toISOString()
}

/** When the lookups had ended, as a party that this one knows attested, or else when the case was closed. */
function endOf(
  { closedAt }: Pick<CaseRow, "closedAt">,
  own: PartyRow,
  measures: readonly MeasureRow[],
): string | undefined {
  const attested = visibleMeasures(measures, viewerOf(own))
    .filter(({ code }) => code === "containmentAttested")
    .map(({ at }) => at)
  const ends = [...attested, ...(closedAt === undefined ? [] : [closedAt])]
  if (ends.length === 0) return undefined
  const end = ends.reduce(earlier)
  return own.lastAt === undefined ? end : later(end, own.lastAt)
}

/** The same streams, each carrier's read once: for a change or an answer about many parties of a case. */
export function readOnce({ ofCarrier }: Pick<ReportStreams, "ofCarrier">): Pick<ReportStreams, "ofCarrier"> {
  const known = new Map<string, ReturnType<typeof ofCarrier>>()
  return {
    ofCarrier: (carrierId) => {
      const rows = known.get(carrierId) ?? ofCarrier(carrierId)
      known.set(carrierId, rows)
      return rows
    },
  }
}
