import { describe, expect, it } from "@jest/globals"
import { claimAnswered } from "../../../shared/base/contracts/claim-answered.ts"
import { eventRejected } from "../../../shared/base/contracts/event-rejected.ts"
import { redactedShipmentCreated } from "../../../shared/base/contracts/shipment-created.ts"
import { shipmentDelivered } from "../../../shared/base/contracts/shipment-delivered.ts"
import { eventSource } from "../../../shared/parties/party-directory.ts"
import { swiftpost, thatNames } from "../../parties/named-counterparties.ts"
import { accessWorld } from "../../watch/lookups/access-world.ts"
import { byReference, mailed, right } from "../../watch/lookups/lookup-world.ts"
import { createdBy, gateWorld, published } from "./gate-world.ts"

const carrierId = "leafline--swiftpost"
const trackingNumber = "SP4021887304CA"
const naming = thatNames({ leafline: [swiftpost] })
const world = () => gateWorld(undefined, naming)

describe("a shipment of a carrier that takes no part", () => {
  it("is recorded for the retailer that named the carrier, and sent to nobody", async () => {
    const gate = world()
    await gate.publish(createdBy("leafline", "e1", { carrierId, trackingNumber }))
    expect(await gate.records.byShipmentId("leafline", "shp_7Hq2mZ0c")).toMatchObject({ carrierId })
    expect(gate.bus.published(eventRejected)).toEqual([])
    expect(gate.bus.published(redactedShipmentCreated)).toEqual([])
    expect(gate.bus.published(claimAnswered, "leafline")).toMatchObject([{ data: { answer: "claimPending" } }])
  })

  it.each([
    ["of another retailer", "maplebooks", carrierId],
    ["of a carrier that the retailer did not name", "leafline", "leafline--other"],
  ] as const)("%s is rejected, and the answer says how to name one", async (_what, party, unknown) => {
    const gate = world()
    await gate.publish(createdBy(party, "e1", { carrierId: unknown, orderReference: "MB-1" }))
    expect(await gate.records.byShipmentId(party, "shp_7Hq2mZ0c")).toBeUndefined()
    const [rejection] = gate.bus.published(eventRejected, party)
    expect(rejection?.data.problems).toMatchObject([{ path: "data.carrierId", rule: "unknownParty" }])
    expect(JSON.stringify(rejection?.data.problems)).toContain("name it in `counterparties` of your settings")
  })

  it("gets no progress from whoever writes the carrier's source", async () => {
    const gate = world()
    await gate.publish(createdBy("leafline", "e1", { carrierId, trackingNumber }))
    const delivered = published("northpost", shipmentDelivered, {
      id: "d1",
      data: { trackingNumber, deliveredAt: "2026-11-02T14:00:00.000Z" },
    })
    await gate.publish({ ...delivered, source: eventSource({ kind: "carrier", id: carrierId }) })
    const record = await gate.records.byShipmentId("leafline", "shp_7Hq2mZ0c")
    expect(record?.deliveredAt).toBeUndefined()
  })

  it("is looked up at the hub with the same proofs as any", async () => {
    const guard = accessWorld({ change: naming })
    const { orderReference } = byReference
    const { linkTokenDigest } = mailed
    await guard.ship("leafline", { shipmentId: "shp_1", orderReference, carrierId, trackingNumber, linkTokenDigest })
    const shown = async (asked: object) => (await guard.lookUp(asked)).body
    const details = { shows: "details", retailer: "Leafline" }
    expect(await shown({ ...byReference, ...right })).toMatchObject(details)
    expect(await shown({ linkToken: mailed.linkToken })).toMatchObject(details)
    const { status, body } = await guard.lookUp(byReference)
    expect(status).not.toBe(200)
    expect(JSON.stringify(body)).not.toContain("Leafline")
  })
})
