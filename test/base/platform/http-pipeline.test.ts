import { describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { httpPipeline } from "../../../shared/base/platform/http-pipeline.ts"
import { HttpProblem } from "../../../shared/base/platform/http-problem.ts"
import { HttpDocument } from "../../../shared/base/platform/http-route.ts"
import { handle } from "../../../shared/parties/party-route.ts"
import { throttled } from "../../doubles/stream-surroundings.ts"
import { recordedTelemetry, testParties } from "../../parties/test-parties.ts"

const northpost = testParties.find(({ id }) => id === "northpost")

function api() {
  const telemetry = recordedTelemetry()
  const handler = httpPipeline({
    telemetry,
    clock: () => new Date("2026-11-01T14:00:00Z"),
    authenticate: async (authorization) => {
      if (authorization !== "Bearer good" || northpost === undefined) {
        throw new HttpProblem("unauthenticated", { headers: { "www-authenticate": "Bearer" } })
      }
      return { party: northpost, tokenId: "t-1" }
    },
    routes: [
      handle({
        method: "POST",
        path: "/v1/lookups",
        authentication: "optional",
        body: z.object({ reference: z.string().max(20) }),
        maxBodyBytes: 100,
      })(async ({ body, caller, cookies }) => ({
        status: 200,
        body: { length: body.reference.length, caller: caller?.party.id, cookie: cookies["ws"] },
        cookies: ["ws=2; Secure; HttpOnly"],
      })),
      handle({
        method: "GET",
        path: "/v1/cases/{caseAlias}/exposures",
        authentication: "required",
        query: z.strictObject({ page: z.string().optional() }),
      })(async ({ parameters, query, caller }) => ({
        status: 200,
        body: [parameters["caseAlias"], query.page, caller.party.id],
      })),
      handle({
        method: "GET",
        path: "/v1/document",
        authentication: "none",
      })(async () => ({ status: 200, body: new HttpDocument("application/pdf", new Uint8Array([37, 80])) })),
      handle({
        method: "GET",
        path: "/v1/broken",
        authentication: "none",
      })(async () => {
        throw new Error("secret NP4021887304CA")
      }),
      handle({
        method: "GET",
        path: "/v1/throttled",
        authentication: "none",
      })(() => Promise.reject(throttled())),
      handle({
        method: "GET",
        path: "/v1/closed",
        authentication: "none",
      })(async () => {
        throw new HttpProblem<"caseClosed">("conflict", { reason: "caseClosed" })
      }),
    ],
  })
  return { handler, telemetry }
}

function request(method: string, rawPath: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    rawPath,
    headers: { "Content-Type": "application/json" },
    requestContext: { requestId: "req-1", http: { method, sourceIp: "203.0.113.7" } },
    ...more,
  }
}

const lookup = (body: string, more: Record<string, unknown> = {}) => request("POST", "/v1/lookups", { body, ...more })

describe("an HTTP request", () => {
  it("reaches the use case with body, cookies and caller, and the answer is not cached", async () => {
    const { handler } = api()
    const answer = await handler(
      lookup('{"reference":"abc","other":1}', {
        headers: { "content-type": "application/json; charset=utf-8", authorization: "Bearer good" },
        cookies: ["a=b", "ws=1"],
      }),
    )
    expect(answer).toMatchObject({
      statusCode: 200,
      cookies: ["ws=2; Secure; HttpOnly"],
      headers: { "content-type": "application/json", "cache-control": "no-store" },
    })
    expect(JSON.parse(answer.body)).toEqual({ length: 3, caller: "northpost", cookie: "1" })
  })

  it("can have its cookies in the header instead of the list", async () => {
    const { handler } = api()
    const headers = { "content-type": "application/json", Cookie: "a=b; ws=7=8" }
    expect(JSON.parse((await handler(lookup('{"reference":"abc"}', { headers }))).body)).toMatchObject({
      cookie: "7=8",
    })
  })

  it("passes path parameters and query to the use case", async () => {
    const { handler } = api()
    const answer = await handler(
      request("GET", "/v1/cases/WS%2D1/exposures", {
        rawQueryString: "page=2",
        headers: { authorization: "Bearer good" },
      }),
    )
    expect(JSON.parse(answer.body)).toEqual(["WS-1", "2", "northpost"])
  })

  it("may have a base64 body, and its answer may be a document", async () => {
    const { handler } = api()
    const body = Buffer.from('{"reference":"abc"}').toString("base64")
    expect((await handler(lookup(body, { isBase64Encoded: true }))).statusCode).toBe(200)
    expect(await handler(request("GET", "/v1/document"))).toMatchObject({
      headers: { "content-type": "application/pdf" },
      body: "JVA=",
      isBase64Encoded: true,
    })
  })
})

