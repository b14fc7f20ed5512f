import { describe, expect, it } from "@jest/globals"
import { eventRejected } from "../../../shared/base/contracts/event-rejected.ts"
import { manifestDeclared } from "../../../shared/base/contracts/manifest-declared.ts"
import { shipmentDelivered } from "../../../shared/base/contracts/shipment-delivered.ts"
import { shipmentProgressed } from "../../../shared/base/contracts/shipment-progressed.ts"
import type { Shipper } from "../../../shared/base/contracts/shipper.ts"
import { createdBy, gateWorld, published } from "./gate-world.ts"

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
    await world.publish({ ...forged, source: "wayseal.carrier.southpost" })
    expect(world.records.rows()).toEqual([])
    expect(world.bus.published(eventRejected).length).toBeGreaterThan(0)
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
      line.message === "Messages handled" ? [line.fields.outcomes] : [],
    )
    expect(outcomes).toEqual(["recorded 1", "duplicate 1", "stale 1"])
  })
})

describe("recording shippers", () => {
  const manifest = (id: string, ...shippers: readonly Shipper[]) =>
    published("northpost", manifestDeclared, {
      id,
      data: { parcels: shippers.map((shipper, place) => ({ trackingNumber: `NP402188730${place}CA`, shipper })) },
    })

  it("records the shipper that comes with a status", async () => {
    const world = gateWorld()
    await world.publish(
      createdBy("leafline", "e1", { trackingNumber }),
      createdBy("maplebooks", "e2", { shipmentId: "shp_b", orderReference: "MB1234566", trackingNumber }),
      published("northpost", shipmentProgressed, {
        id: "p1",
        data: {
          trackingNumber,
          status: "in-transit",
          at: "2026-11-02T08:00:00.000Z",
          shipper: { kind: "retailerAlias", retailerAlias: "maple books" },
        },
      }),
    )
    expect(await world.records.byTrackingNumber("northpost", trackingNumber)).toMatchObject({
      retailerId: "maplebooks",
      status: "in-transit",
    })
  })

  it("answers the alias of a discreet retailer like an unknown one, and records the other entries", async () => {
    const world = gateWorld()
    await world.publish(
      manifest(
        "m1",
        { kind: "retailerAlias", retailerAlias: "Leafline" },
        { kind: "retailerAlias", retailerAlias: "Maple Books" },
        { kind: "retailerAlias", retailerAlias: "Nobody Inc" },
      ),
    )
    const rule = { path: "data.parcels[].shipper.retailerAlias", rule: "unknownParty" }
    expect(world.bus.published(eventRejected, "northpost")).toMatchObject([
      {
        data: {
          problems: [
            { ...rule, index: 0 },
            { ...rule, index: 2 },
          ],
        },
      },
    ])
    expect(world.records.rows()).toMatchObject([{ kind: "parcel", shipper: { retailerId: "maplebooks" } }])
  })

  it("records a status whose shipper has an unknown alias", async () => {
    const world = gateWorld()
    await world.publish(
      published("northpost", shipmentProgressed, {
        id: "p1",
        data: {
          trackingNumber,
          status: "in-transit",
          at: "2026-11-02T08:00:00.000Z",
          shipper: { kind: "retailerAlias", retailerAlias: "Leafline" },
        },
      }),
    )
    expect(world.bus.published(eventRejected, "northpost")).toMatchObject([
      { data: { problems: [{ path: "data.shipper.retailerAlias", rule: "unknownParty" }] } },
    ])
    expect(await world.records.byTrackingNumber("northpost", trackingNumber)).toMatchObject({ status: "in-transit" })
  })

  it("ignores an unknown account without an answer, and stores no account", async () => {
    const world = gateWorld()
    await world.publish(
      manifest("m1", { kind: "account", account: "0000-00000" }, { kind: "account", account: "8841-20931" }),
    )
    expect(world.bus.published(eventRejected)).toEqual([])
    expect(world.records.rows()).toMatchObject([{ shipper: { retailerId: "leafline" } }])
    expect(JSON.stringify([world.records.rows(), world.telemetry.lines])).not.toContain("8841")
  })

  it("gives no parcel of another carrier away", async () => {
    const world = gateWorld()
    await world.publish(createdBy("leafline", "e1", { trackingNumber: "NP4021887300CA" }))
    const forged = manifest("m1", { kind: "retailerAlias", retailerAlias: "Maple Books" })
    await world.publish({ ...forged, source: "wayseal.carrier.southpost" })
    expect(world.telemetry.counts["SpoofedEvent"]).toBe(1)
    expect((await world.records.byTrackingNumber("northpost", "NP4021887300CA"))?.retailerId).toBe("leafline")
  })
})
