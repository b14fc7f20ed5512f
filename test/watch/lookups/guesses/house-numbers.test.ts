import { describe, expect, it } from "@jest/globals"
import { accessWorld, cookieOf, firefox, iphone, leaflineReference } from "../access-world.ts"
import { address, unknownOrder, type World } from "./guessing-world.ts"

const firstOrder = 48_200
const right = { postalCode: "M5V 3L9" }
const wrong = { postalCode: "K1A 0B1" }

/** An order's place in the street is its house number. */
const orderAt = (place: number) => ({ retailer: "Leafline", orderReference: leaflineReference(firstOrder + place) })
const houseAt = (place: number) => ({ ...right, houseNumber: String(place + 1) })

/** Orders of neighbours in one street, one after the other. */
async function street(houses = 60) {
  const world = accessWorld()
  for (let place = 0; place < houses; place++) {
    await world.ship("leafline", {
      shipmentId: `shp_${place}`,
      orderReference: orderAt(place).orderReference,
      recipient: { ...right, country: "CA", addressLine: `Apt 3, ${place + 1} Main St` },
    })
  }
  return world
}

/** Ten wrong postal codes from the shared address, without a cookie or with one. */
async function burst(world: World, cookie?: string) {
  for (let place = 20; place < 30; place++) {
    await world.lookUp(
      { ...orderAt(place), ...wrong },
      cookie === undefined ? { ip: address } : { ip: address, cookie },
    )
    world.wait(2)
  }
  world.wait(60)
}

/** One wrong postal code for each of some orders, with another cookie each, so that the network alone is restricted. */
async function guessedByMany(world: World) {
  for (let place = 20; place < 50; place++) {
    const first = await world.lookUp(unknownOrder, { ip: address, userAgent: iphone })
    world.wait(1)
    await world.lookUp({ ...orderAt(place), ...wrong }, { ip: address, cookie: cookieOf(first.setCookie) })
    world.wait(1)
  }
  expect(world.restrictions.rows()).toContainEqual(expect.objectContaining({ scope: "network", voidsPostalCode: true }))
  world.wait(60)
}

describe("recipients behind the address of a visitor that guesses postal codes", () => {
  /** How many of 60 recipients, 20 a day and each for the first time, are refused. */
  async function refusedOf(world: World, proofAt: (place: number) => object): Promise<number> {
    let refused = 0
    for (let place = 0; place < 60; place++) {
      const ask = { ip: address, userAgent: place % 2 === 0 ? firefox : iphone }
      if ((await world.lookUp({ ...orderAt(place), ...proofAt(place) }, ask)).status !== 200) refused++
      world.wait(4_320)
    }
    return refused
  }

  it.each([
    ["without a cookie", async () => undefined],
    ["with a cookie", async (world: World) => cookieOf((await world.lookUp(unknownOrder, { ip: address })).setCookie)],
  ])("are all answered by postal code and house number, after ten wrong codes %s", async (_, cookie) => {
    const world = await street()
    await burst(world, await cookie(world))
    expect(await refusedOf(world, houseAt)).toBe(0)
    expect(world.disclosures.rows().every(({ provenForExposure }) => provenForExposure)).toBe(true)
  })

  it("are mostly refused by the postal code alone", async () => {
    const world = await street()
    await burst(world)
    expect(await refusedOf(world, () => right)).toBeGreaterThan(30)
  })

  it("are told what else they can give, and so is everybody else who is refused", async () => {
    const world = await street()
    const unknown = await world.lookUp(unknownOrder, { ip: "192.0.2.9" })
    await guessedByMany(world)
    const neighbour = await world.lookUp({ ...orderAt(1), ...right }, { ip: address })
    expect(neighbour.text).toBe(unknown.text)
    expect(neighbour.body).toMatchObject({ detail: expect.stringContaining("house number") })
  })

  it("need the link if their retailer sent no address line", async () => {
    const world = await street()
    const orderReference = leaflineReference(70_000)
    await world.ship("leafline", {
      shipmentId: "shp_noline",
      orderReference,
      recipient: { ...right, country: "CA" },
    })
    await guessedByMany(world)
    const question = { retailer: "Leafline", orderReference, ...houseAt(0) }
    expect((await world.lookUp(question, { ip: address })).status).toBe(404)
    expect((await world.lookUp(question, { ip: "192.0.2.9" })).status).toBe(200)
  })
})

