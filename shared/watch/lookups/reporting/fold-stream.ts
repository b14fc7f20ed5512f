import { derivedId } from "../../../base/contracts/envelope.ts"
import { missingRangesPerEvent } from "../../../base/contracts/reporting-watched.ts"
import { earlier, later } from "../../../base/platform/instants.ts"
import { byClockOfHub, isCovered, unitedTime } from "./covered-time.ts"
import { noteNumbers, type ShownNumber } from "./missing-numbers.ts"
import {
  type CountRow,
  coveredUntil,
  hasEnded,
  type Interruption,
  type Notice,
  type PastInterruption,
  pastLimit,
  type ReportRow,
  type StreamRow,
} from "./report-streams.ts"

/** After how long without a count, or with a number missing, nobody watches the tool. */
export const silenceMilliseconds = 30 * 60_000

/** How long the hub remembers that a retailer's shipments were looked up in a tool. */
const retailerDays = 90

/** What arrived of a stream that the row may not know yet. What it knows already changes nothing. */
export type Arrivals = { readonly reports: readonly ReportRow[]; readonly counts: readonly CountRow[] }

/**
 * A stream after what arrived: which hours are covered, which numbers are missing, and which retailers it is about. The
 * order and repeats change nothing.
 */
export function afterArrivals(row: StreamRow, { reports, counts }: Arrivals, now: Date): StreamRow {
  const shown: ShownNumber[] = [
    ...reports.map(({ number, receivedAt }) => ({ number, at: receivedAt })),
    ...counts.map(({ lastNumber, receivedAt }) => ({ number: lastNumber, at: receivedAt })),
  ]
  const arrived = reports.map(({ number }) => number)
  const covered = unitedTime([...row.covered, ...counts.map(byClockOfHub)])
  const ended = counts.filter((count) => count.ended === true).map((count) => byClockOfHub(count).until)
  const endedAt = [...ended, row.endedAt ?? ""].sort().at(-1) ?? ""
  return {
    ...row,
    ...noteNumbers(row, arrived, shown),
    covered,
    ...unjudgedAfter(row, counts),
    ...(endedAt === "" ? {} : { endedAt }),
    retailers: retailersOf(row, reports, now),
  }
}

/** More windows than a row keeps are one, from the first of them to the last. */
function unjudgedAfter({ unjudged = [] }: StreamRow, counts: readonly CountRow[]): Pick<StreamRow, "unjudged"> {
  const counted = counts
    .filter((count) => count.unjudged !== undefined)
    .map((count) => ({ ...byClockOfHub(count), notedAt: count.receivedAt }))
  const each = new Map([...counted, ...unjudged].map((one) => [`${one.from} ${one.until}`, one]))
  const all = [...each.values()].sort((one, other) => (one.from < other.from ? -1 : 1))
  while (all.length > pastLimit) {
    const [first, second] = all
    if (first === undefined || second === undefined) break
    const [until, notedAt] = [later(first.until, second.until), earlier(first.notedAt, second.notedAt)]
    all.splice(0, 2, { from: first.from, until, notedAt })
  }
  return all.length === 0 ? {} : { unjudged: all }
}

function retailersOf(row: StreamRow, reports: readonly ReportRow[], now: Date): StreamRow["retailers"] {
  const days = new Map(row.retailers.map(({ retailerId, day }) => [retailerId, day]))
  for (const { retailerIds, receivedAt } of reports) {
    const day = receivedAt.slice(0, 10)
    for (const id of retailerIds) if ((days.get(id) ?? "") < day) days.set(id, day)
  }
  const oldest = new Date(now.getTime() - retailerDays * 86_400_000).toISOString().slice(0, 10)
  return [...days]
    .filter(([, day]) => day >= oldest)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([retailerId, day]) => ({ retailerId, day }))
}

/** Up to when the hub has all lookups. Those of a report that is missing are earlier than what shows that it is. */
function completeUntil({ missing, compared, covered }: StreamRow, until: string): string {
  if (missing.length === 0) return until
  const complete = compared?.until ?? covered[0]?.from ?? until
  return [complete, ...missing.map(({ since }) => since)].reduce(earlier, until)
}

