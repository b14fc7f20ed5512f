import { highestReportNumber } from "../../../base/contracts/fields.ts"
import type { Clock } from "../../../base/platform/clock.ts"
import { dayMilliseconds } from "../../../base/platform/instants.ts"
import type { Telemetry } from "../../../base/platform/telemetry.ts"
import type { Carrier } from "../../../parties/party.ts"
import type { PartyDirectory } from "../../../parties/party-directory.ts"
import { byClockOfHub } from "./covered-time.ts"
import { afterArrivals, afterDiffering, afterJudging, silenceMilliseconds } from "./fold-stream.ts"
import { arrivalDays, streamExpiry } from "./kept-rows.ts"
import {
  type CountRow,
  coveredUntil,
  type Notice,
  type ReportRow,
  type ReportStreams,
  type StreamRow,
} from "./report-streams.ts"
import type { TellNotice } from "./tell-reporting.ts"

/** Most reports that one run reads of a stream beyond those that it knows. The next run reads on. */
const reportsPerRun = 10_000
/** Most counts that one run reads of a time. */
const countsPerRun = 2_000
/** Counts that begin so long before the latest one are read again, because they may have come later. */
const reorderedMilliseconds = 3 * 3_600_000
/** Longer than one run, and shorter than two runs are apart. */
const tellingMilliseconds = 4 * 60_000

export type WatchReportingTools = {
  streams: Pick<ReportStreams, "ofCarrier" | "replace" | "reports" | "counts">
  parties: Pick<PartyDirectory, "each">
  tell: TellNotice
  clock: Clock
  telemetry: Pick<Telemetry, "count" | "warn">
}

/**
 * Looks at every stream of every carrier: what arrived, whether it goes on, and whom to tell. What parties are told is
 * stored with the finding, and removed once they were told. Of runs at the same time one alone tells; one that ends in
 * between leaves the rest to a later one. A stream that fails stops no other.
 *
 * @returns how many streams it looked at
 * @throws Error at the end, when a stream failed
 */
export function makeWatchReporting(tools: WatchReportingTools): () => Promise<number> {
  return async () => {
    const carriers: Carrier[] = []
    const accounts = new Map<string, string[]>()
    for await (const party of tools.parties.each()) {
      if (party.kind === "carrier") carriers.push(party)
      else
        for (const { carrierId } of party.shipperAccounts)
          accounts.set(carrierId, [...(accounts.get(carrierId) ?? []), party.id])
    }
    const failures: unknown[] = []
    let watched = 0
    for (const carrier of carriers)
      for (const row of await tools.streams.ofCarrier(carrier.id)) {
        watched += 1
        await watchStream(tools, carrier, row, accounts.get(carrier.id) ?? []).catch((failure: unknown) => {
          tools.telemetry.count("StreamNotWatched")
          failures.push(failure)
        })
      }
    if (failures.length > 0) throw failures[0]
    return watched
  }
}

async function watchStream(
  { streams, clock, telemetry, tell }: WatchReportingTools,
  carrier: Carrier,
  row: StreamRow,
  withAccount: readonly string[],
): Promise<void> {
  const now = clock()
  // Another run tells what it found. What arrived meanwhile waits for the next one.
  if (row.tellingUntil !== undefined && row.tellingUntil > now.toISOString()) return
  const counts = await countsOf(streams, row, now)
  const reports = await reportsOf(streams, row)
  const arrived = afterArrivals(row, { counts, reports }, now)
  const audience = [...new Set([...withAccount, ...arrived.retailers.map(({ retailerId }) => retailerId)])].sort()
  const compared = await afterComparing(streams, arrived, { counts, audience, now })
  const judged = afterJudging(compared, audience, now)
  const telling = judged.notices.length > 0
  if (JSON.stringify(judged) === JSON.stringify(row) && !telling) return
  const written: StreamRow = {
    ...judged,
    revision: row.revision + 1,
    ...(coveredUntil(judged) === coveredUntil(row) ? {} : { expiresAt: streamExpiry(now) }),
    ...(telling ? { tellingUntil: new Date(now.getTime() + tellingMilliseconds).toISOString() } : {}),
  }
  // Another run was faster, and does all of this.
  if ((await streams.replace(written, row.revision)) === "refused") return
  const noted = judged.notices.slice(row.notices.length)
  const begun = noted.filter(({ what, by }) => what === "interrupted" && by === "events").length
  if (begun > 0) {
    telemetry.warn("A carrier does not report its lookups", { party: carrier.id, count: begun })
    telemetry.count("ReportingInterrupted", begun)
  }
  if (telling) await tellAll({ streams, tell }, carrier, written)
}

