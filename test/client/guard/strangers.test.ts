import { createServer, type IncomingMessage, type Server } from "node:http"
import { afterEach, describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { runGuard } from "../../../client/commands/guard/run-guard.ts"
import type { AskedLookup } from "../../../client/guard/asked-lookup.ts"
import type { Guard } from "../../../client/guard/guard.ts"
import { guardedShows, guardMiddleware, type MiddlewareOptions } from "../../../client/guard/guard-middleware.ts"
import { provenParcels } from "../../../client/guard/proven-parcels.ts"
import type { Proof } from "../../../shared/base/contracts/words.ts"
import { aGuard, asked, command, options, start } from "./guard-world.ts"

/** The visitor proves the parcel in a request that the tool answers. */
const prove = (
  guard: Guard,
  visit: AskedLookup,
  { proof = "postalCode", status = 200, at = start }: { proof?: Proof; status?: number; at?: number } = {},
): void => {
  guard.ask(visit, at)
  guard.report({ ...visit, proof }, status, at + 0.1)
}

const session = { session: "canary-session" }
const hour = 3_600

describe("what strangers to a parcel are shown", () => {
  it("is the phase alone, and details are for the session that proved this parcel", () => {
    const guard = aGuard({}, "reported")
    expect(guard.ask(asked(1, session), start)).toBe("phase")
    guard.report({ ...asked(1, session), proof: "postalCode" }, 200, start + 1)
    expect(guard.ask(asked(1, session), start + 2)).toBe("details")
    expect(guard.ask(asked(2, session), start + 3)).toBe("phase")
    expect(guard.ask(asked(1, { session: "another" }), start + 4)).toBe("phase")
    expect(guard.counts).toMatchObject({ lookups: 4, phase: 3, details: 1 })
  })

  it.each<Proof>(["postalCode", "houseNumber", "linkToken", "account"])("opens by the proof %s", (proof) => {
    const guard = aGuard({}, "reported")
    prove(guard, asked(1, { account: "canary" }), { proof })
    expect(guard.ask(asked(1, { account: "canary" }), start + 2)).toBe("details")
    expect(guard.ask(asked(9_000, { account: "canary" }), start + 3)).toBe("phase")
  })

  it("is the phase for an account of which the tool says nothing of this parcel", () => {
    const guard = aGuard({}, "reported")
    prove(guard, asked(1, { account: "canary" }), { proof: "none" })
    expect(guard.ask(asked(1, { account: "canary" }), start + 2)).toBe("phase")
  })

  it("is details where this very request proves the parcel", () => {
    const guard = aGuard()
    expect(guard.ask(asked(1, { proof: "linkToken" }), start)).toBe("details")
    expect(guard.ask(asked(1), start + 1)).toBe("phase")
  })

  it("remembers no proof for a network and a browser, which many people share", () => {
    const guard = aGuard({}, "reported")
    prove(guard, asked(1))
    expect(guard.ask(asked(1), start + 2)).toBe("phase")
  })

  it("takes one name of a session for no account of that name", () => {
    const guard = aGuard({}, "reported")
    prove(guard, asked(1, { session: "same" }))
    expect(guard.ask(asked(1, { account: "same" }), start + 2)).toBe("phase")
  })

  it("takes no proof from an answer that was none", () => {
    const guard = aGuard({}, "reported")
    for (const status of [403, 404, 503]) prove(guard, asked(1, session), { status })
    expect(guard.ask(asked(1, session), start + 9)).toBe("phase")
  })

  it("gives a botnet whose members each proved a parcel of their own no details of others", () => {
    const guard = aGuard({}, "reported")
    const members = Array.from({ length: 400 }, (_, member) => ({
      session: `member-${member}`,
      address: `10.0.${member >> 8}.${member & 255}`,
    }))
    for (const [own, member] of members.entries()) prove(guard, asked(own * 97, member), { at: start + own })
    const later = start + 2 * hour
    const shown = members.map((member, own) => guard.ask(asked(50_000 + own * 89, member), later + own))
    expect(shown).not.toContain("details")
    const first = members[0]
    expect(first === undefined ? undefined : guard.ask(asked(0, first), later + 500)).toBe("details")
  })

  it("forgets a proof that nobody uses, and keeps one that its visitor comes back to", () => {
    const guard = aGuard({ rememberedHours: 10 }, "reported")
    prove(guard, asked(1, session))
    expect(guard.ask(asked(1, session), start + 9 * hour)).toBe("details")
    expect(guard.ask(asked(1, session), start + 18 * hour)).toBe("details")
    expect(guard.ask(asked(1, session), start + 29 * hour)).toBe("phase")
  })

  it("lets a session that proved the parcel before pass where its network has to prove", () => {
    const guard = aGuard()
    prove(guard, asked(7_000, session))
    for (let step = 0; step < 20; step += 1) guard.ask(asked(step), start + 60 + step)
    expect(guard.ask(asked(7_000, session), start + 90)).toBe("details")
    expect(guard.ask(asked(7_001, session), start + 90)).toBe("proof")
  })

  it("is details where the tool knows no second fact", () => {
    const guard = aGuard({ strangers: "details" })
    expect(guard.ask(asked(1), start)).toBe("details")
    for (let step = 0; step < 20; step += 1) guard.ask(asked(step), start + step)
    expect(guard.ask(asked(40), start + 30)).toBe("proof")
  })

  it("is the phase for a request in which the guard finds no reference", () => {
    expect(aGuard().ask({ ...asked(1), target: `/track/${"9".repeat(65)}` }, start)).toBe("phase")
  })
})

describe("proven parcels", () => {
  it("keep as many as they are told to, and forget first what nobody used for longest", () => {
    const proven = provenParcels({ rememberedSeconds: 100, mostProven: 2 })
    for (const [at, key] of ["a", "b"].entries()) proven.add(key, at)
    expect(proven.has("a", 3)).toBe(true)
    proven.add("c", 4)
    expect(["a", "b", "c"].map((key) => proven.has(key, 5))).toEqual([true, false, true])
    expect([...proven.entries()]).toEqual([
      ["a", 5],
      ["c", 5],
    ])
  })
})

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

describe("a tool with the middleware", () => {
  /** The tool proves by `?postalCode=K1A`, keeps sessions in a header, and says what it would show. */
  const serve = async (more: Partial<MiddlewareOptions<IncomingMessage>> = {}) => {
    const guard = guardMiddleware({
      ...options,
      mode: "enforce",
      limitMilliseconds: 1_000,
      sessionOf: ({ headers }) => z.string().optional().parse(headers["x-session"]),
      proofOf: ({ url }) => (url?.endsWith("?postalCode=K1A") === true ? "postalCode" : undefined),
      onAlarm: () => {},
      ...more,
    })
    const server = createServer((request, response) => {
      const [, provenHere] = request.url?.split("/prove-it?track=") ?? []
      if (provenHere !== undefined) guard.proven(request, `/track/${provenHere}`, "houseNumber")
      guard(request, response, () => response.end(`${guardedShows(request)} ${request.headers["x-wayseal-shows"]}`))
    }).listen(0, "127.0.0.1")
    servers.push(server)
    await new Promise((resolve) => server.once("listening", resolve))
    const { port } = z.looseObject({ port: z.number() }).parse(server.address())
    const get = async (path: string, headers: Record<string, string> = {}) => {
      const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers })
      return { shown: await answer.text(), shadow: answer.headers.get("x-wayseal-shadow") }
    }
    return { get, guard }
  }

  it("shows details to the session that proved the parcel, and of this parcel alone", async () => {
    const { get } = await serve()
    const visitor = { "x-session": "canary-session" }
    expect((await get("/track/NP1", visitor)).shown).toBe("phase phase")
    expect((await get("/track/NP1?postalCode=K1A", visitor)).shown).toBe("details details")
    expect((await get("/track/NP1", visitor)).shown).toBe("details details")
    expect((await get("/track/NP2", visitor)).shown).toBe("phase phase")
    expect((await get("/track/NP1")).shown).toBe("phase phase")
  })

  it("shows details to who proved the parcel at a page of its own, also where its network has to prove", async () => {
    const { get } = await serve()
    for (let step = 0; step < 20; step += 1) await get(`/track/NP${5_000_000 + step}`)
    const visitor = { "x-session": "canary-session" }
    expect((await get("/track/NP6000000", visitor)).shown).toBe("")
    await get("/prove-it?track=NP6000000", visitor)
    expect((await get("/track/NP6000000", visitor)).shown).toBe("details details")
    expect((await get("/track/NP6000001", visitor)).shown).toBe("")
  })

  it("takes no word of the visitor for what is shown", async () => {
    const { get } = await serve()
    const forged = { "x-wayseal-shows": "details", "X-Wayseal-Proof": "linkToken", "x-proof": "linkToken" }
    expect((await get("/track/NP1", forged)).shown).toBe("phase phase")
    expect((await get("/style.css", forged)).shown).toBe("phase phase")
  })

  it("shows the phase, and counts it, where it cannot be judged", async () => {
    const { get, guard } = await serve({ addressOf: () => undefined })
    expect((await get("/track/NP1", { "x-wayseal-shows": "details" })).shown).toBe("phase phase")
    expect(guard.counts().failedOpen.error).toBeGreaterThan(0)
    const { get: getSlow, guard: slow } = await serve({ limitMilliseconds: -100 })
    expect((await getSlow("/track/NP1?postalCode=K1A")).shown).toBe("phase phase")
    expect(slow.counts().failedOpen).toMatchObject({ error: 0 })
    expect(slow.counts().failedOpen.slow + slow.counts().failedOpen.behind).toBe(1)
  })

  it("shows details in shadow, and says that it would show the phase", async () => {
    const { get, guard } = await serve({ mode: "shadow" })
    expect(await get("/track/NP1")).toEqual({ shown: "details details", shadow: "phase" })
    expect(guard.counts()).toMatchObject({ phase: 1, details: 0 })
  })

  it("shows the phase of a request that no guard judged", async () => {
    const { get } = await serve()
    expect((await get("/track/NP1")).shown).toBe("phase phase")
    const unguarded = createServer((request, response) => response.end(guardedShows(request))).listen(0, "127.0.0.1")
    servers.push(unguarded)
    await new Promise((resolve) => unguarded.once("listening", resolve))
    const { port } = z.looseObject({ port: z.number() }).parse(unguarded.address())
    const headers = { "x-wayseal-shows": "details" }
    expect(await (await fetch(`http://127.0.0.1:${port}/track/NP1`, { headers })).text()).toBe("phase")
  })
})

