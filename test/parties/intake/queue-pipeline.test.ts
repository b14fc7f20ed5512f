import { BatchProcessor, EventType, processPartialResponse } from "@aws-lambda-powertools/batch"
import { describe, expect, it } from "@jest/globals"
import type { SQSRecord } from "aws-lambda"
import { accessAnomalyDetected } from "../../../shared/contracts/access-anomaly-detected.ts"
import { derivedId } from "../../../shared/contracts/envelope.ts"
import { eventRejected } from "../../../shared/contracts/event-rejected.ts"
import { shipmentDelivered } from "../../../shared/contracts/shipment-delivered.ts"
import { shipmentProgressed } from "../../../shared/contracts/shipment-progressed.ts"
import { PublishFailed } from "../../../shared/parties/channels/event-publisher.ts"
import { hubQueuePipeline, queuePipeline } from "../../../shared/parties/intake/queue-pipeline.ts"
import { type Handled, type ReceivedEvent, rejected } from "../../../shared/parties/received-event.ts"
import { inMemoryBus } from "../../doubles/event-publisher.ts"
import { envelope, hubAccount, messages, ownAccount, recordedTelemetry, testDirectory } from "../test-parties.ts"

type Received = ReceivedEvent<typeof shipmentDelivered | typeof shipmentProgressed>

function deliveries(handle: (event: Received) => Promise<Handled> = async () => "recorded", failRejections = false) {
  const telemetry = recordedTelemetry()
  const bus = inMemoryBus({ failEntry: () => (failRejections ? "InternalFailure" : undefined) })
  const handled: Received[] = []
  const handler = queuePipeline({
    contracts: [shipmentDelivered, shipmentProgressed],
    parties: testDirectory,
    hubAccount,
    publisher: bus.publisher,
    telemetry,
    clock: () => new Date("2026-11-01T14:03:05Z"),
    handle: async (event) => {
      handled.push(event)
      return handle(event)
    },
  })
  return { handler, telemetry, handled, rejections: () => bus.published(eventRejected), bus }
}

function delivered(data: Record<string, unknown>, metadata: Record<string, unknown> = {}): Record<string, unknown> {
  return envelope({
    detail: {
      metadata: { id: "evt-1", occurredAt: "2026-11-01T14:02:58Z", correlationId: "story-1", version: 1, ...metadata },
      data,
    },
  })
}

