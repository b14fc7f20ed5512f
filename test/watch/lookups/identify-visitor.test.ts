import { describe, expect, it } from "@jest/globals"
import { type Ask, type accessWorld, cookieOf, firefox, iphone, leaflineReference } from "./access-world.ts"
import {
  bookByNumber,
  bookByReference,
  byReference,
  leafDetails,
  mailed,
  right,
  worldWithParcels,
} from "./lookup-world.ts"

function subjectsByTime(world: ReturnType<typeof accessWorld>): string[] {
  return world.disclosures
    .rows()
    .sort((one, other) => (one.at < other.at ? -1 : 1))
    .map((row) => row.subject)
}

describe("first contacts that are looked up", () => {
  const unknown = { ...byReference, orderReference: leaflineReference(7) }
  const visit = (world: Awaited<ReturnType<typeof worldWithParcels>>, body: unknown, visitor: number) =>
    world.lookUp(body, { ip: `198.51.100.${visitor}` })

  it("are added up for their retailer after 25, or after five and half a minute, and unknown references for no retailer", async () => {
    const world = await worldWithParcels()
    for (let visitor = 0; visitor < 27; visitor++) await visit(world, byReference, visitor)
    await visit(world, { ...bookByReference, ...right }, 100)
    world.wait(30)
    for (let visitor = 0; visitor < 5; visitor++) await visit(world, unknown, visitor)
    world.wait(30)
    for (let visitor = 0; visitor < 5; visitor++) await visit(world, byReference, visitor + 30)
    world.wait(30)
    await visit(world, unknown, 0)
    world.restart()
    expect(
      world.retailerVolumes.rows().map(({ retailerId, contacts, strangers }) => [retailerId, contacts, strangers]),
    ).toEqual([
      ["leafline", 27, 27],
      ["maplebooks", 1, 0],
      ["?", 5, 0],
    ])
  })

  it("are written beside the same lookups, whether the references that were looked up exist or not", async () => {
    const written = async (body: unknown) => {
      const world = await worldWithParcels()
      const times: number[] = []
      const lookups: number[] = []
      for (let visitor = 0; visitor < 60; visitor++) {
        world.calls.length = 0
        times.push((await visit(world, body, visitor)).milliseconds)
        if (world.calls.includes("retailerVolumes.updateItem:before")) lookups.push(visitor)
      }
      return { lookups, times: new Set(times) }
    }
    expect(await written(byReference)).toEqual({ lookups: [5, 30, 55], times: new Set([150]) })
    expect(await written(unknown)).toEqual(await written(byReference))
  })

  it("change no answer when they cannot be written", async () => {
    const world = await worldWithParcels()
    world.watch(async (point) => {
      if (point === "retailerVolumes.updateItem:before") throw new Error("throttled")
    })
    for (let visitor = 0; visitor < 5; visitor++) await visit(world, unknown, visitor)
    const answer = await visit(world, { linkToken: mailed.linkToken }, 20)
    expect([answer.body, answer.milliseconds]).toEqual([leafDetails, 150])
    expect(world.telemetry.counts["VolumeLost"]).toBe(5)
  })
})

describe("distinguishing visitors", () => {
  it("a cookie identifies a visitor from the lookup after the one that minted it", async () => {
    const world = await worldWithParcels()
    const first = await world.lookUp(bookByNumber)
    world.wait(5)
    await world.lookUp(bookByNumber, { cookie: cookieOf(first.setCookie) })
    await world.lookUp(bookByNumber)
    const [one, two, three] = subjectsByTime(world)
    expect(two).not.toBe(one)
    expect(three).toBe(one)
  })

  it("a forged or altered cookie is ignored", async () => {
    const world = await worldWithParcels()
    const genuine = cookieOf((await world.lookUp(bookByNumber)).setCookie)
    const forged = [
      `${genuine.slice(0, -1)}${genuine.endsWith("A") ? "B" : "A"}`,
      genuine.replace(/=1\.[0-9a-z]+\./, "=1.000001."),
      "__Host-wayseal=1.t0aaaa.aaaaaaaaaaaaaaaa.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    ]
    for (const cookie of forged) {
      world.wait(5)
      const { setCookie } = await world.lookUp(bookByNumber, { cookie })
      expect(setCookie).toBeDefined()
    }
    expect(new Set(subjectsByTime(world)).size).toBe(1)
  })

  it("browsers of one family and network are one visitor, others are not", async () => {
    const world = await worldWithParcels()
    for (const ask of [
      { userAgent: firefox },
      { userAgent: firefox.replaceAll("143", "144") },
      { userAgent: iphone },
      { userAgent: firefox, ip: "198.51.100.1" },
    ]) {
      await world.lookUp(bookByNumber, ask)
      world.wait(1)
    }
    const [one, updated, other, elsewhere] = subjectsByTime(world)
    expect(updated).toBe(one)
    expect(new Set([one, other, elsewhere]).size).toBe(3)
  })

  it("a /64 of IPv6 is one network", async () => {
    const world = await worldWithParcels()
    for (const ip of ["2001:db8:1:2::1", "2001:db8:1:2:ffff::9", "2001:db8:1:3::1"]) {
      await world.lookUp(bookByNumber, { ip })
      world.wait(1)
    }
    const [one, two, three] = world.disclosures.rows().map((row) => row.network)
    expect(two).toBe(one)
    expect(three).not.toBe(one)
  })

  it("in a delegated lookup it is the end user, and a session only if it began before", async () => {
    const world = await worldWithParcels()
    const behalf = { ip: "198.51.100.20", userAgent: iphone, session: "session-of-visitor" }
    const ask = (sessionStartedAt?: string): Ask => ({
      party: "northpost",
      onBehalfOf: { ...behalf, ...(sessionStartedAt === undefined ? {} : { sessionStartedAt }) },
    })
    const now = world.now().toISOString()
    const answers = [
      await world.lookUp(byReference, ask(now)),
      await world.lookUp(bookByNumber, ask(now)),
      await world.lookUp(bookByNumber, ask()),
      await world.lookUp(bookByNumber, ask("2026-11-05T09:00:00.000Z")),
      await world.lookUp({ ...byReference, ...right }, ask("2026-11-05T09:00:00.000Z")),
    ]
    expect(answers.map(({ status }) => status)).toEqual([404, 200, 200, 200, 200])
    expect(answers[4]?.body).toEqual(leafDetails)
    const [fresh, unknownAge, older, again] = subjectsByTime(world)
    expect(unknownAge).toBe(fresh)
    expect(older).not.toBe(fresh)
    expect(again).toBe(older)
  })
})

describe("a party that asks outside its own shipments", () => {
  it("raises an anomaly at the third time", async () => {
    const world = await worldWithParcels()
    for (let order = 0; order < 4; order++) {
      const orderReference = leaflineReference(48213 + order * 5_000)
      if (order > 0) await world.ship("leafline", { shipmentId: `shp_scope${order}`, orderReference })
      await world.lookUp({ ...byReference, orderReference }, { party: "maplebooks" })
      world.wait(60)
    }
    const alerts = world.anomalies.rows().filter((anomaly) => anomaly.severity === "alert")
    expect(alerts.map((anomaly) => [anomaly.chart, anomaly.evidence.references])).toEqual([["scope", 3]])
  })
})
