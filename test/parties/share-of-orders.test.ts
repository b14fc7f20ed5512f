import { expect, it } from "@jest/globals"
import { type Party, parties } from "../../shared/parties/party.ts"
import { shareOfOrders } from "../../shared/parties/share-of-orders.ts"

const channels = { queue: true }
const jurisdiction = { country: "CA", timeZone: "America/Toronto" }

function retailerWith(ordersInAll: number | undefined): Party {
  const shop = { id: "leafline", kind: "retailer", alias: "Leafline", ordersPerDay: 100, missShare: 0.05 }
  const [party] = parties.parse({ parties: [{ ...shop, channels, jurisdiction, ordersInAll }] }).parties
  if (party === undefined) throw new Error("there is no party")
  return party
}

it("gives the share of a retailer's orders only if parties.json states how many orders it has", () => {
  expect(shareOfOrders(retailerWith(225_000), 4500)).toBe(0.02)
  expect(shareOfOrders(retailerWith(100), 4500)).toBe(1)
  expect(shareOfOrders(retailerWith(undefined), 4500)).toBeNull()
})
