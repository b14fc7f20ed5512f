import { parcelRecordId } from "../../../shared/intake/tracking/record-ids.ts"
import { type BreachWorld, seen, shipParcel } from "../breach-world.ts"

/** When later lookups and numberings happen. */
export const at = "2026-11-01T14:20:00.000Z"
export const numberOf = (number: number) => `NP00000${number}CA`

export function parcelIdIn(world: BreachWorld, number: number): string {
  return parcelRecordId("northpost", world.hashes.hash("tracking-number", "northpost", numberOf(number)))
}

/** A lookup by tracking number of a parcel that no retailer has claimed. */
export function seenUnclaimed(world: BreachWorld, number: number, changes: Parameters<typeof seen>[1] = {}) {
  const { shipmentId: _none, ...disclosure } = seen(number, {
    recordId: parcelIdIn(world, number),
    retailerId: "northpost",
    ...changes,
  })
  return disclosure
}

/** The retailer creates a shipment and, unless `options` say otherwise, names its tracking number. */
export const createShipment = (world: BreachWorld, number: number, options?: Parameters<typeof shipParcel>[3]) =>
  shipParcel(world, "leafline", number, options)

/** A shipment that shares the parcel of shipment 1. */
export async function shareParcel(world: BreachWorld, number: number) {
  await createShipment(world, number, { numbered: false })
  const shared = { trackingNumber: numberOf(1), at, eventKey: `shared-${number}` }
  await world.records.recordNumber({ retailerId: "leafline", shipmentId: `s${number}` }, shared)
}
