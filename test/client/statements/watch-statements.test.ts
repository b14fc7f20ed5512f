import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals"
import { connectApi } from "../../../client/api/connect-api.ts"
import { CommandStopped } from "../../../client/command-line/command-stopped.ts"
import { runCompareStatements } from "../../../client/commands/compare-statements/run-compare-statements.ts"
import { runWatchStatements } from "../../../client/commands/watch-statements/run-watch-statements.ts"
import { keptEvents, keptReports } from "../../../client/statements/kept-lines.ts"
import { trackingAccessed } from "../../../shared/base/contracts/tracking-accessed.ts"
import { hashOfStatement } from "../../../shared/proof/statements/verify-statement.ts"
import {
  chain,
  rotatedSigner,
  type Said,
  sharedWith,
  signed,
  signer,
} from "../../proof/statements/contradictions/held-world.ts"

let folder = ""
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "wayseal-watch-"))
})
afterEach(() => rmSync(folder, { recursive: true }))

const now = new Date("2026-11-04T09:00:00.000Z")

/** A hub that has these statements, in their order, and answers no more than 2 a page. */
function hubWith(statements: readonly string[], { isDown = false, by = signer } = {}) {
  const asked: string[] = []
  const days = statements.map((jws, place) => ({
    day: `2026-11-0${place + 1}`,
    number: place + 1,
    madeAt: now.toISOString(),
    statement: jws,
  }))
  const answer = async (path: string, query: URLSearchParams): Promise<unknown> => {
    if (path === "/v1/signing-keys") return by.all()
    if (path.endsWith("/leaves")) return { leaves: [] }
    const [, day] = /^\/v1\/statements\/(.+)$/.exec(path) ?? []
    if (day !== undefined) return days.find((one) => one.day === day)
    const page = days
      .filter((one) => one.day < (query.get("after") ?? "~"))
      .reverse()
      .slice(0, 2)
    return { statements: page, ...(page.length === 2 ? { next: page[1]?.day } : {}) }
  }
  const api = connectApi({
    apiUrl: "https://api.hub.example",
    token: async () => "leafline",
    fetch: async (request) => {
      const { pathname, searchParams } = new URL(request.url)
      asked.push(pathname)
      if (isDown) throw new Error("no route")
      const body = await answer(pathname, searchParams)
      return body === undefined ? Response.json({ title: "Not found" }, { status: 404 }) : Response.json(body)
    },
  })
  return { api, asked }
}

const watch = (api: ReturnType<typeof hubWith>["api"], options: object = {}) =>
  runWatchStatements(join(folder, "kept"), { party: "leafline", ...options }, { api, now: () => now })

const days = (...said: Said[]) => chain(...said)
const kept = () => readdirSync(join(folder, "kept")).sort()

