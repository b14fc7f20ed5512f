import { describe, expect, it } from "@jest/globals"
import { formatOrderReference } from "../../../shared/intake/tracking/order-reference.ts"
import type { Party } from "../../../shared/parties/party.ts"
import { accessWorld, anAccess } from "./access-world.ts"

const format = { prefix: "NP", digits: 10, checkDigit: "none", suffix: "CA" } as const
const trackingNumber = (place: number) => formatOrderReference(6_000_000_000 + place, format)

const withNumbers = (party: Party): Party =>
  party.kind === "carrier" && party.id === "northpost"
    ? { ...party, trackingNumbers: { format, parcelsPerDay: 20_000 } }
    : party

const withoutNumbers = (party: Party): Party =>
  party.kind === "carrier" ? { ...party, trackingNumbers: undefined } : party

/** Parcels of two retailers in turn, which the carrier numbers one after another. */
async function worldWithNumbers(change = withNumbers) {
  const world = accessWorld({ change })
  for (let place = 0; place < 30; place += 1) {
    const retailer = place % 2 === 0 ? "maplebooks" : "leafline"
    await world.ship(retailer, {
      shipmentId: `shp_${place}`,
      // Orders far apart, so that only the carrier's numbers are a walk.
      orderReference: orderOf(retailer, place),
      trackingNumber: trackingNumber(place),
      recipient: { postalCode: "V6B 1A1", country: "CA" },
    })
    await world.progress(trackingNumber(place))
  }
  return world
}

const orderOf = (retailer: "leafline" | "maplebooks", place: number) =>
  retailer === "leafline"
    ? formatOrderReference(5_000_000 + ((place * 7_919) % 4_000_000), { prefix: "LL-", digits: 7, checkDigit: "none" })
    : formatOrderReference((place * 79_193) % 1_000_000, { prefix: "MB", digits: 6, checkDigit: "luhn" })

describe("a visitor that walks along a carrier's tracking numbers", () => {
  it("is restricted within a handful of lookups in the hub's page", async () => {
    const world = await worldWithNumbers()
    const statuses: number[] = []
    for (let place = 0; place < 20; place += 1) {
      statuses.push((await world.lookUp({ carrier: "northpost", trackingNumber: trackingNumber(place) })).status)
      world.wait(600)
    }
    // Every second parcel is the discreet retailer's, whose numbers show nothing to anybody.
    expect(statuses.filter((status) => status === 200).length).toBeLessThanOrEqual(4)
    expect(new Set(world.restrictions.rows().map((row) => row.scope))).toContain("subject")
  })

  it("is not seen where nothing is known of the carrier's numbers", async () => {
    const world = await worldWithNumbers(withoutNumbers)
    for (let place = 0; place < 20; place += 1) {
      await world.lookUp({ carrier: "northpost", trackingNumber: trackingNumber(place) })
      world.wait(600)
    }
    expect(world.anomalies.rows().filter(({ chart }) => chart === "walk")).toEqual([])
  })

  it("is seen in the carrier's own tool, and each retailer sees its own numbers of it alone", async () => {
    const world = await worldWithNumbers()
    for (let place = 0; place < 12; place += 1) {
      world.wait(600)
      const at = world.now().toISOString()
      const reference = { kind: "trackingNumber", trackingNumber: trackingNumber(place) } as const
      await world.report([anAccess(place, { accessId: `num-${place}`, at, reference })])
    }
    const walks = world.anomalies.rows().filter(({ chart, severity }) => chart === "walk" && severity === "alert")
    expect(new Set(walks.map(({ retailerId }) => retailerId))).toEqual(new Set(["leafline", "maplebooks"]))
    for (const { evidence, retailerFinding } of walks) {
      expect(evidence.references).toBeLessThanOrEqual(7)
      expect(retailerFinding.evidence.references).toBeLessThan(evidence.references)
    }
    const risesOf = (retailer: string) => walks.filter(({ retailerId }) => retailerId === retailer)
    const ownTimes = (retailer: string) =>
      new Set(risesOf(retailer).flatMap(({ retailerFinding }) => retailerFinding.rise?.map(({ at }) => at) ?? []))
    // They take turns: no time of one is a time of the other.
    expect(ownTimes("leafline").size).toBeGreaterThan(0)
    expect([...ownTimes("leafline")].filter((at) => ownTimes("maplebooks").has(at))).toEqual([])
    expect(walks[0]?.rise?.length).toBeGreaterThan(walks[0]?.retailerFinding.rise?.length ?? 0)
  })

  it("leaves its lookups in the ledger under the carrier's block of numbers", async () => {
    const world = await worldWithNumbers()
    await world.lookUp({ carrier: "northpost", trackingNumber: trackingNumber(0) })
    expect(world.disclosures.rows().map(({ block }) => block?.split("#")[1])).toEqual(["northpost"])
  })
})

describe("walkers who share a carrier's tracking numbers among many addresses", () => {
  it("are seen in the block of numbers, and the carrier is told", async () => {
    const world = await worldWithNumbers()
    for (let place = 0; place < 24; place += 1) {
      await world.lookUp({ carrier: "northpost", trackingNumber: trackingNumber(place) }, { ip: `198.51.100.${place}` })
      world.wait(600)
    }
    const alerts = world.anomalies.rows().filter(({ severity }) => severity === "alert")
    expect(alerts.map(({ chart, retailerId }) => [chart, retailerId])).toEqual([["block", "northpost"]])
  })
})
