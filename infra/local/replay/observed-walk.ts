import type { EventEntry } from "../../../shared/base/contracts/define-event.ts"
import { type TrackingAccess, trackingAccessed } from "../../../shared/base/contracts/tracking-accessed.ts"
import { dayMilliseconds } from "../../../shared/base/platform/instants.ts"
import { eventSource } from "../../../shared/parties/party-directory.ts"
import { caseResult } from "./case-result.ts"
import { type CastParcel, type ObservedLookup, recipientUserAgent, walkerUserAgent } from "./cast.ts"
import { type Seen, usualPatienceSeconds, waitUntil } from "./concurrency.ts"
import type { ReplayContext } from "./context.ts"
import { createdEntry, publishAll, whenQueuesAreEmpty } from "./publish.ts"
import {
  addSeen,
  type CaseFile,
  exactly,
  exposuresMatch,
  firstCrossing,
  readCaseFile,
  readCaseIds,
  readDisclosures,
  recordsShown,
  type SeenShipment,
  subjectsOf,
} from "./read-back.ts"
import type { LegResult } from "./report.ts"
import { reportInOrder } from "./report-in-order.ts"

export type Reported = { readonly lookup: ObservedLookup; readonly access: TrackingAccess }

/** When the walk started, in epoch milliseconds, and the windows after each of which the carrier reports to the hub. */
type Windows = { readonly startedAt: number; readonly milliseconds: number }

const windowOf = ({ startedAt, milliseconds }: Windows, at: string): number =>
  Math.floor((Date.parse(at) - startedAt) / milliseconds)
const endOfWindow = ({ startedAt, milliseconds }: Windows, window: number): string =>
  new Date(startedAt + (window + 1) * milliseconds).toISOString()

/**
 * The leg as it happened in 2018: the carrier's own tool answers every lookup and reports it to the hub in batches. The
 * carrier does not act on what the hub finds. The figures show when it could have.
 */
export async function replayObserved(context: ReplayContext): Promise<LegResult> {
  const { exchange, scenario, cast, onLine } = context
  const { lookups } = cast.observed
  const known = await readCaseIds(exchange)
  const milliseconds = scenario.assumed.reportedEverySeconds * 1000
  const durationSeconds = Math.max(...lookups.map(({ second }) => second))
  const windows = { startedAt: Date.now() - durationSeconds * 1000 - 2 * milliseconds, milliseconds }

  const published = await publishKnownOrders(context, windows.startedAt)
  const reported = lookups.map((lookup, index) => report(context, lookup, index, windows.startedAt))
  const putAt = await reportAll(context, known, windows, reported)
  await whenQueuesAreEmpty(exchange)

  onLine("Observed leg: waiting until the hub has counted every exposure")
  const answers = recount(reported, new Set(published.map(({ shipmentId }) => shipmentId)))
  const file = await settledCaseFile(context, known, answers.size)
  return {
    ...(await exposedBefore(context, file, windows)),
    ...benignResult(context, reported),
    exposuresMatchAnswers: exposuresMatch(file.exposures, answers),
    ...caseResult(context, file, (at) => putAt.get(windowOf(windows, at))),
  }
}

/** Publishes the orders that the hub knows of. The others are walked as well, but no shipment can be named. */
async function publishKnownOrders(context: ReplayContext, startedAt: number): Promise<readonly CastParcel[]> {
  const { exchange, scenario, cast, onLine } = context
  const createdAt = new Date(startedAt - 3 * dayMilliseconds).toISOString()
  const published = cast.observed.parcels.slice(0, scenario.assumed.ordersKnownToTheHub)
  onLine(`Observed leg: publishing ${published.length} shipments`)
  const entries = published.map((parcel) => createdEntry(context, parcel, { createdAt, withTrackingNumber: false }))
  await publishAll(exchange, entries)
  await whenQueuesAreEmpty(exchange, usualPatienceSeconds, /RecordShipment/)
  return published
}

/** How many records the walker saw before the anomaly, and before the carrier could have refused it. */
async function exposedBefore({ exchange }: ReplayContext, file: CaseFile, windows: Windows) {
  const ledger = await readDisclosures(exchange)
  const subjects = subjectsOf(file)
  const crossedAt = firstCrossing(file)
  const reportedAt = crossedAt === undefined ? undefined : endOfWindow(windows, windowOf(windows, crossedAt))
  return {
    lookups: ledger.filter((one) => subjects.has(one.subject)).length,
    // The carrier's tool of 2018 refused nobody.
    refusedLookups: 0,
    recordsExposedBeforeAnomaly: recordsShown(ledger, subjects, crossedAt),
    recordsExposedBeforeRestriction: recordsShown(ledger, subjects, reportedAt),
  }
}

/** The recipients' own lookups, and how many of them the hub advised the carrier to refuse. */
function benignResult(context: ReplayContext, reported: readonly Reported[]) {
  const tokens = restrictedTokens(context)
  const recipients = reported.filter(({ lookup }) => !lookup.isWalker)
  return {
    benignLookups: recipients.length,
    benignRefused: recipients.filter(({ access }) => tokens.has(access.accessorToken ?? "")).length,
  }
}

