import { expect, it } from "@jest/globals"
import { preparedHandler } from "../../shared/platform/lambda.ts"
import { recordedTelemetry } from "../parties/test-parties.ts"

it("prepares before each invocation", async () => {
  const calls: string[] = []
  const prepare = async () => void calls.push("prepared")
  const handler = preparedHandler({ telemetry: recordedTelemetry(), prepare }, async (event) => calls.push(`${event}`))
  await handler("first")
  await handler("second")
  expect(calls).toEqual(["prepared", "first", "prepared", "second"])
})

it("fails the invocation when it cannot be prepared, and handles nothing", async () => {
  const telemetry = recordedTelemetry()
  const handled: unknown[] = []
  const prepare = () => Promise.reject(new TypeError("no table"))
  const handler = preparedHandler({ telemetry, prepare }, async (event) => handled.push(event))
  await expect(handler("first")).rejects.toThrow("no table")
  expect(handled).toEqual([])
  expect(telemetry.counts).toEqual({ InvocationFailed: 1 })
  expect(telemetry.lines).toMatchObject([{ level: "error", fields: { errorName: "TypeError" } }])
})
