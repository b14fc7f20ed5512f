import { describe, expect, it } from "@jest/globals"
import * as z from "zod"
import {
  triggerBreach,
  triggerDelivery,
  triggerNewDelivery,
  triggerShipment,
} from "../../../client/commands/trigger/run-trigger.ts"
import { overHttps } from "../../../client/events/over-https.ts"
import { breachReported } from "../../../shared/base/contracts/breach-reported.ts"
import { digestOfLinkToken } from "../../../shared/base/contracts/link-token.ts"
import { shipmentCreated } from "../../../shared/base/contracts/shipment-created.ts"
import { shipmentDelivered } from "../../../shared/base/contracts/shipment-delivered.ts"
import { testBehaviourOf } from "../../../shared/base/contracts/test-references.ts"
import { hubApi } from "../events/hub-api.ts"

const now = new Date("2026-11-01T14:03:00.000Z")
const shown = z.looseObject({ shipment: z.looseObject({ linkToken: z.string() }), eventBridgeId: z.string() })

function as(partyId: "leafline" | "northpost") {
  const hub = hubApi()
  const transport = overHttps({ apiUrl: "https://api.hub.example", token: async () => partyId, fetch: hub.fetch })
  return { hub, triggering: { transport, now } }
}

describe("trigger", () => {
  it("publishes a shipment, and shows what its recipient would know", async () => {
    const { hub, triggering } = as("leafline")
    const { data, text } = await triggerShipment(triggering, { carrierId: "northpost" })
    const { shipment, eventBridgeId } = shown.parse(data)
    const [created] = hub.bus.published(shipmentCreated)
    expect(created?.data.linkTokenDigest).toBe(digestOfLinkToken(shipment.linkToken))
    expect(testBehaviourOf(created?.data.trackingNumber)).toBeUndefined()
    expect(eventBridgeId).toBe(hub.bus.events[0]?.id)
    expect(text).toContain(`order ${created?.data.orderReference} with postal code M5V 3L9`)
  })

  it.each(["delivered", "exception", "walk"] as const)(
    "publishes a shipment with a test reference: %s",
    async (behaviour) => {
      const { hub, triggering } = as("leafline")
      await triggerShipment(triggering, { carrierId: "northpost", behaviour, orderReference: "MB1004230" })
      const [created] = hub.bus.published(shipmentCreated)
      expect(testBehaviourOf(created?.data.trackingNumber)).toBe(behaviour)
      expect(created?.data.orderReference).toBe("MB1004230")
    },
  )

  it("publishes the delivery of a parcel as its carrier", async () => {
    const { hub, triggering } = as("northpost")
    await triggerDelivery(triggering, "NP4021887304CA")
    expect(hub.bus.published(shipmentDelivered)[0]?.data).toMatchObject({
      trackingNumber: "NP4021887304CA",
      deliveredAt: now.toISOString(),
    })
  })

  it("reports a breach of the last day", async () => {
    const { hub, triggering } = as("northpost")
    await triggerBreach(triggering)
    expect(hub.bus.published(breachReported)[0]?.data).toMatchObject({
      evidence: { kind: "timeRange", since: "2026-10-31T14:03:00.000Z", until: now.toISOString() },
    })
  })

  it.each([
    ["that the settings name", "northpost"],
    ["that the hub knows", "speedship"],
  ])("says to a carrier without a tracking number what to type: one %s", async (_, carrierId) => {
    const { hub, triggering } = as("northpost")
    const triggered = triggerNewDelivery(triggering, { partyId: "northpost", carrierId })
    await expect(triggered).rejects.toThrow(
      /^Give --tracking-number.* npx wayseal trigger delivered --party northpost --tracking-number <number>\.$/,
    )
    expect(hub.bus.events).toEqual([])
  })

  it("fails with the hub's reason when the party may not publish the event", async () => {
    const { triggering } = as("northpost")
    const triggered = triggerShipment(triggering, { carrierId: "northpost" })
    await expect(triggered).rejects.toThrow("only retailers may send ShipmentCreated")
  })
})