describe("a route that will end", () => {
  const ending = (sunset: string | undefined, headers: Record<string, string> = {}) =>
    httpPipeline({
      telemetry: recordedTelemetry(),
      routes: [
        handle({
          method: "GET",
          path: "/v1/old",
          authentication: "none",
          query: z.strictObject({ fail: z.string().optional() }),
          deprecation: { since: "2027-01-01T00:00:00Z", ...(sunset && { sunset }), see: "https://hub.example/new" },
        })(async ({ query }) => {
          if (query.fail !== undefined) throw new HttpProblem("conflict")
          return { status: 200, headers }
        }),
      ],
    })
  const link = '<https://hub.example/new>; rel="deprecation"'

  it("says so in the headers of every answer, also of a refusal", async () => {
    const handler = ending("2028-01-01T00:00:00Z")
    for (const [query, status] of [
      ["", 200],
      ["fail=1", 409],
      ["unknown=1", 400],
    ] as const) {
      const { statusCode, headers } = await handler(request("GET", "/v1/old", { rawQueryString: query }))
      expect({ statusCode, headers }).toMatchObject({
        statusCode: status,
        headers: { deprecation: "@1798761600", sunset: "Sat, 01 Jan 2028 00:00:00 GMT", link },
      })
    }
  })

  it("has no sunset until that is decided, and keeps its own link", async () => {
    const { headers } = await ending(undefined, { link: '</v1/old?after=x>; rel="next"' })(request("GET", "/v1/old"))
    expect(headers).not.toHaveProperty("sunset")
    expect(headers["link"]).toBe(`</v1/old?after=x>; rel="next", ${link}`)
  })
})

describe("a refusal over HTTP", () => {
  it.each([
    ["an unknown path", request("GET", "/v1/nothing"), 404, "notFound"],
    ["a parameter that cannot be decoded", request("GET", "/v1/cases/%E0%A4%A/exposures"), 404, "notFound"],
    ["another method", request("PUT", "/v1/lookups"), 405, "methodNotAllowed"],
    ["a body that is not JSON", lookup("{"), 400, "invalid"],
    ["a body that does not fit", lookup('{"reference":5}'), 400, "invalid"],
    ["another content type", lookup("{}", { headers: {} }), 415, "unsupportedMediaType"],
    ["a body that is too large", lookup(`{"reference":"${"x".repeat(100)}"}`), 413, "tooLarge"],
    ["no token where one is needed", request("GET", "/v1/cases/WS-1/exposures"), 401, "unauthenticated"],
    [
      "a bad token even where none is needed",
      lookup('{"reference":"abc"}', { headers: { "content-type": "application/json", authorization: "Bearer bad" } }),
      401,
      "unauthenticated",
    ],
    ["a refusal by the use case", request("GET", "/v1/closed"), 409, "caseClosed"],
    ["an error in the use case", request("GET", "/v1/broken"), 500, "internal"],
    ["a failure of AWS", request("GET", "/v1/throttled"), 503, "unavailable"],
    ["an event that is no request", { nothing: true }, 400, "invalid"],
  ])("answers %s as problem+json", async (_, event, status, code) => {
    const { handler } = api()
    const answer = await handler(event)
    expect(answer.statusCode).toBe(status)
    expect(answer.headers["content-type"]).toBe("application/problem+json")
    expect(JSON.parse(answer.body)).toMatchObject({ status, code })
  })

  it.each([
    [lookup("{}"), "body.reference: the field is missing. It must be of the type string."],
    [
      lookup('{"reference":"LL-0048213 LL-0048213 LL"}'),
      "body.reference: the value is too large or too long. At most 20 characters.",
    ],
    [lookup("{"), expect.stringContaining("body: the text is not JSON.")],
    [lookup(`{"reference":"${"x".repeat(100)}"}`), "The body may have 100 bytes at most."],
    [lookup("{}", { headers: {} }), expect.stringContaining("content-type: application/json")],
  ])("says in words what would be right", async (event, detail) => {
    expect(JSON.parse((await api().handler(event)).body)).toMatchObject({ detail })
  })

  it("names the path and the rule, never the value", async () => {
    const { handler } = api()
    const answer = await handler(lookup('{"reference":"LL-0048213 LL-0048213 LL"}'))
    expect(JSON.parse(answer.body)).toMatchObject({ problems: [{ path: "body.reference", rule: "tooBig" }] })
    expect(answer.body).not.toContain("LL-0048213")
  })

  it("says after how many seconds to come again when AWS failed, and counts that as a failure", async () => {
    const { handler, telemetry } = api()
    expect((await handler(request("GET", "/v1/throttled"))).headers["retry-after"]).toBe("5")
    expect(telemetry.counts).toMatchObject({ RequestFailed: 1 })
  })

  it("logs no value of the request", async () => {
    const { handler, telemetry } = api()
    await handler(request("GET", "/v1/broken"))
    await handler(request("GET", "/v1/broken", { rawQueryString: "q=LL-0048213" }))
    await handler(request("GET", "/v1/cases/LL-0048213/exposures"))
    await handler(lookup('{"reference":"LL-0048213"}'))
    const written = JSON.stringify(telemetry.lines)
    expect(written).toContain("GET /v1/cases/{caseAlias}/exposures")
    for (const secret of ["LL-0048213", "NP4021887304CA", "203.0.113.7"]) {
      expect(written).not.toContain(secret)
    }
    expect(telemetry.counts).toMatchObject({ RequestFailed: 1, RequestAnswered: 4 })
  })
})
