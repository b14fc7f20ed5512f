import type { KeyedHash } from "../../base/keyed-hash/keyed-hash.ts"
import type { Sealer } from "../../base/platform/sealing.ts"
import { holds, withClaim, withoutClaim, withTimePassed } from "./parcel-claims.ts"
import { parcelIdsOf } from "./parcel-ids.ts"
import {
  changesAround,
  type ParcelStep,
  parcelFactsOf,
  type ShipmentStep,
  same,
  shipmentChange,
} from "./record-changes.ts"
import { normaliseTrackingNumber } from "./record-ids.ts"
import { firstParcel, parcelOf } from "./row-selection.ts"
import {
  type Numbering,
  type ShipmentCreation,
  type ShipmentFacts,
  type ShipmentKey,
  unknownParcel,
} from "./tracking-record.ts"
import type { AssignedNumber, IsOwnNumber, RecordOutcome } from "./tracking-records.ts"
import type { RowChange, TrackingRows } from "./tracking-rows.ts"

/** What reading and writing tracking records needs. */
export type TrackingTools = {
  rows: TrackingRows
  hashes: KeyedHash
  sealer: Pick<Sealer, "seal" | "unseal">
  now: () => Date
}

/** A shipment after an event, and its row as it was read before. */
export type ChangedShipment = ShipmentStep & {
  key: ShipmentKey
  /** The raw tracking number, if the event carries one. */
  number: AssignedNumber | undefined
  isOwnNumber: IsOwnNumber | undefined
}

type Settled = { outcome: RecordOutcome | "limit"; changes: RowChange[] }

/** The parcel that a shipment claims before the claim, and the one that it leaves. */
type Parcels = { claimed: ParcelStep; left: ParcelStep | undefined; isOwnNumber: boolean }

/**
 * Makes the shipment's claim match its latest tracking number, and decides which rows to write. The claim takes the
 * parcel, or waits while another retailer has it. `limit`: too many shipments of the retailer share the parcel.
 */
export async function claimParcel(tools: TrackingTools, changed: ChangedShipment): Promise<Settled> {
  const { key, current, facts } = changed
  const { creation, numbering } = facts
  const withoutParcel: Settled = { outcome: "recorded", changes: shipmentChange(current, facts) }
  if (creation === undefined || numbering === undefined) return withoutParcel
  const parcels = await readParcels(tools, changed, { creation, numbering })
  if (parcels === undefined) return withoutParcel
  const { known, next: read } = parcels.claimed
  const { retailerId, shipmentId } = key
  const at = tools.now().toISOString()
  const before = withTimePassed(read, at)
  const claim = { retailerId, shipmentId, numberedAt: numbering.at }
  const next = withClaim(before, parcels.isOwnNumber ? { ...claim, isOwnNumber: true } : claim, at)
  if (next === "limit") return { outcome: "limit", changes: [] }
  const isNew = next.claims.length > before.claims.length
  return {
    outcome: isNew && !holds(key, next) ? "contested" : "recorded",
    changes: [
      ...(await changesAround(tools.rows, { known, next }, { current, facts })),
      ...(parcels.left === undefined ? [] : await changesAround(tools.rows, parcels.left)),
    ],
  }
}

/** Undefined when the number can no longer be read, because the retailer's key was shredded. */
async function readParcels(
  tools: TrackingTools,
  { key, current, facts, number, isOwnNumber }: ChangedShipment,
  { creation, numbering }: { creation: ShipmentCreation; numbering: Numbering },
): Promise<Parcels | undefined> {
  const hereId = current?.parcelId ?? current?.waitsFor
  if (hereId !== undefined && same(current?.numbering, numbering)) {
    const known = parcelOf(await tools.rows.get([hereId]))
    const claimed = known && { known, next: parcelFactsOf(known) }
    return claimed && { claimed, left: undefined, isOwnNumber: false }
  }
  const trackingNumber =
    number !== undefined && number.eventKey === numbering.eventKey
      ? number.trackingNumber
      : await unsealNumber(tools.sealer, key, facts)
  if (trackingNumber === undefined) return undefined
  const parcel = { carrierId: creation.carrierId, trackingNumber }
  const claimed = await readParcel(tools, parcel)
  if (claimed === undefined) return undefined
  const isOwn = isOwnNumber?.(parcel) === true
  if (hereId === undefined || hereId === claimed.next.recordId) return { claimed, left: undefined, isOwnNumber: isOwn }
  const here = parcelOf(await tools.rows.get([hereId]))
  const left = here && { known: here, next: withoutClaim(parcelFactsOf(here), key, tools.now().toISOString()) }
  return { claimed, left, isOwnNumber: isOwn }
}

/** The parcel of a number as it is stored, or a new one. */
export async function readParcel(
  { rows, hashes, sealer }: TrackingTools,
  { carrierId, trackingNumber }: { carrierId: string; trackingNumber: string },
): Promise<ParcelStep | undefined> {
  const candidates = parcelIdsOf(hashes, carrierId, trackingNumber)
  const known = firstParcel(await rows.get(candidates), candidates)
  if (known !== undefined) return { known, next: parcelFactsOf(known) }
  const [recordId] = candidates
  if (recordId === undefined) return undefined
  const number = normaliseTrackingNumber(trackingNumber)
  const sealedTrackingNumber = await sealer.seal(`party#${carrierId}`, recordId, "trackingNumber", number)
  return { known, next: unknownParcel({ recordId, carrierId, sealedTrackingNumber }) }
}

async function unsealNumber(
  sealer: TrackingTools["sealer"],
  { retailerId, recordId }: ShipmentKey,
  { sealedTrackingNumber }: ShipmentFacts,
): Promise<string | undefined> {
  return sealedTrackingNumber === undefined
    ? undefined
    : sealer.unseal(`party#${retailerId}`, recordId, "trackingNumber", sealedTrackingNumber)
}
