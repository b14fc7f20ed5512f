import * as z from "zod"
import { JsonRefused, parseBoundedJson } from "../contracts/bounded-json.ts"
import { boundedString, ownString } from "../contracts/bounded-string.ts"
import { type Deprecation, deprecationHeaders } from "../contracts/deprecation.ts"
import { meaningOf } from "../contracts/problem.ts"
import { type ClientAddress, connectedAddress } from "./client-address.ts"
import { type Clock, systemClock } from "./clock.ts"
import { failureFields } from "./failure.ts"
import { type RouteFinder, routeFinder } from "./find-route.ts"
import { HttpProblem } from "./http-problem.ts"
import {
  type HttpAnswer,
  HttpDocument,
  type HttpRoute,
  mediaType,
  mostBodyBytes,
  type RouteDeclaration,
} from "./http-route.ts"
import { type LambdaHandler, lambdaHandler } from "./lambda.ts"
import { parseProblem } from "./parse-problem.ts"
import type { LogFields, Telemetry } from "./telemetry.ts"
import { isTransient } from "./transient-failure.ts"

/** The gateway takes 10,240 bytes of request line and headers. */
const part = boundedString(10_240)

/** The parts of an HTTP API event (payload format 2.0) that we read. */
const httpEvent = z.object({
  rawPath: part,
  rawQueryString: part.default(""),
  headers: z.record(part, part).default({}),
  cookies: z.array(part).max(1_000).optional(),
  body: ownString().nullish(),
  isBase64Encoded: z.boolean().default(false),
  requestContext: z.object({
    requestId: ownString().optional(),
    http: z.object({ method: boundedString(32), sourceIp: boundedString(64) }),
  }),
})

type HttpEvent = z.output<typeof httpEvent>

/** What Lambda returns to the HTTP API. */
export type HttpResult = {
  statusCode: number
  headers: Record<string, string>
  cookies: string[]
  body: string
  isBase64Encoded: boolean
}

/** What a request shows of itself when its caller is authenticated. Nothing of it is checked. */
export type CallingRequest = {
  readonly method: string
  /** Headers by name in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly cookies: Readonly<Record<string, string>>
}

/** A request that is refused or failed, as it arrived. Nothing of it is checked. */
export type RefusedRequest = {
  readonly problem: HttpProblem
  readonly path: string
  /** Headers by name in lower case. */
  readonly headers: Readonly<Record<string, string>>
}

/** Parts of an HTTP pipeline. */
export type HttpPipelineOptions<Caller> = {
  routes: readonly HttpRoute<Caller>[]
  /** Routes that are made when a request first fits none of `routes`. After a failure the next request tries again. */
  moreRoutes?: () => Promise<readonly HttpRoute<Caller>[]>
  /** Method and path of routes that other functions serve, as `GET /v1/cases`. They count for 405 and its `allow`. */
  routesElsewhere?: readonly string[]
  /** Required when a route authenticates its caller. */
  authenticate?: (authorization: string | undefined, request: CallingRequest) => Promise<Caller>
  /** Answers refusals and failures in place of problem+json, where people read the answers. */
  answerRefusal?: (refused: RefusedRequest) => HttpAnswer | undefined
  /** Finds the client's address before anything else, or refuses the request. Whoever connected when absent. */
  clientAddress?: ClientAddress
  telemetry: Telemetry
  clock?: Clock
}

/**
 * Handler of HTTP routes. It finds the client's address and the route, authenticates the caller, reads the body and
 * calls the use case. It answers a refusal or a failure as problem+json without a value of the request. Logs name the
 * route's template and the status.
 */
export function httpPipeline<Caller>(options: HttpPipelineOptions<Caller>): LambdaHandler<HttpResult> {
  const { telemetry, clock = systemClock } = options
  const routeOf = routeFinder(options)
  return lambdaHandler(telemetry, async (given) => {
    const started = clock()
    const parsed = httpEvent.safeParse(given)
    if (!parsed.success) return encode(refusal(new HttpProblem("invalid")))
    const { requestId } = parsed.data.requestContext
    const { result, route } = await answerEvent(parsed.data, started, { ...options, routeOf })
    telemetry.info("Request answered", {
      requestId,
      route,
      status: result.status,
      milliseconds: clock().getTime() - started.getTime(),
    })
    telemetry.count("RequestAnswered")
    return encode(result)
  })
}

type Answered = { result: HttpAnswer; route?: string }

/** The answer with the headers that say that its route will end. A `link` of its own stays. */
function withDeprecation(result: HttpAnswer, deprecation: Deprecation | undefined): HttpAnswer {
  if (deprecation === undefined) return result
  const { link, ...headers } = deprecationHeaders(deprecation)
  const links = [result.headers?.["link"], link].filter((one) => one !== undefined)
  return { ...result, headers: { ...result.headers, ...headers, link: links.join(", ") } }
}

async function answerEvent<Caller>(
  event: HttpEvent,
  started: Date,
  options: HttpPipelineOptions<Caller> & { routeOf: RouteFinder<Caller> },
): Promise<Answered> {
  const { routeOf, authenticate = refuseCaller, clientAddress = connectedAddress, telemetry } = options
  const { http, requestId } = event.requestContext
  let template: { route?: string } = {}
  let deprecation: Deprecation | undefined
  const headers = lowerCased(event.headers)
  const cookies = cookiesOf(event, headers)
  try {
    const sourceIp = await clientAddress({ headers, sourceIp: http.sourceIp })
    const { route, parameters } = await routeOf(http.method, event.rawPath)
    template = { route: `${route.method} ${route.path}` }
    deprecation = route.deprecation
    const { authentication } = route
    const signed = authentication === "required" || (authentication === "optional" && "authorization" in headers)
    const calling = { method: http.method, headers, cookies }
    const caller = signed ? await authenticate(headers["authorization"], calling) : undefined
    const bytes = Buffer.from(event.body ?? "", event.isBase64Encoded ? "base64" : "utf8")
    const result = await route.answer({
      parameters,
      query: readQuery(event.rawQueryString, route),
      headers,
      cookies,
      sourceIp,
      body: readBody(bytes, headers, route),
      caller,
      requestId: requestId ?? "none",
      receivedAt: started.toISOString(),
      raw: { method: http.method, path: event.rawPath, body: bytes },
    })
    return { result: withDeprecation(result, deprecation), ...template }
  } catch (thrown) {
    const problem = problemOf(thrown, telemetry, { requestId, ...template })
    const refused = options.answerRefusal?.({ problem, headers, path: event.rawPath }) ?? refusal(problem)
    return { result: withDeprecation(refused, deprecation), ...template }
  }
}

async function refuseCaller(): Promise<never> {
  throw new HttpProblem("unauthenticated")
}

const noQuery = z.strictObject({})

/** @throws HttpProblem 400 for a parameter that the route does not have, that does not fit, or that comes twice */
function readQuery(text: string, { query: schema = noQuery }: RouteDeclaration): unknown {
  const given = new URLSearchParams(text)
  const values = [...new Set(given.keys())].map((name) => {
    const [value, ...more] = given.getAll(name)
    return [name, more.length === 0 ? value : [value, ...more]]
  })
  const query: unknown = Object.fromEntries(values)
  const result = schema.safeParse(query)
  if (result.success) return result.data
  const isUnknown = result.error.issues.some(({ code }) => code === "unrecognized_keys")
  const names = Object.keys(schema.shape)
  const known = names.length === 0 ? "This route takes no query parameters." : `It may have ${names.join(", ")}.`
  throw parseProblem(
    result.error,
    query,
    "query",
    isUnknown ? `query: ${meaningOf("unknownField")}. ${known}` : undefined,
  )
}

/** It refuses what is no UTF-8, which would become other bytes than those that a sender signed. */
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })

