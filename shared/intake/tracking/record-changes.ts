import canonicalize from "canonicalize"
import { claimantOf, claimsThatHold, heldUntil, holds } from "./parcel-claims.ts"
import {
  type ParcelFacts,
  type ParcelRow,
  recordExpiry,
  type ShipmentFacts,
  type ShipmentRow,
  statusOf,
} from "./tracking-record.ts"
import type { RowChange, TrackingRows } from "./tracking-rows.ts"

/** A parcel as it was read, and after an event. */
export type ParcelStep = { known: ParcelRow | undefined; next: ParcelFacts }

/** A shipment as it was read, and after an event. */
export type ShipmentStep = { current: ShipmentRow | undefined; facts: ShipmentFacts }

export function parcelFactsOf(row: ParcelRow): ParcelFacts {
  const { revision: _, expiresAt: __, heldList: ___, heldUntil: ____, ...facts } = row
  return facts
}

export function shipmentFactsOf(row: ShipmentRow): ShipmentFacts {
  const { revision: _, expiresAt: __, ...facts } = row
  return facts
}

export function same(one: unknown, other: unknown): boolean {
  return canonicalize(one) === canonicalize(other)
}

/** When the parcel expires, whatever its shipments say. */
export function ownExpiry(parcel: ParcelFacts): number {
  return recordExpiry({ deliveredAt: parcel.deliveredAt, lastEvents: [parcel.lastEventAt] })
}

export function shipmentChange(
  current: ShipmentRow | undefined,
  facts: ShipmentFacts,
  expiresAt = recordExpiry({ lastEvents: [facts.lastEventAt] }),
): RowChange[] {
  const readRevision = current?.revision ?? 0
  const row: ShipmentRow = { ...facts, revision: readRevision + 1, expiresAt }
  return current !== undefined && same({ ...row, revision: readRevision }, current) ? [] : [{ readRevision, row }]
}

export function parcelChange(current: ParcelRow | undefined, facts: ParcelFacts, expiresAt: number): RowChange[] {
  const readRevision = current?.revision ?? 0
  const row: ParcelRow = { ...facts, ...heldPlaceOf(facts), revision: readRevision + 1, expiresAt }
  return current !== undefined && same({ ...row, revision: readRevision }, current) ? [] : [{ readRevision, row }]
}

/** Lists of parcels whose progress is held. One partition of an index takes 1,000 writes a second. */
export const heldLists: readonly string[] = ["0", "1", "2", "3", "4", "5", "6", "7"]

/** In which list a parcel stands, and until when: while it has progress that waits for time to pass. */
function heldPlaceOf(facts: ParcelFacts): Pick<ParcelRow, "heldList" | "heldUntil"> {
  const until = heldUntil(facts)
  if (until === undefined || statusOf(facts) === undefined) return {}
  const list = heldLists[facts.recordId.charCodeAt(facts.recordId.length - 2) % heldLists.length]
  return list === undefined ? {} : { heldList: list, heldUntil: until }
}

/**
 * The changes of a parcel, of one shipment that claims it, and of the other shipments that have or had it.
 *
 * @param own a shipment that the same event changes
 */
export async function changesAround(rows: TrackingRows, step: ParcelStep, own?: ShipmentStep): Promise<RowChange[]> {
  const { known, next } = step
  const claimants = new Set(next.claims.map(claimantOf))
  const holders = [...(known === undefined ? [] : claimsThatHold(known)), ...claimsThatHold(next)].map(claimantOf)
  const others = [...new Set(holders)].filter((id) => claimants.has(id) && id !== own?.facts.recordId)
  const found = others.length === 0 ? [] : await rows.get(others)
  const shipments = found.flatMap((current) =>
    current.kind === "shipment" && (current.parcelId ?? current.waitsFor) === next.recordId
      ? [{ current, facts: shipmentFactsOf(current) }]
      : [],
  )
  return parcelChanges(step, own === undefined ? shipments : [own, ...shipments])
}

/**
 * Changes a parcel and shipments that claim it. A shipment and the parcel that it has expire together. A parcel without
 * a claim is deleted if the carrier never sent anything about it.
 */
function parcelChanges({ known, next }: ParcelStep, shipments: readonly ShipmentStep[]): RowChange[] {
  if (next.claims.length === 0 && next.lastEventAt === undefined)
    return known === undefined ? [] : [{ readRevision: known.revision, deleted: known.recordId }]
  const holding = shipments.filter(({ facts }) => holds(facts, next))
  const expiresAt = recordExpiry({
    deliveredAt: next.deliveredAt,
    lastEvents: [
      next.lastEventAt,
      ...claimsThatHold(next).map(({ numberedAt }) => numberedAt),
      ...holding.map(({ facts }) => facts.lastEventAt),
    ],
  })
  return [
    ...shipments.flatMap(({ current, facts }) =>
      shipmentChange(current, placed(facts, next), holds(facts, next) ? expiresAt : undefined),
    ),
    ...parcelChange(known, next, expiresAt),
  ]
}

/** The shipment with the parcel, or waiting for it. */
function placed({ parcelId: _, waitsFor: __, ...facts }: ShipmentFacts, parcel: ParcelFacts): ShipmentFacts {
  return holds(facts, parcel) ? { ...facts, parcelId: parcel.recordId } : { ...facts, waitsFor: parcel.recordId }
}
