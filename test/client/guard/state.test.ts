import { spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as pause } from "node:timers/promises"
import { afterAll, beforeEach, describe, expect, it } from "@jest/globals"
import { type GuardWorld, runGuard } from "../../../client/commands/guard/run-guard.ts"
import type { AskedLookup } from "../../../client/guard/asked-lookup.ts"
import { guardMiddleware } from "../../../client/guard/guard-middleware.ts"
import { type GuardOptions, guardRulesOf } from "../../../client/guard/guard-rules.ts"
import { type StartedGuard, startGuard } from "../../../client/guard/start-guard.ts"
import { stateFile, stateKeysOf } from "../../../client/guard/state-file.ts"
import { asked, command, options, start } from "./guard-world.ts"

const key = Buffer.alloc(32, 7).toString("base64")
const otherKey = Buffer.alloc(32, 8).toString("base64")
const folder = mkdtempSync(join(tmpdir(), "wayseal-guard-state-"))
let file = ""
let lines: string[] = []
let files = 0
beforeEach(() => {
  files += 1
  file = join(folder, `state-${files}`)
  lines = []
})
afterAll(() => rmSync(folder, { recursive: true }))

type Given = {
  readonly rules?: Partial<GuardOptions>
  readonly key?: string
  readonly at?: number
  readonly everySeconds?: number
}

const started = ({ rules: more = {}, key: given = key, at = start, everySeconds }: Given = {}): StartedGuard => {
  const all = { ...options, ...more }
  const rules = guardRulesOf(all, "reported")
  const onLine = (line: string): void => void lines.push(line)
  const state = { file, key: given, everySeconds }
  return startGuard({ options: all, rules, isEnforcing: true, state, startedAt: new Date(at * 1_000), onLine })
}

/** Asks, and reports that the tool answered. */
const visit = ({ guard }: StartedGuard, lookup: AskedLookup, at: number): string => {
  const verdict = guard.ask(lookup, at)
  if (verdict === "phase" || verdict === "details") guard.report(lookup, 200, at)
  return verdict
}

/** Walks from some number on, and counts the phases that are shown. */
const walk = (guard: StartedGuard, from: number, more: Partial<AskedLookup> = {}): number => {
  const steps = Array.from({ length: 20 }, (_, step) => visit(guard, asked(from + step, more), start + from + step))
  return steps.filter((verdict) => verdict === "phase").length
}

const session = { session: "canary-session" }

describe("a guard that is started again with its state", () => {
  it("shows a walk that a restart cuts no more phases than without the restart", async () => {
    const whole = started()
    const inAll = walk(whole, 0) + walk(whole, 20)
    await whole.stop()
    for (const cut of [1, 3, 5, 12]) {
      rmSync(file)
      const before = started()
      const shown = Array.from({ length: cut }, (_, step) => visit(before, asked(step), start + step))
      await before.stop()
      const after = started({ at: start + cut })
      const phases = shown.filter((verdict) => verdict === "phase").length
      expect(phases + walk(after, cut)).toBeLessThanOrEqual(inAll)
      await after.stop()
    }
    expect(inAll).toBeLessThan(12)
    expect(lines).toEqual([])
  })

  it("asks who was restricted for proof", async () => {
    const before = started()
    walk(before, 0, session)
    expect(visit(before, asked(40, session), start + 40)).toBe("proof")
    await before.stop()
    const after = started({ at: start + 60 })
    expect(visit(after, asked(50, session), start + 61)).toBe("proof")
    await after.stop()
  })

  it("shows details to the session that proved the parcel, until nobody used the proof for long", async () => {
    const before = started()
    before.guard.ask(asked(1, session), start)
    before.guard.report({ ...asked(1, session), proof: "postalCode" }, 200, start + 1)
    await before.stop()
    const after = started({ at: start + 60 })
    expect(visit(after, asked(1, session), start + 60)).toBe("details")
    await after.stop()
    const late = started({ at: start + 80 * 3_600 })
    expect(visit(late, asked(1, session), start + 80 * 3_600)).toBe("phase")
    await late.stop()
  })

  it("knows the same as the guard before, row by row", async () => {
    const before = started()
    for (let number = 0; number < 3_000; number += 1) {
      const one = asked((number * 7_919) % 5_000, {
        address: number % 4 === 0 ? `2001:db8:${number % 300}::1` : `10.0.${number % 7}.${number % 90}`,
        ...(number % 3 === 0 ? { account: `canary-${number % 60}` } : {}),
        ...(number % 5 === 0 ? { session: `canary-${number % 50}` } : {}),
      })
      before.guard.ask(one, start + number)
      const proof = number % 11 === 0 ? ("postalCode" as const) : undefined
      before.guard.report(
        { ...one, proof, place: `place ${number % 40}` },
        number % 6 === 0 ? 404 : 200,
        start + number,
      )
    }
    await before.stop()
    const rows = [...before.guard.memory.rows()]
    expect(new Set(rows.map((row) => (row.is === "profile" ? row.kind : row.is))).size).toBeGreaterThan(5)
    const after = started({ at: start + 3_000 })
    expect([...after.guard.memory.rows()]).toEqual(rows)
    await after.stop()
  })

  it("drops what nobody used for as long as it remembers", async () => {
    const before = started()
    visit(before, asked(1), start)
    visit(before, asked(2_000, { address: "203.0.113.5" }), start + 70 * 3_600)
    await before.stop()
    const after = started({ at: start + 73 * 3_600 })
    const kept = [...after.guard.memory.rows()].flatMap((row) => (row.is === "profile" ? row.contacts : []))
    expect(kept.map(([, at]) => at)).toEqual(kept.map(() => start + 70 * 3_600))
    expect(kept).not.toEqual([])
    await after.stop()
  })

  it("counts a lookup whose outcome it waits for as a hit when it stops", async () => {
    const before = started()
    for (let step = 0; step < 6; step += 1) before.guard.ask(asked(step), start + step)
    await before.stop()
    const after = started({ at: start + 10 })
    expect(walk(after, 6)).toBeLessThanOrEqual(2)
    await after.stop()
  })

  it("says since when it remembers, and of which time it knows nothing", async () => {
    const before = started()
    expect(before.remembering()).toEqual({ remembersSince: iso(start), forgot: null, keptAt: null })
    await before.stop()
    const { keptAt } = before.remembering()
    const after = started({ at: start + 60 })
    expect(after.remembering()).toEqual({
      remembersSince: iso(start),
      forgot: { from: keptAt, until: iso(start + 60) },
      keptAt,
    })
    await after.stop()
  })
})

