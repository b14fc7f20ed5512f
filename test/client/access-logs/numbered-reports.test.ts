import { appendFileSync, statSync, writeFileSync } from "node:fs"
import { describe, expect, it } from "@jest/globals"
import { makeCounting } from "../../../client/access-logs/shipping/count-accesses.ts"
import { type KeptPositions, keptPositions } from "../../../client/access-logs/shipping/kept-positions.ts"
import { keptReports, numberedReports } from "../../../client/access-logs/shipping/numbered-reports.ts"
import { sendAccesses, sendEvent, sendUnsent } from "../../../client/access-logs/shipping/send-accesses.ts"
import { runShipAccesses } from "../../../client/commands/ship-accesses/run-ship-accesses.ts"
import type { Transport } from "../../../client/events/transport.ts"
import { accessesCounted } from "../../../shared/base/contracts/accesses-counted.ts"
import {
  accessLimit,
  type TrackingAccess,
  trackingAccess,
  trackingAccessed,
} from "../../../shared/base/contracts/tracking-accessed.ts"
import { hub, nginx, options, path, ship, signal } from "./shipping-world.ts"

const midnight = Date.parse("2026-11-02T00:00:00.000Z")
const minute = 60_000
const at = (minutes: number): string => new Date(midnight + minutes * minute).toISOString()
const [example] = trackingAccessed.examples[0]?.accesses ?? []
const access = (name: string): TrackingAccess => trackingAccess.parse({ ...example, accessId: `acc_${name}` })
const some = (...names: readonly string[]) => names.map((name, line) => ({ access: access(name), line }))

/** A program that is run again and again over the same kept state, and a hub. */
function program() {
  const kept = path("reports.json")
  const to = hub()
  let beforeEffect = async (_: string): Promise<void> => {}
  const positions = (): KeptPositions => {
    const file = keptPositions(kept)
    return {
      get: file.get,
      keep: async (name, position) => {
        await beforeEffect("before keeping")
        await file.keep(name, position)
        await beforeEffect("after keeping")
      },
    }
  }
  const transport: Transport = {
    ...to.transport,
    send: async (events) => {
      await beforeEffect("before sending")
      const outcomes = await to.transport.send(events)
      await beforeEffect("after sending")
      return outcomes
    },
  }
  const sending = { transport, signal, onWait() {}, firstPauseSeconds: 0.001 }
  const sent = () => to.api.bus.published(trackingAccessed).map(({ data }) => data)
  return {
    ...to,
    sending,
    sent,
    counts: () => to.api.bus.published(accessesCounted).map(({ data }) => data),
    numbers: () => sent().map(({ report }) => report?.number),
    onEffect(watcher: (point: string) => Promise<void>) {
      beforeEffect = watcher
    },
    /** Starts it: it sends what an earlier run left. */
    async start() {
      const reports = numberedReports(keptReports(positions()))
      await sendUnsent(reports, sending)
      const counting = makeCounting(reports, { sources: 1, send: (event) => sendEvent(event, sending) })
      return {
        reports,
        counting,
        send: (names: readonly string[]) => sendAccesses(some(...names), { ...sending, reports }),
      }
    },
  }
}

