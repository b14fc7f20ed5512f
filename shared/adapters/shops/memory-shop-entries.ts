import { type Interrupt, memoryTable, type Observable } from "../../platform/memory-table.ts"
import {
  type ListedShipment,
  listedShipment,
  orderPk,
  type ShopEntries,
  type ShopEntry,
  type WaitingFulfilment,
  waitingFulfilment,
  waitingPk,
} from "./shop-entries.ts"

/** Entries of shops in memory. */
export function memoryShopEntries(interrupt?: Interrupt): ShopEntries & Observable<ShopEntry> {
  const table = memoryTable<ShopEntry, "byPk" | "byShop">("shopEntries", interrupt, {
    byPk: { partition: ({ pk }) => pk, place: ({ sk }) => sk },
    byShop: {
      partition: (entry) => (entry.kind === "shipment" ? entry.shopKey : undefined),
      place: placeOf,
    },
  })
  return {
    ...table.observable,
    note: (entries) =>
      table.effect("note", () => {
        for (const entry of entries) table.put(placeOf(entry), entry)
      }),
    async ofOrder(orderKey) {
      const found: string[] = []
      for await (const { sk } of table.query("ofOrder", "byPk", { partition: orderPk(orderKey) })) found.push(sk)
      return found
    },
    async ofShop(shopKey, { limit, after }) {
      const found: ListedShipment[] = []
      const part = { partition: shopKey, after: after && placeOf(after), limit }
      for await (const entry of table.query("ofShop", "byShop", part)) found.push(listedShipment.parse(entry))
      return found
    },
    async waitingFor(companyKey, limit) {
      const found: WaitingFulfilment[] = []
      const part = { partition: waitingPk(companyKey), limit }
      for await (const entry of table.query("waitingFor", "byPk", part)) found.push(waitingFulfilment.parse(entry))
      return found
    },
    forget: (entries) =>
      table.effect("forget", () => {
        for (const entry of entries) table.delete(placeOf(entry))
      }),
    wasSent: (notice) => table.effect("wasSent", () => table.get(placeOf(notice)) !== undefined),
    noteSent: (notice) => table.effect("noteSent", () => table.put(placeOf(notice), notice)),
  }
}

function placeOf({ pk, sk }: Pick<ShopEntry, "pk" | "sk">): string {
  return `${sk}|${pk}`
}
