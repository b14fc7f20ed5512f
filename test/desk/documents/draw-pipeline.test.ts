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
  const holds: string[] = []
  const timers: (() => void)[] = []
  const drawn: RequestedDocument[] = []
  const telemetry = recordedTelemetry()
  const handler = drawPipeline({
    draw: async (document) => {
      timers.shift()?.()
      if (document.documentId === "d-2") throw new Error("the table is away")
      drawn.push(document)
      return "drawn"
    },
    telemetry,
    clock: () => new Date(),
    surroundings: {
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
      },
    },
  })
  const Records = ["d-1", "d-2"].map((id) => message(asked(id)))
  expect(await handler({ Records }, lambdaContext())).toEqual({ batchItemFailures: [{ itemIdentifier: "d-2" }] })
  expect(drawn).toEqual([asked("d-1")])
  expect(holds.slice(0, 4)).toEqual(["d-1 60", "d-2 60", "d-1 60", "d-2 60"])
  expect(telemetry.lines.map(({ message: line, fields }) => fields.outcomes ?? line)).toEqual([
    "Message failed",
    "drawn 1",
  ])
})
