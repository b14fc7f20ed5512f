import * as z from "zod"
import { boundedString } from "../../../shared/base/contracts/bounded-string.ts"
import type { Target } from "../enforced-targets.ts"
import type { EnforcementOutput } from "./enforcement-output.ts"

/** The Local API of CrowdSec, and a machine that may push to it (`cscli machines add`). */
export type CrowdSecOptions = {
  readonly url: string
  readonly machineId: string
  readonly password: string
  /** By default the `fetch` of Node.js. */
  readonly fetch?: typeof globalThis.fetch
}

/** Decisions under this name are ours. */
const scenario = "wayseal/enforce"

const session = z.looseObject({ token: boundedString(4_000) })
const standingDecision = z.looseObject({
  scope: boundedString(4_000),
  value: boundedString(4_000),
  type: boundedString(4_000),
  scenario: boundedString(4_000),
  duration: boundedString(4_000),
})
const alerts = z
  .array(z.looseObject({ decisions: z.array(standingDecision).nullish() }))
  .nullable()
  .transform((found) => (found ?? []).flatMap(({ decisions }) => decisions ?? []))

/** How far the end of a decision may be from the wanted one. */
const toleranceSeconds = 120

/**
 * Keeps decisions in CrowdSec, which its bouncers enforce: `ban` for what is refused or blocked, `captcha` for networks
 * that need proof. A bouncer has to know the scopes `username` and `session` to enforce accounts and sessions.
 */
export function crowdSec(options: CrowdSecOptions): EnforcementOutput {
  const call = caller(options)
  return {
    name: "crowdsec",
    async apply(targets, now, ranges) {
      const token = await logIn(options, call)
      const has = new Map((await standing(call, token)).map((one) => [nameOf(one), one]))
      const wanted = new Map(targets.map((target) => [nameOf(decisionOf(target, now)), decisionOf(target, now)]))
      const ended = [...has].filter(([name, one]) => !isLike(one, wanted.get(name))).map(([, one]) => one)
      const added = [...wanted].filter(([name, one]) => !isLike(has.get(name), one)).map(([, one]) => one)
      for (const { scope, value, type } of ended)
        await call("DELETE", `/v1/decisions?${new URLSearchParams({ scope, value, type, scenario })}`, { token })
      if (added.length > 0) await call("POST", "/v1/alerts", { token, body: added.map((one) => alertOf(one, now)) })
      const sentence = `CrowdSec has ${wanted.size} decisions: ${added.length} new, ${ended.length} ended.`
      // A decision is about a visitor, and never about what it asks for.
      return { sentence, left: ranges.length }
    },
  }
}

type Decision = { scope: string; value: string; type: string; duration: string }

function decisionOf({ action, kind, value, until }: Target, now: Date): Decision {
  const scope =
    kind === "network" ? (value.includes("/") ? "Range" : "Ip") : kind === "account" ? "username" : "session"
  const seconds = Math.max(1, Math.round((Date.parse(until) - now.getTime()) / 1_000))
  return { scope, value, type: action === "proof" ? "captcha" : "ban", duration: `${seconds}s` }
}

const nameOf = ({ scope, value, type }: Omit<Decision, "duration">): string => `${scope.toLowerCase()} ${value} ${type}`

function isLike(one: Decision | undefined, other: Decision | undefined): boolean {
  if (one === undefined || other === undefined) return false
  return Math.abs(secondsOf(one.duration) - secondsOf(other.duration)) <= toleranceSeconds
}

/** Seconds of a duration as Go writes it: `23h59m30.5s`. */
function secondsOf(duration: string): number {
  const units: Readonly<Record<string, number>> = { h: 3_600, m: 60, s: 1, ms: 0.001 }
  const parts = duration.matchAll(/(\d+(?:\.\d+)?)(ms|h|m|s)/gy)
  return [...parts].reduce((sum, [, number, unit = "s"]) => sum + Number(number) * (units[unit] ?? 0), 0)
}

/** What the API takes: a decision comes with an alert. */
function alertOf(decision: Decision, now: Date) {
  const at = now.toISOString()
  return {
    scenario,
    scenario_hash: "",
    scenario_version: "1",
    message: "restricted by the Wayseal hub",
    events_count: 1,
    start_at: at,
    stop_at: at,
    capacity: 0,
    leakspeed: "0",
    simulated: false,
    events: [],
    source: { scope: decision.scope, value: decision.value },
    decisions: [{ ...decision, origin: "wayseal", scenario }],
  }
}

type Call = (
  method: "GET" | "POST" | "DELETE",
  path: string,
  of: { readonly token?: string; readonly body?: unknown },
) => Promise<unknown>

/** Calls the API. The message of an error has no value. */
function caller({ url, fetch = globalThis.fetch }: CrowdSecOptions): Call {
  return async (method, path, { token, body }) => {
    const headers = {
      "content-type": "application/json",
      "user-agent": "wayseal/1",
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    }
    const request = { method, headers, signal: AbortSignal.timeout(15_000) }
    const withBody = body === undefined ? request : { ...request, body: JSON.stringify(body) }
    const answer = await fetch(`${url.replace(/(?<!\/)\/+$/, "")}${path}`, withBody).catch(() => undefined)
    if (answer === undefined) throw new Error("CrowdSec gave no answer.")
    if (!answer.ok) throw new Error(`CrowdSec answered ${answer.status} to ${method} ${path.split("?")[0]}.`)
    return answer.json()
  }
}

async function logIn({ machineId, password }: CrowdSecOptions, call: Call): Promise<string> {
  const body = { machine_id: machineId, password, scenarios: [scenario] }
  return session.parse(await call("POST", "/v1/watchers/login", { body })).token
}

async function standing(call: Call, token: string) {
  const query = new URLSearchParams({ scenario, has_active_decision: "true", limit: "0" })
  const found = alerts.parse(await call("GET", `/v1/alerts?${query}`, { token }))
  return found.filter((one) => one.scenario === scenario && secondsOf(one.duration) > 0)
}
