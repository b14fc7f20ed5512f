import { describe, expect, it } from "@jest/globals"
import { restrictionOfAnomaly } from "../../../shared/watch/detection/restrictions/restriction-of-anomaly.ts"
import { type accessWorld, cookieOf, iphone, leaflineReference, linkToken, walkersIp } from "./access-world.ts"
import { bookByNumber, bookByReference, byReference, mailed, right, worldWithParcels, wrong } from "./lookup-world.ts"

describe("a visitor that walks along order references", () => {
  async function walked(options: Parameters<typeof accessWorld>[0] = {}) {
    const world = await worldWithParcels(options)
    for (let order = 48200; order < 48230; order++) {
      if (order === 48213) continue
      await world.ship("leafline", {
        shipmentId: `shp_walk${order}`,
        orderReference: leaflineReference(order),
        trackingNumber: `NP60000${order}CA`,
        linkTokenDigest: linkToken(`walk-${order}`).linkTokenDigest,
        recipient: { postalCode: "V6B 1A1", country: "CA", addressLine: `${order} Main St` },
      })
    }
    const statuses: number[] = []
    for (let order = 48200; order < 48212; order++) {
      const { status } = await world.lookUp({ ...byReference, orderReference: leaflineReference(order) })
      statuses.push(status)
      world.wait(10)
    }
    return { world, statuses }
  }

  it("learns nothing at all, and is restricted by subject and by network within a handful of lookups (promise: walk-is-noticed)", async () => {
    const { world, statuses } = await walked()
    expect(new Set(statuses)).toEqual(new Set([404]))
    expect(world.disclosures.rows()).toEqual([])
    const alerts = world.anomalies.rows().filter((anomaly) => anomaly.severity === "alert")
    expect(alerts.map((anomaly) => [anomaly.chart, anomaly.retailerId, anomaly.tool]).slice(0, 1)).toEqual([
      ["walk", "leafline", "guarded"],
    ])
    expect(alerts[0]?.evidence.references).toBeLessThanOrEqual(6)
    expect(alerts[0]?.carrierIds).toEqual(["northpost"])
    expect(new Set(world.restrictions.rows().map((row) => row.scope))).toEqual(new Set(["subject", "network"]))
  })

  it("is then refused even what anybody may see, but no link token, and again when the walk goes on after a day", async () => {
    const { world } = await walked({
      change: (party) =>
        party.kind === "retailer"
          ? { ...party, detection: { mode: "enforce", thresholds: { fanOut: { alert: 10_000 } } } }
          : party,
    })
    expect((await world.lookUp(bookByNumber)).status).toBe(404)
    expect((await world.lookUp({ ...bookByReference, ...right })).status).toBe(404)
    expect((await world.lookUp({ linkToken: mailed.linkToken })).status).toBe(200)
    world.wait(86_400)
    expect((await world.lookUp(bookByNumber)).status).toBe(200)
    await world.lookUp({ ...byReference, orderReference: leaflineReference(48212) })
    expect((await world.lookUp(bookByNumber)).status).toBe(404)
  })

  it("finds out by no call whether a postal code would have been right", async () => {
    const seen = []
    for (const proof of [right, wrong]) {
      const { world } = await walked()
      world.restart()
      world.calls.length = 0
      const { text } = await world.lookUp({ ...byReference, ...proof })
      seen.push({ text, calls: world.calls.toSorted() })
    }
    expect(seen[1]).toEqual(seen[0])
  })

  it("takes the neighbours on its network nothing that they prove or that an older cookie of theirs shows", async () => {
    const world = await worldWithParcels()
    // Misses restrict no network before the share of misses is learned.
    const lesson = { ordersPerDay: 1_000, missShare: 0.05, learnedAt: world.now().toISOString() }
    await world.retailerProfiles.learn("leafline", lesson, 0)
    const known = cookieOf((await world.lookUp(bookByNumber, { userAgent: iphone })).setCookie)
    world.wait(60)
    for (let order = 48200; order < 48212; order++) {
      await world.lookUp({ ...byReference, orderReference: leaflineReference(order) })
      world.wait(10)
    }
    const restrictedNetworks = world.restrictions.rows().filter((row) => row.scope === "network")
    expect(restrictedNetworks).toHaveLength(1)
    expect((await world.lookUp(bookByNumber, { userAgent: iphone })).status).toBe(404)
    expect((await world.lookUp(bookByNumber, { userAgent: iphone, cookie: known })).status).toBe(200)
    expect((await world.lookUp(bookByNumber, { ip: "192.0.2.1" })).status).toBe(200)
    expect((await world.lookUp({ linkToken: mailed.linkToken }, { userAgent: iphone })).status).toBe(200)
  })

  it("is answered again once a person released the restriction, though the score still stands", async () => {
    const { world } = await walked()
    for (const row of world.restrictions.rows()) {
      await world.restrictions.release(
        row.accessorKey,
        { kind: "party", partyId: "leafline" },
        world.now().toISOString(),
      )
    }
    for (const anomaly of world.anomalies.rows()) {
      const again = restrictionOfAnomaly(anomaly)
      if (again !== undefined) await world.restrictions.restrict(again)
    }
    expect((await world.lookUp(bookByNumber)).status).toBe(200)
    world.restart()
    expect((await world.lookUp(bookByNumber)).status).toBe(200)
  })

  it("is only noted where the retailer runs the detector in shadow", async () => {
    const { world } = await walked({
      change: (party) =>
        party.kind === "retailer" ? { ...party, detection: { ...party.detection, mode: "shadow" } } : party,
    })
    expect(world.anomalies.rows().map((anomaly) => anomaly.shadow)).toContain(true)
    expect(world.restrictions.rows()).toEqual([])
    expect((await world.lookUp(bookByNumber)).status).toBe(200)
  })

  it("raises no alarm for a registered reader whose class the detector knows", async () => {
    const { world } = await walked({
      change: (party) =>
        party.id === "northpost" || party.id === "leafline"
          ? {
              ...party,
              heavyReaders: [{ name: "scanner", class: "mailScanner", networks: [`${walkersIp}/32`], credentials: [] }],
            }
          : party,
    })
    expect(world.anomalies.rows()).toEqual([])
    expect(world.profiles.rows()).toEqual([])
  })

  it("costs no more than three profile writes a lookup, and a repeated lookup none", async () => {
    const world = await worldWithParcels()
    await world.lookUp(byReference)
    expect(world.profiles.updates()).toBe(3)
    world.wait(60)
    await world.lookUp(byReference)
    expect(world.profiles.updates()).toBe(3)
  })
})
