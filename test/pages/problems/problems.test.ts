import { describe, expect, it } from "@jest/globals"
import { HttpProblem, problemType } from "../../../shared/base/platform/http-problem.ts"
import { silentTelemetry } from "../../../shared/base/platform/telemetry.ts"
import { otherPathsRoutes } from "../../../shared/pages/problems/other-paths-routes.ts"
import { problemCauses } from "../../../shared/pages/problems/problem-causes.ts"
import { describedCodes, problemPage } from "../../../shared/pages/problems/problem-page.ts"
import { checkedPipeline } from "../../base/platform/checked-pipeline.ts"

const handler = checkedPipeline({
  routes: otherPathsRoutes(),
  routesElsewhere: ["GET /v1/cases", "POST /v1/cases", "POST /v1/cases/{caseAlias}/{part}", "PATCH /v1/settings"],
  telemetry: silentTelemetry,
})

const ask = (method: string, rawPath: string) =>
  handler({ rawPath, headers: {}, requestContext: { http: { method, sourceIp: "203.0.113.7" } } })

describe("the page about problems", () => {
  it("has a place for every code, to which the type of its problem leads", () => {
    const codes = describedCodes().map(({ code }) => code)
    expect([...codes].sort()).toEqual(Object.keys(problemCauses).sort())
    const headings = [...problemPage().matchAll(/^## (\w+)$/gm)].map(([, heading = ""]) => problemType(heading))
    for (const code of codes) expect(headings.filter((heading) => heading === problemType(code))).toHaveLength(1)
  })

  it("is what the API answers at the path of every type", async () => {
    const { type } = new HttpProblem("tooLarge").body()
    const [path = ""] = type.split("#")
    const answer = await ask("GET", path)
    expect(answer).toMatchObject({ statusCode: 200, headers: { "content-type": "text/markdown; charset=utf-8" } })
    expect(answer.body).toBe(problemPage())
  })

  it("shows an answer with the code of each place", () => {
    const shown = [...problemPage().matchAll(/^ {2}"code": "(\w+)"/gm)].map(([, code]) => code)
    expect(shown).toEqual(describedCodes().map(({ code }) => code))
  })
})

describe("a request that no route of the API takes", () => {
  it.each([
    ["GET", "/"],
    ["GET", "/v1/case"],
    ["POST", "/v2/events"],
    ["GET", "/v1/cases/WS-1/duties/D-1/more"],
  ])("is not found as problem+json: %s %s", async (method, path) => {
    const answer = await ask(method, path)
    expect(answer).toMatchObject({ statusCode: 404, headers: { "content-type": "application/problem+json" } })
    expect(JSON.parse(answer.body)).toMatchObject({ code: "notFound", type: "/v1/problems#notfound" })
  })

  it.each([
    ["PUT", "/v1/cases", "GET, POST"],
    ["DELETE", "/v1/cases/WS-1/measures", "POST"],
    ["GET", "/v1/settings", "PATCH"],
    ["POST", "/v1/problems", "GET"],
  ])("learns which methods its path has: %s %s", async (method, path, allow) => {
    const answer = await ask(method, path)
    expect(answer).toMatchObject({ statusCode: 405, headers: { allow } })
    expect(JSON.parse(answer.body)).toMatchObject({
      code: "methodNotAllowed",
      detail: expect.stringContaining("allow"),
    })
  })
})
