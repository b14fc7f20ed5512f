import { describe, expect, it } from "@jest/globals"
import { formatOrderReference } from "../../../../shared/intake/tracking/order-reference.ts"
import { type Ask, accessWorld, anAccess, cookieOf, walkersIp } from "../access-world.ts"
import { walk, worldWithOrders } from "../recording/reported-walk.ts"
import { address, unknownOrder, type World } from "./guessing-world.ts"

const books = { prefix: "MB", digits: 6, checkDigit: "luhn" } as const
const hour = 3_600
const numberOf = (place: number) => ({ carrier: "northpost", trackingNumber: `NP7${String(place).padStart(9, "0")}CA` })
const mayShow = 6

/** Parcels of strangers in no order, of which a tracking number shows the phase. */
async function parcels(count: number) {
  const world = accessWorld()
  for (let place = 0; place < count; place++) {
    await world.ship("maplebooks", {
      shipmentId: `shp_${place}`,
      orderReference: formatOrderReference(100_000 + ((place * 7_919) % count) * 97, books),
      trackingNumber: numberOf(place).trackingNumber,
      recipient: { postalCode: `K${place % 10}A 0B${place % 7}`, country: "CA", addressLine: `${place} Main St` },
    })
  }
  return world
}

/** Looks parcels up one after the other, and returns how many were shown. */
async function read(world: World, places: readonly number[], ask: Ask, pauseSeconds = 300): Promise<number> {
  let shown = 0
  for (const place of places) {
    if ((await world.lookUp(numberOf(place), ask)).status === 200) shown++
    world.wait(pauseSeconds)
  }
  return shown
}

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index)

async function withCookie(world: World): Promise<Ask> {
  const cookie = cookieOf((await world.lookUp(unknownOrder, { ip: address })).setCookie)
  world.wait(2)
  return { ip: address, cookie }
}

const restrictionOf = (world: World, scope: "subject" | "network") =>
  world.restrictions.rows().find((row) => row.scope === scope)

describe("the restriction of a visitor", () => {
  it.each([
    ["with one cookie", withCookie],
    ["without a cookie", async () => ({ ip: address })],
  ])(
    "lasts while it goes on with twelve parcels an hour for five days, %s",
    async (_, visitor) => {
      const world = await parcels(5 * 24 * 12)
      expect(await read(world, range(0, 5 * 24 * 12), await visitor(world))).toBeLessThanOrEqual(mayShow)
    },
    60_000,
  )

  it("ends seven days after it began, and begins again with the next parcel (promise: restriction-ends)", async () => {
    const world = await parcels(260)
    const ask = await withCookie(world)
    await read(world, range(0, 40), ask)
    const { since = "" } = restrictionOf(world, "subject") ?? {}
    await read(world, range(40, 58), ask, 9 * hour)
    const restarted = restrictionOf(world, "subject")
    const until = new Date(Date.parse(since) + 7 * 24 * hour * 1000).toISOString()
    expect(restarted).toMatchObject({ since, until })
    world.wait((Date.parse(until) - world.now().getTime()) / 1000)
    expect(await read(world, range(60, 260), ask)).toBeLessThanOrEqual(1)
    expect(restrictionOf(world, "subject")?.since).toBe(until)
  })

  it("is not prolonged by parcels that it saw before, and ends after a day (promise: restriction-ends)", async () => {
    const world = await parcels(40)
    const ask = await withCookie(world)
    const shown = await read(world, range(0, 30), ask, 10)
    const { until = "" } = restrictionOf(world, "subject") ?? {}
    for (let visit = 0; visit < 12; visit++) await read(world, range(0, shown), ask, hour / 10)
    expect(restrictionOf(world, "subject")?.until).toBe(until)
  })

  it("is not prolonged by the network's other visitors, and neither is the network's", async () => {
    const world = await parcels(60)
    const ask = await withCookie(world)
    await read(world, range(0, 30), ask, 10)
    const before = world.restrictions.rows().map(({ accessorKey, until }) => ({ accessorKey, until }))
    const other = await withCookie(world)
    await read(world, range(30, 60), other, hour / 2)
    for (const row of before) expect(world.restrictions.rows()).toContainEqual(expect.objectContaining(row))
  })

  it("is prolonged by what a carrier reports of it, however often and in whatever order", async () => {
    const world = await worldWithOrders()
    const accessor = {
      kind: "raw",
      ip: walkersIp,
      session: "session-1",
      sessionStartedAt: "2026-11-05T08:00:00.000Z",
    } as const
    await world.report(walk(12, () => ({ accessor })))
    const { since = "" } = restrictionOf(world, "subject") ?? {}
    const at = (hours: number) => new Date(world.now().getTime() + hours * hour * 1000).toISOString()
    const later = [at(10), at(5)].map((time, step) =>
      anAccess(2_000_000 + step * 77_777, { accessor, at: time, outcome: "miss", fields: [] }),
    )
    world.wait(11 * hour)
    for (const access of [...later, ...later]) {
      world.restart()
      await world.report([access])
    }
    const row = restrictionOf(world, "subject")
    expect(row).toMatchObject({
      since,
      until: new Date(Date.parse(later[0]?.at ?? "") + 24 * hour * 1000).toISOString(),
    })
    world.wait(hour)
    await world.report([anAccess(48_200, { accessor, accessId: "again", at: world.now().toISOString() })])
    expect(restrictionOf(world, "subject")?.until).toBe(row?.until)
  })
})