function readBody(text: Buffer, headers: Readonly<Record<string, string>>, found: RouteDeclaration): unknown {
  if (found.body === undefined && found.rawBody === undefined) {
    return undefined
  }
  const most = mostBodyBytes(found)
  if (text.byteLength > most) {
    throw new HttpProblem("tooLarge", { detail: `The body may have ${most} bytes at most.` })
  }
  if (found.body === undefined) return new Uint8Array(text)
  if (!/^application\/([\w.-]+\+)?json\s*(;|$)/i.test(headers["content-type"] ?? "")) {
    throw new HttpProblem("unsupportedMediaType")
  }
  const json = parsedBody(text)
  const schema = found.otherBodies?.[mediaType(headers["content-type"] ?? "")] ?? found.body
  const result = schema.safeParse(json)
  if (!result.success) {
    throw parseProblem(result.error, json, "body", found.explain?.(result.error, json))
  }
  return result.data
}

/** @throws HttpProblem 400 for what is no JSON in UTF-8, too deep, or of too many values */
function parsedBody(bytes: Buffer): unknown {
  try {
    return parseBoundedJson(textOf(bytes))
  } catch (thrown) {
    if (!(thrown instanceof JsonRefused)) throw thrown
    const { rule, message } = thrown
    throw new HttpProblem("invalid", {
      problems: [{ path: "body", rule }],
      detail: `body: ${meaningOf(rule)}. ${message}`,
    })
  }
}

function textOf(bytes: Buffer): string {
  try {
    return utf8.decode(bytes)
  } catch {
    throw new JsonRefused("json")
  }
}

function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
}

function cookiesOf(event: HttpEvent, headers: Readonly<Record<string, string>>): Record<string, string> {
  const pairs = event.cookies ?? headers["cookie"]?.split(";") ?? []
  const cookies: Record<string, string> = {}
  for (const pair of pairs) {
    const split = pair.indexOf("=")
    if (split > 0) {
      cookies[pair.slice(0, split).trim()] = pair.slice(split + 1).trim()
    }
  }
  return cookies
}

/**
 * What a refused or failed request is answered with. When AWS failed, the caller is asked to come again in seconds. The
 * log names the request by the fields of `request`.
 */
function problemOf(thrown: unknown, telemetry: Telemetry, request: LogFields): HttpProblem {
  if (thrown instanceof HttpProblem && thrown.code !== "internal") return thrown
  telemetry.error("Request failed", { ...request, ...failureFields(thrown) })
  telemetry.count("RequestFailed")
  return thrown instanceof HttpProblem ? thrown : new HttpProblem(isTransient(thrown) ? "unavailable" : "internal")
}

function refusal(problem: HttpProblem): HttpAnswer {
  return {
    status: problem.status,
    headers: problem.headers,
    body: new HttpDocument("application/problem+json", JSON.stringify(problem.body())),
  }
}

function encode(answer: HttpAnswer): HttpResult {
  const { body } = answer
  const document =
    body instanceof HttpDocument
      ? body
      : new HttpDocument("application/json", body === undefined ? "" : JSON.stringify(body))
  const binary = typeof document.content !== "string"
  return {
    statusCode: answer.status,
    headers: {
      ...(document.content.length === 0 ? {} : { "content-type": document.contentType }),
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      ...answer.headers,
    },
    cookies: [...(answer.cookies ?? [])],
    body: typeof document.content === "string" ? document.content : Buffer.from(document.content).toString("base64"),
    isBase64Encoded: binary,
  }
}
