import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { Readable } from "node:stream"
import { describe, expect, it } from "@jest/globals"
import { openLogStream } from "../../../client/access-logs/reading/open-log.ts"
import { type KeptPositions, keptPositions } from "../../../client/access-logs/shipping/kept-positions.ts"
import { sendAccesses } from "../../../client/access-logs/shipping/send-accesses.ts"
import { type Shipping, shipLog } from "../../../client/access-logs/shipping/ship-log.ts"
import { wholeFile } from "../../../client/access-logs/shipping/whole-file.ts"
import { runShipAccesses, type ShipOptions } from "../../../client/commands/ship-accesses/run-ship-accesses.ts"
import { openTokenStore } from "../../../client/enforcement/token-store.ts"
import { overHttps } from "../../../client/events/over-https.ts"
import type { Outcome, Transport } from "../../../client/events/transport.ts"
import { trackingAccessed } from "../../../shared/base/contracts/tracking-accessed.ts"
import { folder, forms, hub, nginx, options, path, secrets, ship, shippingTo, signal } from "./shipping-world.ts"

describe("ship-accesses", () => {
  it.each(forms)("ships the lookups of %s, and no raw value of a visitor leaves", async (_, text, more) => {
    const { api, accesses, outcome } = await ship(text, more)
    expect(outcome).toMatchObject({ status: 0, data: { accesses: 2, unread: 0 } })
    expect(accesses()).toMatchObject([
      {
        at: "2026-11-01T14:10:00.000Z",
        reference: { kind: "trackingNumber", trackingNumber: "NP4021887304CA" },
        accessor: { kind: "fingerprints" },
        outcome: "hit",
        proof: "none",
        fields: ["existence", "phase"],
      },
      { reference: { trackingNumber: "NP4021887305CA" }, outcome: "miss", fields: [] },
    ])
    const [one, other] = accesses()
    expect(one?.accessor).toEqual(other?.accessor)
    for (const secret of secrets) expect(JSON.stringify(api.bus.events)).not.toContain(secret)
  })

  it("reports order numbers of a retailer, if the carrier says so", async () => {
    const { accesses } = await ship(nginx("LL-0048213"), { retailerAlias: "Leafline" })
    expect(accesses()[0]?.reference).toEqual({
      kind: "orderReference",
      retailerAlias: "Leafline",
      orderReference: "LL-0048213",
    })
  })

  it("names lines that it cannot read by number and reason, and repeats nothing of them", async () => {
    const lines = [nginx("NP4021887304CA"), "198.51.100.23 garbage", nginx("x"), nginx("NP4021887306CA"), ""]
    const unread = path("unread")
    const { accesses, outcome, log } = await ship(lines.join("\n"), { unread })
    expect(accesses()).toHaveLength(2)
    expect(outcome).toMatchObject({ status: 1, data: { unread: 2 } })
    const named = readFileSync(unread, "utf8").trimEnd().split("\n")
    expect(named.map((line): unknown => JSON.parse(line))).toEqual([
      { source: log, line: 2, reason: "is not a line of the form web server (common or combined)" },
      { source: log, line: 3, reason: "breaks the rule of reference.trackingNumber" },
    ])
  })

  it.each<[string, (reference: string) => string, readonly string[]]>([
    ["a web server's log", (reference) => nginx(reference), []],
    ["a table", (reference) => `2026-11-01T14:10:00Z,198.51.100.23,${reference},200`, ["time,ip,reference,status"]],
  ])("names the lines of %s in which a crash left NULs, and ships the others", async (_, line, head) => {
    const unread = path("unread")
    const broken = [`\0\0${line("NP4021887301CA")}`, `${line("NP4021887302CA")}\0\0${line("NP4021887303CA")}`]
    const lines = [broken[0], ...head, line("NP4021887304CA"), broken[1], line("NP4021887305CA")]
    const { accesses, outcome, log } = await ship(lines.join("\n"), { unread })
    expect(accesses()).toHaveLength(2)
    expect(outcome.status).toBe(1)
    const reason = "has NUL bytes, which are no text"
    const named = readFileSync(unread, "utf8").trimEnd().split("\n")
    expect(named.map((text): unknown => JSON.parse(text))).toEqual([
      { source: log, line: 1, reason },
      { source: log, line: head.length + 3, reason },
    ])
  })

  it("says that no line names a reference only if this is the reason", async () => {
    const said = async (text: string, more: Partial<ShipOptions> = {}) => (await ship(text, more)).outcome.text
    const table = "time,ip,reference,status\n2026-11-01 14:10:00,198.51.100.23,NP4021887304CA,200\n"
    expect(await said(nginx("x").replace("/track/", "/about/"))).toContain("No line names a reference")
    expect(await said(nginx("NP4021887304CA", { status: 429 }))).not.toContain("No line names")
    const unclear = await said(table, { reference: undefined, dryRun: true })
    expect(unclear).toContain("line 2 has a time without a time zone: say which with --time-zone")
    expect(unclear).not.toContain("No line names")
  })

  it("leaves out requests for something else, and those that the server refused for their number", async () => {
    const lines = [nginx("NP4021887304CA", { status: 429 }), nginx("").replace("/track/", "/about")]
    const { accesses, outcome } = await ship(lines.join("\n"))
    expect(accesses()).toEqual([])
    expect(outcome).toMatchObject({ status: 0, data: { others: 2, accesses: 0 } })
  })

  it("goes on after the lines that it shipped, and sends none again", async () => {
    const { log, transport, accesses } = await ship(`${nginx("NP4021887304CA")}\n`, { positions: join(folder, "kept") })
    appendFileSync(log, `${nginx("NP4021887305CA")}\n`)
    await runShipAccesses([log], options({ positions: join(folder, "kept") }), () => {}, { transport, signal })
    expect(accesses().map(({ reference }) => reference)).toMatchObject([
      { trackingNumber: "NP4021887304CA" },
      { trackingNumber: "NP4021887305CA" },
    ])
  })

  it("says how many lines it shipped, once the hub has them", async () => {
    const log = path("access.log")
    writeFileSync(log, `${nginx("NP4021887304CA")}\n${nginx("NP4021887305CA")}\n`)
    const steps: string[] = []
    const { transport } = hub()
    await runShipAccesses([log], options(), (step) => steps.push(step), { transport, signal })
    expect(steps).toEqual([`${log}: reading`, `${log}: 2 lines shipped so far`])
  })

  it("sends and keeps nothing in a dry run", async () => {
    const positions = path("positions")
    const { accesses, outcome } = await ship(nginx("NP4021887304CA"), { dryRun: true, positions })
    expect(outcome.data).toMatchObject({ accesses: 1 })
    expect(accesses()).toEqual([])
    expect(existsSync(positions)).toBe(false)
  })

  it("names in a dry run the first lines of each log that it cannot read, and repeats nothing of them", async () => {
    const [one, other] = [path("one.log"), path("other.log")]
    writeFileSync(
      one,
      [...Array(7).fill(nginx("NP4021887304CA")), ...Array(7).fill("198.51.100.23 garbage")].join("\n"),
    )
    writeFileSync(other, [nginx("NP4021887305CA"), nginx("x")].join("\n"))
    const { data, text, status } = await runShipAccesses([one, other], options({ dryRun: true }), () => {}, { signal })
    const garbage = "is not a line of the form web server (common or combined)"
    expect(text).toContain(
      `8 lines could not be read.\n${one}: 7 lines, the first of them\n  line 8 ${garbage}\n  line 9 ${garbage}\n`,
    )
    expect(text).toContain(
      `  line 12 ${garbage}\n${other}: 1 line\n  line 2 breaks the rule of reference.trackingNumber\n`,
    )
    expect(data).toMatchObject({
      unreadOfLogs: [
        { source: one, count: 7 },
        { source: other, count: 1 },
      ],
    })
    expect(text).not.toMatch(/198\.51|NP4021887304CA/)
    expect(status).toBe(1)
  })

  it.each([
    ["a known name", "time,ip,When,request", "the log has no field Who; it has time, ip, When, request"],
    [
      "none, so that the first line can be a visitor's",
      "Ada Roy,fe80::1,When,NP4021887304CA",
      "the log has no field Who.",
    ],
  ])("names the fields of a table only if its first line has %s", async (_, first, said) => {
    const columns = "at=When,address=Who,reference=When"
    await expect(ship(`${first}\n`, { columns })).rejects.toThrow(said)
  })

  it.each([
    [{ fingerprintKey: "/nowhere/key" }, "openssl rand -out /nowhere/key 32"],
    [{ fields: "existence,fase" }, '--fields has no field "fase"; it takes existence, retailer, phase, dates, '],
    [
      { columns: "at=When,adress=Who" },
      '--columns has no field "adress": it takes pairs such as at=Date,address=IP, of at, ',
    ],
    [{ guard: "127.0.0.1:9180" }, "--guard takes an address such as http://127.0.0.1:9180"],
    [{ columns: "at=When,address" }, "--columns says no column for address: it takes pairs"],
    [{ reference: "(" }, "--reference"],
    [{ mobile: "here" }, "--mobile"],
    [{ timeZone: "Mars" }, "--time-zone"],
  ])("says which option is wrong: %j", async (more, said) => {
    await expect(ship(nginx("NP4021887304CA"), more)).rejects.toThrow(said)
  })
})

