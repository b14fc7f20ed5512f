import { describe, expect, it } from "@jest/globals"
import { eventRejected } from "../../../shared/base/contracts/event-rejected.ts"
import { explainRejection, rejectionPipeline } from "../../../shared/parties/reception/rejection-pipeline.ts"
import { memoryDeadLetters } from "../../doubles/dead-letters.ts"
import { inMemoryBus } from "../../doubles/event-publisher.ts"
import { envelope, hubAccount, messages, ownAccount, recordedTelemetry, testDirectory } from "../test-parties.ts"

const ofNorthpost = { source: "wayseal.carrier.northpost" }

async function explained(overrides: Record<string, unknown>) {
  const bus = inMemoryBus()
  const telemetry = recordedTelemetry()
  const deadLetters = memoryDeadLetters()
  const handler = rejectionPipeline({
    parties: testDirectory,
    hubAccount,
    publisher: bus.publisher,
    deadLetters,
    telemetry,
    explain: explainRejection,
  })
  const answer = await handler(messages(envelope(overrides)))
  const rejections = bus.published(eventRejected)
  return { answer, telemetry, deadLetters, rejections, rejection: rejections[0], text: JSON.stringify(bus.events) }
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
    expect(rejection?.data.problems).toMatchObject([{ path: "detail-type", rule: "unknownEvent" }])
    expect(rejection?.data.problems[0]?.fix).toContain("event catalogue")
  })

  it("learns that it resembles an event of the other kind, and gets no suggestion of it", async () => {
    const misspelt = { "detail-type": "ManifestDeclare", source: "wayseal.retailer.leafline" }
    const { rejection } = await explained(misspelt)
    expect(rejection?.data).not.toHaveProperty("suggestion")
    expect(rejection?.data.problems).toEqual([
      {
        path: "detail-type",
        rule: "unknownEvent",
        fix: "Check the detail-type. It resembles ManifestDeclared, which only carriers may send.",
      },
    ])
  })

  it.each([
    ["others: only carriers may send", "ShipmentDelivered", "wayseal.retailer.leafline"],
    ["others: only retailers may send", "ShipmentCreated", "wayseal.carrier.northpost"],
    ["only the hub sends it", "BreachCaseOpened", "wayseal.carrier.northpost"],
    ["only the hub sends it", "ShipmentErased", "wayseal.retailer.leafline"],
  ])("is rejected without a suggestion if the sender may not send it: %s, %s", async (who, detailType, source) => {
    const { rejection } = await explained({ "detail-type": detailType, source })
    const fix = expect.stringContaining(who)
    expect(rejection?.data).toMatchObject({ detailType, problems: [{ path: "detail-type", rule: "notAllowed", fix }] })
    expect(rejection?.data).not.toHaveProperty("suggestion")
  })

  it("that resembles an event of the hub more than one of its sender gets no suggestion", async () => {
    const { rejection } = await explained({ "detail-type": "ShipmentErasd", source: "wayseal.retailer.leafline" })
    expect(rejection?.data).not.toHaveProperty("suggestion")
    expect(rejection?.data.problems[0]?.fix).toBe(
      "Check the detail-type. It resembles ShipmentErased, which only the hub may send.",
    )
  })

  it("that its sender may send in another form is explained with all problems and ignored fields at once", async () => {
    const detail = { metadata: { id: "e1", version: 1 }, data: { adress: "Yonge" } }
    const { rejection, text } = await explained({ "detail-type": "ShipmentDelivered", detail, ...ofNorthpost })
    expect(rejection?.data.problems.map(({ path, rule }) => `${path} ${rule}`)).toEqual([
      "metadata.occurredAt required",
      "metadata.correlationId required",
      "data.trackingNumber required",
      "data.deliveredAt required",
      "data unknownField",
    ])
    expect(text).not.toMatch(/Yonge|adress/)
  })

  it("raises an alarm if its source is spoofed, and alerts the owner of the account", async () => {
    const { answer, telemetry, rejection, deadLetters } = await explained({ "detail-type": "Any", account: ownAccount })
    expect(answer.batchItemFailures).toEqual([])
    expect(telemetry.counts["SpoofedEvent"]).toBe(1)
    expect(rejection?.metadata.audience).toBe("oakshop")
    expect(deadLetters.bodies).toEqual([])
  })

  it("is rejected to each party of the hub's account if its source is unknown there", async () => {
    const { answer, rejections } = await explained({ source: "com.example.shop" })
    expect(answer.batchItemFailures).toEqual([])
    expect(rejections.map(({ metadata }) => metadata.audience)).toEqual(["leafline", "northpost"])
    expect(new Set(rejections.map(({ metadata }) => metadata.id)).size).toBe(2)
  })

  it("becomes a dead letter at once if no party has the account", async () => {
    const { answer, deadLetters, rejection } = await explained({ source: "com.example.shop", account: "999999999999" })
    expect(answer.batchItemFailures).toEqual([])
    expect(rejection).toBeUndefined()
    expect(deadLetters.bodies).toHaveLength(1)
  })
})
