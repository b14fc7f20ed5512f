import { describe, expect, it } from "@jest/globals"
import { eventRejected } from "../../shared/contracts/event-rejected.ts"
import { shipmentDelivered } from "../../shared/contracts/shipment-delivered.ts"
import { shipmentProgressed } from "../../shared/contracts/shipment-progressed.ts"
import { gateWorld, published } from "./gate-world.ts"

const trackingNumber = "NP4021887304CA"

describe("recording progress", () => {
  it("records progress of a parcel that no retailer has claimed", async () => {
    const world = gateWorld()
    await world.publish(
      published("northpost", shipmentProgressed, {
        id: "p1",
        data: {
          trackingNumber,
          status: "exception",
          at: "2026-11-02T08:00:00.000Z",
        },
      }),
    )
    expect(await world.records.byTrackingNumber("northpost", trackingNumber)).toMatchObject({ status: "exception" })
    expect(world.bus.published(eventRejected)).toEqual([])
  })

  it("keeps only that the delivery was signed for, not by whom", async () => {
    const world = gateWorld()
    await world.publish(
      published("northpost", shipmentDelivered, {
        id: "p1",
        data: {
          trackingNumber,
          deliveredAt: "2026-11-03T15:00:00.000Z",
          signatory: "J. Doe",
        },
      }),
    )
    expect(await world.records.byTrackingNumber("northpost", trackingNumber)).toMatchObject({ signatoryRecorded: true })
    expect(JSON.stringify(world.records.rows())).not.toContain("Doe")
  })

  it("keeps equal tracking numbers of two carriers apart", async () => {
    const world = gateWorld()
    const forged = published("northpost", shipmentDelivered, {
      id: "p1",
      data: {
        trackingNumber,
        deliveredAt: "2026-11-03T15:00:00.000Z",
      },
    })
    await expect(world.publish({ ...forged, source: "wayseal.carrier.southpost" })).rejects.toThrow("dead-letter")
    expect(world.records.rows()).toEqual([])
    expect(world.telemetry.counts["SpoofedEvent"]).toBeGreaterThan(0)
  })

  it("logs the outcome of each event", async () => {
    const world = gateWorld()
    const delivered = published("northpost", shipmentDelivered, {
      id: "p1",
      data: {
        trackingNumber,
        deliveredAt: "2026-11-03T15:00:00.000Z",
      },
    })
    const late = published("northpost", shipmentProgressed, {
      id: "p2",
      data: {
        trackingNumber,
        status: "in-transit",
        at: "2026-11-02T08:00:00.000Z",
      },
    })
    await world.publish(delivered, delivered, late)
    const outcomes = world.telemetry.lines.flatMap((line) =>
      line.message === "Event handled" ? [line.fields.outcome] : [],
    )
    expect(outcomes).toEqual(["recorded", "duplicate", "stale"])
  })
})
