import { describe, expect, it } from "@jest/globals"
import { eventRejected } from "../../../shared/contracts/event-rejected.ts"
import { explainRejection } from "../../../shared/parties/intake/explain-rejection.ts"
import { rejectionPipeline } from "../../../shared/parties/intake/rejection-pipeline.ts"
import { inMemoryBus } from "../../doubles/event-publisher.ts"
import { envelope, hubAccount, messages, ownAccount, recordedTelemetry, testDirectory } from "../test-parties.ts"

async function explained(overrides: Record<string, unknown>) {
  const bus = inMemoryBus()
  const telemetry = recordedTelemetry()
  const handler = rejectionPipeline({
    parties: testDirectory,
    hubAccount,
    publisher: bus.publisher,
    telemetry,
    explain: explainRejection,
  })
  const answer = await handler(messages(envelope(overrides)))
  return { answer, telemetry, rejection: bus.published(eventRejected)[0], text: JSON.stringify(bus.events) }
}

describe("an event that no rule matches", () => {
  it.each([
    ["ShipmentDeliverd", "wayseal.carrier.northpost", "ShipmentDelivered"],
    ["shipment-delivered", "wayseal.carrier.northpost", "ShipmentDelivered"],
    ["SHIPMENT_CREATE", "wayseal.retailer.leafline", "ShipmentCreated"],
    ["TrackingAccess", "wayseal.carrier.northpost", "TrackingAccessed"],
    ["BreachReport", "wayseal.carrier.northpost", "BreachReported"],
  ])("is explained to its sender with the nearest type: %s", async (given, source, suggestion) => {
    const { answer, rejection } = await explained({ "detail-type": given, source })
    expect(answer).toEqual({ batchItemFailures: [] })
    expect(rejection).toMatchObject({
      metadata: { audience: source.split(".")[2] },
      data: {
        suggestion: { detailType: suggestion, version: 1 },
        problems: [{ path: "detail-type", rule: "unknownEvent" }],
      },
    })
  })

  it("gets no suggestion when no event has a similar name", async () => {
    const { rejection, text } = await explained({ "detail-type": "Invoice for J. Doe" })
    expect(text).not.toContain("Doe")
    expect(rejection?.data).not.toHaveProperty("suggestion")
    expect(rejection?.data.problems).toEqual([{ path: "detail-type", rule: "unknownEvent" }])
  })

  it("gets no suggestion of an event that this kind of party may not send", async () => {
    const { rejection } = await explained({ "detail-type": "ShipmentDelivere", source: "wayseal.retailer.leafline" })
    expect(rejection?.data.suggestion?.detailType).not.toBe("ShipmentDelivered")
  })

  it.each([
    ["the other kind of party", "ShipmentDelivered", "wayseal.retailer.leafline"],
    ["the hub", "BreachCaseOpened", "wayseal.carrier.northpost"],
  ])("is rejected if only %s may send it", async (_, detailType, source) => {
    const { rejection } = await explained({ "detail-type": detailType, source })
    expect(rejection?.data).toMatchObject({ detailType, problems: [{ path: "detail-type", rule: "notAllowed" }] })
  })

  it("raises an alarm and is kept if its source is spoofed", async () => {
    const { answer, telemetry, rejection } = await explained({ "detail-type": "Any", account: ownAccount })
    expect(answer.batchItemFailures).toHaveLength(1)
    expect(telemetry.counts["SpoofedEvent"]).toBe(1)
    expect(rejection?.metadata.audience).toBe("oakshop")
  })

  it("is kept if its source is unknown, and no party is alerted", async () => {
    const { answer, rejection } = await explained({ source: "com.example.shop" })
    expect(answer.batchItemFailures).toHaveLength(1)
    expect(rejection).toBeUndefined()
  })
})