const iso = (at: number): string => new Date(at * 1_000).toISOString()

describe("the file of a state", () => {
  const written = async (): Promise<Buffer> => {
    const guard = started()
    walk(guard, 0, session)
    await guard.stop()
    return readFileSync(file)
  }

  it("is for its owner alone, also after a crash left a part of one that others can read, and names nobody", async () => {
    writeFileSync(`${file}.new`, "a part", { mode: 0o644 })
    const text = (await written()).toString("latin1")
    expect(statSync(file).mode & 0o777).toBe(0o600)
    for (const word of ["198.51.100.23", "canary", "subject", "/track/", key]) expect(text).not.toContain(word)
  })

  it.each<[string, (bytes: Buffer) => Buffer, Given, RegExp]>([
    ["under another key", (bytes) => bytes, { key: otherKey }, /was written under another key/],
    ["cut off", (bytes) => bytes.subarray(0, -100), {}, /is cut off or was changed/],
    ["cut off in its beginning", (bytes) => bytes.subarray(0, 24), {}, /is cut off or was changed/],
    ["empty", () => Buffer.alloc(0), {}, /is no state of this version/],
    ["of another version", (bytes) => Buffer.concat([Buffer.from("wayseal guard 9\n"), bytes]), {}, /of this version/],
    ["changed by a bit", changed, {}, /is cut off or was changed/],
    ["of another place", (bytes) => bytes, { rules: { reference: "?number={reference}" } }, /another place of the ref/],
    ["of a check digit", (bytes) => bytes, { rules: { hasCheckDigit: true } }, /another check digit/],
  ])("that is %s is put aside, in one line, and the guard starts empty", async (_, change, given, said) => {
    const bytes = change(await written())
    writeFileSync(file, bytes)
    const guard = started({ ...given, at: start + 60 })
    expect(lines).toEqual([expect.stringMatching(said)])
    expect(lines[0]).toContain(`${file}.unread`)
    expect(readFileSync(`${file}.unread`).equals(bytes)).toBe(true)
    expect(guard.remembering().remembersSince).toBe(iso(start + 60))
    expect([...guard.guard.memory.rows()]).toEqual([])
    await guard.stop()
  })

  it("may be read under other numbers of orders a day, because contacts stay facts", async () => {
    await written()
    const guard = started({ rules: { ordersPerDay: 30_000 }, at: start + 60 })
    expect(visit(guard, asked(50, session), start + 61)).toBe("proof")
    expect(lines).toEqual([])
    await guard.stop()
  })

  it("with rows that are none is put aside", async () => {
    const row = { reference: options.reference, hasCheckDigit: false, remembersSince: iso(start), keptAt: iso(start) }
    await stateFile(file, stateKeysOf(key)).write([row, { is: "profile", kind: "subject", key: -1 }])
    await started().stop()
    expect(lines).toEqual([expect.stringMatching(/is no state of this version/)])
  })

  it("is written again only where something changed", async () => {
    const guard = started({ everySeconds: 0.02 })
    visit(guard, asked(1), start)
    while (guard.remembering().keptAt === null) await pause(5)
    // A slow write lets another one wait behind it.
    await guard.keep()
    const { ino } = statSync(file)
    await pause(100)
    expect(statSync(file).ino).toBe(ino)
    await guard.stop()
  })

  it("that another program replaces is said", async () => {
    const [one, other] = [started(), started()]
    await one.keep()
    await other.keep()
    await one.stop()
    expect(lines).toEqual([expect.stringMatching(/was replaced by another program/)])
    await other.stop()
  })

  it("that cannot be written is said once, and the guard goes on", async () => {
    file = join(folder, "no-such-folder", "state")
    const guard = started()
    expect(visit(guard, asked(1), start)).toBe("phase")
    expect(await guard.stop()).toBe(false)
    expect(lines).toEqual([expect.stringMatching(/cannot be written \(ENOENT\)/)])
  })

  it("is whole whenever the program that writes it is killed", async () => {
    const writer = new URL("keep-writing.ts", import.meta.url).pathname
    for (let round = 0; round < 8; round += 1) {
      const child = spawn(process.execPath, [writer, file, key], { stdio: ["ignore", "pipe", "inherit"] })
      await once(child.stdout, "data")
      await new Promise((resolve) => setTimeout(resolve, round * 7))
      child.kill("SIGKILL")
      await once(child, "close")
      const rows = [...(stateFile(file, stateKeysOf(key)).read() ?? [])]
      expect(rows).toHaveLength(20_000)
      expect(new Set(rows.map((row) => JSON.stringify(row))).size).toBe(1)
    }
  })
})

