import * as z from "zod"
import { problemsOf } from "../contracts/problem.ts"
import { type Clock, systemClock } from "./clock.ts"
import { HttpProblem } from "./http-problem.ts"
import { type HttpAnswer, HttpDocument, type HttpRoute } from "./http-route.ts"
import { type LambdaHandler, lambdaHandler } from "./lambda.ts"
import { errorName, type Telemetry } from "./telemetry.ts"

/** An HTTP API event of payload format 2.0, as far as it is read. */
const httpEvent = z.object({
  rawPath: z.string(),
  rawQueryString: z.string().default(""),
  headers: z.record(z.string(), z.string()).default({}),
  cookies: z.array(z.string()).optional(),
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().default(false),
  requestContext: z.object({
    requestId: z.string().optional(),
    http: z.object({ method: z.string(), sourceIp: z.string() }),
  }),
})

type HttpEvent = z.output<typeof httpEvent>

/** What Lambda gives back to the HTTP API. */
export type HttpResult = {
  statusCode: number
  headers: Record<string, string>
  cookies: string[]
  body: string
  isBase64Encoded: boolean
}

/** What an HTTP pipeline is made of. */
export type HttpPipelineOptions<Caller> = {
  routes: readonly HttpRoute<Caller>[]
  /** Needed when a route asks for authentication. */
  authenticate?: (authorization: string | undefined) => Promise<Caller>
  telemetry: Telemetry
  clock?: Clock
}

/**
 * Handler of HTTP routes. Finds the route, authenticates, reads the body, calls the use case; whatever refuses or fails is
 * answered as problem+json without a value of the request. Logs name the route's template and the status alone.
 */
export function httpPipeline<Caller>(options: HttpPipelineOptions<Caller>): LambdaHandler<HttpResult> {
  const { telemetry, clock = systemClock, authenticate = nobody } = options

  const answer = async (event: HttpEvent, started: Date): Promise<{ result: HttpAnswer; template: string }> => {
    const { method } = event.requestContext.http
    const found = findRoute(options.routes, method, event.rawPath)
    const template = `${found.route.method} ${found.route.path}`
    try {
      const headers = lowerCased(event.headers)
      const { authentication } = found.route
      const signed = authentication === "required" || (authentication === "optional" && "authorization" in headers)
      const caller = signed ? await authenticate(headers["authorization"]) : undefined
      const result = await found.route.answer({
        parameters: found.parameters,
        query: new URLSearchParams(event.rawQueryString),
        headers,
        cookies: cookiesOf(event, headers),
        sourceIp: event.requestContext.http.sourceIp,
        body: readBody(event, headers, found.route),
        caller,
        requestId: event.requestContext.requestId ?? "none",
        receivedAt: started.toISOString(),
      })
      return { result, template }
    } catch (thrown) {
      return { result: refusal(thrown, telemetry, template), template }
    }
  }

  return lambdaHandler(telemetry, async (given) => {
    const started = clock()
    const parsed = httpEvent.safeParse(given)
    if (!parsed.success) {
      return encode(refusal(new HttpProblem("invalid"), telemetry, undefined))
    }
    let outcome: { result: HttpAnswer; template: string | undefined }
    try {
      outcome = await answer(parsed.data, started)
    } catch (thrown) {
      outcome = { result: refusal(thrown, telemetry, undefined), template: undefined }
    }
    telemetry.info("Request answered", {
      requestId: parsed.data.requestContext.requestId,
      route: outcome.template,
      status: outcome.result.status,
      milliseconds: clock().getTime() - started.getTime(),
    })
    telemetry.count("RequestAnswered")
    return encode(outcome.result)
  })
}

async function nobody(): Promise<never> {
  throw new HttpProblem("unauthenticated")
}

function findRoute<Caller>(
  routes: readonly HttpRoute<Caller>[],
  method: string,
  path: string,
): { route: HttpRoute<Caller>; parameters: Record<string, string> } {
  const allowed: string[] = []
  for (const candidate of routes) {
    const parameters = matchPath(candidate.path, path)
    if (parameters !== undefined && candidate.method === method) {
      return { route: candidate, parameters }
    }
    if (parameters !== undefined) {
      allowed.push(candidate.method)
    }
  }
  if (allowed.length > 0) {
    throw new HttpProblem("methodNotAllowed", { headers: { allow: allowed.join(", ") } })
  }
  throw new HttpProblem("notFound")
}

function matchPath(template: string, path: string): Record<string, string> | undefined {
  const wanted = template.split("/")
  const given = path.split("/")
  if (wanted.length !== given.length) {
    return undefined
  }
  const parameters: Record<string, string> = {}
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? ""
    const name = /^\{(\w+)\}$/.exec(part)?.[1]
    if (name === undefined) {
      if (part !== value) {
        return undefined
      }
    } else {
      const decoded = decodeSegment(value)
      if (decoded === undefined || decoded === "") {
        return undefined
      }
      parameters[name] = decoded
    }
  }
  return parameters
}

function decodeSegment(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment)
  } catch {
    return undefined
  }
}

function readBody(
  event: HttpEvent,
  headers: Readonly<Record<string, string>>,
  found: Pick<HttpRoute<never>, "bodySchema" | "maxBodyBytes">,
): unknown {
  if (found.bodySchema === undefined) {
    return undefined
  }
  const text = Buffer.from(event.body ?? "", event.isBase64Encoded ? "base64" : "utf8")
  if (text.byteLength > found.maxBodyBytes) {
    throw new HttpProblem("tooLarge")
  }
  if (!/^application\/([\w.-]+\+)?json\s*(;|$)/i.test(headers["content-type"] ?? "")) {
    throw new HttpProblem("unsupportedMediaType")
  }
  let json: unknown
  try {
    json = JSON.parse(text.toString("utf8"))
  } catch {
    throw new HttpProblem("invalid", { problems: [{ path: "body", rule: "json" }] })
  }
  const result = found.bodySchema.safeParse(json)
  if (!result.success) {
    throw new HttpProblem("invalid", { problems: problemsOf(result.error, json, "body") })
  }
  return result.data
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

function refusal(thrown: unknown, telemetry: Telemetry, template: string | undefined): HttpAnswer {
  const problem = thrown instanceof HttpProblem ? thrown : new HttpProblem("internal")
  if (problem.code === "internal") {
    telemetry.error("Request failed", { route: template, errorName: errorName(thrown) })
    telemetry.count("RequestFailed")
  }
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
