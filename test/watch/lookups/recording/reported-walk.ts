import type { TrackingAccess } from "../../../../shared/base/contracts/tracking-accessed.ts"
import { accessWorld, anAccess, leaflineReference } from "../access-world.ts"

export const [firstOrder, orders] = [48200, 40]

/** Forty shipments of the discreet retailer with neighbouring numbers, all carried by the first carrier. */
export async function worldWithOrders(options: Parameters<typeof accessWorld>[0] = {}) {
  const world = accessWorld(options)
  for (let order = firstOrder; order < firstOrder + orders; order++) {
    await world.ship("leafline", {
      shipmentId: `shp_${order}`,
      orderReference: leaflineReference(order),
      trackingNumber: `NP60000${order}CA`,
      recipient: { postalCode: "V6B 1A1", country: "CA", addressLine: `${order} Main St` },
    })
  }
  world.calls.length = 0
  return world
}

/** Somebody who walks along the numbers, one every six seconds. */
export function walk(count: number, change: (order: number) => Partial<TrackingAccess> = () => ({})): TrackingAccess[] {
  return Array.from({ length: count }, (_, step) => {
    const at = new Date(Date.parse("2026-11-05T09:00:00.000Z") + step * 6000).toISOString()
    return anAccess(firstOrder + step, { at, ...change(firstOrder + step) })
  })
}

export function stateOf(world: ReturnType<typeof accessWorld>) {
  const sorted = <Row>(rows: Row[]) => rows.map((row) => JSON.stringify(row)).sort()
  return {
    disclosures: sorted(world.disclosures.rows()),
    profiles: sorted(
      world.profiles.rows().map(({ profileKey, entries }) => ({ profileKey, entries: sortedEntries(entries) })),
    ),
    anomalies: world.anomalies
      .rows()
      .map((row) => row.anomalyId)
      .sort(),
    restrictions: world.restrictions
      .rows()
      .map((row) => row.accessorKey)
      .sort(),
  }
}

export function sortedEntries(entries: Record<string, Uint8Array>): string[] {
  return Object.entries(entries)
    .map(([name, value]) => `${name}${Buffer.from(value).toString("hex")}`)
    .sort()
}
