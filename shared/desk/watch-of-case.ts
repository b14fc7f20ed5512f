import { detectorMemoryDays, ledgerMonths } from "../base/contracts/retention.ts"
import { dayMilliseconds, earlier, later } from "../base/platform/instants.ts"
import { sharedTime } from "../watch/lookups/reporting/covered-time.ts"
import type { ReportStreams, TimeRange } from "../watch/lookups/reporting/report-streams.ts"
import type { UnwatchedHours } from "../watch/lookups/reporting/unwatched.ts"
import { type WatchedTime, watchedTime } from "../watch/lookups/reporting/watched-time.ts"
import type { BreachCases } from "./cases/breach-cases.ts"
import type { CaseRow, MeasureRow, PartyRow } from "./cases/case-rows.ts"
import type { CaseDesk } from "./cases/change-case.ts"
import { isMerging } from "./cases/participant.ts"
import { measuresOf } from "./cases/rows-of-case.ts"
import { hasOpenHours, type Knowledge, knowledge, type WatchOfSide } from "./knowledge.ts"
import { viewerOf, visibleMeasures } from "./visibility.ts"

/** What it takes to know how a case was watched. */
export type WatchReader = Pick<CaseDesk, "clock" | "streams"> & { readonly cases: Pick<BreachCases, "list"> }

/** Most hours that one answer names: those that are not filled first, and of them the latest. */
const rangesAtMost = 100

/**
 * What was read of the watch over a party's tool: how its lookups were counted, measures of the case if not all were,
 * and whether the hub still counts those that it got.
 */
export type Watch = WatchedTime & {
  readonly measures: readonly MeasureRow[]
  readonly isCounting: boolean
  /** ISO instant of the reading. */
  readonly now: string
}

type CaseOfSide = Pick<CaseRow, "caseId" | "state" | "merging" | "openedAt" | "discoveredAt" | "closedAt">

/** What is known of how far a party's shipments were exposed. */
export async function knowledgeIn(desk: WatchReader, current: CaseOfSide, own: PartyRow): Promise<Knowledge> {
  return knowledge(own, await watchOf(desk, current, own))
}

/** How a party's side of a case was watched. */
export async function watchOf(desk: WatchReader, current: CaseOfSide, own: PartyRow): Promise<WatchOfSide> {
  return watchOfSide(await readWatch(desk, current, own), current, own)
}

/** Reads what {@link watchOfSide} takes. */
export async function readWatch(
  desk: WatchReader,
  current: Pick<CaseRow, "caseId" | "openedAt" | "discoveredAt">,
  own: PartyRow,
): Promise<Watch> {
  const now = desk.clock().toISOString()
  const time = { from: beginOf(current, own), until: now }
  const watched = await watchedTime(desk.streams, own.tool, time)
  const isWhole = watched.hours.length + watched.uncounted.length + watched.unjudged.length === 0
  return {
    ...watched,
    measures: isWhole ? [] : await measuresOf(desk, current.caseId),
    isCounting: await isCounting(desk, current.caseId),
    now,
  }
}

/** The same as {@link watchOf}, from what was read. */
export function watchOfSide(
  { now: asOf, isCounting, ...read }: Watch,
  current: CaseOfSide,
  own: PartyRow,
): WatchOfSide {
  const end = endOf(current, own, read.measures)
  const until = end === undefined ? asOf : earlier(end, asOf)
  const from = beginOf(current, own)
  const isElsewhere = (range: TimeRange): boolean => sharedTime(range, { from, until }) === undefined
  const hours = read.hours
    .filter((one) => one.from < until)
    .map(({ goesOn, ...one }) => ({
      ...one,
      until: earlier(one.until, until),
      ...(goesOn === true && end === undefined ? { goesOn } : {}),
    }))
  return {
    span: { from, until: earlier(until, read.until) },
    hours: mostTelling(hours),
    isCounted: read.uncounted.every(isElsewhere),
    isJudged: read.unjudged.every(isElsewhere),
    isCounting: isCounting || current.state === "merged" || isMerging(current),
    isWithinLedger: from >= ledgerBegin(current.openedAt),
    asOf,
  }
}

/** Where the record of lookups began at an instant. Both are ISO. */
export function ledgerBegin(at: string): string {
  const begin = new Date(at)
  begin.setUTCMonth(begin.getUTCMonth() - ledgerMonths)
  return begin.toISOString()
}

/** Whether a part of the ledger, or the lookups of a report, still have to be counted. */
async function isCounting({ cases }: Pick<WatchReader, "cases">, caseId: string): Promise<boolean> {
  for await (const row of cases.list(caseId, "PENDING#")) if (row.type !== "notice") return true
  return false
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