/** One lookup as the carrier reports it. `startedAt` is when the walk started, in epoch milliseconds. */
export function report(
  context: Pick<ReplayContext, "scenario" | "run" | "retailer">,
  lookup: ObservedLookup,
  index: number,
  startedAt: number,
): Reported {
  const { who, isWalker, parcel, second } = lookup
  const { publicRecord } = context.scenario
  return {
    lookup,
    access: {
      accessId: `acc_${context.run}x${index}`,
      at: new Date(startedAt + second * 1000).toISOString(),
      reference: {
        kind: "orderReference",
        retailerAlias: context.retailer.alias,
        orderReference: parcel.orderReference,
      },
      accessor: {
        kind: "raw",
        ip: who.ip,
        session: who.session,
        sessionStartedAt: new Date(startedAt - 60_000).toISOString(),
        userAgent: isWalker ? walkerUserAgent : recipientUserAgent,
        ...(who.account === undefined ? {} : { account: who.account }),
      },
      accessorToken: `tok_${who.session.replaceAll("-", "")}`,
      outcome: "hit",
      proof: who.account === undefined ? "none" : "account",
      fields: [...publicRecord.fieldsAccessed],
    },
  }
}

/**
 * The carrier's event that reports lookups.
 *
 * @param what names the lookups within this run
 */
export function reportEntry(
  { exchange, carrier, run }: Pick<ReplayContext, "exchange" | "carrier" | "run">,
  reported: readonly Reported[],
  what: string,
  occurredAt = new Date().toISOString(),
): EventEntry {
  return trackingAccessed.entry({
    source: eventSource(carrier),
    busName: exchange.ingressBusName,
    data: { accesses: reported.map(({ access }) => access) },
    metadata: { id: `${run}-${what}`, occurredAt, correlationId: `${run}-observed` },
  })
}

/** @returns what `reportInOrder` returns */
async function reportAll(
  context: ReplayContext,
  known: ReadonlySet<string>,
  windows: Windows,
  reported: readonly Reported[],
): Promise<ReadonlyMap<number, number>> {
  const { exchange, onLine } = context
  const byWindow = Map.groupBy(reported, ({ access }) => windowOf(windows, access.at))
  const batches = [...byWindow].sort(([one], [other]) => one - other)
  onLine(`Observed leg: reporting ${reported.length} lookups in ${batches.length} batches`)
  return reportInOrder(batches, {
    put: async (some) => {
      const entries = some.map(([window, batch]) =>
        reportEntry(context, batch, `batch-${window}`, endOfWindow(windows, window)),
      )
      await publishAll(exchange, entries, 1)
    },
    opensCase: async () => {
      await whenQueuesAreEmpty(exchange)
      return (await readCaseFile(context, known)).cases.length > 0
    },
  })
}

/**
 * What the walker was shown, counted from the answers of the carrier's tool alone: by shipment id, or by the instant of
 * the lookup for orders that were never published to the hub.
 */
function recount(reported: readonly Reported[], published: ReadonlySet<string>): Map<string, SeenShipment> {
  const seen = new Map<string, SeenShipment>()
  for (const { lookup, access } of reported) {
    if (!lookup.isWalker) continue
    const at = exactly(access.at)
    const { shipmentId } = lookup.parcel
    const name = published.has(shipmentId) ? shipmentId : access.at
    addSeen(seen, name, { fields: access.fields, first: at, last: at })
  }
  return seen
}

/** Reads the cases when every exposure is counted, which two readings in a row agree on, and all have acknowledged. */
async function settledCaseFile(
  context: ReplayContext,
  known: ReadonlySet<string>,
  expected: number,
): Promise<CaseFile> {
  let last = -1
  const settled = async (seen: Seen): Promise<CaseFile | undefined> => {
    const file = await readCaseFile(context, known)
    const counted = file.exposures.length
    const open = file.parties.filter(({ acknowledgedAt }) => acknowledgedAt === undefined)
    seen(`${counted} of ${expected} are counted, ${open.length} of ${file.parties.length} have not acknowledged`)
    const isSettled = counted === last && counted >= expected && file.parties.length > 0 && open.length === 0
    last = counted
    return isSettled ? file : undefined
  }
  return waitUntil("the exposures of the observed leg", settled, { everyMilliseconds: 1_000 })
}

/** Tokens of the accessors that the hub advised the carrier to refuse by session or account. */
function restrictedTokens({ inbox, carrier }: ReplayContext): ReadonlySet<string> {
  return new Set(
    inbox
      .of(carrier.id)
      .filter(({ detailType, data }) => detailType === "AccessorRestricted" && data["scope"] === "subject")
      .flatMap(({ data }) => (Array.isArray(data["accessorTokens"]) ? data["accessorTokens"].map(String) : [])),
  )
}