describe("reports of the shipper", () => {
  it("have numbers without a gap, also in the next run", async () => {
    const world = program()
    const first = await world.start()
    await first.send(["a", "b"])
    await first.send(["c"])
    const second = await world.start()
    await second.send(["d"])
    expect(world.numbers()).toEqual([1, 2, 3])
    expect(new Set(world.sent().map(({ report }) => report?.stream))).toEqual(new Set([first.reports.stream]))
    expect(first.reports.stream).toMatch(/^str_[g-z]{32}$/)
  })

  it("never have one number with two contents, nor leave one out, wherever the program crashes", async () => {
    for (let crashAt = 1; ; crashAt++) {
      const world = program()
      let effects = 0
      world.onEffect(async () => {
        effects += 1
        if (effects === crashAt) throw new Error("crash")
      })
      const crashed = await (async () => {
        const run = await world.start()
        await run.send(["a", "b"])
        await run.send(["c"])
      })().then(
        () => false,
        () => true,
      )
      world.onEffect(async () => {})
      // The log is read again from its last position, and has grown.
      const again = await world.start()
      await again.send(["a", "b", "c", "d"])
      const contents = Map.groupBy(world.sent(), ({ report }) => report?.number)
      for (const reports of contents.values())
        expect(new Set(reports.map((report) => JSON.stringify(report))).size).toBe(1)
      expect([...contents.keys()].sort()).toEqual(Array.from(contents.keys(), (_, index) => index + 1))
      const ids = world.accesses().map(({ accessId }) => accessId)
      expect(new Set(ids)).toEqual(new Set(["acc_a", "acc_b", "acc_c", "acc_d"]))
      if (!crashed) break
    }
  })

  it("keep their number without the accesses that the hub rejects, and give it back if nothing is left", async () => {
    const world = program()
    const rejecting: Transport = {
      ...world.transport,
      send: (events) => {
        const isBad = events.some(({ detail }) => detail.includes("acc_bad"))
        const problems = [{ path: "data.accesses[].at", rule: "tooBig", index: 0 }]
        const rejected = {
          outcome: "rejected",
          code: "invalidRequest",
          sentence: "It breaks a rule.",
          problems,
        } as const
        return isBad ? Promise.resolve(events.map(() => rejected)) : world.transport.send(events)
      },
    }
    const { reports } = await world.start()
    const send = (...names: readonly string[]) =>
      sendAccesses(some(...names), { ...world.sending, transport: rejecting, reports })
    expect(await send("bad", "a")).toHaveLength(1)
    expect(await send("bad")).toHaveLength(1)
    expect(await send("b")).toEqual([])
    expect(world.sent().map(({ report, accesses }) => [report?.number, accesses.length])).toEqual([
      [1, 1],
      [2, 1],
    ])
  })

  it("are not counted while one has no report yet, because the hub refused what it had", async () => {
    const world = program()
    const refusing: Transport = {
      ...world.transport,
      send: async (events) => {
        const [bad, ...others] = events
        if (bad === undefined || !bad.detail.includes("acc_bad")) return world.transport.send(events)
        const rejected = { outcome: "rejected", code: "invalidRequest", sentence: "It breaks a rule." } as const
        return [rejected, ...(others.length === 0 ? [] : await world.transport.send(others))]
      },
    }
    const { reports, counting, send } = await world.start()
    await counting.caughtUp("log", midnight + 5_000)
    const bad = Array.from({ length: accessLimit }, (_, index) => `bad${index}`)
    await sendAccesses(some(...bad, "good"), { ...world.sending, transport: refusing, reports })
    expect(world.numbers()).toEqual([2])
    await counting.caughtUp("log", midnight + 10 * minute + 5_000)
    expect(world.counts()).toEqual([])
    await send(["a", "b"])
    expect(world.numbers()).toEqual([2, 1])
    await counting.caughtUp("log", midnight + 15 * minute + 5_000)
    const accesses = world.accesses().length
    expect(world.counts()).toMatchObject([{ from: at(0), until: at(15), accesses, lastNumber: 2 }])
  })

  it("that the hub refused all leave no number out, in whatever order they are given back", async () => {
    const reports = numberedReports(keptReports(keptPositions(path("refused.json"))))
    await reports.begin([some("a"), some("b"), some("c")])
    for (const number of [1, 3, 2]) await reports.change(number, [])
    expect(reports.counting().lastNumber).toBe(0)
    expect(await reports.begin([some("d")])).toMatchObject([{ number: 1 }])
  })

  it("are kept in a file that its owner alone can read, whatever was there", async () => {
    const kept = path("mode.json")
    writeFileSync(`${kept}.new`, "from a crash", { mode: 0o644 })
    const reports = numberedReports(keptReports(keptPositions(kept)))
    for (const name of ["a", "b"]) {
      await reports.begin([some(name)])
      expect(statSync(kept).mode & 0o777).toBe(0o600)
    }
  })

  it("go out with the command, from what is kept beside the positions", async () => {
    const positions = path("positions")
    const { api, log, transport } = await ship(`${nginx("NP4021887304CA")}\n`, { positions })
    appendFileSync(log, `${nginx("NP4021887305CA")}\n`)
    await runShipAccesses([log], options({ positions }), () => {}, { transport, signal })
    const sent = api.bus.published(trackingAccessed).map(({ data }) => data.report)
    expect(sent.map((report) => report?.number)).toEqual([1, 2])
    expect(sent[0]?.stream).toBe(sent[1]?.stream)
    expect(api.bus.published(accessesCounted)).toEqual([])
  })
})

