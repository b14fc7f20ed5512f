import { describe, expect, it } from "@jest/globals"
import { linkToken } from "../access-world.ts"
import { bookByNumber, worldWithParcels, wrong } from "../lookup-world.ts"

const numberAt = (place: number) => ({ carrier: "northpost", trackingNumber: `NP60000${48_200 + place}CA` })
const right = { postalCode: "V6B 1A1" }
const token = linkToken("guessed-20")
const stranger = { ip: "198.51.100.9" }

type World = Awaited<ReturnType<typeof worldWithParcels>>

/** Parcels whose numbers lie 20 apart, in one range of 4,096. */
async function worldOfCarrier(options: Parameters<typeof worldWithParcels>[0] = {}): Promise<World> {
  const world = await worldWithParcels(options)
  const learned = { ordersPerDay: 300, missShare: 0.05, wrongCodeShare: 0.06, learnedAt: "2026-10-01T00:00:00.000Z" }
  await world.retailerProfiles.learn("northpost", learned, 0)
  for (let place = 0; place < 24; place++) {
    await world.ship("maplebooks", {
      shipmentId: `shp_guessed${place}`,
      orderReference: `ORDER-${place}`,
      trackingNumber: numberAt(place * 20).trackingNumber,
      ...(place === 20 ? { linkTokenDigest: token.linkTokenDigest } : {}),
      recipient: { postalCode: "V6B 1A1", country: "CA", addressLine: `${place} Main St` },
    })
    await world.progress(numberAt(place * 20).trackingNumber)
  }
  return world
}

/** A new address for each shipment gives one postal code. One in ten is right. */
async function guessedFromMany(options: Parameters<typeof worldWithParcels>[0] = {}) {
  const world = await worldOfCarrier(options)
  const statuses: number[] = []
  for (let place = 0; place < 12; place++) {
    const code = place % 10 === 5 ? right : wrong
    statuses.push((await world.lookUp({ ...numberAt(place * 20), ...code }, { ip: `203.0.${place}.7` })).status)
    world.wait(60)
  }
  return { world, statuses }
}

describe("postal codes guessed from an address each", () => {
  it("restrict the block of postal codes and nobody", async () => {
    const { world, statuses } = await guessedFromMany()
    expect(statuses.filter((status) => status === 200)).toHaveLength(1)
    const rows = world.restrictions.rows().map(({ scope, accessorTokens }) => ({ scope, accessorTokens }))
    expect(rows).toEqual([{ scope: "codeBlock", accessorTokens: [] }])
    expect(world.anomalies.rows().map(({ chart, severity }) => `${chart} ${severity}`)).toContain("guess alert")
  })

  it("make a right code alone prove nothing for a day, and one with its house number or a link as much as ever", async () => {
    const { world } = await guessedFromMany()
    const asked = { ...numberAt(20 * 20), ...right }
    expect((await world.lookUp(asked, stranger)).status).toBe(404)
    expect((await world.lookUp({ ...asked, houseNumber: "21" }, stranger)).status).toBe(404)
    expect((await world.lookUp({ ...asked, houseNumber: "20" }, stranger)).status).toBe(200)
    expect((await world.lookUp({ linkToken: token.linkToken }, { ip: "198.51.100.10" })).status).toBe(200)
    expect((await world.lookUp(numberAt(20 * 20), { party: "maplebooks" })).status).toBe(200)
    expect((await world.lookUp({ ...bookByNumber, postalCode: "M5V 3L9" }, { ip: "198.51.100.11" })).status).toBe(200)
    world.wait(20 * 3_600)
    expect((await world.lookUp(asked, { ip: "198.51.100.13" })).status).toBe(404)
    world.wait(4 * 3_600)
    expect((await world.lookUp({ ...numberAt(21 * 20), ...right }, { ip: "198.51.100.12" })).status).toBe(200)
  })

  it("are not compared then, and enter no profile", async () => {
    const { world } = await guessedFromMany()
    const before = world.profiles.rows()
    for (const [place, code] of [right, wrong].entries()) {
      await world.lookUp({ ...numberAt(20 * 20), ...code }, { ip: `198.51.100.${place}` })
    }
    expect(world.profiles.rows()).toEqual(before)
  })

  it("are refused again after a few, if they go on when the day is over", async () => {
    const { world } = await guessedFromMany()
    world.wait(25 * 3_600)
    for (const place of [12, 13, 14]) {
      await world.lookUp({ ...numberAt(place * 20), ...wrong }, { ip: `198.51.100.${place}` })
    }
    expect((await world.lookUp({ ...numberAt(20 * 20), ...right }, stranger)).status).toBe(404)
  })

  it("get one answer after the same calls, right or wrong, for numbers that exist and that do not", async () => {
    const seen = []
    const unknown = numberAt(20 * 20 + 7)
    for (const asked of [numberAt(20 * 20), unknown]) {
      for (const code of [right, wrong]) {
        const { world } = await guessedFromMany()
        world.restart()
        world.calls.length = 0
        const { text, milliseconds } = await world.lookUp({ ...asked, ...code }, stranger)
        seen.push({ text, milliseconds, calls: world.calls.toSorted() })
      }
    }
    expect(new Set(seen.map((one) => JSON.stringify(one))).size).toBe(1)
  })

  it("cost as many calls before, wrong for a number that exists and for one that does not", async () => {
    const seen = []
    for (const asked of [numberAt(20 * 20), numberAt(20 * 20 + 7)]) {
      const world = await worldOfCarrier()
      world.calls.length = 0
      const { text, milliseconds } = await world.lookUp({ ...asked, ...wrong }, stranger)
      seen.push({ text, milliseconds, calls: world.calls.toSorted() })
    }
    expect(seen[1]).toEqual(seen[0])
  })

  it("restrict nothing where typing errors are soon corrected, or a party's visitors made them", async () => {
    const world = await worldOfCarrier()
    for (let place = 0; place < 12; place++) {
      const visitor = { ip: `203.0.${place}.7` }
      await world.lookUp({ ...numberAt(place * 20), ...wrong }, visitor)
      await world.lookUp({ ...numberAt(place * 20), ...right }, visitor)
      world.wait(60)
    }
    expect(world.restrictions.rows()).toEqual([])
    const other = await worldOfCarrier()
    for (let place = 0; place < 12; place++) {
      const session = `session-${place}-of-visitor`
      const onBehalfOf = { ip: `203.0.${place}.7`, userAgent: "Browser", session }
      await other.lookUp({ ...numberAt(place * 20), ...wrong }, { party: "northpost", onBehalfOf })
      other.wait(60)
    }
    expect(other.restrictions.rows()).toEqual([])
  })
})