/** Why nobody watches the tool now, and since when. */
function silenceOf(row: StreamRow, now: Date): Pick<Interruption, "reason" | "since"> | undefined {
  const until = coveredUntil(row)
  if (until === undefined) return undefined
  const isOld = (at: string): boolean => now.getTime() - Date.parse(at) > silenceMilliseconds
  if (!hasEnded(row) && isOld(until)) return { reason: "noCount", since: completeUntil(row, until) }
  const isMissing = row.missing.some(({ since }) => isOld(since))
  return isMissing ? { reason: "reportsMissing", since: completeUntil(row, until) } : undefined
}

/**
 * A stream in which an interruption has begun or ended, with the notices that parties get of it. It is stored in one
 * write, so each notice is noted once.
 *
 * @param audience the retailers that have shipments with the carrier
 */
export function afterJudging(row: StreamRow, audience: readonly string[], now: Date): StreamRow {
  const silence = silenceOf(row, now)
  const past = row.past.map((one) => filledIn(row, one, now))
  if (row.open === undefined && silence !== undefined) {
    const foundAt = now.toISOString()
    const open = { ...silence, interruptionId: idOf(row, silence), foundAt, retailerIds: [...audience] }
    return { ...row, past, open, notices: [...row.notices, ...noticesOf(row, "interrupted", open, now)] }
  }
  if (row.open === undefined || silence !== undefined) return { ...row, past }
  return afterResuming({ ...row, past }, row.open, now)
}

function afterResuming(row: StreamRow, open: Interruption, now: Date): StreamRow {
  const next = row.covered.find(
    ({ from }) => from > open.since && !isCovered(row.covered, { from: open.since, until: from }),
  )
  const { interruptionId, reason, since, foundAt } = open
  const endedAt = now.toISOString()
  const until = next?.from ?? (hasEnded(row) ? row.endedAt : undefined) ?? endedAt
  const filled = next === undefined && row.missing.length === 0
  const known = { ...(foundAt === undefined ? {} : { foundAt }), endedAt }
  const over = { interruptionId, reason, since, until, ...known, ...(filled ? { filledAt: endedAt } : {}) }
  const { open: _, ...rest } = row
  const notices = noticesOf(row, "resumed", open, now).map((one) => ({ ...one, until, filled }))
  return { ...rest, past: [...row.past, over].slice(-pastLimit), notices: [...row.notices, ...notices] }
}

/** A count that differs from what arrived is an interruption that is over at once. */
export function afterDiffering(
  row: StreamRow,
  of: StreamRow["differing"][number],
  audience: readonly string[],
  now: Date,
): StreamRow {
  const begun = { reason: "countDiffers" as const, since: of.from }
  const interruption = { ...begun, interruptionId: idOf(row, begun), retailerIds: [...audience] }
  const { interruptionId, reason, since } = interruption
  const known = { foundAt: now.toISOString(), endedAt: now.toISOString() }
  const resumed = noticesOf(row, "resumed", interruption, now).filter(({ by }) => by === "events")
  return {
    ...row,
    differing: [...row.differing, of].slice(-pastLimit),
    past: [...row.past, { interruptionId, reason, since, until: of.until, ...known }].slice(-pastLimit),
    notices: [
      ...row.notices,
      ...noticesOf(row, "interrupted", interruption, now).map((one) => ({ ...one, until: of.until })),
      ...resumed.map((one) => ({ ...one, until: of.until, filled: false })),
    ],
  }
}

const idOf = ({ carrierId, stream, revision }: StreamRow, { reason, since }: Pick<Interruption, "reason" | "since">) =>
  derivedId("reporting-interrupted", carrierId, stream, revision, reason, since)

function noticesOf(row: StreamRow, what: Notice["what"], interruption: Interruption, now: Date): Notice[] {
  const missing = row.missing.slice(0, missingRangesPerEvent).map(({ first, last }) => ({ first, last }))
  const told = { what, at: now.toISOString(), interruption, missing }
  return [
    { ...told, by: "events" },
    { ...told, by: "mail" },
  ]
}

/** A past interruption whose hours late reports have filled since. */
function filledIn(row: StreamRow, past: PastInterruption, now: Date): PastInterruption {
  const isFilled = past.reason !== "countDiffers" && row.missing.length === 0 && isWhole(row, past)
  return past.filledAt === undefined && isFilled ? { ...past, filledAt: now.toISOString() } : past
}

const isWhole = ({ covered }: StreamRow, { since, until }: PastInterruption): boolean =>
  isCovered(covered, { from: since, until })