describe("counts of the shipper", () => {
  it("come every five minutes, also when nothing was looked up", async () => {
    const world = program()
    const { counting, send } = await world.start()
    await send(["before"])
    for (let minutes = 0; minutes <= 12; minutes += 1)
      await counting.caughtUp("log", midnight + minutes * minute + 5_000)
    await send(["a", "b"])
    await counting.caughtUp("log", midnight + 15 * minute + 5_000)
    expect(world.counts().map(({ stream: _, ...rest }) => rest)).toEqual([
      { from: at(0), until: at(5), accesses: 1, lastNumber: 1 },
      { from: at(5), until: at(10), accesses: 0, lastNumber: 1 },
      { from: at(10), until: at(15), accesses: 2, lastNumber: 2 },
    ])
  })

  it("cover the hours in which the program did not run, in windows of an hour at most", async () => {
    const world = program()
    const first = await world.start()
    await first.counting.caughtUp("log", midnight + 5_000)
    const second = await world.start()
    await second.send(["late"])
    await second.counting.caughtUp("log", midnight + 130 * minute + 5_000)
    expect(world.counts().map(({ from, until, accesses }) => [from, until, accesses])).toEqual([
      [at(0), at(60), 1],
      [at(60), at(120), 0],
      [at(120), at(130), 0],
    ])
  })

  it("wait until every source was read to its end", async () => {
    const world = program()
    const { reports } = await world.start()
    const counting = makeCounting(reports, { sources: 2, send: (event) => sendEvent(event, world.sending) })
    await counting.caughtUp("one", midnight + 5_000)
    await counting.caughtUp("other", midnight + 5_000)
    await counting.caughtUp("one", midnight + 20 * minute + 5_000)
    expect(world.counts()).toEqual([])
    await counting.caughtUp("other", midnight + 10 * minute + 5_000)
    expect(world.counts()).toMatchObject([{ from: at(0), until: at(10) }])
  })

  it("are sent again as they were after a crash at any effect", async () => {
    for (let crashAt = 1; ; crashAt++) {
      const world = program()
      const run = await world.start()
      await run.counting.caughtUp("log", midnight + 5_000)
      await run.send(["a"])
      let effects = 0
      world.onEffect(async () => {
        effects += 1
        if (effects === crashAt) throw new Error("crash")
      })
      const crashed = await run.counting.caughtUp("log", midnight + 6 * minute + 5_000).then(
        () => false,
        () => true,
      )
      world.onEffect(async () => {})
      const again = await world.start()
      await again.send(["b", "c"])
      await again.counting.caughtUp("log", midnight + 14 * minute + 5_000)
      const windows = Map.groupBy(world.counts(), ({ from }) => from)
      for (const counts of windows.values()) expect(new Set(counts.map((count) => JSON.stringify(count))).size).toBe(1)
      const distinct = [...windows.values()].flatMap(([count]) => count ?? [])
      expect(distinct.reduce((sum, { accesses }) => sum + accesses, 0)).toBe(3)
      expect(distinct.map(({ from }) => from)).toEqual([at(0), ...distinct.slice(0, -1).map(({ until }) => until)])
      if (!crashed) break
    }
  })

  it("say that nobody knows what a guard that does not answer let pass", async () => {
    const positions = path("positions")
    const log = path("access.log")
    writeFileSync(log, `${nginx("NP4021887304CA")}\n`)
    const { api, transport } = hub()
    await numberedReports(keptReports(keptPositions(`${positions}.reports.json`))).startCounting(
      new Date(Date.now() - 10 * minute).toISOString(),
      undefined,
    )
    const stop = new AbortController()
    const guard = "http://127.0.0.1:9"
    const of = { transport, signal: stop.signal }
    const following = runShipAccesses([log], options({ positions, follow: true, guard }), () => {}, of)
    while (api.bus.published(accessesCounted).length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    stop.abort()
    await following
    expect(api.bus.published(accessesCounted)).toMatchObject([{ data: { accesses: 1, unjudged: 0 } }])
  })

  it("end with the option that says so", async () => {
    const positions = path("positions")
    const log = path("access.log")
    writeFileSync(log, `${nginx("NP4021887304CA")}\n`)
    const { api, transport } = hub()
    const stop = new AbortController()
    const following = runShipAccesses([log], options({ positions, follow: true }), () => {}, {
      transport,
      signal: stop.signal,
    })
    while (api.bus.published(trackingAccessed).length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    await new Promise((resolve) => setTimeout(resolve, 700))
    stop.abort()
    await following
    await runShipAccesses([log], options({ positions, ended: true }), () => {}, { transport, signal })
    const [{ data } = { data: { from: "", until: "" } }, ...others] = api.bus.published(accessesCounted)
    expect(data).toMatchObject({ accesses: 1, lastNumber: 1, ended: true })
    expect(others).toEqual([])
    // It read nothing, so it says of no time that everything is reported.
    expect(Date.parse(data.until) - Date.parse(data.from)).toBe(1)
  })
})
