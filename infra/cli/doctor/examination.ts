import type { EventEntry } from "../../../shared/base/contracts/define-event.ts"
import { shipmentCreated } from "../../../shared/base/contracts/shipment-created.ts"
import type { Party } from "../../../shared/parties/party.ts"
import { eventSource } from "../../../shared/parties/party-directory.ts"
import { creationOf, type RawParcel } from "../../local/replay/parcel.ts"
import type { ReachedStage } from "../deployed-stage/reach-stage.ts"
import type { MarkedInbox, PartyEvent } from "./marked-inbox.ts"
import { isMarked } from "./marks.ts"
import type { Sent, Voices } from "./party-voices.ts"

/** What every check of a run works with, and what the run has to clean up. */
export type Examination = {
  readonly reached: ReachedStage
  /** Name of the run. Every synthetic id begins with it. */
  readonly run: string
  /** Where the order references of the run begin, see `markedParcels`. */
  readonly firstNumber: number
  readonly startedAt: Date
  readonly voices: Voices
  readonly inbox: MarkedInbox
  readonly onProgress: (step: string) => void
  /** Ids on the ingress bus of the events that were sent. */
  readonly sentIds: Set<string>
  /** Parcels to cancel at the end, with their retailers. */
  readonly open: { readonly retailer: Party; readonly parcel: RawParcel }[]
  /** Aliases of the case that the run opened. */
  readonly caseAliases: Set<string>
  /** Correlation ids of what the walk caused. */
  readonly correlationIds: Set<string>
  /** What cannot be taken back. */
  readonly left: string[]
}

/** Metadata of the next event of a run. */
export const metadataOf = (run: string, name: string, occurredAt: string) => ({
  id: `${run}-${name}`,
  occurredAt,
  correlationId: run,
})

/** Sends an event as a party, and remembers it. */
export async function sendAs(examination: Examination, party: Party, entry: EventEntry): Promise<Sent> {
  const sent = await examination.voices.send(party, entry)
  if ("eventBridgeId" in sent) examination.sentIds.add(sent.eventBridgeId)
  return sent
}

/** The retailer's event for a marked parcel. */
export function creationEntry(
  { reached, run, startedAt }: Examination,
  parcel: RawParcel,
  { retailer, carrier }: { readonly retailer: Party; readonly carrier: Party },
): EventEntry {
  const createdAt = startedAt.toISOString()
  return shipmentCreated.entry({
    source: eventSource(retailer),
    busName: reached.outputs("IngressBusName") ?? "",
    data: creationOf(parcel, { createdAt, withTrackingNumber: true, carrierId: carrier.id }),
    metadata: metadataOf(run, `created-${parcel.shipmentId.slice(run.length)}`, createdAt),
  })
}

/** Whether an event of a party belongs to the run. */
export function belongsTo(
  { run, sentIds, caseAliases, correlationIds }: Examination,
  { data, body, correlationId }: PartyEvent,
): boolean {
  return (
    [data["shipmentId"], data["trackingNumber"]].some((id) => isMarked(run, String(id))) ||
    sentIds.has(String(data["eventBridgeId"])) ||
    caseAliases.has(String(data["caseAlias"])) ||
    correlationIds.has(correlationId ?? "") ||
    body.includes(run)
  )
}

/** Each retailer with the first carrier, and each other carrier with the first retailer. */
export function pairsOf(parties: readonly Party[]): readonly { readonly retailer: Party; readonly carrier: Party }[] {
  const retailers = parties.filter(({ kind }) => kind === "retailer")
  const carriers = parties.filter(({ kind }) => kind === "carrier")
  const [firstRetailer] = retailers
  const [firstCarrier, ...otherCarriers] = carriers
  if (firstRetailer === undefined || firstCarrier === undefined) return []
  return [
    ...retailers.map((retailer) => ({ retailer, carrier: firstCarrier })),
    ...otherCarriers.map((carrier) => ({ retailer: firstRetailer, carrier })),
  ]
}