describe("a queue of party events", () => {
  it("hands the use case the authenticated party and the data without additions", async () => {
    const { handler, handled } = deliveries()
    const answer = await handler(
      messages(
        delivered({ trackingNumber: "NP4021887304CA", deliveredAt: "2026-11-01T15:02:58+01:00", note: "leave" }),
      ),
    )
    expect(answer).toEqual({ batchItemFailures: [] })
    expect(handled).toHaveLength(1)
    expect(handled[0]).toMatchObject({
      detailType: "ShipmentDelivered",
      eventBridgeId: "4f1c1d5a-1f7e-4b6e-9f55-0d6e2b7f3c11",
      receivedAt: "2026-11-01T14:03:00.000Z",
      data: { trackingNumber: "NP4021887304CA", deliveredAt: "2026-11-01T14:02:58.000Z" },
    })
    expect(handled[0]?.party.id).toBe("northpost")
    expect(handled[0]?.data).not.toHaveProperty("note")
  })

  it("takes the time of receipt from the queue, since senders choose the time of their events", async () => {
    const { handler, handled } = deliveries()
    const [record] = messages(envelope({ time: "2019-01-01T00:00:00Z" })).Records
    await handler({ Records: [{ ...record, attributes: { SentTimestamp: "1793541785123" } }] })
    expect(handled[0]?.receivedAt).toBe(new Date(1793541785123).toISOString())
  })

  it("tells the sender of an invalid event by path and rule, consumes it and takes the good one beside it", async () => {
    const { handler, handled, rejections } = deliveries()
    const bad = delivered({ trackingNumber: "np 12", deliveredAt: "yesterday, M5V 3L9" })
    const answer = await handler(messages(bad, envelope({ id: "ok-1" })))
    expect(answer.batchItemFailures).toEqual([])
    expect(handled.map(({ eventBridgeId }) => eventBridgeId)).toEqual(["ok-1"])
    expect(rejections()).toEqual([
      {
        metadata: {
          id: derivedId("EventRejected", "northpost", "4f1c1d5a-1f7e-4b6e-9f55-0d6e2b7f3c11"),
          occurredAt: "2026-11-01T14:03:05.000Z",
          correlationId: "story-1",
          causationId: "evt-1",
          version: 1,
          audience: "northpost",
        },
        data: {
          eventBridgeId: "4f1c1d5a-1f7e-4b6e-9f55-0d6e2b7f3c11",
          id: "evt-1",
          detailType: "ShipmentDelivered",
          problems: [
            { path: "data.trackingNumber", rule: "format" },
            { path: "data.deliveredAt", rule: "format" },
          ],
        },
      },
    ])
  })

  it.each([
    ["no detail at all", null, [{ path: "detail", rule: "type" }]],
    ["text for a detail", "ShipmentDelivered", [{ path: "detail", rule: "type" }]],
    ["no metadata", { data: {} }, [{ path: "metadata", rule: "required" }]],
    [
      "an unknown version",
      { metadata: { id: "e", occurredAt: "2026-11-01T14:02:58Z", correlationId: "c", version: 2 }, data: {} },
      [{ path: "metadata.version", rule: "unknownVersion" }],
    ],
  ])("rejects %s", async (_, detail, problems) => {
    const { handler, rejections, handled } = deliveries()
    expect(await handler(messages(envelope({ detail })))).toEqual({ batchItemFailures: [] })
    expect(handled).toEqual([])
    expect(rejections()[0]?.data.problems).toEqual(problems)
  })

  it("rejects an event that this kind of party may not send", async () => {
    const { handler, rejections } = deliveries()
    await handler(messages(envelope({ source: "wayseal.retailer.leafline" })))
    expect(rejections()[0]).toMatchObject({
      metadata: { audience: "leafline" },
      data: { problems: [{ path: "detail-type", rule: "unknownEvent" }] },
    })
  })

  it("tells the sender when the use case refuses an event for what it means", async () => {
    const { handler, rejections, telemetry } = deliveries(async () =>
      rejected({ path: "data.trackingNumber", rule: "unknownReference" }),
    )
    expect(await handler(messages(envelope()))).toEqual({ batchItemFailures: [] })
    expect(rejections()[0]?.data.problems).toEqual([{ path: "data.trackingNumber", rule: "unknownReference" }])
    expect(telemetry.counts["EventRejected"]).toBe(1)
  })

  it("rejects a redelivered event again under the same id, so that the sender can drop the repeat", async () => {
    const { handler, rejections } = deliveries()
    const bad = messages(delivered({}))
    await handler(bad)
    await handler(bad)
    const ids = rejections().map(({ metadata }) => metadata.id)
    expect(ids).toHaveLength(2)
    expect(new Set(ids).size).toBe(1)
  })

  it("keeps an invalid event in the queue while its sender cannot be told", async () => {
    const { handler } = deliveries(undefined, true)
    expect(await handler(messages(delivered({})))).toEqual({ batchItemFailures: [{ itemIdentifier: "m0" }] })
  })
})

describe("a spoofed sender", () => {
  it("raises the alarm metric, keeps the message and tells the party that owns the sending account", async () => {
    const { handler, handled, telemetry, rejections } = deliveries()
    const answer = await handler(messages(envelope({ account: ownAccount })))
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: "m0" }] })
    expect(handled).toEqual([])
    expect(telemetry.counts["SpoofedEvent"]).toBe(1)
    expect(rejections()).toMatchObject([
      { metadata: { audience: "oakshop" }, data: { problems: [{ path: "source", rule: "wrongSender" }] } },
    ])
    expect(rejections()[0]?.data.id).toBeUndefined()
  })

  it("tells nobody when the account is nobody's", async () => {
    const { handler, telemetry, bus } = deliveries()
    expect((await handler(messages(envelope({ account: "999999999999" })))).batchItemFailures).toHaveLength(1)
    expect(telemetry.counts["SpoofedEvent"]).toBe(1)
    expect(bus.events).toEqual([])
  })

  it("is whoever speaks as the hub on the ingress bus", async () => {
    const { handler, telemetry } = deliveries()
    await handler(messages(envelope({ source: "wayseal.hub" })))
    expect(telemetry.counts["SpoofedEvent"]).toBe(1)
  })
})

