import { describe, expect, it } from "@jest/globals"
import * as fc from "fast-check"
import { manifestDeclared } from "../../../shared/base/contracts/manifest-declared.ts"
import { redactedShipmentDelivered, shipmentDelivered } from "../../../shared/base/contracts/shipment-delivered.ts"
import { redactedShipmentProgressed, shipmentProgressed } from "../../../shared/base/contracts/shipment-progressed.ts"
import { trackingNumberAssigned } from "../../../shared/base/contracts/tracking-number-assigned.ts"
import type { Party } from "../../../shared/parties/party.ts"
import { createdBy, gateWorld, published } from "./gate-world.ts"

const trackingNumber = "NP4021887304CA"
type World = ReturnType<typeof gateWorld>

/** The parcel is Maple Books'. Leafline is the stranger that claims its number. */
const owner = createdBy("maplebooks", "e2", { shipmentId: "shp_b", orderReference: "MB1234566", trackingNumber })
const stranger = createdBy("leafline", "e1", { shipmentId: "shp_a", trackingNumber })
const progressed = published("northpost", shipmentProgressed, {
  id: "p1",
  data: { trackingNumber, status: "in-transit", at: "2026-11-02T08:00:00.000Z" },
})
const delivered = published("northpost", shipmentDelivered, {
  id: "p2",
  data: { trackingNumber, deliveredAt: "2026-11-03T15:00:00.000Z" },
})
const namesOwner = published("northpost", manifestDeclared, {
  id: "m1",
  data: { parcels: [{ trackingNumber, shipper: { kind: "retailerAlias", retailerAlias: "Maple Books" } }] },
})
const withdraws = (party: "leafline" | "maplebooks", shipmentId: string) =>
  published(party, trackingNumberAssigned, {
    id: `w-${party}`,
    data: { shipmentId, trackingNumber: "NP4021887999CA" },
    occurredAt: "2026-11-04T00:00:00.000Z",
  })

const receivedBy = (world: World, party: string) => [
  ...world.bus.published(redactedShipmentProgressed, party).map(({ data }) => data.status),
  ...world.bus.published(redactedShipmentDelivered, party).map(() => "delivered"),
]

describe("the progress of a parcel whose number a stranger claimed first", () => {
  it("goes to nobody while the owner claims it too, and to the owner in whole once the carrier names it", async () => {
    const world = gateWorld()
    await world.publish(stranger, owner, progressed)
    expect([receivedBy(world, "leafline"), receivedBy(world, "maplebooks")]).toEqual([[], []])
    world.wait(100)
    await world.confirmClaims()
    expect([receivedBy(world, "leafline"), receivedBy(world, "maplebooks")]).toEqual([[], []])
    await world.publish(namesOwner, delivered)
    expect([receivedBy(world, "leafline"), receivedBy(world, "maplebooks")]).toEqual([[], ["in-transit", "delivered"]])
  })

  it("stays with nobody if the owner claims it before the carrier's first report, however long after the stranger", async () => {
    const world = gateWorld()
    await world.publish(stranger)
    world.wait(24 * 30)
    await world.publish(owner, progressed, delivered)
    world.wait(100)
    await world.confirmClaims()
    expect(receivedBy(world, "leafline")).toEqual([])
  })

  it("is no longer the stranger's if the owner claims it within a day of the first report", async () => {
    const world = gateWorld()
    await world.publish(stranger)
    world.wait(24 * 30)
    await world.publish(progressed)
    world.wait(23)
    await world.publish(owner, delivered)
    expect(world.bus.published(redactedShipmentDelivered)).toEqual([])
  })

  it("is shown to no recipient and to neither retailer meanwhile, but to the carrier", async () => {
    const world = gateWorld()
    await world.publish(stranger, owner, delivered)
    const found = await world.records.find([
      { by: "shipmentId", retailerId: "leafline", shipmentId: "shp_a" },
      { by: "trackingNumber", carrierId: "northpost", trackingNumber },
    ])
    expect(found[0]).toMatchObject([{ progressIsHeld: true }])
    // The recipients of both find their own shipment by the number.
    expect(found[1]?.map(({ retailerId, progressIsHeld }) => [retailerId, progressIsHeld])).toEqual([
      ["leafline", true],
      ["maplebooks", true],
    ])
  })
})

