import { BatchProcessor, EventType, processPartialResponse } from "@aws-lambda-powertools/batch"
import { describe, expect, it } from "@jest/globals"
import type { SQSRecord } from "aws-lambda"
import { shipmentDelivered } from "../../../shared/base/contracts/shipment-delivered.ts"
import { type QueuePipelineOptions, queuePipeline } from "../../../shared/parties/reception/queue-pipeline.ts"
import { memoryDeadLetters } from "../../doubles/dead-letters.ts"
import { inMemoryBus } from "../../doubles/event-publisher.ts"
import { envelope, hubAccount, lambdaContext, messages, recordedTelemetry, testDirectory } from "../test-parties.ts"
import { deliveries } from "./delivery-queue.ts"

/** A message with every field of SQS, because Powertools needs them. */
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

function pipeline(
  options: Pick<
    QueuePipelineOptions<typeof shipmentDelivered>,
    "telemetry" | "handle" | "concurrency" | "reserveMilliseconds"
  >,
) {
  const { publisher } = inMemoryBus()
  return queuePipeline({
    contracts: [shipmentDelivered],
    parties: testDirectory,
    hubAccount,
    publisher,
    deadLetters: memoryDeadLetters(),
    ...options,
  })
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

  it("fail alone when a write fails that they left for the end of the batch, and write a line for all others", async () => {
    const telemetry = recordedTelemetry()
    const written: string[] = []
    const handler = pipeline({
      telemetry,
      handle: async ({ eventBridgeId }, defer) => {
        written.push(`handled ${eventBridgeId}`)
        defer(async () => {
          if (eventBridgeId === "b") throw new Error("table is away")
          written.push(`wrote ${eventBridgeId}`)
        })
        return "recorded"
      },
    })
    expect(await handler(third)).toEqual({ batchItemFailures: [{ itemIdentifier: "m1" }] })
    expect(written).toEqual(["handled a", "handled b", "handled c", "wrote a", "wrote c"])
    expect(telemetry.lines.map(({ message, fields }) => [message, fields.outcomes ?? fields.messageId])).toEqual([
      ["Message failed", "m1"],
      ["Messages handled", "recorded 2"],
    ])
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

  it("keep a message that is not an EventBridge envelope as a dead letter", async () => {
    const { handler, handled, deadLetters } = deliveries()
    expect(await handler(messages("{", { detail: {} }, envelope()))).toEqual({ batchItemFailures: [] })
    expect(deadLetters.bodies).toEqual(["{", '{"detail":{}}'])
    expect(handled).toHaveLength(1)
  })

  it("start no message when little time is left", async () => {
    const telemetry = recordedTelemetry()
    const handled: string[] = []
    let remaining = 1_500
    const handler = pipeline({
      telemetry,
      handle: async ({ eventBridgeId }) => {
        handled.push(eventBridgeId)
        remaining = 900
        return "recorded"
      },
    })
    const context = { ...lambdaContext(), getRemainingTimeInMillis: () => remaining }
    expect(await handler(third, context)).toEqual({
      batchItemFailures: [{ itemIdentifier: "m1" }, { itemIdentifier: "m2" }],
    })
    expect(handled).toEqual(["a"])
  })

  it("start only the messages for whose size enough time is left", async () => {
    const telemetry = recordedTelemetry()
    const handled: string[] = []
    const large = envelope({ id: "large", resources: ["x".repeat(20_000)] })
    const handler = pipeline({
      telemetry,
      reserveMilliseconds: (body) => body.length,
      handle: async ({ eventBridgeId }) => {
        handled.push(eventBridgeId)
        return "recorded"
      },
    })
    const batch = messages(envelope({ id: "small" }), large, envelope({ id: "another" }))
    const withTime = (remaining: number) => ({ ...lambdaContext(), getRemainingTimeInMillis: () => remaining })
    expect(await handler(batch, withTime(20_000))).toEqual({ batchItemFailures: [{ itemIdentifier: "m1" }] })
    expect(handled).toEqual(["small", "another"])
    expect(telemetry.counts).toMatchObject({ MessagePostponed: 1, EventHandled: 2 })
    expect(await handler(batch, withTime(30_000))).toEqual({ batchItemFailures: [] })
  })

  it("are handled concurrently, each message once, when the function asks for it", async () => {
    let running = 0
    let most = 0
    const telemetry = recordedTelemetry()
    const handled: string[] = []
    const handler = pipeline({
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

  it("fail as a whole when the input is not a batch, and still write the metrics", async () => {
    const { handler, telemetry } = deliveries()
    await expect(handler({ nothing: true })).rejects.toThrow()
    expect(telemetry.counts["InvocationFailed"]).toBe(1)
    expect(telemetry.flushed).toBe(1)
  })
})
