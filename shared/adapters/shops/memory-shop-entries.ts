import { type Interrupt, memoryTable, type Observable } from "../../platform/memory-table.ts"
import { type ListedShipment, listedShipment, orderPk, type ShopEntries, type ShopEntry } from "./shop-entries.ts"

/** Entries of shops in memory. */
export function memoryShopEntries(interrupt?: Interrupt): ShopEntries & Observable<ShopEntry> {
  const table = memoryTable<ShopEntry, "byOrder" | "byShop">("shopEntries", interrupt, {
    byOrder: { partition: ({ pk }) => pk, place: ({ sk }) => sk },
    byShop: {
      partition: (entry) => (entry.kind === "shipment" ? entry.shopKey : undefined),
      place: placeOf,
    },
  })
  return {
    ...table.observable,
    note: (shipments) =>
      table.effect("note", () => {
        for (const shipment of shipments) table.put(placeOf(shipment), shipment)
      }),
    async ofOrder(orderKey) {
      const found: string[] = []
      for await (const { sk } of table.query("ofOrder", "byOrder", { partition: orderPk(orderKey) })) found.push(sk)
      return found
    },
    async ofShop(shopKey, { limit, after }) {
      const found: ListedShipment[] = []
      const part = { partition: shopKey, after: after && placeOf(after), limit }
      for await (const entry of table.query("ofShop", "byShop", part)) found.push(listedShipment.parse(entry))
      return found
    },
    wasSent: (notice) => table.effect("wasSent", () => table.get(placeOf(notice)) !== undefined),
    noteSent: (notice) => table.effect("noteSent", () => table.put(placeOf(notice), notice)),
  }
}

function placeOf({ pk, sk }: Pick<ShopEntry, "pk" | "sk">): string {
  return `${sk}|${pk}`
}
