import { describe, expect, it } from "@jest/globals"
import { claimAnswered } from "../../../shared/base/contracts/claim-answered.ts"
import { manifestDeclared } from "../../../shared/base/contracts/manifest-declared.ts"
import { redactedShipmentCreated } from "../../../shared/base/contracts/shipment-created.ts"
import { redactedShipmentDelivered, shipmentDelivered } from "../../../shared/base/contracts/shipment-delivered.ts"
import { redactedShipmentProgressed, shipmentProgressed } from "../../../shared/base/contracts/shipment-progressed.ts"
import { trackingNumberAssigned } from "../../../shared/base/contracts/tracking-number-assigned.ts"
import type { TrackingRow } from "../../../shared/intake/tracking/tracking-record.ts"
import type { TableChange } from "../../dynamo/store-in-memory.ts"
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

const shippedBy = (id: string, account: string, occurredAt: string) =>
  published("northpost", manifestDeclared, {
    id,
    data: { parcels: [{ trackingNumber, shipper: { kind: "account", account } }] },
    occurredAt,
  })
const byMapleBooks = (id: string, occurredAt: string) =>
  published("northpost", manifestDeclared, {
    id,
    data: { parcels: [{ trackingNumber, shipper: { kind: "retailerAlias", retailerAlias: "Maple Books" } }] },
    occurredAt,
  })
