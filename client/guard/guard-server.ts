import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http"
import { type Proof, proof as proofs } from "../../shared/base/contracts/words.ts"
import type { FollowedMap, MapStatus } from "../proof-map/follow-proof-map.ts"
import { type AskedLookup, AskedWrongly } from "./asked-lookup.ts"
import type { FailingOpen } from "./failing-open.ts"
import type { Guard } from "./guard.ts"
import type { Remembering } from "./start-guard.ts"
import type { GuardHealth } from "./unjudged-requests.ts"
import { answerOf, showsHeader } from "./verdict-headers.ts"

/** In which headers the web server says what it was asked. */
export type GuardHeaders = {
  /** Of the visitor's address, one alone. */
  readonly address: string
  /** Of the visitor's account. */
  readonly account?: string | undefined
  /** The name of the cookie with the session, in the header `cookie`. */
  readonly sessionCookie?: string | undefined
}

export type GuardServerOptions = {
  readonly guard: Guard
  readonly open: FailingOpen
  readonly headers: GuardHeaders
  readonly isEnforcing: boolean
  readonly startedAt: Date
  readonly remembering: () => Remembering
  /** The hub's map, where the guard reads it. */
  readonly map?: Pick<FollowedMap, "status"> | undefined
}

const checkPath = "/check"
const reportPath = "/report"

/**
 * Answers a web server: `/check` for nginx `auth_request` and Envoy `ext_authz` in HTTP mode, `/report` with
 * `x-status`, `x-proof` and `x-place` for what the tool answered, what was proven by it and where the parcel goes,
 * `/healthz` and `/metrics`.
 */
export function guardServer(options: GuardServerOptions): Server {
  const { guard, open, isEnforcing } = options
  const askedIn = requestReader(options.headers)
  return createServer((request, response) => {
    const path = request.url ?? "/"
    request.resume()
    if (isAt(path, checkPath)) {
      const verdict = open.decide(() => guard.ask(askedIn(request, checkPath), Date.now() / 1_000))
      const answer = answerOf(verdict, isEnforcing)
      const shows = answer.status === 200 ? { [showsHeader]: answer.shows } : {}
      return end(response, answer.status, { ...answer.headers, ...shows })
    }
    if (isAt(path, reportPath)) {
      end(response, 204, {})
      return open.attempt(() => {
        const status = Number(headerOf(request, "x-status"))
        if (!Number.isInteger(status)) throw new AskedWrongly("A report has no status in the header x-status.")
        const asked = { ...askedIn(request, reportPath), proof: provenIn(request), place: placeIn(request) }
        guard.report(asked, status, Date.now() / 1_000)
      })
    }
    if (path === "/healthz") return end(response, 200, json, `${JSON.stringify(healthOf(options))}\n`)
    if (path === "/metrics") return end(response, 200, plainText, metricsOf(options))
    end(response, 404, plainText, "The guard answers at /check, /report, /healthz and /metrics.\n")
  })
}

const json = { "content-type": "application/json" }
const plainText = { "content-type": "text/plain; version=0.0.4" }

const isAt = (path: string, prefix: string): boolean =>
  path.startsWith(prefix) && (path.length === prefix.length || /[/?]/.test(path.charAt(prefix.length)))

function end(response: ServerResponse, status: number, headers: Record<string, string>, body = ""): void {
  const length = status === 204 ? {} : { "content-length": Buffer.byteLength(body) }
  response.writeHead(status, { ...headers, ...length }).end(body)
}

const reportedProof = proofs.exclude(["party"]).optional()

/** What a report says was proven. Only a report is asked: anything in a check may come from the visitor. */
function provenIn(request: IncomingMessage): Proof | undefined {
  const read = reportedProof.safeParse(headerOf(request, "x-proof"))
  if (read.success) return read.data
  throw new AskedWrongly("A report has another proof in the header x-proof than those in docs/access-logs.md.")
}

const longestPlace = 128

/** Where a report says that the parcel goes. */
function placeIn(request: IncomingMessage): string | undefined {
  const place = headerOf(request, "x-place")
  if (place === undefined || place.length <= longestPlace) return place
  throw new AskedWrongly(`A report has more than ${longestPlace} characters in the header x-place. Send a digest.`)
}

