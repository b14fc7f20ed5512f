import { describe, expect, it } from "@jest/globals"
import { eventRejected } from "../../../../shared/base/contracts/event-rejected.ts"
import type { TrackingAccess } from "../../../../shared/base/contracts/tracking-accessed.ts"
import { decodeProfile } from "../../../../shared/watch/detection/profiles/profile-encoding.ts"
import { type Ask, accessWorld, anAccess, cookieOf, leaflineReference } from "../access-world.ts"
import { book } from "../lookup-world.ts"
import { worldWithOrders } from "./reported-walk.ts"

const victim = "198.51.100.23"
const [firstOrder, orders] = [70_000, 12]
const rightCode = "M5V 3L9"
const wrongCode = "K1A 0B1"

const orderReference = (step: number) => leaflineReference(firstOrder + step * 311)

/** Orders of another retailer's customers, far apart, so that only guesses show. */
async function worldWithScatteredOrders() {
  const world = accessWorld()
  for (let step = 0; step < orders; step++) {
    await world.ship("leafline", {
      shipmentId: `shp_${step}`,
      orderReference: orderReference(step),
      recipient: { postalCode: rightCode, country: "CA", addressLine: `${step} Main St` },
    })
  }
  return world
}

type World = Awaited<ReturnType<typeof worldWithScatteredOrders>>

const lookUp = (world: World, step: number, { postalCode = rightCode, ...ask }: Ask & { postalCode?: string } = {}) =>
  world.lookUp({ retailer: "Leafline", orderReference: orderReference(step), postalCode }, { ip: victim, ...ask })

const delegatedBy = (party: "northpost" | "otherpost", session?: string): Ask => ({
  party,
  onBehalfOf: {
    ip: victim,
    ...(session === undefined ? {} : { session, sessionStartedAt: "2026-11-05T09:00:00.000Z" }),
  },
})

const sessionAt = (ip: string, session: number) =>
  ({ kind: "raw", ip, session: `session-${session}`, sessionStartedAt: "2026-11-05T08:00:00.000Z" }) as const

/** Failed postal codes that a carrier says the victim's address tried in its tool. */
function forgedFailures(count: number): TrackingAccess[] {
  return Array.from({ length: count }, (_, step) =>
    anAccess(step, {
      at: new Date(Date.parse("2026-11-05T09:59:00.000Z") + step * 1000).toISOString(),
      accessor: sessionAt(victim, step >> 1),
      reference: { kind: "orderReference", retailerAlias: "Leafline", orderReference: orderReference(step) },
      outcome: "challengeFailed",
      fields: [],
    }),
  )
}

/** Wrong postal codes by way of a carrier, on behalf of the victim's address. */
async function guessBehind(world: World, party: "northpost" | "otherpost") {
  for (let step = 0; step < 8; step++) {
    await lookUp(world, step, { postalCode: wrongCode, ...delegatedBy(party, `session-of-guesser-${step >> 1}`) })
    world.wait(2)
  }
  expect(world.restrictions.rows()).toContainEqual(expect.objectContaining({ scope: "network", voidsPostalCode: true }))
}

describe("the word of a party", () => {
  it("about failed postal codes in its tool refuses an address's right ones nowhere else", async () => {
    const world = await worldWithScatteredOrders()
    await world.report(forgedFailures(10))
    expect(world.restrictions.rows()).not.toEqual([])
    world.wait(60)
    expect((await lookUp(world, 10)).status).toBe(200)
    expect((await lookUp(world, 10, delegatedBy("otherpost"))).status).toBe(200)
  })

  it("in delegated lookups refuses an address's right postal codes for its own delegated lookups alone", async () => {
    const world = await worldWithScatteredOrders()
    await guessBehind(world, "northpost")
    expect((await lookUp(world, 10)).status).toBe(200)
    expect((await lookUp(world, 11, delegatedBy("otherpost"))).status).toBe(200)
    expect((await lookUp(world, 10, delegatedBy("northpost", "session-of-neighbour"))).status).toBe(404)
  })

  it("takes no guess from the budget that an address has elsewhere", async () => {
    const world = await worldWithScatteredOrders()
    for (let step = 0; step < 11; step++) {
      await lookUp(world, step, { postalCode: wrongCode, ...delegatedBy("northpost") })
    }
    expect((await lookUp(world, 11, delegatedBy("northpost"))).status).toBe(404)
    expect((await lookUp(world, 11)).status).toBe(200)
  })

  it("of 500 failed lookups of parcels that nobody knows restricts no network for others", async () => {
    const world = accessWorld()
    const accesses = Array.from({ length: 500 }, (_, index) =>
      anAccess(index, {
        accessor: sessionAt(`198.51.100.${Math.floor(index / 10)}`, index >> 1),
        reference: { kind: "trackingNumber", trackingNumber: `OP${70_000 + index}` },
        outcome: "challengeFailed",
        fields: [],
      }),
    )
    await world.report(accesses, "otherpost")
    expect(world.restrictions.rows().some(({ scope }) => scope === "network")).toBe(true)
    const trackingNumber = "NP5000000001CA"
    await world.ship("maplebooks", { shipmentId: "shp_book1", orderReference: book, trackingNumber })
    for (let host = 0; host < 50; host += 7) {
      const ip = `198.51.100.${host}`
      for (const ask of [{ ip }, { party: "northpost", onBehalfOf: { ip } }] as const) {
        expect((await world.lookUp({ carrier: "northpost", trackingNumber }, ask)).status).toBe(200)
      }
    }
  })

  it("gives way to what the hub saw itself, which counts for the lookups of every party", async () => {
    const world = await worldWithScatteredOrders()
    const cookies = []
    for (let one = 0; one < 4; one++) {
      cookies.push(cookieOf((await world.lookUp({ carrier: "northpost", trackingNumber: "NP1" })).setCookie))
    }
    world.wait(60)
    for (let step = 0; step < 8; step++) {
      await lookUp(world, step, { postalCode: wrongCode, cookie: cookies[step >> 1] ?? "" })
      world.wait(2)
    }
    expect((await lookUp(world, 10, delegatedBy("otherpost"))).status).toBe(404)
  })
})

describe("a reported lookup of an order without a parcel of the reporter", () => {
  it("counts as a miss, whether the order is unknown or another carrier's, and is answered the same", async () => {
    const [ofAnotherCarrier, unknown] = [48_205, 60_000]
    for (const order of [ofAnotherCarrier, unknown]) {
      const world = await worldWithOrders()
      expect(await world.report([anAccess(order)], "otherpost")).toEqual([])
      expect(world.bus.published(eventRejected)).toEqual([])
      expect(world.retailerVolumes.rows()).toEqual([])
      const ofSubject = world.profiles.rows().filter(({ profileKey }) => profileKey.startsWith("subject#"))
      const attributes = ofSubject.flatMap(({ entries }) =>
        Object.entries(entries).map(([name, value]) => ({ name, value })),
      )
      expect(decodeProfile(attributes, "accessor").map(({ outcome }) => outcome)).toEqual(["miss"])
    }
  })
})
