import { retryLostRace } from "../../base/platform/retry-lost-race.ts"
import { claimParcel, readParcel, type TrackingTools } from "./claim-parcel.ts"
import { type Erasures, erasureIdOf } from "./erasures.ts"
import { findTrackingRecords } from "./find-tracking-records.ts"
import { claimsThatHold, withShipper, withTimePassed } from "./parcel-claims.ts"
import { parcelIdsOf } from "./parcel-ids.ts"
import { changesAround, ownExpiry, parcelChange, same, shipmentFactsOf } from "./record-changes.ts"
import { normaliseTrackingNumber, shipmentRecordId } from "./record-ids.ts"
import { removalOf, tracesOf } from "./record-traces.ts"
import { numberRevealsReference } from "./redaction.ts"
import { shipmentOf } from "./row-selection.ts"
import { inOneTurn, rowsTogether } from "./rows-together.ts"
import {
  type ParcelFacts,
  type ShipmentFacts,
  type ShipmentKey,
  withCancellation,
  withCreation,
  withNumber,
  withProgress,
} from "./tracking-record.ts"
import {
  type AssignedNumber,
  type CreationEvent,
  type CreationOutcome,
  type NumberOutcome,
  RecordContended,
  type RecordOutcome,
  type TrackingRecords,
} from "./tracking-records.ts"
import { type RowChange, readAhead } from "./tracking-rows.ts"

type Decision<Outcome> = { outcome: Outcome; changes: readonly RowChange[] }

/** The change that an event makes to a shipment beside its tracking number. Undefined when there is none. */
type Advance = (known: ShipmentFacts | undefined) => Promise<ShipmentFacts | "duplicate" | "conflict" | undefined>

/** What recording needs: beside the rows, whether a key is erased. */
type RecordingTools = TrackingTools & { isErased: (keys: readonly string[]) => Promise<boolean> }

/** Makes tracking records over any store of rows. What is in `erased` is not recorded anew. */
export function trackingRecords(
  options: TrackingTools & { erased: Pick<Erasures, "among">; now: () => Date },
): TrackingRecords {
  const { hashes, sealer, now } = options
  const rows = rowsTogether(options.rows)
  const tools: RecordingTools = { rows, hashes, sealer, now, isErased: erasedTogether(options.erased) }
  return {
    ...findTrackingRecords({ rows, hashes, now }),
    recordCreation: (creation) => recordCreation(tools, creation),
    recordNumber: async (shipment, number) =>
      withoutConflict(await recordShipment(tools, { ...number, key: keyOf(shipment) }, async () => undefined, number)),
    recordCancellation: async (shipment, at) => {
      const key = keyOf(shipment)
      const cancel: Advance = async (known) => withCancellation(known, key, at)
      return withoutConflict(await recordShipment(tools, { key }, cancel, undefined))
    },
    recordProgress: (parcel, progress) =>
      settle(tools, () => decideParcel(tools, parcel, (known, at) => withProgress(known, progress, at))),
    recordShipper: (parcel, named) =>
      settle(tools, () => decideParcel(tools, parcel, (known) => withShipper(known, named))),
    tracesOf: (shipment) => tracesOf(tools, shipment),
    async erase(shipment, parcelId) {
      await settle(tools, async () => ({ outcome: "recorded", changes: await removalOf(tools, shipment, parcelId) }))
    },
  }
}

/** Asks for the messages of a batch together whether keys of theirs are erased. */
function erasedTogether(erased: Pick<Erasures, "among">): RecordingTools["isErased"] {
  return inOneTurn<readonly string[], boolean>(async (asked) => {
    const found = await erased.among([...new Set(asked.flatMap(({ call }) => call))])
    for (const { call, resolve } of asked) resolve(call.some((key) => found.has(key)))
  })
}

/** Reads, decides and writes. Repeats this when another writer was faster. */
function settle<Outcome>({ rows }: TrackingTools, decide: () => Promise<Decision<Outcome>>): Promise<Outcome> {
  return retryLostRace(
    async () => {
      const { outcome, changes } = await decide()
      const settled = changes.length === 0 || (await rows.replace(changes)) === "written"
      return settled ? { result: outcome } : undefined
    },
    () => new RecordContended(),
  )
}

function recordCreation(tools: RecordingTools, event: CreationEvent): Promise<CreationOutcome> {
  const { eventKey, occurredAt, repeats, orderReference, trackingNumber } = event
  const { key, creation, orderReferenceKey, linkDigestKey } = event.shipment
  const create: Advance = async (known) => {
    if (known?.creation !== undefined) return repeats(known.creation) ? "duplicate" : "conflict"
    const owner = `party#${key.retailerId}` as const
    const sealedOrderReference = await tools.sealer.seal(owner, key.recordId, "orderReference", orderReference)
    const sealed = { ...creation, eventKey, sealedOrderReference }
    return withCreation(known, key, { creation: sealed, orderReferenceKey, linkDigestKey, occurredAt }, repeats)
  }
  const { isOwnNumber } = event
  const number = trackingNumber === undefined ? undefined : { trackingNumber, at: occurredAt, eventKey }
  const parcelIds = trackingNumber === undefined ? [] : parcelIdsOf(tools.hashes, creation.carrierId, trackingNumber)
  return recordShipment(tools, { key, parcelIds, isOwnNumber }, create, number)
}

