import { ProvisionedThroughputExceededException } from "@aws-sdk/client-dynamodb"
import { expect, it } from "@jest/globals"
import type { Hold } from "../../../shared/base/platform/receipts.ts"
import { drawPipeline } from "../../../shared/desk/documents/draw-pipeline.ts"
import { endOfDocument, type RequestedDocument } from "../../../shared/desk/documents/requested-document.ts"
import { lambdaContext, recordedTelemetry } from "../../parties/test-parties.ts"

const asked = (documentId: string): RequestedDocument => ({
  ...{ documentId, partyId: "leafline", caseAlias: "WS-1", wish: { format: "json", language: "en" } },
  ...{ state: "waiting", attempts: 0, requestedAt: "2026-11-01T12:00:00.000Z" },
  expiresAt: endOfDocument("2026-11-01T12:00:00.000Z"),
})
const message = (document: RequestedDocument) => ({
  ...{ messageId: document.documentId, eventSourceARN: "arn", receiptHandle: "r" },
  body: JSON.stringify(document),
})

it("draws what waits, holds it for a minute at a time, and leaves what fails to another delivery", async () => {
  const again: string[] = []
  const holds: string[] = []
  const timers: (() => void)[] = []
  const drawn: RequestedDocument[] = []
  const counted: number[] = []
  const telemetry = recordedTelemetry()
  const handler = drawPipeline({
    draw: async (document, deliveries) => {
      counted.push(deliveries)
      timers.shift()?.()
      if (document.documentId === "d-2") throw new Error("it cannot be drawn")
      if (document.documentId === "d-3")
        throw new ProvisionedThroughputExceededException({ message: "", $metadata: { httpStatusCode: 400 } })
      drawn.push(document)
      return "drawn"
    },
    telemetry,
    surroundings: {
      clock: () => new Date(),
      random: () => 0,
      after: (milliseconds, run) => {
        if (milliseconds < 60_000) timers.push(run)
        return () => undefined
      },
      receipts: {
        acknowledge: async () => undefined,
        hold: async (given: readonly Hold[]) => {
          holds.push(...given.map(({ message: { messageId }, seconds }) => `${messageId} ${seconds}`))
          return new Set()
        },
        sendAgain: async ({ messageId }, delaySeconds) => void again.push(`${messageId} ${delaySeconds}`),
      },
    },
  })
  const Records = ["d-1", "d-2", "d-3"].map((id, index) => ({
    ...message(asked(id)),
    attributes: { ApproximateReceiveCount: String(index + 1) },
  }))
  expect(await handler({ Records }, lambdaContext())).toEqual({ batchItemFailures: [{ itemIdentifier: "d-2" }] })
  expect(drawn).toEqual([asked("d-1")])
  expect(counted).toEqual([1, 2, 3])
  // What AWS failed spends no delivery.
  expect(again).toEqual(["d-3 1"])
  expect(holds.slice(0, 4)).toEqual(["d-1 60", "d-2 60", "d-3 60", "d-1 60"])
  expect(telemetry.lines.map(({ message: line, fields }) => fields.outcomes ?? line)).toEqual([
    "Message failed",
    "drawn 1, sentAgain 1",
  ])
})