describe("watch-statements", () => {
  it("fetches all statements with their leaves, once, and pins the hub's key at the first use", async () => {
    const { api, asked } = hubWith(await days({}, {}, {}))
    const first = await watch(api)
    expect(first).toMatchObject({ status: 0, data: { statements: 3, lastDay: "2026-11-03", alarms: [] } })
    expect(first.text).toMatch(/keys +pinned from the hub itself/)
    expect(kept()).toEqual([
      ...["01", "02", "03"].flatMap((day) => [`2026-11-${day}.jws`, `2026-11-${day}.leaves.json`]),
      "keys.1.json",
      "watching.json",
    ])
    const before = asked.length
    const second = await watch(api)
    expect(second.text).toBe(
      "statements 3 days, the last one is 2026-11-03\nresult     nothing contradicts the statements\n",
    )
    expect(asked.slice(before)).toEqual(["/v1/signing-keys", "/v1/statements"])
  })

  it("keeps both of two different statements of a day, and ends with 1", async () => {
    const statements = await days({}, {}, {})
    await watch(hubWith(statements).api)
    const previous = hashOfStatement(statements[1] ?? "")
    const fork = await signed({ day: "2026-11-03", number: 3, previous, disclosures: 1 })
    const outcome = await watch(hubWith([...statements.slice(0, 2), fork]).api)
    expect(outcome.status).toBe(1)
    expect(outcome.text).toMatch(/^alarm +2026-11-03 fork: The hub signed two different statements of 2026-11-03\./)
    expect(kept()).toContain("2026-11-03.fork-2.jws")
    expect(readFileSync(join(folder, "kept/2026-11-03.jws"), "utf8")).toBe(statements[2])
  })

  it("has no alarm for a statement that the hub made again with the same content", async () => {
    const statements = await days({}, {}, {})
    await watch(hubWith(statements).api)
    const previous = hashOfStatement(statements[1] ?? "")
    const again = await signed({ day: "2026-11-03", number: 3, previous })
    expect(again).not.toBe(statements[2])
    const outcome = await watch(hubWith([...statements.slice(0, 2), again]).api)
    expect(outcome).toMatchObject({ status: 0, data: { alarms: [], statements: 3 } })
    expect(kept()).toContain("2026-11-03.again-2.jws")
  })

  it("asks for a statement that was lost, and alarms when the hub does not give it (promise: lost-statement-is-asked-for)", async () => {
    const [first = "", second = "", third = ""] = await days({}, {}, {})
    mkdirSync(join(folder, "kept"))
    writeFileSync(join(folder, "kept/2026-11-01.jws"), first)
    writeFileSync(join(folder, "kept/2026-11-03.jws"), third)
    // The first page has two days, and both are held then: the one between is asked for by its day.
    const { api, asked } = hubWith([first, second, third])
    expect(await watch(api)).toMatchObject({ status: 0, data: { statements: 3 } })
    expect(asked).toContain("/v1/statements")
    rmSync(join(folder, "kept"), { recursive: true })
    mkdirSync(join(folder, "kept"))
    writeFileSync(join(folder, "kept/2026-11-01.jws"), first)
    writeFileSync(join(folder, "kept/2026-11-03.jws"), third)
    const silent = hubWith([first])
    const outcome = await watch(silent.api)
    expect(silent.asked).toContain("/v1/statements/2026-11-02")
    expect(outcome).toMatchObject({ status: 1, data: { alarms: [{ kind: "missing", day: "2026-11-02" }] } })
  })

  it("goes on over a rotated key with what it pinned at first (promise: rotated-key-counts)", async () => {
    const statements = await chain({}, { by: rotatedSigner }, { by: rotatedSigner })
    await watch(hubWith(statements.slice(0, 1)).api)
    expect(await watch(hubWith(statements, { by: rotatedSigner }).api)).toMatchObject({ status: 0 })
    const [other] = (await rotatedSigner.all()).keys.slice(1)
    const withOldKeys = await watch(hubWith(statements).api, { offline: true, pin: [other?.kid ?? ""] })
    expect(withOldKeys).toMatchObject({ status: 0 })
  })

  it("takes statements out of kept events, so that the hub cannot take them back", async () => {
    const statements = await days({}, {}, {})
    await watch(hubWith(statements).api)
    const said = await signed({ day: "2026-11-02", number: 2, disclosures: 2 })
    const metadata = { id: "e-1", occurredAt: "2026-11-03T01:04:00.000Z", correlationId: "e-1", version: 1 }
    const line = { type: "StatementMade", metadata, data: { day: "2026-11-02", number: 2, statement: said } }
    writeFileSync(join(folder, "events.jsonl"), `${JSON.stringify(line)}\n\n`)
    const outcome = await watch(hubWith(statements).api, { events: [join(folder, "events.jsonl")] })
    expect(outcome.data).toMatchObject({ alarms: expect.arrayContaining([expect.objectContaining({ kind: "fork" })]) })
  })

  it("has not checked when the hub does not answer, unless what is kept has an alarm", async () => {
    const statements = await days({}, {}, {})
    await watch(hubWith(statements).api)
    const down = hubWith(statements, { isDown: true })
    await expect(watch(down.api)).rejects.toThrow(CommandStopped)
    const later = () => new Date("2026-11-06T09:00:00.000Z")
    const run = runWatchStatements(join(folder, "kept"), { party: "leafline" }, { api: down.api, now: later })
    expect(await run).toMatchObject({
      status: 1,
      data: { alarms: [{ kind: "silent" }], unread: "The hub gives no answer." },
    })
  })
})

