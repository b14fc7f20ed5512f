import { describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { HttpProblem } from "../../../shared/base/platform/http-problem.ts"
import { declareRoute, HttpDocument } from "../../../shared/base/platform/http-route.ts"
import { silentTelemetry } from "../../../shared/base/platform/telemetry.ts"
import { handle, type Route } from "../../../shared/parties/party-route.ts"
import { checkedPipeline } from "./checked-pipeline.ts"

const parcel = z.object({ state: z.enum(["moving", "there"]), seen: z.object({ at: z.string() }).optional() })

const parcelRoute = declareRoute({
  method: "GET",
  path: "/v1/parcel",
  authentication: "none",
  answers: { 200: { description: "The parcel", schema: parcel, headers: { etag: "Its version" } } },
})

const ask = (answer: Route["answer"]) =>
  checkedPipeline({ routes: [{ ...parcelRoute, answer }], telemetry: silentTelemetry })({
    rawPath: "/v1/parcel",
    requestContext: { requestId: "r-1", http: { method: "GET", sourceIp: "203.0.113.7" } },
  })

describe("a test that calls a route", () => {
  it("passes while the answer is what the route declares", async () => {
    const answer = { status: 200, headers: { etag: "1" }, body: { state: "there", seen: { at: "noon" } } }
    expect(await ask(async () => answer)).toMatchObject({ statusCode: 200 })
  })

  it.each([
    ["field .seen.by", { status: 200, body: { state: "there", seen: { at: "noon", by: "Ann" } } }],
    ["state: Invalid option", { status: 200, body: { state: "lost" } }],
    ["status 201", { status: 201, body: { state: "there" } }],
    ["header x-version", { status: 200, headers: { "x-version": "1" }, body: { state: "there" } }],
    ["content type text/csv", { status: 200, body: new HttpDocument("text/csv; charset=utf-8", "there") }],
  ])("fails for what the route does not declare: %s", async (misfit, answer) => {
    await expect(ask(async () => answer)).rejects.toThrow(misfit)
  })

  it("fails for a member of a problem that the route does not declare", async () => {
    const refuse = (details: object) =>
      ask(async () => {
        throw new HttpProblem("conflict", details)
      })
    expect(await refuse({})).toMatchObject({ statusCode: 409 })
    await expect(refuse({ more: { obstacles: [] } })).rejects.toThrow("problem 409 with obstacles")
  })
})

it("TypeScript refuses a handler whose answer is not what the route declares", async () => {
  const bind = handle(parcelRoute)
  const bound = [
    bind(async () => ({ status: 200, body: { state: "there" } })),
    // @ts-expect-error no such state
    bind(async () => ({ status: 200, body: { state: "lost" } })),
    // @ts-expect-error no such status
    bind(async () => ({ status: 201, body: { state: "there" } })),
  ]
  expect(bound.map(({ path }) => path)).toEqual(["/v1/parcel", "/v1/parcel", "/v1/parcel"])
})
