import { createServer } from "node:http"
import { describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { runGuard } from "../../../client/commands/guard/run-guard.ts"
import type { AskedLookup } from "../../../client/guard/asked-lookup.ts"
import type { Guard } from "../../../client/guard/guard.ts"
import { guardMiddleware } from "../../../client/guard/guard-middleware.ts"
import { seededRandom } from "../../watch/detection/builders.ts"
import { aGuard, asked, command, options, start } from "./guard-world.ts"

const mailRoom: Partial<AskedLookup> = { session: "mail-room" }

/** A tool that answers what passes, and says where the parcel goes. Returns the numbers that were not answered. */
const refusedOf = (
  guard: Guard,
  numbers: readonly number[],
  { who = {}, placeOf }: { who?: Partial<AskedLookup>; placeOf: (number: number) => string | undefined },
): number[] =>
  numbers.filter((number, index) => {
    const at = start + index * 60
    const lookup = asked(number, who)
    const verdict = guard.ask(lookup, at)
    if (verdict !== "phase" && verdict !== "details") return true
    guard.report({ ...lookup, place: placeOf(number) }, 200, at + 1)
    return false
  })

const every = (length: number, stride = 1) => Array.from({ length }, (_, index) => index * stride)

describe("a tool that says where parcels go", () => {
  it("has a mail room that looks up each second number of a batch asked for nothing, and a walker as early as before", () => {
    const batch = every(30, 2)
    expect(refusedOf(aGuard({}, "reported"), batch, { who: mailRoom, placeOf: () => "K1A0B1 20" })).toEqual([])
    const walked = refusedOf(aGuard({}, "reported"), batch, { who: mailRoom, placeOf: (number) => `place ${number}` })
    const withoutPlaces = refusedOf(aGuard({}, "reported"), batch, { who: mailRoom, placeOf: () => undefined })
    expect(walked.length).toBeGreaterThan(20)
    expect(walked).toEqual(withoutPlaces)
  })

  it("has a visitor noticed who looks up parcels of many places in no order, which passes without places", () => {
    const random = seededRandom(3)
    const numbers = Array.from({ length: 60 }, () => Math.floor(random() * 60_000))
    expect(refusedOf(aGuard({}, "reported"), numbers, { placeOf: () => undefined })).toEqual([])
    const refused = refusedOf(aGuard({}, "reported"), numbers, { placeOf: (number) => `place ${number}` })
    expect(refused.length).toBeGreaterThan(40)
  })

  it("buys a walker nothing by its own parcels of one place", () => {
    const own = every(30).map((index) => 900_000 + index * 997)
    const placeOf = (number: number) => (number >= 900_000 ? "own" : `place ${number}`)
    const refused = refusedOf(aGuard({}, "reported"), [...own, ...every(40)], { who: mailRoom, placeOf })
    expect(refused.length).toBeGreaterThanOrEqual(32)
    expect(Math.max(...refused)).toBe(39)
  })

  it("says so with placeOf in the middleware", async () => {
    const statusesWith = async (placeOf: () => string | undefined): Promise<number[]> => {
      const rules = {
        ...options,
        mode: "enforce",
        limitMilliseconds: 10_000,
        addressOf: () => "198.51.100.23",
      } as const
      const guard = guardMiddleware({ ...rules, placeOf })
      const server = createServer((request, response) => guard(request, response, () => response.end("shown")))
      server.listen(0, "127.0.0.1")
      await new Promise((resolve) => server.once("listening", resolve))
      const { port } = z.looseObject({ port: z.number() }).parse(server.address())
      const statuses: number[] = []
      for (const number of every(20)) {
        const answer = await fetch(`http://127.0.0.1:${port}/track/NP${5_000_000 + number}`)
        await answer.text()
        statuses.push(answer.status)
      }
      server.close().closeAllConnections()
      return statuses
    }
    expect(await statusesWith(() => "K1A0B1 20")).toEqual(Array(20).fill(200))
    expect((await statusesWith(() => undefined)).at(-1)).toBe(403)
  })

  it("says so in x-place to npx wayseal guard, which shows it nowhere and takes none that is too long", async () => {
    const stop = new AbortController()
    const lines: string[] = []
    const { promise: listening, resolve: onListening } = Promise.withResolvers<string>()
    const ended = runGuard(
      { ...command, reports: true },
      { signal: stop.signal, say: (line) => lines.push(line), onListening },
    )
    const url = await listening
    const ask = (path: string, headers: Record<string, string>) => fetch(`${url}${path}`, { headers })
    const report = { "x-real-ip": "198.51.100.23", "x-status": "200" }
    for (const number of every(20)) {
      const target = { "x-original-uri": `/track/NP${5_000_000 + number}` }
      expect((await ask("/check", { ...report, ...target, "x-place": `forged ${number}` })).status).toBe(200)
      await ask("/report", { ...report, ...target, "x-place": "canary place" })
    }
    await ask("/report", { ...report, "x-original-uri": "/track/NP5000001", "x-place": "canary".repeat(22) })
    const health = await (await ask("/healthz", {})).text()
    expect(JSON.parse(health)).toMatchObject({ reports: 20, failedOpen: { error: 1 } })
    const metrics = await (await ask("/metrics", {})).text()
    stop.abort()
    const { text } = await ended
    expect([health, metrics, text, ...lines].join("\n")).toContain("x-place")
    expect([health, metrics, text, ...lines].join("\n")).not.toContain("canary")
  })
})