describe("kept lines", () => {
  it("of reports are without what the hub rejected", () => {
    const [example] = trackingAccessed.examples
    const metadata = { id: "r-1", occurredAt: "2026-11-01T14:10:00.000Z", correlationId: "r-1", version: 1 }
    const report = (eventBridgeId: string) => ({
      place: "sent, line 1",
      value: { type: "TrackingAccessed", metadata, data: example, eventBridgeId, sentAt: "2026-11-01T15:00:00.000Z" },
    })
    const rejected = (eventBridgeId: string, index?: number) => ({
      type: "EventRejected",
      metadata,
      data: { eventBridgeId, problems: [{ path: "data", rule: "format", index }] },
    })
    const sentAt = "2026-11-01T15:00:00.000Z"
    const ids = (reports: ReturnType<typeof keptReports>) =>
      reports.map((one) => [one.sentAt, ...one.accesses.map(({ accessId }) => accessId)])
    expect(ids(keptReports([report("one")], []))).toEqual([[sentAt, "acc_01KA8P2Y", "acc_01KA8P2Z"]])
    expect(ids(keptReports([report("one")], [rejected("one", 1)]))).toEqual([[sentAt, "acc_01KA8P2Y"]])
    expect(keptReports([report("one")], [rejected("one")])).toEqual([])
  })

  it("of events say when each came, and others are left out", () => {
    const metadata = { id: "e-1", occurredAt: "2026-11-01T14:10:00.000Z", correlationId: "e-1", version: 1 }
    const value = { type: "DutyDue", metadata, data: {}, receivedAt: "2026-11-01T14:11:00.000Z" }
    expect(
      keptEvents([
        { place: "", value },
        { place: "", value: { seq: 1 } },
      ]),
    ).toEqual([value])
  })
})

