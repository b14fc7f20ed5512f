import { describe, expect, it } from "@jest/globals"
import type { Ask } from "../access-world.ts"
import { bookByNumber, bookByReference, worldWithParcels, wrong } from "../lookup-world.ts"

const rightCode = { postalCode: "M5V 3L9" }
const recipient = { ip: "198.51.100.9" }
const numberAt = (place: number) => ({ carrier: "northpost", trackingNumber: `NP60000${48_200 + place}CA` })

const invented = (party: "maplebooks" | "northpost" | "otherpost", visitor: number): Ask => ({
  party,
  onBehalfOf: { ip: `203.0.113.${visitor}` },
})

describe("what a party says of its visitors", () => {
  it.each(["maplebooks", "northpost", "otherpost"] as const)(
    "uses up no guess that the hub's own visitors have for an order: by %s",
    async (party) => {
      const world = await worldWithParcels()
      for (let visitor = 0; visitor < 8; visitor++)
        await world.lookUp({ ...bookByReference, ...wrong, houseNumber: "9" }, invented(party, visitor))
      expect((await world.lookUp({ ...bookByReference, ...rightCode }, recipient)).status).toBe(200)
      expect((await world.lookUp({ ...bookByReference, ...rightCode }, invented(party, 99))).status).toBe(404)
    },
  )

  it("uses up no guess by what the hub's visitors used up", async () => {
    const world = await worldWithParcels()
    for (let visitor = 0; visitor < 5; visitor++)
      await world.lookUp({ ...bookByReference, ...wrong }, { ip: `203.0.${visitor}.7` })
    expect((await world.lookUp({ ...bookByReference, ...rightCode }, recipient)).status).toBe(404)
    expect((await world.lookUp({ ...bookByReference, ...rightCode }, invented("maplebooks", 1))).status).toBe(200)
  })

  it("keeps numbers of which the hub asks proof no longer than the hub's own visitors do", async () => {
    const world = await worldWithParcels()
    for (let place = 0; place < 24; place++) {
      const { trackingNumber } = numberAt(place)
      await world.ship("maplebooks", {
        shipmentId: `shp_${place}`,
        orderReference: `ORDER-${place}`,
        trackingNumber,
        recipient: { postalCode: "V6B 1A1", country: "CA", addressLine: `${place} Main St` },
      })
      await world.progress(trackingNumber)
    }
    for (let place = 0; place < 12; place++) {
      await world.lookUp(numberAt(place), { ip: `203.0.${place}.7` })
      world.wait(60)
    }
    expect(world.restrictions.rows()).toMatchObject([{ scope: "neighbourhood" }])
    const before = world.restrictions.rows()
    world.wait(20 * 3_600)
    for (let visitor = 0; visitor < 3; visitor++)
      expect((await world.lookUp(numberAt(20), invented("northpost", visitor))).status).toBe(404)
    expect(world.restrictions.rows()).toEqual(before)
    world.wait(4 * 3_600)
    expect((await world.lookUp(numberAt(20), recipient)).status).toBe(200)
  })

  it("adds to no retailer's sums of first lookups but its own", async () => {
    for (const [party, sums] of [
      ["maplebooks", ["maplebooks"]],
      ["northpost", ["?"]],
    ] as const) {
      const world = await worldWithParcels()
      for (let visitor = 0; visitor < 6; visitor++) {
        await world.lookUp(bookByNumber, invented(party, visitor))
        world.wait(60)
      }
      expect([...new Set(world.retailerVolumes.rows().map(({ retailerId }) => retailerId))]).toEqual(sums)
    }
  })
})
