import { describe, expect, it } from "@jest/globals"
import { leaflineReference, linkToken } from "./access-world.ts"
import { bookByNumber, worldWithParcels, wrong } from "./lookup-world.ts"

const numberAt = (place: number) => ({ carrier: "northpost", trackingNumber: `NP60000${48_200 + place}CA` })
const token = linkToken("block-20")

/** Strangers at an address each have looked up twelve numbers of one block, one after the other. */
async function walkedTogether(options: Parameters<typeof worldWithParcels>[0] = {}) {
  const world = await worldWithParcels(options)
  for (let place = 0; place < 24; place++) {
    await world.ship("maplebooks", {
      shipmentId: `shp_block${place}`,
      orderReference: `ORDER-${place}`,
      trackingNumber: numberAt(place).trackingNumber,
      ...(place === 20 ? { linkTokenDigest: token.linkTokenDigest } : {}),
      recipient: { postalCode: "V6B 1A1", country: "CA", addressLine: `${place} Main St` },
    })
    await world.progress(numberAt(place).trackingNumber)
  }
  const statuses: number[] = []
  for (let place = 0; place < 12; place++) {
    statuses.push((await world.lookUp(numberAt(place), { ip: `203.0.${place}.7` })).status)
    world.wait(60)
  }
  return { world, statuses }
}

const stranger = { ip: "198.51.100.9" }

describe("a block of numbers that many visitors go through together", () => {
  it("shows nothing without proof from the lookup on that raised the alarm, for a day", async () => {
    const { world, statuses } = await walkedTogether()
    expect(statuses.slice(0, 4)).toEqual([200, 200, 200, 200])
    expect(statuses.slice(-4)).toEqual([404, 404, 404, 404])
    const scopes = world.restrictions.rows().map(({ scope, accessorTokens }) => ({ scope, accessorTokens }))
    expect(scopes).toEqual([{ scope: "neighbourhood", accessorTokens: [] }])
    expect((await world.lookUp(numberAt(20), stranger)).status).toBe(404)
    world.wait(2 * 86_400)
    expect((await world.lookUp(numberAt(20), stranger)).status).toBe(200)
  })

  it("goes on needing proof while lookups without it come, which enter no profile", async () => {
    const { world } = await walkedTogether()
    const before = world.profiles.rows()
    for (let hours = 0; hours < 60; hours += 20) {
      world.wait(20 * 3_600)
      expect((await world.lookUp(numberAt(20), { ip: `198.51.100.${hours}` })).status).toBe(404)
    }
    expect(world.profiles.rows()).toEqual(before)
    world.wait(24 * 3_600)
    expect((await world.lookUp(numberAt(20), stranger)).status).toBe(200)
    expect(world.profiles.rows()).not.toEqual(before)
  })

  it("needs proof in all of the 64 blocks around it, and in none beyond", async () => {
    const { world } = await walkedTogether()
    const numbers = [...new Array(5).keys()].map(
      (place) => `NP6000${String(48_250 + place * 5_000).padStart(6, "0")}CA`,
    )
    const statuses: number[] = []
    for (const [place, trackingNumber] of numbers.entries()) {
      await world.ship("maplebooks", {
        shipmentId: `shp_around${place}`,
        orderReference: `ORDER-AROUND-${place}`,
        trackingNumber,
        recipient: { postalCode: "V6B 1A1", country: "CA", addressLine: `${place} Main St` },
      })
      await world.progress(trackingNumber)
      statuses.push((await world.lookUp({ carrier: "northpost", trackingNumber }, stranger)).status)
    }
    expect(statuses.slice(0, 1)).toEqual([404])
    expect(statuses.slice(-1)).toEqual([200])
  })

  it("still shows what is proven by a postal code or a link, what is a party's own, and other blocks", async () => {
    const { world } = await walkedTogether()
    expect((await world.lookUp({ ...numberAt(20), postalCode: "V6B 1A1" }, stranger)).status).toBe(200)
    expect((await world.lookUp({ linkToken: token.linkToken }, stranger)).status).toBe(200)
    expect((await world.lookUp(numberAt(20), { party: "maplebooks" })).status).toBe(200)
    expect((await world.lookUp(bookByNumber, stranger)).status).toBe(200)
  })

  it("gives one answer after the same calls to numbers that exist, that do not, and with a wrong postal code", async () => {
    const seen = []
    const cases = [numberAt(20), numberAt(30), { ...numberAt(21), ...wrong }, { ...numberAt(31), ...wrong }]
    for (const asked of cases) {
      const { world } = await walkedTogether()
      world.restart()
      world.calls.length = 0
      const { text, milliseconds } = await world.lookUp(asked, stranger)
      seen.push({ text, milliseconds, calls: world.calls.toSorted() })
    }
    expect(seen[1]).toEqual(seen[0])
    expect(seen[3]).toEqual(seen[2])
    expect(seen[2]?.text).toEqual(seen[0]?.text)
  })

  it("needs no proof where a party's report or delegated lookups raised the alarm", async () => {
    const world = await worldWithParcels()
    for (let place = 0; place < 12; place++) {
      await world.ship("leafline", {
        shipmentId: `shp_own${place}`,
        orderReference: leaflineReference(48_300 + place),
        trackingNumber: numberAt(place).trackingNumber,
        recipient: { postalCode: "V6B 1A1", country: "CA", addressLine: `${place} Main St` },
      })
      const visitor = { ip: `203.0.${place}.7`, userAgent: "Browser", session: `session-${place}-of-visitor` }
      await world.lookUp(numberAt(place), { party: "northpost", onBehalfOf: visitor })
      world.wait(60)
    }
    expect(world.anomalies.rows().filter(({ chart }) => chart === "block").length).toBeGreaterThan(0)
    expect(world.restrictions.rows()).toEqual([])
  })
})