/** A message as Powertools wants it: with all that SQS delivers. */
function sqsRecord(message: { messageId: string; body: string }): SQSRecord {
  return {
    ...message,
    receiptHandle: "",
    attributes: {
      ApproximateReceiveCount: "1",
      SentTimestamp: "",
      SenderId: "",
      ApproximateFirstReceiveTimestamp: "",
    },
    messageAttributes: {},
    md5OfBody: "",
    eventSource: "aws:sqs",
    eventSourceARN: "",
    awsRegion: "",
  }
}

describe("partial batches", () => {
  const third = messages(envelope({ id: "a" }), envelope({ id: "b" }), envelope({ id: "c" }))

  it.each([
    ["an Error", new Error("J. Doe, M5V 3L9")],
    ["text", "not an error"],
    ["nothing", undefined],
    ["a bare object", { name: 7 }],
  ])("fail alone when %s is thrown", async (_, thrown) => {
    const { handler, handled, telemetry } = deliveries(async (event) => {
      if (event.eventBridgeId === "b") {
        throw thrown
      }
      return "recorded"
    })
    expect(await handler(third)).toEqual({ batchItemFailures: [{ itemIdentifier: "m1" }] })
    expect(handled).toHaveLength(3)
    expect(telemetry.counts).toMatchObject({ EventHandled: 2, MessageFailed: 1 })
    expect(telemetry.flushed).toBe(1)
  })

  it("name every message when all fail", async () => {
    const { handler } = deliveries(async () => {
      throw new Error("table is away")
    })
    expect((await handler(third)).batchItemFailures).toHaveLength(3)
  })

  it("fail alone where the Powertools batch processor fails the whole batch", async () => {
    const answerOfPowertools = (handle: (record: SQSRecord) => Promise<void>) =>
      processPartialResponse({ Records: third.Records.map(sqsRecord) }, handle, new BatchProcessor(EventType.SQS), {
        throwOnFullBatchFailure: false,
      })
    const failAll = answerOfPowertools(async () => {
      throw new Error("table is away")
    })
    expect((await failAll).batchItemFailures).toHaveLength(3)
    const failOddly = answerOfPowertools(async () => Promise.reject(undefined))
    await expect(failOddly).rejects.toThrow(TypeError)
  })

  it("keep a message that is no EventBridge envelope", async () => {
    const { handler, handled } = deliveries()
    expect(await handler(messages("{", { detail: {} }, envelope()))).toEqual({
      batchItemFailures: [{ itemIdentifier: "m0" }, { itemIdentifier: "m1" }],
    })
    expect(handled).toHaveLength(1)
  })

  it("begin no message when the time is nearly over", async () => {
    const telemetry = recordedTelemetry()
    const handled: string[] = []
    let remaining = 1_500
    const handler = queuePipeline({
      contracts: [shipmentDelivered],
      parties: testDirectory,
      hubAccount,
      publisher: inMemoryBus().publisher,
      telemetry,
      handle: async ({ eventBridgeId }) => {
        handled.push(eventBridgeId)
        remaining = 900
        return "recorded"
      },
    })
    const context = { ...anyContext, getRemainingTimeInMillis: () => remaining }
    expect(await handler(third, context)).toEqual({
      batchItemFailures: [{ itemIdentifier: "m1" }, { itemIdentifier: "m2" }],
    })
    expect(handled).toEqual(["a"])
  })

  it("are handled side by side when asked to, each once", async () => {
    let running = 0
    let most = 0
    const telemetry = recordedTelemetry()
    const handled: string[] = []
    const handler = queuePipeline({
      contracts: [shipmentDelivered],
      parties: testDirectory,
      hubAccount,
      publisher: inMemoryBus().publisher,
      telemetry,
      concurrency: 2,
      handle: async ({ eventBridgeId }) => {
        running += 1
        most = Math.max(most, running)
        await new Promise((resolve) => setImmediate(resolve))
        running -= 1
        handled.push(eventBridgeId)
        return "recorded"
      },
    })
    await handler(third)
    expect(most).toBe(2)
    expect(handled.sort()).toEqual(["a", "b", "c"])
  })

  it("are refused as a whole when the trigger gives no batch, and the metrics are written all the same", async () => {
    const { handler, telemetry } = deliveries()
    await expect(handler({ nothing: true })).rejects.toThrow()
    expect(telemetry.counts["InvocationFailed"]).toBe(1)
    expect(telemetry.flushed).toBe(1)
  })
})

