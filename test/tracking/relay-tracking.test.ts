import { describe, expect, it } from "@jest/globals"
import { redactedShipmentCreated } from "../../shared/contracts/shipment-created.ts"
import { redactedShipmentDelivered, shipmentDelivered } from "../../shared/contracts/shipment-delivered.ts"
import { redactedShipmentProgressed, shipmentProgressed } from "../../shared/contracts/shipment-progressed.ts"
import { trackingNumberAssigned } from "../../shared/contracts/tracking-number-assigned.ts"
import type { TableChange } from "../../shared/platform/memory-table.ts"
import type { TrackingRow } from "../../shared/tracking/tracking-record.ts"
import { createdBy, gateWorld, published } from "./gate-world.ts"

const trackingNumber = "NP4021887304CA"
const shipmentId = "shp_7Hq2mZ0c"
const progressed = (id: string, status: "pre-transit" | "in-transit" | "returned", at: string) =>
  published("northpost", shipmentProgressed, { id, data: { trackingNumber, status, at } })
const delivered = (id: string, deliveredAt: string, signatory?: string) =>
  published("northpost", shipmentDelivered, {
    id,
    data: { trackingNumber, deliveredAt, ...(signatory ? { signatory } : {}) },
  })

describe("relaying tracking", () => {
  it("publishes a parcel to its carrier once its number is known, and names no discreet retailer", async () => {
    const world = gateWorld()
    await world.publish(createdBy("leafline", "e1"))
    expect(world.bus.published(redactedShipmentCreated)).toEqual([])
    await world.publish(
      published("leafline", trackingNumberAssigned, { id: "e2", data: { shipmentId, trackingNumber } }),
    )
    const events = world.bus.published(redactedShipmentCreated, "northpost")
    expect(events.map((event) => event.data)).toEqual([{ trackingNumber }])
  })

  it("names a retailer that is not discreet", async () => {
    const world = gateWorld()
    await world.publish(createdBy("maplebooks", "e1", { orderReference: "MB1234566", trackingNumber }))
    expect(world.bus.published(redactedShipmentCreated, "northpost").map((event) => event.data)).toEqual([
      { trackingNumber, retailerAlias: "Maple Books" },
    ])
  })

  it("publishes progress to the retailer under its own shipment id", async () => {
    const world = gateWorld()
    await world.publish(
      createdBy("leafline", "e1", { trackingNumber }),
      progressed("p1", "in-transit", "2026-11-02T08:00:00.000Z"),
      delivered("p2", "2026-11-03T15:00:00.000Z", "J. Doe"),
    )
    expect(world.bus.published(redactedShipmentProgressed, "leafline").map((event) => event.data)).toEqual([
      { shipmentId, status: "in-transit", at: "2026-11-02T08:00:00.000Z" },
    ])
    expect(world.bus.published(redactedShipmentDelivered, "leafline").map((event) => event.data)).toEqual([
      { shipmentId, deliveredAt: "2026-11-03T15:00:00.000Z", signatoryRecorded: true },
    ])
  })

  it("publishes progress from before the claim once a shipment claims the parcel", async () => {
    const world = gateWorld()
    await world.publish(delivered("p1", "2026-11-03T15:00:00.000Z"))
    expect(world.bus.events).toEqual([])
    await world.publish(createdBy("leafline", "e1", { trackingNumber }))
    expect(world.bus.published(redactedShipmentDelivered, "leafline").map((event) => event.data)).toEqual([
      { shipmentId, deliveredAt: "2026-11-03T15:00:00.000Z", signatoryRecorded: false },
    ])
  })

  it("publishes no status that goes back", async () => {
    const world = gateWorld()
    await world.publish(
      createdBy("leafline", "e1", { trackingNumber }),
      delivered("p1", "2026-11-03T15:00:00.000Z"),
      progressed("p2", "in-transit", "2026-11-04T08:00:00.000Z"),
    )
    expect(world.bus.published(redactedShipmentProgressed)).toEqual([])
  })

  it("publishes a return after a delivery", async () => {
    const world = gateWorld()
    await world.publish(
      createdBy("leafline", "e1", { trackingNumber }),
      delivered("p1", "2026-11-03T15:00:00.000Z"),
      progressed("p2", "returned", "2026-11-05T08:00:00.000Z"),
    )
    expect(world.bus.published(redactedShipmentDelivered)).toHaveLength(1)
    expect(world.bus.published(redactedShipmentProgressed).map((event) => event.data.status)).toEqual(["returned"])
  })

  it("publishes nothing about a parcel whose number the retailer replaced", async () => {
    const world = gateWorld()
    const other = published("leafline", trackingNumberAssigned, {
      id: "e2",
      data: { shipmentId, trackingNumber: "NP4021887305CA" },
      occurredAt: "2026-11-02T00:00:00.000Z",
    })
    await world.publish(createdBy("leafline", "e1", { trackingNumber }), other)
    await world.publish(progressed("p1", "in-transit", "2026-11-02T08:00:00.000Z"))
    expect(world.bus.published(redactedShipmentProgressed)).toEqual([])
  })

  it("repeats the same events, with the same ids, when the same changes come again", async () => {
    const world = gateWorld()
    const changes: TableChange<TrackingRow>[] = []
    world.records.onChange((change) => changes.push(change))
    await world.publish(
      createdBy("leafline", "e1", { trackingNumber }),
      progressed("p1", "in-transit", "2026-11-02T08:00:00.000Z"),
      delivered("p2", "2026-11-03T15:00:00.000Z", "J. Doe"),
    )
    const first = world.bus.events.map((event) => JSON.stringify(event.detail))
    expect(first).toHaveLength(3)
    await world.relayAgain(changes)
    const again = world.bus.events.slice(first.length).map((event) => JSON.stringify(event.detail))
    expect(again).toEqual(first)
  })
})
