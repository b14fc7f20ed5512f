import { describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { shipmentDelivered } from "../../../shared/base/contracts/shipment-delivered.ts"
import { failureFields } from "../../../shared/base/platform/failure.ts"
import { httpPipeline } from "../../../shared/base/platform/http-pipeline.ts"
import { HttpProblem } from "../../../shared/base/platform/http-problem.ts"
import { lambdaHandler } from "../../../shared/base/platform/lambda.ts"
import { streamPipeline } from "../../../shared/base/platform/stream-pipeline.ts"
import { allowedFields } from "../../../shared/base/platform/telemetry.ts"
import { handle } from "../../../shared/parties/party-route.ts"
import { queuePipeline } from "../../../shared/parties/reception/queue-pipeline.ts"
import { memoryDeadLetters } from "../../doubles/dead-letters.ts"
import { inMemoryBus } from "../../doubles/event-publisher.ts"
import { streamSurroundings } from "../../doubles/stream-surroundings.ts"
import {
  envelope,
  hubAccount,
  lambdaContext,
  messages,
  type RecordedTelemetry,
  recordedTelemetry,
  testDirectory,
} from "../../parties/test-parties.ts"

const canaries = ["NP4021887304CA", "J. Doe", "M5V 3L9", "LL-0048213", "203.0.113.7"]

/** A line in a message that looks like a frame of our own code. */
const forgedFrame = `    at LLdoe (${process.cwd()}/shared/LL-0048213.ts:1:1)`

/** An error whose message quotes values. One line of it looks like a frame. */
function leakyError(): Error {
  return new TypeError(`${canaries.join(" ")}\n${forgedFrame}`)
}

/** The one error line, as the logger would write it. */
function failureLine(telemetry: RecordedTelemetry): Record<string, string | number> {
  const lines = telemetry.lines.filter(({ level }) => level === "error")
  expect(lines).toHaveLength(1)
  const written = JSON.stringify(telemetry.lines)
  for (const canary of canaries) expect(written).not.toContain(canary)
  return allowedFields(lines[0]?.fields ?? {})
}

describe("the fields of a failure", () => {
  it("name the error and the places in our code, without the message", () => {
    const { errorName, stack } = failureFields(leakyError())
    expect(errorName).toBe("TypeError")
    expect(stack).toMatch(
      /^leakyError test\/base\/platform\/failure\.test\.ts:\d+:\d+ < test\/base\/platform\/failure\.test\.ts:\d+:\d+/,
    )
    expect(stack).not.toContain("LL")
    expect(allowedFields({ stack })).toEqual({ stack })
  })

  it("include the code of our own errors, but of no other errors", () => {
    expect(failureFields(new HttpProblem<"caseClosed">("conflict", { reason: "caseClosed" })).errorCode).toBe(
      "caseClosed",
    )
    expect(failureFields(Object.assign(new Error("x"), { code: "LL-0048213" })).errorCode).toBeUndefined()
  })

  it("have no stack when the message changed after the stack was made", () => {
    const error = leakyError()
    expect(error.stack).toContain("LL-0048213")
    error.message = "something else"
    expect(failureFields(error).stack).toBeUndefined()
  })

  it.each(["LL-0048213", undefined, { stack: forgedFrame }])("have no stack when %j was thrown", (thrown) => {
    expect(failureFields(thrown)).toEqual({ errorName: "NotAnError" })
  })
})

describe("a failure log", () => {
  const stack = expect.stringContaining("leakyError test/base/platform/failure.test.ts:")

  it("of a queue names the message, the event's type and its correlation id", async () => {
    const telemetry = recordedTelemetry()
    const handler = queuePipeline({
      contracts: [shipmentDelivered],
      parties: testDirectory,
      hubAccount,
      publisher: inMemoryBus().publisher,
      deadLetters: memoryDeadLetters(),
      telemetry,
      handle: async () => {
        throw leakyError()
      },
    })
    await handler(messages(envelope()))
    expect(failureLine(telemetry)).toEqual({
      messageId: "m0",
      eventBridgeId: "4f1c1d5a-1f7e-4b6e-9f55-0d6e2b7f3c11",
      detailType: "ShipmentDelivered",
      errorName: "TypeError",
      stack,
    })
  })

  it.each([
    ["without an envelope", canaries.join(" "), { errorName: "MessageUnreadable" }],
    [
      "of an unknown type",
      envelope({ account: "999999999999", "detail-type": "LL-0048213" }),
      { eventBridgeId: "4f1c1d5a-1f7e-4b6e-9f55-0d6e2b7f3c11", errorName: "SenderSpoofed" },
    ],
  ])("of a queue names the id of a message %s, and no value of it", async (_, body, fields) => {
    const telemetry = recordedTelemetry()
    const handler = queuePipeline({
      contracts: [shipmentDelivered],
      parties: testDirectory,
      hubAccount,
      publisher: inMemoryBus().publisher,
      deadLetters: memoryDeadLetters(),
      telemetry,
      handle: async () => "recorded",
    })
    await handler(messages(body))
    expect(JSON.stringify(telemetry.lines)).not.toContain("LL-0048213")
    const [line] = telemetry.lines.filter(({ message }) => message === "Message kept as a dead letter")
    expect(line?.fields).toEqual(fields)
  })

  it("of a stream names the sequence number and the kind of change", async () => {
    const telemetry = recordedTelemetry()
    const handler = streamPipeline({
      rowSchema: z.object({ signatory: z.string() }),
      telemetry,
      surroundings: streamSurroundings(),
      handle: async () => {
        throw leakyError()
      },
    })
    const image = { signatory: { S: "J. Doe" } }
    await handler({ Records: [{ eventName: "INSERT", dynamodb: { SequenceNumber: "4711", NewImage: image } }] })
    expect(failureLine(telemetry)).toEqual({
      sequenceNumber: "4711",
      change: "INSERT",
      errorName: "TypeError",
      stack,
    })
  })

  it("of an HTTP request names the request and the route's template", async () => {
    const telemetry = recordedTelemetry()
    const handler = httpPipeline({
      telemetry,
      routes: [
        handle({
          method: "GET",
          path: "/v1/cases/{caseAlias}",
          authentication: "none",
          query: z.strictObject({ postalCode: z.string() }),
        })(async () => {
          throw leakyError()
        }),
      ],
    })
    await handler({
      rawPath: "/v1/cases/LL-0048213",
      rawQueryString: "postalCode=M5V%203L9",
      requestContext: { requestId: "req-1", http: { method: "GET", sourceIp: "203.0.113.7" } },
    })
    expect(failureLine(telemetry)).toEqual({
      requestId: "req-1",
      route: "GET /v1/cases/{caseAlias}",
      errorName: "TypeError",
      stack,
    })
  })

  it("of a scheduled run names the invocation", async () => {
    const telemetry = recordedTelemetry()
    const handler = lambdaHandler(telemetry, async () => {
      throw leakyError()
    })
    await expect(handler({ time: "LL-0048213" }, lambdaContext("run-1"))).rejects.toThrow(TypeError)
    expect(failureLine(telemetry)).toEqual({ requestId: "run-1", errorName: "TypeError", stack })
  })
})
