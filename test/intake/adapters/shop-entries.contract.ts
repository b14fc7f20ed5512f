import { describe, expect, it } from "@jest/globals"
import {
  orderPk,
  type ShopEntries,
  type ShopShipment,
  waitingPk,
} from "../../../shared/intake/adapters/shops/shop-entries.ts"

const shipment = (orderKey: string, shipmentId: string, shopKey: string): ShopShipment => ({
  pk: orderPk(orderKey),
  sk: shipmentId,
  kind: "shipment",
  shopKey,
  createdAt: "2026-11-03T15:22:00.000Z",
  expiresAt: 1_900_000_000,
})

/** What every store of shop entries does. */
export function shopEntriesContract(store: string, make: () => Promise<ShopEntries>): void {
  describe(`entries of shops in ${store}`, () => {
    it("have all shipments of an order, once each, and those of no other", async () => {
      const entries = await make()
      const first = [shipment("order1", "shp_a", "shop1"), shipment("order1", "shp_b", "shop1")]
      await entries.note([...first, shipment("order10", "shp_c", "shop1")])
      await entries.note([...first, shipment("order1", "shp_d", "shop1")])
      expect(await entries.ofOrder("order1")).toEqual(["shp_a", "shp_b", "shp_d"])
      expect(await entries.ofOrder("order2")).toEqual([])
    })

    it("list a shop page by page, each shipment once, also where many are noted at once", async () => {
      const entries = await make()
      // More than one call of DynamoDB writes, and more than one page has.
      const noted = Array.from({ length: 57 }, (_, place) => shipment(`order${place}`, `shp_${place}`, "shop2"))
      // The same shipment id under two orders: a page can end between them.
      const twice = shipment("order-again", "shp_19", "shop2")
      await entries.note([...noted, twice, shipment("order-other", "shp_other", "shop3")])
      const found: string[][] = []
      for (let after: { pk: string; sk: string } | undefined; ; ) {
        const page = await entries.ofShop("shop2", { limit: 10, after })
        found.push(page.map(({ pk, sk }) => `${pk} ${sk}`))
        const last = page.at(-1)
        if (last === undefined || page.length < 10) break
        after = { pk: last.pk, sk: last.sk }
      }
      expect(found.map((page) => page.length)).toEqual([10, 10, 10, 10, 10, 8])
      expect(found.flat().sort()).toEqual([...noted, twice].map(({ pk, sk }) => `${pk} ${sk}`).sort())
    })

    it("list of a shipment what an erasure needs", async () => {
      const entries = await make()
      await entries.note([shipment("order4", "shp_q", "shop4")])
      expect(await entries.ofShop("shop4", { limit: 10 })).toEqual([
        { pk: orderPk("order4"), sk: "shp_q", createdAt: "2026-11-03T15:22:00.000Z" },
      ])
      expect(await entries.ofShop("shop5", { limit: 10 })).toEqual([])
    })

    it("have what waits for a tracking company until it is forgotten, some at a time", async () => {
      const entries = await make()
      const waiting = (company: string, sk: string) => ({
        pk: waitingPk(company),
        sk,
        kind: "waiting" as const,
        sealedTask: `sealed-${sk}`,
        expiresAt: 1_900_000_000,
      })
      const [one, two, three] = [waiting("company1", "f1"), waiting("company1", "f2"), waiting("company1", "f3")]
      await entries.note([two, three, one, waiting("company2", "f4")])
      await entries.note([one])
      expect(await entries.waitingFor("company1", 2)).toEqual([one, two])
      await entries.forget([one, two])
      await entries.forget([one])
      expect(await entries.waitingFor("company1", 2)).toEqual([three])
      expect(await entries.waitingFor("company3", 2)).toEqual([])
    })

    it("remember a notice for its day alone", async () => {
      const entries = await make()
      const notice = { pk: "NOTICE#hash", sk: "2026-11-03", kind: "notice" as const, expiresAt: 1_900_000_000 }
      expect(await entries.wasSent(notice)).toBe(false)
      await entries.noteSent(notice)
      await entries.noteSent(notice)
      expect(await entries.wasSent(notice)).toBe(true)
      expect(await entries.wasSent({ ...notice, sk: "2026-11-04" })).toBe(false)
    })
  })
}
