import { describe, expect, it } from "@jest/globals"
import { eventRejected } from "../../../shared/base/contracts/event-rejected.ts"
import { shipmentCancelled } from "../../../shared/base/contracts/shipment-cancelled.ts"
import { shipmentDelivered } from "../../../shared/base/contracts/shipment-delivered.ts"
import { shipmentProgressed } from "../../../shared/base/contracts/shipment-progressed.ts"
import { trackingNumberAssigned } from "../../../shared/base/contracts/tracking-number-assigned.ts"
import { createdBy, gateWorld, type PartyEvent, published } from "./gate-world.ts"

const canary = {
  orderReference: "LL-7391846",
  postalCode: "V6B 4N7",
  addressLine: "4711 Canary Wharf Lane",
  trackingNumber: "NPCANARY739184CA",
  unclaimedNumber: "NPCANARY555555CA",
  linkTokenDigest: "CANARYdigest_CANARYdigest_CANARYdigest_CANA",
  signatory: "Tweety von Canary",
  eventId: "canary-event-LL-7391846",
}
const shipmentId = "shp_opaque"
const { trackingNumber } = canary

/** One shipment from creation to delivery, and an unclaimed parcel. No event contradicts another. */
const history: PartyEvent[] = [
  createdBy("leafline", canary.eventId, {
    shipmentId,
    orderReference: canary.orderReference,
    linkTokenDigest: canary.linkTokenDigest,
    recipient: { postalCode: canary.postalCode, country: "CA", addressLine: canary.addressLine },
  }),
  published("leafline", trackingNumberAssigned, {
    id: "e2",
    data: { shipmentId, trackingNumber },
    occurredAt: "2026-11-01T15:00:00.000Z",
  }),
  published("northpost", shipmentProgressed, {
    id: "p1",
    data: { trackingNumber, status: "in-transit", at: "2026-11-02T08:00:00.000Z" },
  }),
  published("northpost", shipmentDelivered, {
    id: "p2",
    data: {
      trackingNumber,
      deliveredAt: "2026-11-03T15:00:00.000Z",
      signatory: canary.signatory,
    },
  }),
  published("northpost", shipmentProgressed, {
    id: "p3",
    data: {
      trackingNumber: canary.unclaimedNumber,
      status: "pre-transit",
      at: "2026-11-02T08:00:00.000Z",
    },
  }),
]
const contradictions: PartyEvent[] = [
  createdBy("leafline", "e3", { shipmentId, orderReference: "LL-7391847", trackingNumber }),
  createdBy("maplebooks", "e4", { shipmentId: "shp_b", orderReference: canary.orderReference, trackingNumber }),
  createdBy("leafline", "e5", { shipmentId: `x-${canary.orderReference}`, orderReference: canary.orderReference }),
  published("leafline", shipmentCancelled, {
    id: "e6",
    data: { shipmentId, reason: "lost" },
    occurredAt: "2026-11-04T08:00:00.000Z",
  }),
]

type World = ReturnType<typeof gateWorld>

/** What the gate stored and rejected, in a form that does not depend on sealing. */
async function endState(world: World) {
  const {
    sealedOrderReference: _,
    sealedTrackingNumber: __,
    ...record
  } = (await world.records.byShipmentId("leafline", shipmentId)) ?? {}
  const unclaimed = await world.records.byTrackingNumber("northpost", canary.unclaimedNumber)
  return {
    record,
    unclaimed: unclaimed?.status,
    rows: world.records
      .rows()
      .map((row) => [row.recordId, row.expiresAt])
      .sort(),
    head: await world.profiles.get("leafline"),
    rejected: world.bus.published(eventRejected).length,
  }
}

/** The published events except progress, which depends on the order of arrival. */
const lastingEvents = (world: World) =>
  new Set(
    world.bus.events
      .filter((event) => event["detail-type"] !== "ShipmentProgressed")
      .map((event) => JSON.stringify(event.detail)),
  )

