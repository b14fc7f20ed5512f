import type { IncomingMessage, ServerResponse } from "node:http"
import type { Proof } from "../../shared/base/contracts/words.ts"
import type { AskedLookup, Shows, Verdict } from "./asked-lookup.ts"
import { type FailingOpenRules, failingOpen } from "./failing-open.ts"
import type { GuardCounts } from "./guard.ts"
import { type GuardOptions, guardDefaults, guardRulesOf } from "./guard-rules.ts"
import { type Remembering, type StateOptions, startGuard } from "./start-guard.ts"
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
  /**
   * Where the parcel of this request goes, asked after the answer: any name that is the same for two parcels to one
   * place, such as its postal code and house number. The guard keeps a keyed hash. Without it, who looks up many
   * parcels of one place, such as a mail room, is taken for a walker.
   */
  readonly placeOf?: (request: Request) => string | undefined
  /** Where it keeps what it remembers over a restart, encrypted. By default nowhere. Call `stop` at the end. */
  readonly state?: StateOptions
  /** Answers a lookup that is not allowed, in place of an empty 403. */
  readonly onRefused?: (request: Request, response: ServerResponse, verdict: Exclude<Verdict, Shows>) => void
  /** The time in epoch seconds. By default that of this machine. */
  readonly now?: () => number
  /** Takes a line when lookups pass unjudged. By default it goes to standard error. */
  readonly onAlarm?: (line: string) => void
}

/** What a middleware did since it began. */
export type MiddlewareCounts = GuardCounts & GuardHealth & Remembering

export type GuardMiddleware<Request extends IncomingMessage> = {
  (request: Request, response: ServerResponse, next: () => void): void
  /**
   * Remembers what a visitor proved in a request that is no lookup, such as at a page that asks for the postal code.
   * `target` is the path of the lookup.
   */
  proven(request: Request, target: string, proof: Proof): void
  /** For a health check or a metric. */
  counts(): MiddlewareCounts
  /** Keeps what it remembers for the last time, once the program answers no more. Whether that went well. */
  stop(): Promise<boolean>
}

export { followProofMap } from "../proof-map/follow-proof-map.ts"

const shownIn = new WeakMap<IncomingMessage, Shows>()

/**
 * What a tool may show to a request that has no proof in itself. Of a request that no guard of this process judged, it
 * is the phase alone.
 */
export const guardedShows = (request: IncomingMessage): Shows => shownIn.get(request) ?? "phase"

/**
 * Makes a middleware that judges lookups before they are answered, and learns from the status of each answer what it
 * came to. `guardedShows` says what to show. For a tool behind this program `x-wayseal-shows` among the headers of the
 * request says the same: what a visitor wrote there is overwritten. Without `state` a restart forgets. Each process
 * knows its own lookups alone.
 *
 * @throws Error when the place of the reference, a network or the key of the state is none
 */
export function guardMiddleware<Request extends IncomingMessage = IncomingMessage>(
  options: MiddlewareOptions<Request>,
): GuardMiddleware<Request> {
  const isEnforcing = options.mode === "enforce"
  const { rules, guard, remembering, stop } = started(options, isEnforcing)
  const open = failingOpen(openRulesOf(options, rules.strangers))
  const askedBy = requestReader(options)
  const now = options.now ?? (() => Date.now() / 1_000)
  const refuse = options.onRefused ?? ((_, response) => void response.writeHead(403).end())
  const handle = (request: Request, response: ServerResponse, next: () => void): void => {
    let asked: AskedLookup | undefined
    const verdict = open.decide(() => {
      asked = askedBy(request)
      return guard.ask(asked, now())
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
        const told = { proof: options.proofOf?.(request), place: options.placeOf?.(request) }
        guard.report({ ...asked, ...told }, response.statusCode, now())
      })
    })
    next()
  }
  return Object.assign(handle, {
    proven: (request: Request, target: string, proof: Proof) =>
      open.attempt(() => guard.report({ ...askedBy(request), target, proof }, 200, now())),
    counts: () => ({ ...guard.counts, ...remembering(), failedOpen: open.failedOpen }),
    stop,
  })
}

function started(options: AnyOptions, isEnforcing: boolean) {
  const [startedAt, rules, onLine] = [new Date(), guardRulesOf(options, "reported"), options.onAlarm ?? toStandardError]
  const { guard, remembering, stop } = startGuard({
    options,
    rules,
    isEnforcing,
    state: options.state,
    startedAt,
    onLine,
  })
  return { rules, guard, remembering: () => ({ startedAt: startedAt.toISOString(), ...remembering() }), stop }
}

type AnyOptions = GuardOptions & Pick<AnyRequest, "state" | "onAlarm">

const toStandardError = (line: string): void => void process.stderr.write(`${line}\n`)

type AnyRequest = MiddlewareOptions<IncomingMessage>

const openRulesOf = (
  { limitMilliseconds = guardDefaults.limitMilliseconds, onAlarm }: Pick<AnyRequest, "limitMilliseconds" | "onAlarm">,
  strangers: Shows,
): FailingOpenRules => ({
  limitMilliseconds,
  strangers,
  onAlarm: onAlarm ?? toStandardError,
})

const requestReader =
  <Request extends IncomingMessage>(options: MiddlewareOptions<Request>) =>
  (request: Request): AskedLookup => ({
    target: targetOf(request),
    address: options.addressOf === undefined ? request.socket.remoteAddress : options.addressOf(request),
    session: options.sessionOf?.(request),
    account: options.accountOf?.(request),
    userAgent: request.headers["user-agent"],
    proof: options.proofOf?.(request),
  })

/** Express keeps the whole target beside the part that a router has left. */
function targetOf(request: IncomingMessage): string {
  return "originalUrl" in request && typeof request.originalUrl === "string" ? request.originalUrl : (request.url ?? "")
}
