import { type TrackingAccess, trackingAccessed } from "../../../shared/contracts/tracking-accessed.ts"
import { fieldName } from "../../../shared/contracts/words.ts"
import { caseResult } from "./case-result.ts"
import { type CastParcel, type ObservedLookup, recipientUserAgent, walkerUserAgent } from "./cast.ts"
import type { ReplayContext } from "./context.ts"
import { chunksOf, createdEntry, publishAll, whenWorkedOff } from "./publish.ts"
import {
  type CaseFile,
  exactly,
  exposuresMatch,
  join,
  readCaseFile,
  readCaseIds,
  readDisclosures,
  recordsShown,
  type SeenShipment,
  subjectsOf,
  waitUntil,
} from "./read-back.ts"
import type { LegResult } from "./report.ts"

type Reported = { readonly lookup: ObservedLookup; readonly access: TrackingAccess }

/**
 * The leg as it happened in 2018: the carrier's own tool answers everything, and reports it to the hub batch by batch. The
 * carrier does not act on what the hub finds; the figures show when it could have.
 */
export async function replayObserved(context: ReplayContext): Promise<LegResult> {
  const { exchange, scenario, cast, onLine } = context
  const { parcels, lookups } = cast.observed
  const known = await readCaseIds(exchange)
  const durationSeconds = Math.max(...lookups.map(({ second }) => second))
  const startedAt = Date.now() - (durationSeconds + 2 * scenario.assumed.reportedEverySeconds) * 1000
  const createdAt = new Date(startedAt - 3 * 86_400_000).toISOString()

  const published = parcels.slice(0, scenario.assumed.ordersKnownToTheHub)
  onLine(`observed: publishing ${published.length} shipments`)
  const shipment = (parcel: CastParcel) =>
    createdEntry(exchange, scenario.cast, parcel, { createdAt, withTrackingNumber: false })
  await publishAll(exchange, published.map(shipment))
  await whenWorkedOff(exchange, 240, /RecordShipment/)

  const reported = lookups.map((lookup, index) => report(context, lookup, index, startedAt))
  const windows = Map.groupBy(reported, ({ lookup }) =>
    Math.floor(lookup.second / scenario.assumed.reportedEverySeconds),
  )
  onLine(`observed: reporting ${reported.length} lookups in ${windows.size} batches`)
  const putAt = await putInOrder(context, known, windows, startedAt)
  await whenWorkedOff(exchange, 300)

  onLine("observed: waiting until every exposure is counted")
  const walks = reported.filter(({ lookup }) => lookup.isWalker)
  const answers = recount(walks, new Set(published.map(({ shipmentId }) => shipmentId)))
  const file = await settledCaseFile(context, known, answers.size)
  const ledger = await readDisclosures(exchange)
  const subjects = subjectsOf(file)
  const crossedAt = file.anomalies.map((one) => one.crossedAt).sort()[0]
  const windowMs = scenario.assumed.reportedEverySeconds * 1000
  const windowOf = (at: string): number => Math.floor((Date.parse(at) - startedAt) / windowMs)
  const windowEnd =
    crossedAt === undefined ? undefined : new Date(startedAt + (windowOf(crossedAt) + 1) * windowMs).toISOString()
  const tokens = restrictedTokens(context)
  const recipients = reported.filter(({ lookup }) => !lookup.isWalker)

  return {
    lookups: ledger.filter((one) => subjects.has(one.subject)).length,
    // The carrier's tool of 2018 refused nobody.
    refusedLookups: 0,
    recordsExposedBeforeAnomaly: recordsShown(ledger, subjects, (at) => crossedAt === undefined || at < crossedAt),
    recordsExposedBeforeRestriction: recordsShown(ledger, subjects, (at) => windowEnd === undefined || at < windowEnd),
    benignLookups: recipients.length,
    benignRefused: recipients.filter(({ access }) => tokens.has(access.accessorToken ?? "")).length,
    exposuresMatchAnswers: exposuresMatch(file.exposures, answers),
    ...caseResult(context, file, (at) => putAt.get(windowOf(at))),
  }
}