describe("compare-statements", () => {
  const row = sharedWith("p", { disclosures: 2, root: "r".repeat(43) })
  const watched = { tool: row.tool, unwatched: [], uncounted: [], unjudged: [] }
  const watch = [watched]
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text)
    return join(folder, name)
  }

  it("prints what one party may send the other, and compares it with the other's own", async () => {
    const caseAlias = "WS-4K7QX2M9TB"
    const cases = { open: [{ caseAlias, head: { seq: 1, hash: "0".repeat(64) } }] }
    const common = { ...row, cases: [{ caseAlias, name: "n".repeat(43) }] }
    const said = { day: "2026-11-01", cases, watch, shared: [common, { ...row, pair: "q".repeat(43) }] }
    const own = file("own.jws", await signed(said))
    const printed = await runCompareStatements({ own, other: undefined }, {})
    const [line = ""] = printed.text.split("\n")
    // The party's own alias of the case is no business of the other's.
    const { tool: _, ...hours } = watched
    expect(JSON.parse(line)).toEqual({ day: "2026-11-01", ...row, cases: ["n".repeat(43)], watch: hours })
    const theirs = { ...common, cases: [{ caseAlias: "WS-7K2Q9M4XTB", name: "n".repeat(43) }] }
    const other = await signed({ day: "2026-11-01", party: "northpost", watch, shared: [theirs] })
    expect(await runCompareStatements({ own: file("line.json", line), other: file("o.jws", other) }, {})).toMatchObject(
      {
        status: 0,
        data: { result: "same", shared: [{ own: 2, other: 2 }] },
      },
    )
    const less = await signed({
      day: "2026-11-01",
      party: "northpost",
      watch,
      shared: [{ ...theirs, disclosures: 1, root: "s".repeat(43) }],
    })
    expect(await runCompareStatements({ own, other: file("o.jws", less) }, {})).toMatchObject({
      status: 1,
      text: [
        "DIFFERENT: the hub stated one thing to you and another to the other party. Keep both statements.",
        "the same   1 case, 0 findings, 0 gaps",
        "different  2 lookups to you, 1 lookup to the other",
        "",
      ].join("\n"),
    })
    const later = await signed({ day: "2026-11-02", party: "northpost", shared: [row] })
    expect((await runCompareStatements({ own, other: file("o.jws", later) }, {})).data).toMatchObject({
      result: "otherDay",
    })
  })

  it.each<[string, Said]>([
    ["cases", { shared: [{ ...row, findings: ["a"] }] }],
    ["findings", { shared: [{ ...row, cases: [{ caseAlias: "WS-4K7QX2M9TB", name: "n".repeat(43) }], findings: [] }] }],
    [
      "watch",
      { watch: [{ ...watched, uncounted: [{ from: "2026-11-01T00:00:00.000Z", until: "2026-11-02T00:00:00.000Z" }] }] },
    ],
  ])("shows %s that one of the two alone was told of", async (thing, change) => {
    const caseAlias = "WS-4K7QX2M9TB"
    const common = { ...row, cases: [{ caseAlias, name: "n".repeat(43) }], findings: ["a"] }
    const said = { day: "2026-11-01", watch, shared: [common] }
    const own = file("own.jws", await signed(said))
    const other = file("other.jws", await signed({ ...said, party: "northpost" }))
    expect(await runCompareStatements({ own, other }, {})).toMatchObject({ status: 0, data: { result: "same" } })
    const changed = file("changed.jws", await signed({ ...said, party: "northpost", ...change }))
    const outcome = await runCompareStatements({ own, other: changed }, {})
    expect(outcome).toMatchObject({ status: 1, data: { result: "differs", shared: [{ differ: [thing] }] } })
  })

  it("says what the hub states that a party shares with nobody, and what could not be compared", async () => {
    const caseAlias = "WS-4K7QX2M9TB"
    const cases = { open: [{ caseAlias, head: { seq: 1, hash: "0".repeat(64) } }] }
    const own = file("own.jws", await signed({ day: "2026-11-01", cases, watch, shared: [row] }))
    const other = file("other.jws", await signed({ day: "2026-11-01", party: "northpost", shared: [row] }))
    const outcome = await runCompareStatements({ own, other }, {})
    expect(outcome).toMatchObject({ status: 1, data: { result: "notAll", alone: { cases: [caseAlias] } } })
    expect(outcome.text).toContain("not there  watch: one of the two files does not have it\n")
    expect(outcome.text).toContain(
      `you alone  cases that the hub says no counterparty of that day shares: ${caseAlias}`,
    )
  })

  it("ends with 1, as its help says, when the two share nothing", async () => {
    const own = file("own.jws", await signed({ day: "2026-11-01" }))
    const other = file("other.jws", await signed({ day: "2026-11-01", party: "northpost", shared: [row] }))
    for (const files of [
      { own, other },
      { own: other, other: own },
    ])
      expect(await runCompareStatements(files, {})).toMatchObject({ status: 1, data: { result: "notShared" } })
    expect(await runCompareStatements({ own, other: undefined }, {})).toMatchObject({
      status: 0,
      text: "You share nothing with anybody on that day.\n",
    })
  })

  it("refuses a statement that the hub did not sign", async () => {
    const jws = await signed({ day: "2026-11-01", shared: [row] })
    const own = file("own.jws", `${jws.slice(0, -4)}AAAA`)
    const keys = file("keys.json", JSON.stringify(await signer.all()))
    await expect(runCompareStatements({ own, other: undefined }, { keys })).rejects.toThrow(/not signed with a key/)
    expect(await runCompareStatements({ own: file("own.jws", jws), other: undefined }, { keys })).toMatchObject({
      status: 0,
    })
  })
})