describe("the progress of a parcel that one retailer alone claims", () => {
  it("waits for a day, and then comes in whole, once", async () => {
    const world = gateWorld()
    await world.publish(owner, progressed)
    world.wait(23.9)
    await world.confirmClaims()
    expect(receivedBy(world, "maplebooks")).toEqual([])
    world.wait(0.2)
    await world.confirmClaims()
    await world.confirmClaims()
    expect(receivedBy(world, "maplebooks")).toEqual(["in-transit"])
    await world.publish(delivered)
    expect(receivedBy(world, "maplebooks")).toEqual(["in-transit", "delivered"])
  })

  it("comes at once if the claim is a day old when the carrier first reports, or if the carrier names the retailer", async () => {
    const early = gateWorld()
    await early.publish(owner)
    early.wait(25)
    await early.publish(progressed)
    expect(receivedBy(early, "maplebooks")).toEqual(["in-transit"])
    const named = gateWorld()
    await named.publish(owner, progressed)
    await named.publish(namesOwner)
    expect(receivedBy(named, "maplebooks")).toEqual(["in-transit"])
  })

  it("comes at once where the number is the retailer's own by its form, also if a stranger claimed it first", async () => {
    const withPrefix = (party: Party): Party =>
      party.kind === "retailer" && party.id === "maplebooks"
        ? { ...party, shipperAccounts: [{ carrierId: "northpost", account: "mb-1", numberPrefixes: ["NP40218"] }] }
        : party
    const world = gateWorld(undefined, withPrefix)
    await world.publish(stranger, progressed, owner)
    expect([receivedBy(world, "leafline"), receivedBy(world, "maplebooks")]).toEqual([[], ["in-transit"]])
  })

  it("goes on if a stranger claims the number a day after the first report", async () => {
    const world = gateWorld()
    await world.publish(owner, progressed)
    world.wait(25)
    await world.confirmClaims()
    await world.publish(stranger, delivered)
    expect([receivedBy(world, "leafline"), receivedBy(world, "maplebooks")]).toEqual([[], ["in-transit", "delivered"]])
  })

  it("waits a day more once the other claim was a mistake and is taken back", async () => {
    const world = gateWorld()
    await world.publish(stranger, owner, progressed)
    world.wait(5)
    await world.publish(withdraws("leafline", "shp_a"))
    world.wait(23)
    await world.confirmClaims()
    expect(receivedBy(world, "maplebooks")).toEqual([])
    world.wait(2)
    await world.confirmClaims()
    expect(receivedBy(world, "maplebooks")).toEqual(["in-transit"])
  })

  it("never goes to a stranger because the owner's shipment is erased", async () => {
    const world = gateWorld()
    await world.publish(stranger, owner, delivered)
    await world.records.erase({ retailerId: "maplebooks", shipmentId: "shp_b" }, undefined)
    world.wait(100)
    await world.confirmClaims()
    expect(receivedBy(world, "leafline")).toEqual([])
  })

  it("of a row of release 0.1.0 goes on, because that release has sent the rest of it", async () => {
    const world = gateWorld()
    await world.publish(owner, progressed)
    const [parcel] = world.records.rows().filter((row) => row.kind === "parcel")
    if (parcel?.kind !== "parcel") throw new Error("there is a parcel")
    const { held: _, reportedAt: __, heldList: ___, heldUntil: ____, ...old } = parcel
    await world.records.table.replace([
      { readRevision: parcel.revision, row: { ...old, revision: parcel.revision + 1 } },
    ])
    await world.publish(delivered, stranger)
    expect([receivedBy(world, "leafline"), receivedBy(world, "maplebooks").includes("delivered")]).toEqual([[], true])
  })
})

describe("held progress", () => {
  it("is neither lost nor doubled, in any order of events, with repeats, and after a crash at any effect", async () => {
    const events = [owner, progressed, delivered]
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(events, { minLength: 3, maxLength: 3 }),
        fc.integer({ min: 0, max: 40 }),
        async (order, crashAt) => {
          let effects = 0
          const world = gateWorld(async () => {
            if (effects++ === crashAt) throw new Error("crashed")
          })
          await world.publish(...order, ...order)
          expect(receivedBy(world, "maplebooks")).toEqual([])
          world.wait(25)
          await world.confirmClaims()
          const deliveries = world.bus.published(redactedShipmentDelivered, "maplebooks")
          expect(new Set(deliveries.map(({ metadata }) => metadata.id)).size).toBe(1)
        },
      ),
      { numRuns: 60 },
    )
  })

  it("never reaches the stranger, whatever the order of claims, reports, the carrier's word and time", async () => {
    const step = fc.constantFrom(stranger, owner, progressed, delivered, namesOwner, "hours" as const)
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), fc.boolean(), async (steps, isStrangerFirst) => {
        const world = gateWorld()
        const claims = isStrangerFirst ? [stranger, owner] : [owner]
        for (const one of [...claims, ...steps, namesOwner]) {
          if (one === "hours") {
            world.wait(9)
            await world.confirmClaims()
          } else await world.publish(one)
        }
        expect(receivedBy(world, "leafline")).toEqual([])
      }),
      { numRuns: 150 },
    )
  })
})
