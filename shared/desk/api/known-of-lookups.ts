import { toolOf } from "../../base/contracts/tool-name.ts"
import type { Clock } from "../../base/platform/clock.ts"
import { earlier, later } from "../../base/platform/instants.ts"
import { present, type TrackingRecord } from "../../intake/tracking/joined-record.ts"
import { isReservedId } from "../../parties/counterparty-id.ts"
import type { Party } from "../../parties/party.ts"
import type { Disclosure } from "../../watch/lookups/ledger/disclosure.ts"
import type { ReportStreams, TimeRange } from "../../watch/lookups/reporting/report-streams.ts"
import { watchedTime } from "../../watch/lookups/reporting/watched-time.ts"
import type { CasesOfParty } from "../cases/breach-cases.ts"
import { casesOfShipment } from "../cases/cases-of-shipment.ts"
import { isShipmentOf } from "../cases/own-shipments.ts"
import type { KnownOfLookups } from "../dossier/lookups-in-words.ts"
import { ledgerBegin, mostTelling, readOnce } from "../watch-of-case.ts"

/** What it takes to know how far the record of a shipment's lookups goes. Without cases nothing is known of them. */
export type WatchedHours = {
  readonly streams: Pick<ReportStreams, "ofCarrier">
  readonly clock: Clock
  readonly cases?: CasesOfParty
}

type Seen = Partial<Pick<TrackingRecord, "recordId" | "carrierId" | "createdAt" | "parcelId" | "shipmentId">>
type InCase = KnownOfLookups["inCases"][number]

/**
 * What the record of these shipments' lookups covers, and what it leaves open. It begins with the first of them, or
 * where the ledger begins.
 *
 * @param of.party whose shipments they are. Without it no case is looked at
 */
export async function knownOfLookups(
  watched: WatchedHours,
  of: {
    readonly party?: Party
    readonly shipments: readonly Seen[]
    readonly accesses: readonly Pick<Disclosure, "at">[]
  },
): Promise<KnownOfLookups> {
  const { shipments, accesses } = of
  const now = watched.clock().toISOString()
  const ledger = ledgerBegin(now)
  const begun = shipments.map(({ createdAt }) => createdAt ?? ledger)
  const first = [...begun, ...accesses.map(({ at }) => at)].reduce(earlier, now)
  const span = { from: later(first, ledger), until: now }
  const carriers = [...new Set(shipments.flatMap(({ carrierId }) => present(carrierId)))]
  const streams = readOnce(watched.streams)
  const reported = await Promise.all(carriers.map((carrierId) => reportedBy(streams, carrierId, span)))
  return {
    span: { from: span.from, until: reported.map(({ until }) => until).reduce(earlier, now) },
    begins:
      Date.parse(first) < Date.parse(ledger) || shipments.some(({ createdAt }) => createdAt === undefined)
        ? "ledger"
        : "shipment",
    unwatched: mostTelling(reported.flatMap(({ hours }) => hours)),
    unreported: reported.flatMap(({ unreported }) => unreported),
    inCases:
      of.party === undefined
        ? []
        : [
            ...(await inCases(watched.cases, of.party, shipments)),
            ...(await atHub(watched.cases, of.party, { from: first, until: now })),
          ],
    isForgotten: carriers.length === 0,
  }
}

/** What is known of the lookups in one carrier's own tool. */
async function reportedBy(streams: WatchedHours["streams"], carrierId: string, span: TimeRange) {
  const tool = toolOf(carrierId)
  const { hours, uncounted, unjudged, until } = await watchedTime(streams, tool, span)
  const because = isReservedId(carrierId) ? ("takesNoPart" as const) : ("notCounted" as const)
  const unreported = [
    ...uncounted.map((range) => ({ tool, because, ...range })),
    ...unjudged.map((range) => ({ tool, because: "unjudged" as const, ...range })),
  ]
  return { hours, until, unreported }
}

/** The party's cases that have these shipments, the newest first. */
async function inCases(cases: CasesOfParty | undefined, party: Party, shipments: readonly Seen[]): Promise<InCase[]> {
  const recordIds = [...new Set(shipments.flatMap(({ recordId, parcelId }) => [recordId, parcelId].flatMap(present)))]
  if (cases === undefined || recordIds.length === 0) return []
  const found: InCase[] = []
  for await (const { own, affected } of casesOfShipment(cases, { partyId: party.id, recordIds }))
    for (const row of affected) {
      if (!isShipmentOf(row, party)) continue
      const { firstAt: from, lastAt: until, fields, possible, shipmentId } = row
      const named = party.kind !== "retailer" || shipmentId === undefined ? {} : { shipmentId }
      found.push({ caseAlias: own.alias, ...named, is: possible === true ? "possibly" : "shown", fields, from, until })
    }
  return found
}

/** What may have been read at the hub itself, for each breach of it that the operator stated. */
async function atHub(cases: CasesOfParty | undefined, party: Party, known: TimeRange): Promise<InCase[]> {
  const found: InCase[] = []
  for await (const own of cases?.ofParty(party.id) ?? []) {
    if (own.atHub === undefined) continue
    const { fields, from = known.from, until = known.until } = own.atHub
    // What came later cannot have been read. Before a shipment began there was nothing of it to read.
    if (Date.parse(until) < Date.parse(known.from)) continue
    found.push({ caseAlias: own.alias, is: "possibly", fields, from: later(from, known.from), until })
  }
  return found
}
