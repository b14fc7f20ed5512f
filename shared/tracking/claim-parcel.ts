import type { Sealer } from "../platform/sealing.ts"
import { defined, present } from "./joined-record.ts"
import type { KeyedHash } from "./keyed-hash.ts"
import { parcelIdsOf } from "./parcel-ids.ts"
import { jointChanges, parcelFactsOf, released, same, shipmentChange } from "./record-changes.ts"
import { normaliseTrackingNumber, quarantineRecordId } from "./record-ids.ts"
import { firstParcel, parcelOf } from "./row-selection.ts"
import {
  claims,
  type ParcelFacts,
  type ParcelRow,
  quarantineOf,
  type ShipmentCreation,
  type ShipmentFacts,
  type ShipmentKey,
  type ShipmentRow,
  type TrackingRow,
  unknownParcel,
} from "./tracking-record.ts"
import type { AssignedNumber, RecordOutcome } from "./tracking-records.ts"
import type { RowChange, TrackingRows } from "./tracking-rows.ts"

/** What reading and writing tracking records needs. */
export type TrackingTools = { rows: TrackingRows; hashes: KeyedHash; sealer: Sealer }

/** A shipment after an event, and its row as it was read before. */
export type ChangedShipment = {
  key: ShipmentKey
  current: ShipmentRow | undefined
  facts: ShipmentFacts
  /** The raw tracking number, if the event carries one. */
  number: AssignedNumber | undefined
}

type Settled = { outcome: RecordOutcome; changes: RowChange[] }

/** A parcel that a shipment claims: its possible keys and the rows found for them. */
type Wanted = {
  carrierId: string
  trackingNumber: string
  candidates: readonly string[]
  found: readonly TrackingRow[]
}

/** Makes the shipment's claim match its latest tracking number, and decides which rows to write. */
export async function claimParcel(tools: TrackingTools, changed: ChangedShipment): Promise<Settled> {
  const { current, facts } = changed
  const { creation, numbering } = facts
  const withoutClaim: Settled = { outcome: "recorded", changes: shipmentChange(current, facts) }
  if (creation === undefined || numbering === undefined) return withoutClaim
  if (current?.parcelId !== undefined && same(current.numbering, numbering)) {
    const parcel = parcelOf(await tools.rows.get([current.parcelId]))
    return { outcome: "recorded", changes: jointChanges(current, facts, parcel, parcel) }
  }
  const wanted = await readWantedParcel(tools, changed, creation)
  if (wanted === undefined) return withoutClaim
  const known = firstParcel(wanted.found, wanted.candidates)
  return known?.claimedBy !== undefined && !claims(changed.key, known)
    ? quarantineClaim(changed, known, { at: numbering.at, found: wanted.found })
    : takeParcel(tools, changed, known, wanted)
}

/** Undefined when the number can no longer be read, because the retailer's key was shredded. */
async function readWantedParcel(
  { rows, hashes, sealer }: TrackingTools,
  { key, current, facts, number }: ChangedShipment,
  { carrierId }: ShipmentCreation,
): Promise<Wanted | undefined> {
  const trackingNumber =
    number !== undefined && number.eventKey === facts.numbering?.eventKey
      ? number.trackingNumber
      : await unsealNumber(sealer, key, facts)
  if (trackingNumber === undefined) return undefined
  const candidates = parcelIdsOf(hashes, carrierId, trackingNumber)
  const quarantines = candidates.map((parcelId) => quarantineRecordId(parcelId, key.recordId))
  const found = await rows.get([...candidates, ...quarantines, ...present(current?.parcelId)])
  return { carrierId, trackingNumber, candidates, found }
}

/** Another shipment holds the parcel. The claim is quarantined, and the shipment keeps its earlier parcel. */
function quarantineClaim(
  { key, current, facts }: ChangedShipment,
  taken: ParcelRow,
  { at, found }: { at: string; found: readonly TrackingRow[] },
): Settled {
  const held = parcelOf(found.filter((row) => row.recordId === current?.parcelId))
  const changes = jointChanges(current, withNumberOf(current, facts), held, held)
  if (found.some((row) => row.kind === "quarantine"))
    return { outcome: changes.length === 0 ? "duplicate" : "quarantined", changes }
  return { outcome: "quarantined", changes: [...changes, { readRevision: 0, row: quarantineOf(taken, key, at) }] }
}

/** Claims the parcel and releases the one that the shipment had before. */
async function takeParcel(
  { sealer }: TrackingTools,
  { key, current, facts }: ChangedShipment,
  known: ParcelRow | undefined,
  { carrierId, trackingNumber, candidates, found }: Wanted,
): Promise<Settled> {
  const parcelId = known?.recordId ?? candidates[0]
  if (parcelId === undefined) return { outcome: "recorded", changes: shipmentChange(current, facts) }
  const unclaimed =
    known === undefined ? await newParcel(sealer, { carrierId, parcelId, trackingNumber }) : parcelFactsOf(known)
  const parcel = { ...unclaimed, claimedBy: { retailerId: key.retailerId, shipmentId: key.shipmentId } }
  const changes = jointChanges(current, { ...facts, parcelId }, known, parcel)
  const left = parcelOf(found.filter((row) => row.recordId === current?.parcelId))
  if (left !== undefined && left.recordId !== parcelId && claims(key, left)) changes.push(released(left))
  return { outcome: "recorded", changes }
}

/** A parcel of which only the number is known. */
export async function newParcel(
  sealer: Sealer,
  { carrierId, parcelId, trackingNumber }: { carrierId: string; parcelId: string; trackingNumber: string },
): Promise<ParcelFacts> {
  const number = normaliseTrackingNumber(trackingNumber)
  const sealedTrackingNumber = await sealer.seal(`party#${carrierId}`, parcelId, "trackingNumber", number)
  return unknownParcel({ recordId: parcelId, carrierId, sealedTrackingNumber })
}

async function unsealNumber(
  sealer: Sealer,
  { retailerId, recordId }: ShipmentKey,
  { sealedTrackingNumber }: ShipmentFacts,
): Promise<string | undefined> {
  return sealedTrackingNumber === undefined
    ? undefined
    : sealer.unseal(`party#${retailerId}`, recordId, "trackingNumber", sealedTrackingNumber)
}

/** The facts with the number that the shipment had before, if it claimed a parcel. */
function withNumberOf(current: ShipmentRow | undefined, facts: ShipmentFacts): ShipmentFacts {
  const { numbering: _, sealedTrackingNumber: __, ...others } = facts
  if (current?.parcelId === undefined) return others
  const { numbering, sealedTrackingNumber } = current
  return { ...others, ...defined({ numbering, sealedTrackingNumber }) }
}