/** The shipment's key, and those of the parcel that the event names, as far as it tells them. */
type Recorded = Pick<CreationEvent, "isOwnNumber"> & { key: ShipmentKey; parcelIds?: readonly string[] }

function recordShipment(
  tools: RecordingTools,
  { key, parcelIds = [], isOwnNumber }: Recorded,
  advance: Advance,
  number: AssignedNumber | undefined,
): Promise<CreationOutcome> {
  return settle<CreationOutcome>(tools, async () => {
    const rows = await readAhead(tools.rows, [key.recordId, ...parcelIds])
    const current = shipmentOf(await rows.get([key.recordId]))
    // An erased shipment has no row, so only a new one may be a late event's.
    if (current === undefined && (await tools.isErased([erasureIdOf(tools.hashes, key)])))
      return { outcome: "erased", changes: [] }
    const known = current && shipmentFactsOf(current)
    const advanced = await advance(known)
    if (advanced === "conflict") return { outcome: advanced, changes: [] }
    const facts = typeof advanced === "object" ? advanced : known
    const numbered =
      number === undefined ? undefined : withNumber(facts, key, await sealedNumber(tools.sealer, key, number))
    const isContradicted = await contradicts(tools.sealer, known, number)
    const claim = async (next: ShipmentFacts): Promise<Decision<CreationOutcome>> =>
      (await numberIsRevealing(tools.sealer, key, next))
        ? { outcome: "revealing", changes: [] }
        : claimParcel({ ...tools, rows }, { key, current, facts: next, number, isOwnNumber })
    const decide = async (): Promise<Decision<CreationOutcome>> => {
      if (typeof numbered === "object") return claim(numbered)
      if (typeof advanced === "object") return claim(advanced)
      return { outcome: advanced ?? numbered ?? "duplicate", changes: [] }
    }
    const decision = await decide()
    const isRefused = decision.outcome === "limit" || decision.outcome === "revealing"
    return isContradicted && !isRefused ? { ...decision, outcome: "numberConflict" } : decision
  })
}

/** Whether the shipment has another tracking number that its retailer gave it at the same time. */
async function contradicts(
  sealer: TrackingTools["sealer"],
  known: ShipmentFacts | undefined,
  number: AssignedNumber | undefined,
): Promise<boolean> {
  if (number === undefined || known?.numbering === undefined || known.sealedTrackingNumber === undefined) return false
  if (Date.parse(known.numbering.at) !== Date.parse(number.at)) return false
  const { retailerId, recordId, sealedTrackingNumber } = known
  const other = await sealer.unseal(`party#${retailerId}`, recordId, "trackingNumber", sealedTrackingNumber)
  return other !== undefined && normaliseTrackingNumber(other) !== normaliseTrackingNumber(number.trackingNumber)
}

/** Whether the carrier, which receives the tracking number, could read the order reference from it. */
async function numberIsRevealing(
  sealer: TrackingTools["sealer"],
  { retailerId, recordId }: ShipmentKey,
  { creation, sealedTrackingNumber }: ShipmentFacts,
): Promise<boolean> {
  if (creation === undefined || sealedTrackingNumber === undefined) return false
  const owner = `party#${retailerId}` as const
  const number = await sealer.unseal(owner, recordId, "trackingNumber", sealedTrackingNumber)
  const reference = await sealer.unseal(owner, recordId, "orderReference", creation.sealedOrderReference)
  return number !== undefined && reference !== undefined && numberRevealsReference(number, reference)
}

/** Applies what a carrier sent about a parcel, claimed or not. */
async function decideParcel(
  tools: RecordingTools,
  parcel: { carrierId: string; trackingNumber: string },
  advance: (known: ParcelFacts, at: string) => ParcelFacts | "duplicate" | "stale",
): Promise<Decision<RecordOutcome>> {
  const read = await readParcel(tools, parcel)
  if (read === undefined) return { outcome: "stale", changes: [] }
  const { known } = read
  const { carrierId, trackingNumber } = parcel
  if (known === undefined && (await tools.isErased(parcelIdsOf(tools.hashes, carrierId, trackingNumber))))
    return { outcome: "erased", changes: [] }
  const at = tools.now().toISOString()
  const next = advance(withTimePassed(read.next, at), at)
  if (typeof next === "string") return { outcome: next, changes: [] }
  // The shipments that have the parcel change if others have it now, or if it expires on another day.
  const concernsShipments =
    known === undefined || ownExpiry(next) !== known.expiresAt || !same(claimsThatHold(next), claimsThatHold(known))
  const changes = concernsShipments
    ? await changesAround(tools.rows, { known, next })
    : parcelChange(known, next, known.expiresAt)
  return { outcome: "recorded", changes }
}

async function sealedNumber(
  sealer: TrackingTools["sealer"],
  key: ShipmentKey,
  { trackingNumber, at, eventKey }: AssignedNumber,
) {
  const owner = `party#${key.retailerId}` as const
  return {
    at,
    eventKey,
    sealedTrackingNumber: await sealer.seal(owner, key.recordId, "trackingNumber", trackingNumber),
  }
}

function keyOf({ retailerId, shipmentId }: { retailerId: string; shipmentId: string }): ShipmentKey {
  return { recordId: shipmentRecordId(retailerId, shipmentId), retailerId, shipmentId }
}

/** Only a creation can conflict. */
function withoutConflict(outcome: CreationOutcome): NumberOutcome {
  return outcome === "conflict" ? "duplicate" : outcome
}
