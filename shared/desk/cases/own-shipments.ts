import type { Party } from "../../parties/party.ts"

/** Whether a shipment, or a row about one, is a party's own: a retailer's by its order, a carrier's by its parcel. */
export function isShipmentOf(
  row: { readonly retailerId: string; readonly carrierId: string },
  party: Pick<Party, "id" | "kind">,
): boolean {
  return (party.kind === "retailer" ? row.retailerId : row.carrierId) === party.id
}