describe("house numbers", () => {
  it("do not replace a postal code", async () => {
    const world = await street()
    expect((await world.lookUp({ ...orderAt(1), ...wrong, houseNumber: "2" })).status).toBe(404)
    expect((await world.lookUp({ ...orderAt(1), houseNumber: "2" })).status).toBe(400)
  })

  it("are not asked for where a postal code alone is accepted", async () => {
    const world = await street()
    expect((await world.lookUp({ ...orderAt(1), ...right, houseNumber: "99" })).status).toBe(200)
    expect(world.disclosures.rows().map(({ proof }) => proof)).toEqual(["postalCode"])
  })

  it("help nobody who is restricted by an own cookie", async () => {
    const world = await street()
    const cookie = cookieOf((await world.lookUp(unknownOrder, { ip: address })).setCookie)
    world.wait(2)
    await burst(world, cookie)
    expect((await world.lookUp({ ...orderAt(1), ...houseAt(1) }, { ip: address, cookie })).status).toBe(404)
    expect((await world.lookUp({ ...orderAt(1), ...houseAt(1) }, { ip: address })).status).toBe(200)
  })

  it("that are wrong end for a shipment after five in a day, on whatever network of guessers", async () => {
    const world = await street()
    await guessedByMany(world)
    for (let door = 40; door < 45; door++) {
      await world.lookUp({ ...orderAt(1), ...right, houseNumber: String(door) }, { ip: address })
      world.wait(2)
    }
    expect((await world.lookUp({ ...orderAt(1), ...houseAt(1) }, { ip: address })).status).toBe(404)
    expect((await world.lookUp({ ...orderAt(2), ...houseAt(2) }, { ip: address })).status).toBe(200)
    expect((await world.lookUp({ ...orderAt(1), ...right }, { ip: "192.0.2.9" })).status).toBe(200)
    world.wait(86_400)
    expect((await world.lookUp({ ...orderAt(1), ...houseAt(1) }, { ip: address })).status).toBe(200)
  })

  it("that are wrong end for a network of guessers after 20 in a day", async () => {
    const world = await street()
    await guessedByMany(world)
    let learned = 0
    for (let place = 0; place < 60; place++) {
      const houseNumber = String(1 + (place % 30))
      const { status } = await world.lookUp({ ...orderAt(59 - place), ...right, houseNumber }, { ip: address })
      if (status === 200) learned++
      world.wait(2)
    }
    expect(learned).toBe(0)
    const spent = world.challengeFailures.rows().filter((row) => row.counterKey.startsWith("house#network#"))
    expect(spent.map((row) => row.failures)).toEqual([160])
    expect((await world.lookUp({ ...orderAt(1), ...houseAt(1) }, { ip: address })).status).toBe(404)
  })

  it("show by no call whether the order exists, or which part was wrong", async () => {
    const seen = []
    const tries = [
      { ...orderAt(1), ...right, houseNumber: "99" },
      { ...orderAt(1), ...wrong, houseNumber: "2" },
      { ...unknownOrder, ...right, houseNumber: "2" },
    ]
    for (const question of tries) {
      const world = await street()
      await guessedByMany(world)
      world.restart()
      world.calls.length = 0
      const { status, text, milliseconds } = await world.lookUp(question, { ip: address })
      seen.push({ status, text, milliseconds, calls: world.calls.toSorted() })
    }
    for (const one of seen) expect(one).toEqual(seen[0])
    expect(seen[0]?.status).toBe(404)
  })
})
