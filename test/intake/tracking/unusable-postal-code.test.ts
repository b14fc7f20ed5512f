import { describe, expect, it } from "@jest/globals"
import { eventRejected } from "../../../shared/base/contracts/event-rejected.ts"
import { shipmentCancelled } from "../../../shared/base/contracts/shipment-cancelled.ts"
import { trackingNumberAssigned } from "../../../shared/base/contracts/tracking-number-assigned.ts"
import { provesPostalCode } from "../../../shared/intake/tracking/record-proofs.ts"
import { createdBy, gateWorld, published } from "./gate-world.ts"

describe("a shipment with a postal code that cannot be one in its country", () => {
  const withCode = (id: string, postalCode: string, change: Parameters<typeof createdBy>[2] = {}) =>
    createdBy("leafline", id, {
      recipient: { postalCode, country: "CA" },
      trackingNumber: "NP4021887301CA",
      ...change,
    })
  const unusable = {
    path: "data.recipient.postalCode",
    rule: "format",
    fix: expect.stringContaining("nobody can open"),
  }

  it("records the parcel, and tells its retailer each time that nobody can open it, without the code", async () => {
    const world = gateWorld()
    await world.publish(withCode("e1", "94105"))
    await world.publish(withCode("e1", "94105"))
    expect(await world.records.byShipmentId("leafline", "shp_7Hq2mZ0c")).toMatchObject({ carrierId: "northpost" })
    const told = world.bus.published(eventRejected, "leafline")
    expect(told.map(({ data }) => data.problems)).toEqual([[unusable], [unusable]])
    expect(JSON.stringify(told)).not.toContain("94105")
  })

  it("can be mended as the retailer is told to", async () => {
    const world = gateWorld()
    const retailer = await world.parties.retailerById("leafline")
    await world.publish(withCode("e1", "94105"))
    const opened = async () => {
      if (retailer === undefined) throw new Error("there is a retailer")
      const found = await world.records.byOrderReference(retailer, "LL-0048213")
      return found.filter((record) => provesPostalCode(world.hashes, record, "M5V 3L9")).length
    }
    expect(await opened()).toBe(0)
    await world.publish(
      withCode("e2", "M5V 3L9", { shipmentId: "shp_right" }),
      published("leafline", shipmentCancelled, {
        id: "c1",
        data: { shipmentId: "shp_7Hq2mZ0c", reason: "retailerCancelled" },
        occurredAt: "2026-11-02T14:00:00.000Z",
      }),
    )
    expect(await opened()).toBe(1)
    expect(world.bus.published(eventRejected, "leafline")).toHaveLength(1)
  })

  it("is named beside another mistake of the same event, and not if the event is rejected whole", async () => {
    const world = gateWorld()
    await world.publish(
      published("leafline", trackingNumberAssigned, {
        id: "n1",
        data: { shipmentId: "shp_7Hq2mZ0c", trackingNumber: "NP4021887309CA" },
      }),
      withCode("e1", "94105"),
      withCode("e2", "94105", { shipmentId: "shp_x", carrierId: "nobody" }),
    )
    expect(world.bus.published(eventRejected, "leafline").map(({ data }) => data.problems)).toMatchObject([
      [{ path: "data.trackingNumber", rule: "conflict" }, unusable],
      [{ path: "data.carrierId", rule: "unknownParty" }],
    ])
  })
})