/** nginx names the request in a header. Envoy asks for the path of the request, with the prefix before it. */
function requestReader({ address, account, sessionCookie }: GuardHeaders) {
  const session = sessionCookie === undefined ? undefined : cookieNamed(sessionCookie)
  return (request: IncomingMessage, prefix: string): AskedLookup => ({
    target: headerOf(request, "x-original-uri") ?? (request.url ?? "").slice(prefix.length),
    address: headerOf(request, address),
    account: account === undefined ? undefined : headerOf(request, account),
    session: session?.(request.headers.cookie),
    userAgent: request.headers["user-agent"],
  })
}

/** The value of a header that comes once and is not empty. */
function headerOf({ headers }: IncomingMessage, name: string): string | undefined {
  const value = headers[name.toLowerCase()]
  return typeof value === "string" && value !== "" ? value : undefined
}

/** Reads one cookie from the header `cookie`. */
export function cookieNamed(name: string): (header: string | undefined) => string | undefined {
  const prefix = `${name}=`
  return (header) => {
    const pair = header?.split(";").find((one) => one.trimStart().startsWith(prefix))
    const value = pair?.trim().slice(prefix.length)
    return value === "" ? undefined : value
  }
}

/** What a monitor asks for. */
function healthOf({
  guard,
  open,
  isEnforcing,
  startedAt,
  remembering,
  map,
}: GuardServerOptions): GuardHealth & Record<string, unknown> {
  return {
    mode: isEnforcing ? "enforce" : "shadow",
    startedAt: startedAt.toISOString(),
    ...remembering(),
    ...guard.counts,
    failedOpen: open.failedOpen,
    ...map?.status,
  }
}

/** The same as text of Prometheus. */
function metricsOf({ guard, open, startedAt, remembering, map }: GuardServerOptions): string {
  const { lookups, phase, details, proof, mapped, refuse, reports, unreported, restrictions, contacts } = guard.counts
  const counter = (name: string, values: Readonly<Record<string, number>>): string[] => [
    `# TYPE wayseal_guard_${name} counter`,
    ...Object.entries(values).map(([labels, value]) => `wayseal_guard_${name}${labels} ${value}`),
  ]
  const gauge = (name: string, value: number): string[] => [
    `# TYPE wayseal_guard_${name} gauge`,
    `wayseal_guard_${name} ${value}`,
  ]
  const { error, slow, behind } = open.failedOpen
  return [
    ...counter("lookups_total", { "": lookups }),
    ...counter("verdicts_total", {
      '{verdict="phase"}': phase,
      '{verdict="details"}': details,
      '{verdict="proof"}': proof,
      '{verdict="refuse"}': refuse,
    }),
    ...counter("mapped_total", { "": mapped }),
    ...counter("reports_total", { "": reports }),
    ...counter("unreported_total", { "": unreported }),
    ...counter("restrictions_total", { "": restrictions }),
    ...counter("failed_open_total", {
      '{reason="error"}': error,
      '{reason="slow"}': slow,
      '{reason="behind"}': behind,
    }),
    ...gauge("contacts", contacts),
    ...(map === undefined ? [] : mapGauges(map.status, gauge)),
    ...gauge("start_time_seconds", Math.floor(startedAt.getTime() / 1_000)),
    ...keptGauge(remembering(), gauge),
    "",
  ].join("\n")
}

const keptGauge = ({ keptAt }: Remembering, gauge: Gauge): string[] =>
  keptAt === null ? [] : gauge("state_kept_seconds", Math.floor(Date.parse(keptAt) / 1_000))

type Gauge = (name: string, value: number) => string[]

const mapGauges = ({ mapSince, mapRestrictions, isMapStale }: MapStatus, gauge: Gauge): string[] => [
  ...gauge("map_restrictions", mapRestrictions),
  ...gauge("map_stale", isMapStale ? 1 : 0),
  ...(mapSince === null ? [] : gauge("map_since_seconds", Math.floor(Date.parse(mapSince) / 1_000))),
]