const input = (...lines: readonly string[]) =>
  wholeFile(openLogStream("log", Readable.from([Buffer.from(lines.join("\n"))])), undefined)

describe("shipping a log", () => {
  it("repeats the same access ids after a crash between sending and keeping the position", async () => {
    const { transport, accesses } = hub()
    const crashed: KeptPositions = {
      get: () => undefined,
      keep: () => {
        throw new Error("crash")
      },
    }
    const lines = [nginx("NP4021887304CA"), nginx("NP4021887305CA")]
    await expect(shipLog(input(...lines), shippingTo(transport, { positions: crashed }))).rejects.toThrow("crash")
    await shipLog(input(...lines), shippingTo(transport))
    const ids = accesses().map(({ accessId }) => accessId)
    expect(ids).toHaveLength(4)
    expect(new Set(ids).size).toBe(2)
  })

  it("waits while the hub is busy, and loses nothing", async () => {
    const { transport, accesses } = hub()
    const busy: Outcome = {
      outcome: "failed",
      code: "http429",
      sentence: "The hub answered 429. Send it again under the same id.",
      retryAfterSeconds: 0,
    }
    let calls = 0
    const sometimes: Transport = {
      ...transport,
      send: async (events) => (++calls <= 4 ? events.map(() => busy) : transport.send(events)),
    }
    const said: string[] = []
    const send: Shipping["send"] = (some) =>
      sendAccesses(some, {
        transport: sometimes,
        signal,
        onWait: (sentence) => said.push(sentence),
        firstPauseSeconds: 0.001,
      })
    await shipLog(input(nginx("NP4021887304CA")), shippingTo(sometimes, { send }))
    expect(calls).toBe(5)
    expect(said).toEqual(["The hub answered 429. Retrying in 1 s."])
    expect(accesses()).toHaveLength(1)
  })

  it("says so when the hub does not answer, and goes on waiting", async () => {
    const { transport, accesses } = hub()
    const { promise, resolve } = Promise.withResolvers<void>()
    const slow: Transport = {
      ...transport,
      send: async (events) => {
        await promise
        return transport.send(events)
      },
    }
    const said: string[] = []
    const onWait = (sentence: string) => {
      said.push(sentence)
      resolve()
    }
    const send: Shipping["send"] = (some) =>
      sendAccesses(some, { transport: slow, signal, onWait, slowMilliseconds: 5 })
    await shipLog(input(nginx("NP4021887304CA")), shippingTo(slow, { send }))
    expect(said).toEqual(["The hub has not answered yet. Still trying."])
    expect(accesses()).toHaveLength(1)
  })

  it("stops at a call that the hub refuses, and keeps no position", async () => {
    const refused: Outcome = { outcome: "refused", code: "http401", sentence: "The hub answered 401." }
    const positions = path("positions")
    const shipping = shippingTo(
      { limits: { items: 10, bytes: 9e9 }, sizeOf: () => 1, send: async (events) => events.map(() => refused) },
      { positions: keptPositions(positions) },
    )
    await expect(shipLog(input(nginx("NP4021887304CA")), shipping)).rejects.toThrow(
      "The hub answered 401. Nothing was lost.",
    )
    expect(existsSync(positions)).toBe(false)
  })

  it("stops as a party that may not report lookups, and ships the whole log when the carrier runs it", async () => {
    const { api, transport, accesses } = hub()
    const asRetailer = overHttps({
      apiUrl: "https://api.hub.example",
      token: async () => "leafline",
      fetch: api.fetch,
    })
    const log = path("access.log")
    writeFileSync(log, nginx("NP4021887304CA"))
    const given = options()
    await expect(runShipAccesses([log], given, () => {}, { transport: asRetailer, signal })).rejects.toThrow(
      "This party may not report lookups: only a carrier does. Give the carrier's --party and --key.",
    )
    expect([existsSync(given.positions), existsSync(given.unread)]).toEqual([false, false])
    await runShipAccesses([log], given, () => {}, { transport, signal })
    expect(accesses()).toHaveLength(1)
  })

  it("sets aside only the accesses that the hub rejects", async () => {
    const { transport, accesses } = hub()
    let isFirst = true
    const strict: Transport = {
      ...transport,
      send: async (events) => {
        const problems = [{ path: "data.accesses.at", rule: "tooOld", index: 1 }]
        const rejected: Outcome = { outcome: "rejected", code: "rejected", sentence: "It is too old.", problems }
        const answer = isFirst ? events.map(() => rejected) : await transport.send(events)
        isFirst = false
        return answer
      },
    }
    const unread: unknown[] = []
    const lines = [nginx("NP4021887304CA"), nginx("NP4021887305CA"), nginx("NP4021887306CA")]
    await shipLog(input(...lines), shippingTo(strict, { unread: { add: async (some) => void unread.push(...some) } }))
    expect(unread).toEqual([{ source: "log", line: 2, reason: "data.accesses.at breaks the rule tooOld" }])
    expect(accesses().map(({ reference }) => reference)).toMatchObject([
      { trackingNumber: "NP4021887304CA" },
      { trackingNumber: "NP4021887306CA" },
    ])
  })

  it("fits many accesses into events that the contract takes", async () => {
    const { api, transport, accesses } = hub()
    const lines = Array.from({ length: 1_200 }, (_, index) => nginx(`NP${4_021_887_304 + index}CA`))
    await shipLog(input(...lines), shippingTo(transport))
    expect(accesses()).toHaveLength(1_200)
    expect(api.bus.published(trackingAccessed).length).toBeGreaterThanOrEqual(3)
  })
})

