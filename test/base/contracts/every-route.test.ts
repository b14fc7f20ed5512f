import { describe, expect, it } from "@jest/globals"
import { documentedRoutes } from "../../../infra/cli/documents/routes.ts"
import { httpPipeline } from "../../../shared/base/platform/http-pipeline.ts"
import { problemBody } from "../../../shared/base/platform/http-problem.ts"
import { mostBodyBytes } from "../../../shared/base/platform/http-route.ts"
import { silentTelemetry } from "../../../shared/base/platform/telemetry.ts"
import { breachWorld, partyIn, seen, walkAnomaly } from "../../desk/breach-world.ts"
import { caller } from "../../desk/desk-caller.ts"
import { testParties } from "../../parties/test-parties.ts"

const routes = documentedRoutes.map((declaration) => ({
  ...declaration,
  answer: async () => {
    throw new Error("not called")
  },
}))
const [party] = testParties
// A request that came as far as a handler would fail with 500.
const handler = httpPipeline({
  routes,
  telemetry: silentTelemetry,
  authenticate: async () => {
    if (party === undefined) throw new Error("there is a party")
    return { party, tokenId: "token-0001" }
  },
})

async function ask(
  { method, path }: { method: string; path: string },
  more: { rawQueryString?: string; contentType?: string; body?: string } = {},
) {
  const { rawQueryString = "", contentType = "application/json", body } = more
  const answer = await handler({
    rawPath: path.replaceAll(/\{\w+\}/g, "x1"),
    rawQueryString,
    headers: { authorization: "Bearer token", "content-type": contentType },
    ...(body === undefined ? {} : { body }),
    requestContext: { requestId: "r-1", http: { method, sourceIp: "203.0.113.7" } },
  })
  expect(answer.headers["content-type"]).toBe("application/problem+json")
  const problem = problemBody.parse(JSON.parse(answer.body))
  expect(answer.statusCode).toBe(problem.status)
  return { headers: answer.headers, ...problem }
}

const named = routes.map((route) => [`${route.method} ${route.path}`, route] as const)
const withBody = named.filter(([, { body }]) => body !== undefined)

describe("every route", () => {
  it.each(named)("refuses an unknown query parameter, and names those that it has: %s", async (_, route) => {
    const { status, code, detail, problems } = await ask(route, { rawQueryString: "kolor=red" })
    expect([status, code, problems]).toEqual([400, "invalid", [{ path: "query", rule: "unknownField" }]])
    expect(detail).not.toMatch(/kolor|red\b/)
    for (const name of Object.keys(route.query?.shape ?? {})) expect(detail).toContain(name)
  })

  it.each(named)("describes each of its query parameters: %s", (_, { query }) => {
    for (const parameter of Object.values(query?.shape ?? {})) expect(parameter.meta()?.description).toMatch(/\w{4}/)
  })

  it.each(named)("refuses a method that its path does not have, and names those that it has: %s", async (_, route) => {
    const { status, code, headers } = await ask({ ...route, method: "TRACE" })
    expect([status, code]).toEqual([405, "methodNotAllowed"])
    expect(headers["allow"]?.split(", ")).toContain(route.method)
  })

  it.each(withBody)("refuses a body that is no JSON: %s", async (_, route) => {
    const form = await ask(route, { contentType: "application/x-www-form-urlencoded", body: "a=b" })
    expect([form.status, form.code]).toEqual([415, "unsupportedMediaType"])
    expect(await ask(route, { body: '{"a": NaN}' })).toMatchObject({ status: 400, problems: [{ rule: "json" }] })
  })

  it.each(withBody)("refuses a body of 5,000 levels, and says how many it may have: %s", async (_, route) => {
    for (const [start, end] of [
      ['{"a":', "}"],
      ["[", "]"],
    ] as const) {
      const { status, problems, detail } = await ask(route, { body: `${start.repeat(5_000)}1${end.repeat(5_000)}` })
      // Some routes take no such body at all.
      if (status !== 413) expect([status, problems]).toEqual([400, [{ path: "body", rule: "tooDeep" }]])
      expect(detail).toMatch(/32 levels|bytes at most/)
    }
  })

  it.each(withBody)("refuses a body that is too large, below the 10 MB of the gateway: %s", async (_, route) => {
    expect(mostBodyBytes(route)).toBeLessThan(10_000_000)
    const { status, code, detail } = await ask(route, { body: `"${"x".repeat(mostBodyBytes(route))}"` })
    expect([status, code]).toEqual([413, "tooLarge"])
    expect(detail).toContain(String(mostBodyBytes(route)))
  })

  it.each(named.filter(([, { query }]) => "after" in (query?.shape ?? {})))(
    "has a limit beside its cursor, and refuses one that is too high or no number: %s",
    async (_, route) => {
      for (const limit of ["0", "-1", "1.5", "many", "1000000", ""])
        expect(await ask(route, { rawQueryString: `limit=${limit}` })).toMatchObject({
          status: 400,
          problems: [{ path: "query.limit" }],
        })
      expect(await ask(route, { rawQueryString: "limit=1&limit=2" })).toMatchObject({ status: 400 })
    },
  )
})

describe("a list of the breach desk", () => {
  it.each([
    "/v1/cases",
    "/v1/restrictions",
    "/v1/decisions",
    "/v1/proof-map",
    "/v1/refused-attempts",
    "/v1/cases/{alias}/timeline",
    "/v1/cases/{alias}/exposures",
  ])("refuses a cursor that it did not give: %s", async (list) => {
    const world = breachWorld()
    for (let number = 1; number <= 5; number += 1) await world.disclosures.append(seen(number))
    await world.anomalies.raise(walkAnomaly())
    await world.settle()
    const path = list.replace("{alias}", partyIn(world, "leafline").alias)
    const answer = await caller(world)("leafline", "GET", `${path}?after=WS-0000000000`)
    expect(answer.statusCode).toBe(400)
    expect(answer.json).toMatchObject({ problems: [{ path: "query.after", rule: "unknownReference" }] })
  })

  it("names the states that a case can have", async () => {
    const answer = await caller(breachWorld())("leafline", "GET", "/v1/cases?state=Open")
    expect(answer.json).toMatchObject({
      problems: [{ path: "query.state", rule: "oneOf" }],
      detail: "query.state: the value is not an allowed one. It may be open, closed, falseAlarm.",
    })
  })
})
