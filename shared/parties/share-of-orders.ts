import type { Party } from "./party.ts"

/**
 * The share of these shipments among all orders of a retailer, at most 1.
 * @returns null for a carrier, and for a retailer without `ordersInAll`
 */
export function shareOfOrders(party: Party, shipments: number): number | null {
  const ordersInAll = party.kind === "retailer" ? party.ordersInAll : undefined
  return ordersInAll === undefined ? null : Math.min(1, shipments / ordersInAll)
}