describe("the store of tokens", () => {
  it("says whom a token stands for, who else was at a network, and forgets after 32 days", async () => {
    const tokens = path("tokens")
    const lines = [nginx("NP4021887304CA"), nginx("NP4021887305CA", { ip: "2001:db8:1:2:3::4" })]
    const { accesses } = await ship(lines.join("\n"), { tokens })
    const [one, other] = accesses().map(({ accessorToken = "" }) => accessorToken)
    const lookedUpAt = Date.UTC(2026, 10, 1, 14, 10) / 1_000
    const store = await openTokenStore(tokens, lookedUpAt + 31 * 86_400)
    expect(store.visitorsOf([one ?? "", "tok_unknown"])).toEqual([
      { token: one, network: "198.51.100.23", account: "canary-account", session: null },
    ])
    expect(store.visitorsOf([other ?? ""])).toMatchObject([{ network: "2001:db8:1:2::/64" }])
    expect(store.tokensAt("198.51.100.23")).toMatchObject([{ token: one }])
    store.close()
    const later = await openTokenStore(tokens, lookedUpAt + 33 * 86_400)
    expect(later.visitorsOf([one ?? ""])).toEqual([])
    later.close()
  })

  it("lets a session count that was there before the lookup", async () => {
    const table = (minute: number) =>
      `at,ip,reference,status,session\n2026-11-01T14:${minute}:00Z,198.51.100.23,NP4021887304CA,200,canary-session-1\n`
    const tokens = path("tokens")
    const to = hub()
    await ship(table(10), { tokens, reference: undefined }, to)
    await ship(table(20), { tokens, reference: undefined }, to)
    expect(to.accesses().map(({ accessor }) => accessor)).toMatchObject([
      { subjectKind: "anonymous" },
      { subjectKind: "cookie" },
    ])
  })
})