const byLeafline = shippedBy("m0", "8841-20931", "2026-11-01T09:00:00.000Z")
const claimOfMapleBooks = createdBy("maplebooks", "e2", {
  shipmentId: "shp_b",
  orderReference: "MB1234566",
  trackingNumber,
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

  it("publishes what a batch of changes comes to with one call for ten events", async () => {
    let calls = 0
    const world = gateWorld(async (point) => {
      if (point === "exchange: before PutEvents") calls += 1
    })
    for (let number = 0; number < 25; number += 1)
      await world.receive(
        createdBy("maplebooks", `e${number}`, {
          shipmentId: `shp_${number}`,
          orderReference: `MB12345${number + 10}`,
          trackingNumber: `NP40218873${number + 10}CA`,
        }),
      )
    await world.relay()
    expect(world.bus.published(redactedShipmentCreated, "northpost")).toHaveLength(25)
    expect(world.bus.published(claimAnswered, "maplebooks")).toHaveLength(25)
    expect(calls).toBe(5)
  })

  it("publishes progress to the retailer under its own shipment id", async () => {
    const world = gateWorld()
    await world.publish(
      byLeafline,
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
    await world.publish(byLeafline, delivered("p1", "2026-11-03T15:00:00.000Z"))
    expect(world.bus.events).toEqual([])
    await world.publish(createdBy("leafline", "e1", { trackingNumber }))
    expect(world.bus.published(redactedShipmentDelivered, "leafline").map((event) => event.data)).toEqual([
      { shipmentId, deliveredAt: "2026-11-03T15:00:00.000Z", signatoryRecorded: false },
    ])
  })

  it("publishes no status that goes back", async () => {
    const world = gateWorld()
    await world.publish(
      byLeafline,
      createdBy("leafline", "e1", { trackingNumber }),
      delivered("p1", "2026-11-03T15:00:00.000Z"),
      progressed("p2", "in-transit", "2026-11-04T08:00:00.000Z"),
    )
    expect(world.bus.published(redactedShipmentProgressed)).toEqual([])
  })

  it("publishes a return after a delivery", async () => {
    const world = gateWorld()
    await world.publish(
      byLeafline,
      createdBy("leafline", "e1", { trackingNumber }),
      delivered("p1", "2026-11-03T15:00:00.000Z"),
      progressed("p2", "returned", "2026-11-04T08:00:00.000Z"),
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
      byLeafline,
      createdBy("leafline", "e1", { trackingNumber }),
      progressed("p1", "in-transit", "2026-11-02T08:00:00.000Z"),
      delivered("p2", "2026-11-03T15:00:00.000Z", "J. Doe"),
    )
    const first = world.bus.events.map((event) => JSON.stringify(event.detail))
    expect(first).toHaveLength(4)
    await world.relayAgain(changes)
    const again = world.bus.events.slice(first.length).map((event) => JSON.stringify(event.detail))
    expect(again).toEqual(first)
  })
})

describe("relaying claims", () => {
  const answers = (world: ReturnType<typeof gateWorld>, retailer: string) =>
    world.bus.published(claimAnswered, retailer).map(({ data }) => data.answer)

  it("gives the first claim and a later claim of another retailer the same answer", async () => {
    const world = gateWorld()
    await world.publish(createdBy("leafline", "e1", { trackingNumber }), claimOfMapleBooks)
    const numberedAt = "2026-11-01T14:00:00.000Z"
    expect(world.bus.published(claimAnswered).map(({ data }) => data)).toEqual([
      { shipmentId, numberedAt, answer: "claimPending" },
      { shipmentId: "shp_b", numberedAt, answer: "claimPending" },
    ])
  })

  it("publishes progress to the first claimant only while the carrier names it, and then to the one that it names", async () => {
    const world = gateWorld()
    await world.publish(
      createdBy("leafline", "e1", { trackingNumber }),
      claimOfMapleBooks,
      progressed("p1", "in-transit", "2026-11-02T08:00:00.000Z"),
    )
    expect(world.bus.published(redactedShipmentProgressed, "leafline")).toEqual([])
    await world.publish(byLeafline)
    expect(world.bus.published(redactedShipmentProgressed, "leafline")).toHaveLength(1)
    expect(world.bus.published(redactedShipmentProgressed, "maplebooks")).toEqual([])

    await world.publish(byMapleBooks("m1", "2026-11-02T09:00:00.000Z"))
    expect(answers(world, "leafline")).toEqual(["claimPending", "claimConfirmed", "claimRefused"])
    expect(answers(world, "maplebooks")).toEqual(["claimPending", "claimRefused", "claimConfirmed"])
    expect(world.bus.published(redactedShipmentProgressed, "maplebooks").map(({ data }) => data)).toEqual([
      { shipmentId: "shp_b", status: "in-transit", at: "2026-11-02T08:00:00.000Z" },
    ])

    await world.publish(delivered("p2", "2026-11-03T15:00:00.000Z"))
    expect(world.bus.published(redactedShipmentDelivered, "leafline")).toEqual([])
    expect(world.bus.published(redactedShipmentDelivered, "maplebooks")).toHaveLength(1)
  })

  it("publishes the parcel to its carrier again when another shipment gets it", async () => {
    const world = gateWorld()
    await world.publish(createdBy("leafline", "e1", { trackingNumber }), claimOfMapleBooks)
    expect(world.bus.published(redactedShipmentCreated, "northpost")).toHaveLength(1)
    await world.publish(byMapleBooks("m1", "2026-11-02T09:00:00.000Z"))
    expect(world.bus.published(redactedShipmentCreated, "northpost").map(({ data }) => data)).toEqual([
      { trackingNumber },
      { trackingNumber, retailerAlias: "Maple Books" },
    ])
  })

  it("confirms a discreet retailer by the account that the carrier gave it", async () => {
    const world = gateWorld()
    await world.publish(
      shippedBy("m1", "8841-20931", "2026-11-01T09:00:00.000Z"),
      createdBy("leafline", "e1", { trackingNumber }),
    )
    expect(answers(world, "leafline")).toEqual(["claimConfirmed"])
  })

  it("publishes the same progress to each shipment of a retailer that shares the parcel", async () => {
    const world = gateWorld()
    await world.publish(
      byMapleBooks("m1", "2026-11-01T09:00:00.000Z"),
      claimOfMapleBooks,
      createdBy("maplebooks", "e3", { shipmentId: "shp_c", orderReference: "MB1234574", trackingNumber }),
      delivered("p1", "2026-11-03T15:00:00.000Z"),
    )
    const received = world.bus.published(redactedShipmentDelivered, "maplebooks").map(({ data }) => data.shipmentId)
    expect(received).toEqual(["shp_b", "shp_c"])
  })

  it("publishes each final answer once under one id, in any order, with repeats and after a crash anywhere", async () => {
    const history = [
      createdBy("leafline", "e1", { trackingNumber }),
      claimOfMapleBooks,
      byMapleBooks("m1", "2026-11-02T09:00:00.000Z"),
      delivered("p1", "2026-11-03T15:00:00.000Z"),
    ]
    for (const order of permutations(history)) {
      for (let crashAt = 0; crashAt < 48; crashAt += 3) {
        let effects = 0
        const world = gateWorld(async () => {
          if (effects++ === crashAt) throw new Error("crashed")
        })
        await world.publish(...order, ...order)
        const last = new Map(world.bus.published(claimAnswered).map(({ data }) => [data.shipmentId, data.answer]))
        expect(Object.fromEntries(last)).toEqual({ [shipmentId]: "claimRefused", shp_b: "claimConfirmed" })
        const deliveries = world.bus.published(redactedShipmentDelivered, "maplebooks")
        expect(new Set(deliveries.map(({ metadata }) => metadata.id)).size).toBe(1)
        const right = await world.records.byTrackingNumber("northpost", trackingNumber)
        expect(right).toMatchObject({ shipmentId: "shp_b", status: "delivered" })
      }
    }
  }, 30_000)
})

function* permutations<Item>(items: readonly Item[]): Generator<Item[]> {
  if (items.length === 0) yield []
  for (const [index, item] of items.entries())
    for (const rest of permutations(items.toSpliced(index, 1))) yield [item, ...rest]
}
