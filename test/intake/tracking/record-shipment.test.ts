import { describe, expect, it } from "@jest/globals"
import { eventRejected } from "../../../shared/base/contracts/event-rejected.ts"
import { shipmentCancelled } from "../../../shared/base/contracts/shipment-cancelled.ts"
import { redactedShipmentCreated } from "../../../shared/base/contracts/shipment-created.ts"
import { shipmentDelivered } from "../../../shared/base/contracts/shipment-delivered.ts"
import { trackingNumberAssigned } from "../../../shared/base/contracts/tracking-number-assigned.ts"
import { erasureIdOf } from "../../../shared/intake/tracking/erasures.ts"
import { claimsPerRetailer } from "../../../shared/intake/tracking/parcel-claims.ts"
import { unsealOrderReference } from "../../../shared/intake/tracking/record-proofs.ts"
import { createdBy, gateWorld, published } from "./gate-world.ts"

describe("recording shipments", () => {
  it("stores a shipment and advances the latest order number of its retailer", async () => {
    const world = gateWorld()
    await world.publish(createdBy("leafline", "e1"))
    expect(await world.records.byShipmentId("leafline", "shp_7Hq2mZ0c")).toMatchObject({ carrierId: "northpost" })
    const record = await world.records.byShipmentId("leafline", "shp_7Hq2mZ0c")
    expect(record && (await unsealOrderReference(world.sealer, record))).toBe("LL-0048213")
    expect((await world.profiles.get("leafline"))?.sequenceHead).toEqual({
      ordinal: world.hashes.blindOrdinal("leafline", 48213),
      at: "2026-11-01T14:00:00.000Z",
    })
  })

  it("stores what the hub's key opens again of references and numbers, and of nothing else (promise: sealed-for-its-issuer)", async () => {
    const world = gateWorld()
    const trackingNumber = "NP4021887304CA"
    await world.publish(createdBy("leafline", "e1", { trackingNumber }))
    const data = { trackingNumber, deliveredAt: "2026-11-03T15:22:00.000Z", signatory: "J. Recipient" }
    await world.publish(published("northpost", shipmentDelivered, { id: "e2", data }))
    const opened = await Promise.all(
      world.records.rows().flatMap((row) => {
        const owner = row.kind === "parcel" ? "party#northpost" : "party#leafline"
        return [...JSON.stringify(row).matchAll(/"sealed(\w)(\w+)":"([^"]+)"/g)].map(
          async ([, initial = "", rest = "", text = ""]) =>
            world.sealer.unseal(owner, row.recordId, initial.toLowerCase() + rest, text),
        )
      }),
    )
    expect(opened.sort()).toEqual(["LL-0048213", trackingNumber, trackingNumber])
    const rows = JSON.stringify(world.records.rows())
    for (const raw of ["LL-0048213", trackingNumber, "M5V", "Yonge", "Recipient"]) expect(rows).not.toContain(raw)
  })

  describe("of a batch", () => {
    const ordinals = [48213, 48219, 48215]
    const batch = ordinals.map((ordinal, place) =>
      createdBy("leafline", `e${place}`, { shipmentId: `shp_${place}`, orderReference: `LL-00${ordinal}` }),
    )
    /** A gate that counts the advances of retailers, and fails those that the test tells it to. */
    const countingGate = (failed: (advance: number) => boolean = () => false) => {
      const advances = { count: 0 }
      const world = gateWorld(async (point) => {
        if (point !== "retailerProfiles.updateItem:before") return
        advances.count += 1
        if (failed(advances.count)) throw new Error("throttled")
      })
      return { ...world, advances }
    }
    const latestOf = async ({ profiles, hashes }: ReturnType<typeof gateWorld>) => ({
      stored: (await profiles.get("leafline"))?.sequenceHead?.ordinal,
      expected: hashes.blindOrdinal("leafline", 48219),
    })

    it("advances each retailer once, to its highest order number", async () => {
      const world = countingGate()
      expect(await world.receiveTogether(...batch)).toEqual([])
      expect(world.advances.count).toBe(1)
      const { stored, expected } = await latestOf(world)
      expect(stored).toBe(expected)
      expect(await world.receiveTogether(...batch)).toEqual([])
      expect(world.advances.count).toBe(2)
    })

    it("writes the shipments and their parcels in one transaction", async () => {
      const calls: string[] = []
      const world = gateWorld(async (point) => void (point.startsWith("trackingRecords.") && calls.push(point)))
      const shipments = [1, 2, 3].map((name) =>
        createdBy("leafline", `e${name}`, { shipmentId: `shp_${name}`, trackingNumber: `NP402188730${name}CA` }),
      )
      expect(await world.receiveTogether(...shipments)).toEqual([])
      expect(calls.filter((point) => point.endsWith(":before"))).toEqual([
        "trackingRecords.batchGetItem:before",
        "trackingRecords.transactWriteItems:before",
      ])
    })

    it("applies one event of a shipment after the other", async () => {
      const world = gateWorld()
      const numbered = (id: string, trackingNumber: string, occurredAt: string) =>
        published("leafline", trackingNumberAssigned, { id, occurredAt, data: { shipmentId, trackingNumber } })
      const shipmentId = "shp_1"
      const events = [
        createdBy("leafline", "e1", { shipmentId, trackingNumber: "NP4021887301CA" }),
        numbered("n1", "NP4021887302CA", "2026-11-02T14:00:00.000Z"),
        numbered("n2", "NP4021887303CA", "2026-11-03T14:00:00.000Z"),
      ]
      expect(await world.receiveTogether(...events)).toEqual([])
      const found = (number: string) => world.records.byTrackingNumber("northpost", number)
      expect(await found("NP4021887303CA")).toMatchObject({ shipmentId, createdAt: "2026-11-01T14:00:00.000Z" })
      expect(await found("NP4021887301CA")).toBeUndefined()
      expect(await found("NP4021887302CA")).toBeUndefined()
    })

    it("keeps every message of a retailer whose advance was not written, and repeats it with them", async () => {
      const world = countingGate((advance) => advance === 1)
      const withoutOrdinal = createdBy("leafline", "e9", { shipmentId: "shp_9", orderReference: "STAFF-1" })
      expect((await world.receiveTogether(...batch, withoutOrdinal)).sort()).toEqual(["m0", "m1", "m2"])
      expect((await latestOf(world)).stored).toBeUndefined()
      expect(await world.receiveTogether(...batch)).toEqual([])
      const { stored, expected } = await latestOf(world)
      expect(stored).toBe(expected)
    })
  })

  it("does not advance the latest order number for a reference without an ordinal", async () => {
    const world = gateWorld()
    await world.publish(
      createdBy("leafline", "e1", { orderReference: "STAFF-1" }),
      createdBy("maplebooks", "e2", { shipmentId: "shp_b", orderReference: "MB1234567" }),
    )
    expect(world.profiles.rows()).toEqual([])
  })

  it("rejects a second creation of the same shipment with other content", async () => {
    const world = gateWorld()
    await world.publish(createdBy("leafline", "e1"), createdBy("leafline", "e2", { orderReference: "LL-0048214" }))
    expect(world.bus.published(eventRejected, "leafline")).toMatchObject([
      { data: { problems: [{ path: "data.shipmentId", rule: "conflict" }] } },
    ])
  })

  it("rejects other content under the id of an event that came before, and takes a repeat in silence", async () => {
    const world = gateWorld()
    const [event] = [createdBy("leafline", "e1", { trackingNumber: "NP4021887301CA" })]
    await world.publish(event, event)
    expect(world.bus.published(eventRejected)).toEqual([])
    const rows = world.records.rows()
    await world.publish(createdBy("leafline", "e1", { trackingNumber: "NP4021887302CA" }))
    expect(world.bus.published(eventRejected, "leafline")).toMatchObject([
      { data: { problems: [{ path: "metadata.id", rule: "idReused", fix: expect.stringContaining("of its own") }] } },
    ])
    expect(world.records.rows()).toEqual(rows)
  })

  it("drops late events of an erased shipment, and rejects a later one that uses its id again", async () => {
    const world = gateWorld()
    await world.erasures.begin({
      erasureKey: erasureIdOf(world.hashes, { retailerId: "leafline", shipmentId: "shp_7Hq2mZ0c" }),
      kind: "shipment",
      retailerId: "leafline",
      requestedAt: "2026-11-01T15:00:00.000Z",
      held: [],
      sealedTraces: "s1.sealed",
      expiresAt: 1_900_000_000,
    })
    await world.publish(createdBy("leafline", "e1"), createdBy("maplebooks", "e2", { orderReference: "MB1234567" }))
    expect(world.bus.published(eventRejected)).toEqual([])
    expect(world.records.rows()).toMatchObject([{ retailerId: "maplebooks" }])
    const data = { shipmentId: "shp_7Hq2mZ0c", trackingNumber: "NP4021887304CA" }
    const reused = { id: "e3", data, occurredAt: "2026-11-02T15:00:00.000Z" }
    await world.publish(published("leafline", trackingNumberAssigned, reused))
    expect(world.bus.published(eventRejected, "leafline")).toMatchObject([
      { data: { problems: [{ path: "data.shipmentId", rule: "conflict" }] } },
    ])
    expect(world.records.rows()).toHaveLength(1)
  })

  describe("of two tracking numbers", () => {
    const first = createdBy("leafline", "e1", { trackingNumber: "NP4021887301CA" })
    const numbered = (id: string, trackingNumber: string, occurredAt: string) =>
      published("leafline", trackingNumberAssigned, {
        id,
        occurredAt,
        data: { shipmentId: "shp_7Hq2mZ0c", trackingNumber },
      })
    const sameTime = "2026-11-01T14:00:00.000Z"

    it.each([
      ["another event", "e2"],
      ["the same event id", "e1"],
    ])("rejects the second if it has the time of the first, with %s", async (_, id) => {
      const world = gateWorld()
      await world.publish(first, numbered(id, "NP4021887302CA", sameTime))
      expect(world.bus.published(eventRejected)).toMatchObject([
        {
          metadata: { audience: "leafline" },
          data: { problems: [{ path: "data.trackingNumber", rule: "conflict", fix: expect.stringMatching(/later/) }] },
        },
      ])
    })

    it("keeps the same one in both orders of arrival", async () => {
      const events = [numbered("n1", "NP4021887301CA", sameTime), numbered("n2", "NP4021887302CA", sameTime)]
      const kept = async (order: typeof events) => {
        const world = gateWorld()
        await world.publish(createdBy("leafline", "e1"), ...order)
        return (await world.records.byTrackingNumber("northpost", "NP4021887301CA"))?.shipmentId
      }
      expect(await kept(events)).toBe(await kept(events.toReversed()))
    })

    it("accepts the second if it is the same number", async () => {
      const world = gateWorld()
      await world.publish(first, numbered("e2", "NP4021887301CA", sameTime))
      expect(world.bus.published(eventRejected)).toEqual([])
    })

    it("accepts a later one, which counts", async () => {
      const world = gateWorld()
      await world.publish(first, numbered("e2", "NP4021887302CA", "2026-11-01T15:00:00.000Z"))
      expect(world.bus.published(eventRejected)).toEqual([])
      expect(await world.records.byTrackingNumber("northpost", "NP4021887302CA")).toMatchObject({
        shipmentId: "shp_7Hq2mZ0c",
      })
    })
  })

  it("accepts repeats without a rejection", async () => {
    const world = gateWorld()
    await world.publish(createdBy("leafline", "e1"), createdBy("leafline", "e1"), createdBy("leafline", "e2"))
    expect(world.bus.published(eventRejected)).toEqual([])
    expect(world.records.rows()).toHaveLength(1)
  })

  it.each([
    ["the order reference", { shipmentId: "shp_LL0048213" }],
    ["the order reference, without its hyphen", { shipmentId: "ll0048213" }],
    ["the tracking number", { shipmentId: "np4021887304ca.1", trackingNumber: "NP4021887304CA" }],
  ])("rejects a shipment id that reveals %s, and stores nothing", async (_what, change) => {
    const world = gateWorld()
    await world.publish(createdBy("leafline", "e1", change))
    expect(world.bus.published(eventRejected, "leafline")).toMatchObject([
      { data: { problems: [{ path: "data.shipmentId", rule: "notOpaque" }] } },
    ])
    expect(world.records.rows()).toEqual([])
  })

  const trackingNumber = "NPLL0048213"
  const assigned = published("leafline", trackingNumberAssigned, {
    id: "e2",
    data: { shipmentId: "shp_7Hq2mZ0c", trackingNumber },
  })

  it.each([
    ["with its creation", [createdBy("leafline", "e1", { trackingNumber })]],
    ["after its creation", [createdBy("leafline", "e1"), assigned]],
    ["before its creation", [assigned, createdBy("leafline", "e1")]],
  ])("rejects an order reference in a tracking number, which the carrier would receive, %s", async (_when, events) => {
    const world = gateWorld()
    await world.publish(...events)
    expect(world.bus.published(eventRejected, "leafline")).toMatchObject([
      { data: { problems: [{ path: "data.trackingNumber", rule: "notOpaque" }] } },
    ])
    await world.relay()
    expect(world.bus.published(redactedShipmentCreated)).toEqual([])
  })

  it("rejects a carrier that is not in the exchange", async () => {
    const world = gateWorld()
    await world.publish(createdBy("leafline", "e1", { carrierId: "southpost" }))
    expect(world.bus.published(eventRejected, "leafline")).toMatchObject([
      { data: { problems: [{ path: "data.carrierId", rule: "unknownParty" }] } },
    ])
  })

  it("answers the claim of another retailer's parcel like a success, and counts it once", async () => {
    const world = gateWorld()
    const trackingNumber = "NP4021887304CA"
    await world.publish(
      createdBy("leafline", "e1", { trackingNumber }),
      createdBy("maplebooks", "e2", { shipmentId: "shp_b", orderReference: "MB1234566" }),
      published("maplebooks", trackingNumberAssigned, { id: "e3", data: { shipmentId: "shp_b", trackingNumber } }),
      published("maplebooks", shipmentCancelled, { id: "e4", data: { shipmentId: "shp_b", reason: "lost" } }),
    )
    expect(world.bus.published(eventRejected)).toEqual([])
    expect(world.telemetry.counts["ClaimContested"]).toBe(1)
    expect((await world.records.byTrackingNumber("northpost", trackingNumber))?.retailerId).toBe("leafline")
  })

  it("rejects a shipment when too many others of its retailer share its parcel", async () => {
    const world = gateWorld()
    const sharing = (place: number) =>
      createdBy("maplebooks", `e${place}`, {
        shipmentId: `shp_${place}`,
        orderReference: "MB1234566",
        trackingNumber: "NP4021887304CA",
      })
    await world.publish(...Array.from({ length: claimsPerRetailer + 1 }, (_, place) => sharing(place)))
    expect(world.bus.published(eventRejected, "maplebooks")).toMatchObject([
      { data: { problems: [{ path: "data.trackingNumber", rule: "limit" }] } },
    ])
    expect(await world.records.byShipmentId("maplebooks", `shp_${claimsPerRetailer}`)).toBeUndefined()
  })

  it("records a cancellation", async () => {
    const world = gateWorld()
    await world.publish(
      createdBy("leafline", "e1"),
      published("leafline", shipmentCancelled, {
        id: "e2",
        data: { shipmentId: "shp_7Hq2mZ0c", reason: "customerCancelled" },
        occurredAt: "2026-11-01T16:00:00.000Z",
      }),
    )
    expect((await world.records.byShipmentId("leafline", "shp_7Hq2mZ0c"))?.cancelledAt).toBe("2026-11-01T16:00:00.000Z")
  })
})