/** Tells each notice, and removes it once it was told. A mail that did not reach all stays for those that are left. */
async function tellAll(
  { streams, tell }: Pick<WatchReportingTools, "streams" | "tell">,
  carrier: Carrier,
  written: StreamRow,
): Promise<void> {
  let row = written
  const kept: Notice[] = []
  const failures: unknown[] = []
  for (const [told, notice] of written.notices.entries()) {
    const { parties, failure } = await tell(carrier, row, notice)
    if (parties.length > 0) kept.push({ ...notice, leftToMail: [...parties] })
    if (failure !== undefined) failures.push(failure)
    const { tellingUntil, ...rest } = row
    const untold = written.notices.slice(told + 1)
    const left: StreamRow = { ...rest, notices: [...kept, ...untold], revision: row.revision + 1 }
    const next = untold.length === 0 || tellingUntil === undefined ? left : { ...left, tellingUntil }
    if ((await streams.replace(next, row.revision)) === "refused") break
    row = next
  }
  if (failures.length > 0) throw failures[0]
}

type Reading = Pick<ReportStreams, "reports" | "counts">

/** The latest counts, and those of hours that are not covered yet. */
async function countsOf(streams: Reading, row: StreamRow, now: Date): Promise<CountRow[]> {
  const { carrierId, stream } = row
  const latest = row.compared?.until ?? coveredUntil(row)
  const from = latest === undefined ? new Date(0) : new Date(Date.parse(latest) - reorderedMilliseconds)
  const ahead = new Date(now.getTime() + reorderedMilliseconds).toISOString()
  const read = (range: { from: string; until: string }) =>
    streams.counts({ carrierId, stream, ...range, limit: countsPerRun })
  const counts = [await read({ from: from.toISOString(), until: ahead })]
  const oldest = new Date(now.getTime() - arrivalDays * dayMilliseconds).toISOString()
  const unfilled = row.past.filter(
    ({ filledAt, reason, until }) => filledAt === undefined && reason !== "countDiffers" && until > oldest,
  )
  for (const { since, until } of unfilled) {
    const early = new Date(Date.parse(since) - reorderedMilliseconds).toISOString()
    if (early < from.toISOString()) counts.push(await read({ from: early, until }))
  }
  return [...new Map(counts.flat().map((count) => [count.sk, count])).values()]
}

/** The reports beyond the highest known number, and those that are missing. */
async function reportsOf(streams: Reading, row: StreamRow): Promise<ReportRow[]> {
  const { carrierId, stream } = row
  const beyond = { first: row.highest + 1, last: highestReportNumber }
  const reports: ReportRow[] = []
  for (const { first, last } of [...row.missing, beyond])
    reports.push(...(await streams.reports({ carrierId, stream, first, last, limit: reportsPerRun })))
  return reports
}

/** Compares the counts that can be compared with the reports of their numbers. */
async function afterComparing(
  streams: Reading,
  row: StreamRow,
  { counts, audience, now }: { counts: readonly CountRow[]; audience: readonly string[]; now: Date },
): Promise<StreamRow> {
  const { carrierId, stream } = row
  let compared = row
  for (const { count, numbers } of comparable(row, counts, now)) {
    const last = { until: count.until, lastNumber: count.lastNumber }
    if (numbers !== undefined) {
      const limit = numbers.last - numbers.first + 1
      const reports = await streams.reports({ carrierId, stream, ...numbers, limit })
      const difference = differenceOf(count, reports)
      if (difference !== undefined) compared = afterDiffering(compared, difference, audience, now)
    }
    compared = { ...compared, compared: last }
  }
  return compared
}

/** The next count to compare, and the numbers of the reports that it counts. Without numbers it is passed over. */
type Comparison = {
  readonly count: CountRow
  readonly numbers?: { readonly first: number; readonly last: number }
}

/**
 * The counts that can be compared with their reports now, in their order. A count waits for the one before it and for
 * the reports that are missing. One that follows a hole is passed over after a while, because nobody knows with which
 * number it begins.
 */
function comparable(row: StreamRow, counts: readonly CountRow[], now: Date): Comparison[] {
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
function differenceOf(
  count: CountRow,
  reports: readonly Pick<ReportRow, "accesses">[],
): StreamRow["differing"][number] | undefined {
  const arrived = reports.reduce((sum, { accesses }) => sum + accesses, 0)
  return arrived === count.accesses ? undefined : { ...byClockOfHub(count), counted: count.accesses, arrived }
}