function changed(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes)
  copy[100] = (copy[100] ?? 0) ^ 1
  return copy
}

describe("npx wayseal guard --state", () => {
  const running = async (world: Partial<GuardWorld> = {}) => {
    const stop = new AbortController()
    const { promise: listening, resolve: onListening } = Promise.withResolvers<string>()
    const say = (line: string): void => void lines.push(line)
    const settings = { WAYSEAL_GUARD_KEY: key }
    const given = { ...command, reports: true, state: file } as const
    const ended = runGuard(given, { settings, signal: stop.signal, say, onListening, ...world })
    const url = await Promise.race([listening, ended.then(() => "")])
    const shows = async (number: number): Promise<string | null> => {
      const headers = { "x-real-ip": "198.51.100.23", "x-original-uri": `/track/NP${5_000_000 + number}` }
      const answer = await fetch(`${url}/check`, { headers })
      if (answer.status === 200) await fetch(`${url}/report`, { headers: { ...headers, "x-status": "200" } })
      return answer.headers.get("x-wayseal-shows")
    }
    return { shows, url, stop: () => endedBy(stop, ended) }
  }
  const endedBy = async <Ended>(stop: AbortController, ended: Promise<Ended>): Promise<Ended> => {
    stop.abort()
    return ended
  }

  it("goes on after a restart with whom it restricted, and says so in its health", async () => {
    const first = await running()
    const { startedAt } = JSON.parse(await (await fetch(`${first.url}/healthz`)).text())
    for (let step = 0; step < 20; step += 1) await first.shows(step)
    expect((await first.stop()).status).toBe(0)
    const second = await running()
    expect(await second.shows(30)).toBeNull()
    const health = JSON.parse(await (await fetch(`${second.url}/healthz`)).text())
    expect(health).toMatchObject({ remembersSince: startedAt, forgot: { until: health.startedAt } })
    expect(lines.join("\n")).toContain(`It remembers since ${startedAt}, and nothing from `)
    expect(await (await fetch(`${second.url}/metrics`)).text()).toMatch(/^wayseal_guard_state_kept_seconds \d+$/m)
    await second.stop()
  })

  it("keeps what it knows while it runs", async () => {
    const first = await running({ keepEverySeconds: 0.02 })
    const sizeBefore = statSync(file).size
    for (let step = 0; step < 5; step += 1) await first.shows(step)
    while (statSync(file).size <= sizeBefore) await new Promise((resolve) => setTimeout(resolve, 10))
    await first.stop()
  })

  it("starts only with a key, and where it can write", async () => {
    for (const WAYSEAL_GUARD_KEY of [undefined, "", "short", `${key}x`, Buffer.alloc(16).toString("base64")])
      await expect(running({ settings: { WAYSEAL_GUARD_KEY } })).rejects.toThrow(/WAYSEAL_GUARD_KEY: .*openssl rand/)
    file = join(folder, "no-such-folder", "state")
    await expect(running()).rejects.toThrow(/^--state: .* cannot be read or written \(ENOENT\)/)
    file = folder
    await expect(running()).rejects.toThrow(/cannot be read or written \(EISDIR\)/)
  })
})

it("is an option of the middleware", async () => {
  const make = () => guardMiddleware({ ...options, state: { file, key }, onAlarm: (line) => lines.push(line) })
  const first = make()
  expect(await first.stop()).toBe(true)
  const { startedAt, remembersSince } = make().counts()
  expect(remembersSince).toBe(first.counts().startedAt)
  expect(startedAt >= remembersSince).toBe(true)
  expect(() => guardMiddleware({ ...options, state: { file, key: undefined } })).toThrow(/32 random bytes in base64/)
})