describe("logs of a queue", () => {
  it("hold nothing of what a party sent, whatever goes wrong", async () => {
    const secrets = ["NP4021887304CA", "J. Doe", "M5V 3L9", "203.0.113.7", "LL-0048213"]
    const text = secrets.join(" ")
    const { handler, telemetry, bus } = deliveries(async () => {
      throw new Error(text)
    })
    await handler(
      messages(
        envelope(),
        delivered({ trackingNumber: text, [text]: text }),
        envelope({ "detail-type": text }),
        envelope({ source: text }),
        envelope({ account: ownAccount, detail: text }),
        text,
        JSON.stringify(text),
      ),
    )
    const written = JSON.stringify([telemetry.lines, telemetry.counts, bus.events])
    expect(telemetry.lines.length).toBeGreaterThan(6)
    for (const secret of secrets) {
      expect(written).not.toContain(secret)
    }
  })
})

describe("a queue of the hub's own events", () => {
  const anomaly = accessAnomalyDetected.entry({
    source: "wayseal.hub",
    busName: "exchange",
    data: accessAnomalyDetected.examples[0] ?? never(),
    metadata: { id: "an-1", occurredAt: "2026-11-01T14:02:58Z", correlationId: "c", audience: "hub" },
  })
  const own = (overrides: Record<string, unknown> = {}) =>
    envelope({
      source: "wayseal.hub",
      "detail-type": "AccessAnomalyDetected",
      detail: JSON.parse(anomaly.Detail),
      ...overrides,
    })

  function cases() {
    const telemetry = recordedTelemetry()
    const opened: string[] = []
    const handler = hubQueuePipeline({
      contracts: [accessAnomalyDetected],
      parties: testDirectory,
      hubAccount,
      telemetry,
      handle: async ({ data }) => {
        opened.push(data.anomalyId)
        return "opened"
      },
    })
    return { handler, opened, telemetry }
  }

  it("is handled when the hub's own account sent it", async () => {
    const { handler, opened } = cases()
    expect(await handler(messages(own()))).toEqual({ batchItemFailures: [] })
    expect(opened).toEqual(["Zc1b7rKQw3mXo0aYt5uVfA"])
  })

  it.each([
    ["comes from another account", { account: ownAccount }],
    ["comes under a party's source", { source: "wayseal.carrier.northpost" }],
    ["is invalid", { detail: {} }],
    ["is of another type", { "detail-type": "ShipmentDelivered" }],
  ])("fails and is kept when it %s", async (_, overrides) => {
    const { handler, opened } = cases()
    expect((await handler(messages(own(overrides)))).batchItemFailures).toHaveLength(1)
    expect(opened).toEqual([])
  })
})

const anyContext = {
  callbackWaitsForEmptyEventLoop: false,
  functionName: "",
  functionVersion: "",
  invokedFunctionArn: "",
  memoryLimitInMB: "",
  awsRequestId: "",
  logGroupName: "",
  logStreamName: "",
  getRemainingTimeInMillis: () => 30_000,
  done: () => undefined,
  fail: () => undefined,
  succeed: () => undefined,
}

function never(): never {
  throw new PublishFailed(0, 0, [])
}
