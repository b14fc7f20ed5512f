import type { IncomingMessage, ServerResponse } from "node:http"
import type { Proof } from "../../shared/base/contracts/words.ts"
import type { AskedLookup, Shows, Verdict } from "./asked-lookup.ts"
import { failingOpen } from "./failing-open.ts"
import { type GuardCounts, makeGuard } from "./guard.ts"
import { type GuardOptions, guardDefaults, guardRulesOf } from "./guard-rules.ts"
import type { GuardHealth } from "./unjudged-requests.ts"
import { answerOf, showsHeader } from "./verdict-headers.ts"

/** A guard in a program of Node.js: of `node:http`, Express, Connect and what takes the same middleware. */
export type MiddlewareOptions<Request extends IncomingMessage> = GuardOptions & {
  /** By default `shadow`: every request passes, and the answer says what enforcing would do. */
  readonly mode?: "shadow" | "enforce"
  /** A decision that takes longer is not waited for. */
  readonly limitMilliseconds?: number
  /** The visitor's address. By default that of the connection: behind a proxy say where it is. */
  readonly addressOf?: (request: Request) => string | undefined
  readonly sessionOf?: (request: Request) => string | undefined
  readonly accountOf?: (request: Request) => string | undefined
  /**
   * What this visitor proved of this parcel in this request, such as by a link. It is asked before the answer and after
   * it, and remembered for the visitor's account or session where the answer was a success.
   */
  readonly proofOf?: (request: Request) => Proof | undefined
  /** Answers a lookup that is not allowed, in place of an empty 403. */
  readonly onRefused?: (request: Request, response: ServerResponse, verdict: Exclude<Verdict, Shows>) => void
  /** Takes a line when lookups pass unjudged. By default it goes to standard error. */
  readonly onAlarm?: (line: string) => void
}

/** What a middleware did since it began. */
export type MiddlewareCounts = GuardCounts & GuardHealth

export type GuardMiddleware<Request extends IncomingMessage> = {
  (request: Request, response: ServerResponse, next: () => void): void
  /** For a health check or a metric. */
  counts(): MiddlewareCounts
}

const shownIn = new WeakMap<IncomingMessage, Shows>()

/**
 * What a tool may show to a request that has no proof in itself. Of a request that no guard of this process judged, it
 * is the phase alone.
 */
export const guardedShows = (request: IncomingMessage): Shows => shownIn.get(request) ?? "phase"

/**
 * Makes a middleware that judges lookups before they are answered, and learns from the status of each answer what it
 * came to. `guardedShows` says what to show. For a tool behind this program `x-wayseal-shows` among the headers of the
 * request says the same: what a visitor wrote there is overwritten. The memory is in the process: a restart forgets, and
 * each process knows its own lookups alone.
 *
 * @throws Error when the place of the reference or a network is none
 */
export function guardMiddleware<Request extends IncomingMessage = IncomingMessage>(
  options: MiddlewareOptions<Request>,
): GuardMiddleware<Request> {
  const isEnforcing = options.mode === "enforce"
  const remembersSince = new Date().toISOString()
  const rules = guardRulesOf(options, "reported")
  const guard = makeGuard(rules, { isEnforcing })
  const open = failingOpen({
    limitMilliseconds: options.limitMilliseconds ?? guardDefaults.limitMilliseconds,
    strangers: rules.strangers,
    onAlarm: options.onAlarm ?? ((line) => process.stderr.write(`${line}\n`)),
  })
  const askedBy = (request: Request): AskedLookup => ({
    target: targetOf(request),
    address: options.addressOf === undefined ? request.socket.remoteAddress : options.addressOf(request),
    session: options.sessionOf?.(request),
    account: options.accountOf?.(request),
    userAgent: request.headers["user-agent"],
    proof: options.proofOf?.(request),
  })
  const refuse = options.onRefused ?? ((_, response) => void response.writeHead(403).end())
  const handle = (request: Request, response: ServerResponse, next: () => void): void => {
    let asked: AskedLookup | undefined
    const verdict = open.decide(() => {
      asked = askedBy(request)
      return guard.ask(asked, Date.now() / 1_000)
    })
    const answer = answerOf(verdict, isEnforcing)
    for (const [name, value] of Object.entries(answer.headers)) response.setHeader(name, value)
    if (answer.status === 403) {
      refuse(request, response, answer.needs)
      return
    }
    shownIn.set(request, answer.shows)
    request.headers[showsHeader] = answer.shows
    response.once("finish", () => {
      open.attempt(() => {
        if (asked === undefined) return
        const proof = options.proofOf?.(request)
        guard.report({ ...asked, proof }, response.statusCode, Date.now() / 1_000)
      })
    })
    next()
  }
  return Object.assign(handle, { counts: () => ({ ...guard.counts, remembersSince, failedOpen: open.failedOpen }) })
}

/** Express keeps the whole target beside the part that a router has left. */
function targetOf(request: IncomingMessage): string {
  return "originalUrl" in request && typeof request.originalUrl === "string" ? request.originalUrl : (request.url ?? "")
}