/** One lookup as the carrier reports it. */
export function report(context: ReplayContext, lookup: ObservedLookup, index: number, startedAt: number): Reported {
  const { who, isWalker, parcel, second } = lookup
  const { publicRecord } = context.scenario
  return {
    lookup,
    access: {
      accessId: `${context.run}-access-${index}`,
      at: new Date(startedAt + second * 1000).toISOString(),
      reference: {
        kind: "orderReference",
        retailerAlias: context.retailerAlias,
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
      accessorToken: `token-${who.session}`,
      outcome: "hit",
      proof: who.account === undefined ? "none" : "account",
      fields: publicRecord.fieldsAccessed.map((field) => fieldName.parse(field)),
    },
  }
}

function batchEntry(context: ReplayContext, window: number, batch: readonly Reported[], startedAt: number) {
  const end = startedAt + (window + 1) * context.scenario.assumed.reportedEverySeconds * 1000
  return trackingAccessed.entry({
    source: `wayseal.carrier.${context.scenario.cast.carrier}`,
    busName: context.exchange.ingressBusName,
    data: { accesses: batch.map(({ access }) => access) },
    metadata: {
      id: `${context.run}-batch-${window}`,
      occurredAt: new Date(end).toISOString(),
      correlationId: `${context.run}-observed`,
    },
  })
}

/**
 * Reports batch after batch. While nothing is found yet each waits for the one before, as it would with a minute between
 * them; once the hub has opened a case, nothing depends on the pace any more and the rest goes as fast as the bus takes it.
 *
 * @returns when each batch was put, in epoch milliseconds, by its window
 */
async function putInOrder(
  context: ReplayContext,
  known: ReadonlySet<string>,
  windows: ReadonlyMap<number, readonly Reported[]>,
  startedAt: number,
): Promise<ReadonlyMap<number, number>> {
  const { exchange } = context
  const putAt = new Map<number, number>()
  const put = async (batches: readonly (readonly [number, readonly Reported[]])[]): Promise<void> => {
    for (const [window] of batches) putAt.set(window, Date.now())
    const entries = batches.map(([window, accesses]) => batchEntry(context, window, accesses, startedAt))
    await publishAll(exchange, entries, 1)
  }
  const batches = [...windows].sort(([one], [other]) => one - other)
  let isFound = false
  let next = 0
  for (; next < batches.length && !isFound; next++) {
    await put(batches.slice(next, next + 1))
    await whenWorkedOff(exchange, 240)
    isFound = (await readCaseFile(exchange, known)).cases.length > 0
  }
  for (const call of chunksOf(batches.slice(next), 10)) await put(call)
  return putAt
}

/**
 * What the walker was shown, counted from the answers of the carrier's tool alone: by shipment id, or, for orders that the
 * hub was never told of, by the instant of the one lookup.
 */
function recount(walks: readonly Reported[], published: ReadonlySet<string>): Map<string, SeenShipment> {
  const seen = new Map<string, SeenShipment>()
  for (const { lookup, access } of walks) {
    const at = exactly(access.at)
    const { shipmentId } = lookup.parcel
    const name = published.has(shipmentId) ? shipmentId : access.at
    join(seen, name, { fields: access.fields, first: at, last: at })
  }
  return seen
}

/** Reads the cases once every exposure is counted, or once counting has come to rest. */
async function settledCaseFile(
  context: ReplayContext,
  known: ReadonlySet<string>,
  expected: number,
): Promise<CaseFile> {
  let last = -1
  let restingSince = Date.now()
  return waitUntil(
    "the exposures of the observed leg",
    async () => {
      const file = await readCaseFile(context.exchange, known)
      if (file.exposures.length !== last) restingSince = Date.now()
      last = file.exposures.length
      const rests = Date.now() - restingSince
      const told = file.parties.length > 0 && file.parties.every(({ acknowledgedAt }) => acknowledgedAt !== undefined)
      return (last >= expected && told && rests > 1_000) || rests > 30_000 ? file : undefined
    },
    { patienceSeconds: 300, everyMilliseconds: 1_000 },
  )
}

/** Tokens of accessors whom the hub told the carrier to refuse by session or account. */
function restrictedTokens(context: ReplayContext): ReadonlySet<string> {
  const messages = context.inbox.of(context.scenario.cast.carrier)
  return new Set(
    messages
      .filter(({ detailType, data }) => detailType === "AccessorRestricted" && data["scope"] === "subject")
      .flatMap(({ data }) => (Array.isArray(data["accessorTokens"]) ? data["accessorTokens"].map(String) : [])),
  )
}