describe("the redaction gate", () => {
  it("ends with the same records and the same published events in any order of arrival", async () => {
    const expected = gateWorld()
    await expected.publish(...history)
    const state = await endState(expected)
    expect(state.record).toMatchObject({ status: "delivered", signatoryRecorded: true })
    for (const order of permutations(history)) {
      const world = gateWorld()
      await world.publish(...order)
      expect(await endState(world)).toEqual(state)
      expect(lastingEvents(world)).toEqual(lastingEvents(expected))
    }
  })

  it("ends the same after a crash of any handler at any await", async () => {
    const points: string[] = []
    const counting = gateWorld(async (point) => {
      points.push(point)
    })
    await counting.publish(...history)
    const awaits = points.length
    const state = await endState(counting)
    const expected = new Set(counting.bus.events.map((event) => JSON.stringify(event.detail)))
    expect(awaits).toBeGreaterThan(40)
    for (let crashAt = 0; crashAt < awaits; crashAt++) {
      let passed = 0
      const world = gateWorld(async () => {
        if (passed++ === crashAt) throw new Error("crashed")
      })
      await world.publish(...history)
      expect(await endState(world)).toEqual(state)
      expect(new Set(world.bus.events.map((event) => JSON.stringify(event.detail)))).toEqual(expected)
    }
  })

  it("ends the same when every event comes twice and all are handled at the same time", async () => {
    const expected = gateWorld()
    await expected.publish(...history)
    const world = gateWorld(() => new Promise((resolve) => setImmediate(resolve)))
    await Promise.all([...history, ...history].map((event) => world.receive(event)))
    await world.relay()
    expect(await endState(world)).toEqual(await endState(expected))
    expect(lastingEvents(world)).toEqual(lastingEvents(expected))
  })

  it("writes no raw value to rows, keys, logs, metrics or events", async () => {
    const world = gateWorld()
    await world.publish(...history, ...contradictions)
    expect(world.telemetry.counts["ClaimContested"]).toBe(1)
    expect(world.bus.published(eventRejected)).toHaveLength(2)
    const kept = JSON.stringify([
      world.records.rows(),
      world.keys.rows(),
      world.profiles.rows(),
      world.telemetry.lines,
      world.telemetry.counts,
    ])
    const rejections = world.bus.events.filter((event) => event["detail-type"] === "EventRejected")
    const published = JSON.stringify(world.bus.events.filter((event) => !rejections.includes(event)))
    for (const [name, value] of Object.entries(canary)) {
      for (const form of formsOf(value)) {
        expect({ name, kept: kept.toUpperCase().includes(form) }).toEqual({ name, kept: false })
        const issuer = value === trackingNumber ? "carrier" : "nobody"
        if (issuer === "nobody")
          expect({ name, published: published.toUpperCase().includes(form) }).toEqual({ name, published: false })
      }
    }
    const withNumber = world.bus.events.filter((event) => JSON.stringify(event.detail).includes(trackingNumber))
    expect(withNumber.map((event) => event["detail-type"])).toEqual(["ShipmentCreated"])
    expect(withNumber).toMatchObject([{ detail: { metadata: { audience: "northpost" } } }])
    // Only the sender receives a rejection. It contains the id of the sender's event, to name the event.
    for (const { detail } of rejections)
      for (const value of [canary.orderReference, canary.postalCode, canary.addressLine, trackingNumber])
        expect(JSON.stringify(detail)).not.toContain(value)
  })
})

/** Every form of a value to search for: in capitals, without blanks and hyphens, and encoded. */
function formsOf(value: string): string[] {
  const plain = value.toUpperCase()
  const bytes = Buffer.from(value)
  return [plain, plain.replace(/[^A-Z0-9]/g, ""), bytes.toString("hex"), bytes.toString("base64url")].map((form) =>
    form.toUpperCase(),
  )
}

function* permutations<Item>(items: readonly Item[]): Generator<Item[]> {
  if (items.length === 0) yield []
  for (const [index, item] of items.entries())
    for (const rest of permutations(items.toSpliced(index, 1))) yield [item, ...rest]
}