describe("npx wayseal guard before a tool", () => {
  const started = async (given = command) => {
    const stop = new AbortController()
    const { promise: listening, resolve: onListening } = Promise.withResolvers<string>()
    const ended = runGuard({ ...given, reports: true }, { signal: stop.signal, say: () => {}, onListening })
    const url = await listening
    const ask = (path: string, number: string, headers: Record<string, string> = {}) =>
      fetch(`${url}${path}`, {
        headers: { "x-real-ip": "198.51.100.23", "x-original-uri": `/track/${number}`, ...headers },
      })
    const shows = async (number: string, headers?: Record<string, string>) =>
      (await ask("/check", number, headers)).headers.get("x-wayseal-shows")
    return { ask, shows, url, stop, ended }
  }
  const cookie = { cookie: "sid=canary-session" }

  it("says what to show, and remembers what the tool reports as proven", async () => {
    const { ask, shows, url, stop, ended } = await started()
    expect(await shows("NP1", cookie)).toBe("phase")
    await ask("/report", "NP1", { ...cookie, "x-status": "200", "x-proof": "postalCode" })
    expect([await shows("NP1", cookie), await shows("NP2", cookie)]).toEqual(["details", "phase"])
    const health = await (await fetch(`${url}/healthz`)).json()
    expect(health).toMatchObject({ phase: 2, details: 1, failedOpen: { error: 0 } })
    expect(await (await fetch(`${url}/metrics`)).text()).toMatch(/^wayseal_guard_verdicts_total\{verdict="phase"\} 2$/m)
    stop.abort()
    expect((await ended).text).toMatch(/^3 lookups: 2 were to show the phase alone/)
  })

  it("believes no proof in a check, and refuses a report of a proof that is none", async () => {
    const { ask, shows, url, stop, ended } = await started()
    const forged = { ...cookie, "x-proof": "linkToken", "x-wayseal-proof": "linkToken", "x-wayseal-shows": "details" }
    expect([await shows("NP1", forged), await shows("NP1", forged)]).toEqual(["phase", "phase"])
    await ask("/report", "NP1", { ...cookie, "x-status": "200", "x-proof": "party" })
    expect(await shows("NP1", cookie)).toBe("phase")
    expect(await (await fetch(`${url}/healthz`)).json()).toMatchObject({ failedOpen: { error: 1 } })
    stop.abort()
    await ended
  })

  it("says the phase where it cannot judge, and details in shadow", async () => {
    const { shows, stop, ended } = await started()
    expect(await shows("NP1", { "x-real-ip": "" })).toBe("phase")
    stop.abort()
    await ended
    const { enforce: _, ...shadow } = command
    const { ask, stop: stopShadow, ended: shadowEnded } = await started(shadow)
    const { headers } = await ask("/check", "NP1")
    expect([headers.get("x-wayseal-shows"), headers.get("x-wayseal-shadow")]).toEqual(["details", "phase"])
    stopShadow.abort()
    await shadowEnded
  })
})
