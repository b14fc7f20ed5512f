import type { IncomingMessage } from "node:http"
import { createServer, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import { afterEach, describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { runGuard } from "../../../client/commands/guard/run-guard.ts"
import { lookupReader } from "../../../client/guard/access-of-lookup.ts"
import type { AskedLookup } from "../../../client/guard/asked-lookup.ts"
import { failingOpen } from "../../../client/guard/failing-open.ts"
import { guardMiddleware, type MiddlewareOptions } from "../../../client/guard/guard-middleware.ts"
import { guardRulesOf } from "../../../client/guard/guard-rules.ts"
import { lookupJudge } from "../../../client/guard/lookup-judge.ts"
import { guardAt } from "../../../client/guard/unjudged-requests.ts"
import { aGuard, agent, asked, command, options, start } from "./guard-world.ts"

type Walk = { readonly more?: Partial<AskedLookup>; readonly status?: number; readonly from?: number }

/** Looks up one number after another, a second apart, and returns how many were shown before the first refusal. */
const walkOn = (guard: ReturnType<typeof aGuard>, { more = {}, status = 200, from = start }: Walk = {}) => {
  for (let step = 0; step < 60; step += 1) {
    const verdict = guard.ask(asked(step, more), from + step)
    if (verdict === "proof" || verdict === "refuse") return { shown: step, verdict }
    guard.report(asked(step, more), status, from + step + 0.1)
  }
  return { shown: 60, verdict: "phase" }
}

describe("the guard", () => {
  it("asks a visitor without a name for proof once it walks along numbers", () => {
    const { shown, verdict } = walkOn(aGuard())
    expect(verdict).toBe("proof")
    expect(shown).toBeLessThan(8)
  })

  it("asks a session that walks for proof of each parcel, and its network, too", () => {
    const guard = aGuard()
    guard.ask(asked(9_000, { session: "s1" }), start - 60)
    const { shown, verdict } = walkOn(guard, { more: { session: "s1" } })
    expect(verdict).toBe("proof")
    expect(guard.ask(asked(300, { session: "s1", proof: "postalCode" }), start + 61)).toBe("details")
    expect(shown).toBeLessThan(8)
    expect(guard.ask(asked(300, { userAgent: "another" }), start + 61)).toBe("proof")
    expect(guard.ask(asked(300, { userAgent: "another", proof: "linkToken" }), start + 61)).toBe("details")
  })

  it("takes a session that it never saw before for no identity", () => {
    const guard = aGuard()
    for (let step = 0; step < 20; step += 1) guard.ask(asked(step, { session: `new-${step}` }), start + step)
    expect(guard.ask(asked(40, { session: "new-40" }), start + 40)).toBe("proof")
  })

  it("lets others pass, and what a visitor looked up before a network was restricted", () => {
    const guard = aGuard()
    const neighbour = { account: "canary-account" }
    expect(guard.ask(asked(7_777, neighbour), start - 90_000)).toBe("phase")
    walkOn(guard)
    expect(guard.ask(asked(7_777, neighbour), start + 70)).toBe("phase")
    expect(guard.ask(asked(7_778, neighbour), start + 70)).toBe("proof")
    expect(guard.ask(asked(1, { address: "203.0.113.9" }), start + 70)).toBe("phase")
  })

  it("ends a restriction a day after the last new number, and after a week at the latest", () => {
    const guard = aGuard()
    walkOn(guard)
    const asOneOf = (number: number, hours: number) => guard.ask(asked(number), start + hours * 3_600)
    expect(asOneOf(50, 23)).toBe("proof")
    expect(asOneOf(51, 46)).toBe("proof")
    expect(asOneOf(52, 71)).toBe("phase")
    const other = aGuard()
    walkOn(other)
    const verdicts = Array.from({ length: 10 }, (_, day) => other.ask(asked(100 + day), start + day * 80_000))
    expect(verdicts.indexOf("phase")).toBe(8)
  })

  it("sees guessing where the tool reports that it found nothing, and not where every lookup counts as a hit", () => {
    const guess = (outcomes: "reported" | "assumed", status = 404) => {
      const guard = aGuard({ ordersPerDay: undefined }, outcomes)
      return walkOn(guard, { status, more: { account: "a" } }).verdict
    }
    expect(guess("reported")).toBe("proof")
    expect(guess("assumed")).toBe("phase")
    // Who guessed postal codes is asked for none: a right one may be a guess.
    expect(guess("reported", 403)).toBe("refuse")
  })

  it("counts neither what failed nor what was not shown", () => {
    expect(walkOn(aGuard({}, "reported"), { status: 503 })).toEqual({ shown: 60, verdict: "phase" })
  })

  it("counts lookups as hits whose outcomes nobody reports, and the ninth of a network at once", () => {
    const guard = aGuard({}, "reported")
    const verdicts = Array.from({ length: 40 }, (_, step) => guard.ask(asked(step), start + step / 100))
    expect(verdicts.indexOf("proof")).toBeGreaterThan(8)
    expect(verdicts.indexOf("proof")).toBeLessThan(20)
    guard.ask(asked(0, { address: "203.0.113.9" }), start + 11)
    expect(guard.counts.unreported).toBe(8)
  })

  it("counts lookups as hits that wait for their outcomes for ten seconds", () => {
    const guard = aGuard({}, "reported")
    for (let step = 0; step < 7; step += 1) expect(guard.ask(asked(step), start + step / 10)).toBe("phase")
    expect(guard.ask(asked(7), start + 12)).toBe("proof")
  })

  it("only counts in shadow what it would do", () => {
    const guard = aGuard({}, "assumed", false)
    for (let step = 0; step < 20; step += 1) guard.ask(asked(step), start + step)
    const { lookups, proof, refuse } = guard.counts
    expect({ lookups, refuse }).toEqual({ lookups: 20, refuse: 0 })
    expect(proof).toBeGreaterThan(10)
    // What it would refuse prolongs the restriction.
    expect(guard.ask(asked(40), start + 23 * 3_600)).toBe("proof")
    expect(guard.ask(asked(41), start + 46 * 3_600)).toBe("proof")
  })

  it("judges neither other requests nor exempt networks", () => {
    const guard = aGuard({ exemptNetworks: ["198.51.100.0/24"] })
    expect(walkOn(guard).verdict).toBe("phase")
    expect(guard.ask({ target: "/style.css", address: undefined }, start)).toBe("phase")
    expect(guard.ask(asked(1), start)).toBe("details")
    expect(guard.counts.lookups).toBe(0)
  })

  it("reads walks of numbers with a check digit", () => {
    const guard = aGuard({ hasCheckDigit: true, ordersPerDay: 200 })
    const verdicts = Array.from({ length: 20 }, (_, step) =>
      guard.ask({ ...asked(0), target: `/track/NP${(500_000 + step) * 10 + ((step * 7) % 10)}` }, start + step),
    )
    expect(verdicts).toContain("proof")
  })

  it("keeps at most as many first contacts as it is told to, and goes on to find walkers", () => {
    const rules = guardRulesOf({ ...options, mostContacts: 2_000 }, "assumed")
    const [read, judge] = [lookupReader(rules), lookupJudge(rules)]
    for (let visitor = 0; visitor < 5_000; visitor += 1) {
      const at = start + visitor / 10
      const lookup = read(asked((visitor * 7_919) % 60_000, { address: `10.0.${visitor >> 8}.${visitor & 255}` }), at)
      if (lookup !== undefined) judge.observe(lookup.access("hit"))
      expect(judge.counts.contacts).toBeLessThanOrEqual(2_000)
    }
    expect(judge.counts.contacts).toBeGreaterThan(0)
    const known = Array.from({ length: 8 }, (_, step) => read(asked(step), start + 600 + step)?.access("hit"))
    for (const access of known) if (access !== undefined) judge.observe(access)
    expect(judge.counts.restrictions).toBeGreaterThan(0)
  })
})

describe("failing open", () => {
  it("lets pass with an alarm after an error, and says nothing of the visitor", () => {
    const lines: string[] = []
    const open = failingOpen({ limitMilliseconds: 1_000, strangers: "phase", onAlarm: (line) => lines.push(line) })
    const fail = () => {
      throw new TypeError("198.51.100.23 is bad")
    }
    expect([open.decide(fail), open.decide(fail)]).toEqual(["phase", "phase"])
    open.stop()
    expect(lines).toEqual(["The guard lets lookups pass unjudged: an error (TypeError). 1 so far."])
    expect(open.failedOpen).toEqual({ error: 2, slow: 0, behind: 0 })
  })

  it("lets pass what takes longer than the limit, and what waited for its turn", async () => {
    const lines: string[] = []
    const open = failingOpen({ limitMilliseconds: 30, strangers: "phase", onAlarm: (line) => lines.push(line) })
    const busy = (milliseconds: number) => {
      for (const until = performance.now() + milliseconds; performance.now() < until; );
    }
    const slow = () => {
      busy(60)
      return "refuse" as const
    }
    expect([open.decide(slow), open.decide(() => "refuse")]).toEqual(["phase", "phase"])
    await new Promise((resolve) => setTimeout(resolve, 30))
    expect(open.decide(() => "refuse")).toBe("refuse")
    open.stop()
    expect(open.failedOpen).toEqual({ error: 0, slow: 1, behind: 1 })
    expect(lines).toHaveLength(2)
  })
})

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

describe("the middleware", () => {
  const serve = async (more: Partial<MiddlewareOptions<IncomingMessage>> = {}, status = 200) => {
    const lines: string[] = []
    const guard = guardMiddleware({
      ...options,
      limitMilliseconds: 1_000,
      addressOf: () => "198.51.100.23",
      onAlarm: (line) => lines.push(line),
      ...more,
    })
    const server = createServer((request, response) => {
      guard(request, response, () => response.writeHead(status).end("shown"))
    }).listen(0, "127.0.0.1")
    servers.push(server)
    await new Promise((resolve) => server.once("listening", resolve))
    const address = z.looseObject({ port: z.number() }).parse(server.address() satisfies AddressInfo | string | null)
    const walk = async (steps: number) => {
      const answers: { status: number; header: string | null; shadow: string | null }[] = []
      for (let step = 0; step < steps; step += 1) {
        const answer = await fetch(`http://127.0.0.1:${address.port}/track/NP${5_000_000 + step}`)
        await answer.text()
        const { headers } = answer
        answers.push({
          status: answer.status,
          header: headers.get("x-wayseal"),
          shadow: headers.get("x-wayseal-shadow"),
        })
      }
      return answers
    }
    return { walk, guard, lines }
  }

  it("refuses with 403 and what is needed, once a visitor walks", async () => {
    const { walk, guard } = await serve({ mode: "enforce" })
    const answers = await walk(12)
    expect(answers[0]).toEqual({ status: 200, header: null, shadow: null })
    expect(answers.at(-1)).toEqual({ status: 403, header: "proof", shadow: null })
    expect(guard.counts().reports).toBe(answers.filter(({ status }) => status === 200).length)
  })

  it("lets all pass in shadow, and says what it would do", async () => {
    const { walk } = await serve()
    expect((await walk(12)).at(-1)).toEqual({ status: 200, header: null, shadow: "proof" })
  })

  it("lets pass with an alarm where there is no address", async () => {
    const { walk, lines } = await serve({ mode: "enforce", addressOf: () => "198.51.100.23, 10.0.0.1" })
    expect((await walk(12)).map(({ status }) => status)).toEqual(Array(12).fill(200))
    expect(lines.join()).toMatch(/has no address of a visitor, or several/)
    expect(lines.join()).not.toContain("198.51")
  })
})

describe("npx wayseal guard", () => {
  it("answers nginx and Envoy, reports counts, and says what it forgot", async () => {
    const stop = new AbortController()
    const lines: string[] = []
    const { promise: listening, resolve: onListening } = Promise.withResolvers<string>()
    const world = { signal: stop.signal, say: (line: string) => lines.push(line), onListening }
    const ended = runGuard({ ...command, reports: true }, world)
    const url = await listening
    const visitor = { "x-real-ip": "198.51.100.23", "user-agent": agent, cookie: "a=1; sid=canary-session" }
    const ask = (path: string, headers: Record<string, string>) => fetch(`${url}${path}`, { headers })
    for (let step = 0; step < 12; step += 1) {
      const target = `/track/NP${5_000_000 + step}`
      const asNginx = { ...visitor, "x-original-uri": target }
      const answer = step % 2 === 0 ? await ask("/check", asNginx) : await ask(`/check${target}`, visitor)
      if (answer.status === 200) await ask("/report", { ...asNginx, "x-status": "200" })
    }
    const refused = await ask("/check/track/NP5000040", visitor)
    expect({ status: refused.status, needs: refused.headers.get("x-wayseal") }).toEqual({ status: 403, needs: "proof" })
    await ask("/report", visitor)
    const health = await (await ask("/healthz", {})).text()
    const metrics = await (await ask("/metrics", {})).text()
    expect(JSON.parse(health)).toMatchObject({ mode: "enforce", lookups: 13, failedOpen: { error: 1 } })
    expect(metrics).toMatch(/^wayseal_guard_failed_open_total\{reason="error"\} 1$/m)
    const askGuard = guardAt(new URL(url))
    expect(await askGuard()).toMatchObject({ since: JSON.parse(health).startedAt, unjudged: 1 })
    stop.abort()
    const outcome = await ended
    expect(await askGuard()).toBeUndefined()
    expect(outcome.status).toBe(1)
    const said = [health, metrics, outcome.text, ...lines].join("\n")
    expect(said).toMatch(/knows nothing of lookups before now/)
    for (const canary of ["198.51.100", "canary", "CanaryBrowser", "NP50000"]) expect(said).not.toContain(canary)
  })
})
