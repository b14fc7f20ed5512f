import { describe, expect, it } from "@jest/globals"
import { highestReportNumber } from "../../../../shared/base/contracts/fields.ts"
import { unitedTime } from "../../../../shared/watch/lookups/reporting/covered-time.ts"
import { missingLimit, type Numbers, noteNumbers } from "../../../../shared/watch/lookups/reporting/missing-numbers.ts"
import { streamLimit } from "../../../../shared/watch/lookups/reporting/report-streams.ts"
import { at, reportingWorld, stream } from "./reporting-world.ts"

describe("a program that counts", () => {
  it("raises nothing as long as it counts, also when nothing was looked up", async () => {
    const world = reportingWorld()
    await world.countOn(0, 180)
    expect(world.bus.events).toEqual([])
    expect(world.mail.sent).toEqual([])
    expect(await world.row()).toMatchObject({ covered: [{ from: at(0), until: at(180) }], missing: [] })
  })

  it("is watched on after it has used the highest number of all", async () => {
    const world = reportingWorld()
    await world.countOn(0, 10)
    await world.report(highestReportNumber, 1)
    await world.countOn(10, 30)
    expect(await world.row()).toMatchObject({ highest: highestReportNumber, covered: [{ until: at(30) }] })
  })

  it("that goes silent for 30 minutes is told to its carrier and to each of its retailers, once (promise: silence-is-noticed)", async () => {
    const world = reportingWorld()
    await world.countOn(0, 60)
    await world.sweepUntil(90)
    expect(world.bus.events).toEqual([])
    await world.sweepUntil(95)
    expect(world.interrupted("northpost")).toHaveLength(1)
    await world.sweepUntil(600)
    const about = { alias: "Northpost", tool: "observed:northpost", since: at(60), reason: "noCount" }
    expect(world.interrupted("northpost")).toMatchObject([{ data: { ...about, stream } }])
    const [toRetailer, ...others] = world.interrupted("leafline")
    expect(others).toEqual([])
    expect(toRetailer?.data).toEqual({ ...about, interruptionId: expect.any(String) })
    expect(world.mail.sent.map(({ partyId }) => partyId)).toEqual(["northpost", "leafline"])
    expect(world.telemetry.counts["ReportingInterrupted"]).toBe(1)
  })

  it("names no retailer to anybody", async () => {
    const world = reportingWorld()
    await world.countOn(0, 60)
    await world.sweepUntil(120)
    expect(world.interrupted()).toHaveLength(2)
    for (const { metadata, ...event } of world.interrupted())
      expect(JSON.stringify(event)).not.toMatch(/leafline|oakshop|oak shop/i)
    expect(JSON.stringify(world.mail.sent.map(({ mail }) => mail))).not.toMatch(/leafline|oakshop|oak shop/i)
  })

  it("tells the retailers whose shipments were looked up in the tool, and no other", async () => {
    const world = reportingWorld()
    await world.report(1, 1, { retailerIds: ["oakshop"] })
    await world.countOn(0, 60, { lastNumber: 1, accesses: 0 })
    await world.sweepUntil(120)
    expect(world.interrupted("oakshop")).not.toEqual([])
    const withoutLookups = reportingWorld()
    await withoutLookups.countOn(0, 60)
    await withoutLookups.sweepUntil(120)
    expect(withoutLookups.interrupted("oakshop")).toEqual([])
  })

  it("that goes on without the hours between is told as not filled, and as filled later once they come", async () => {
    const world = reportingWorld()
    await world.countOn(0, 60)
    await world.sweepUntil(180)
    await world.countOn(180, 200)
    const over = { since: at(60), until: at(180), filled: false }
    expect(world.resumed("northpost")).toMatchObject([{ data: over }])
    expect(world.resumed("leafline")).toMatchObject([{ data: over }])
    expect((await world.row())?.past).toEqual([expect.not.objectContaining({ filledAt: expect.anything() })])
    world.setTime(300)
    await world.countOn(200, 300)
    await world.count(60, 120)
    await world.count(120, 180)
    await world.watch()
    expect((await world.row())?.past).toMatchObject([{ since: at(60), until: at(180), filledAt: at(300) }])
    expect(world.resumed()).toHaveLength(2)
  })

  it("that catches up is told as filled", async () => {
    const world = reportingWorld()
    await world.countOn(0, 60)
    await world.sweepUntil(180)
    await world.report(1, 3)
    await world.count(60, 120, { accesses: 3, lastNumber: 1 })
    await world.count(120, 180, { lastNumber: 1 })
    await world.watch()
    expect(world.resumed("leafline")).toMatchObject([{ data: { since: at(60), filled: true } }])
    const toCarrier = world.mail.sent.filter(({ partyId }) => partyId === "northpost")
    expect(toCarrier.map(({ mail }) => mail.subject)).toEqual([
      "[Wayseal] Your tracking tool does not report its lookups",
      "[Wayseal] Your tracking tool reports its lookups again",
    ])
    for (const { mail } of world.mail.sent) {
      expect(mail.text).toContain("20:00 (EST)")
      expect(mail.text).not.toContain(at(60))
    }
  })

  it("that ends for good raises nothing, and is watched again if it comes back", async () => {
    const world = reportingWorld()
    await world.countOn(0, 60)
    await world.count(60, 61, { ended: true })
    await world.sweepUntil(600)
    expect(world.bus.events).toEqual([])
    await world.countOn(600, 620)
    await world.sweepUntil(700)
    expect(world.interrupted("northpost")).toMatchObject([{ data: { since: at(620) } }])
  })

  it("that never counted is not watched", async () => {
    const world = reportingWorld()
    await world.report(2, 3)
    await world.sweepUntil(600)
    expect(world.bus.events).toEqual([])
    expect(await world.row()).toBeUndefined()
  })
})

describe("a report that is missing", () => {
  it("raises an alarm after 30 minutes, and is over when it comes", async () => {
    const world = reportingWorld()
    await world.report(1, 2)
    await world.report(3, 2)
    await world.countOn(0, 10, { accesses: 6, lastNumber: 3 })
    await world.countOn(10, 30, { lastNumber: 3 })
    expect(world.bus.events).toEqual([])
    await world.countOn(30, 60, { lastNumber: 3 })
    const missing = [{ first: 2, last: 2 }]
    expect(world.interrupted("northpost")).toMatchObject([{ data: { reason: "reportsMissing", missing } }])
    expect(world.interrupted("leafline")[0]?.data).not.toHaveProperty("missing")
    await world.report(2, 2)
    await world.countOn(60, 70, { lastNumber: 3 })
    expect(world.resumed("leafline")).toMatchObject([{ data: { filled: true } }])
    expect(world.interrupted()).toHaveLength(2)
  })

  it("leaves unwatched all hours since the last count whose reports all arrived", async () => {
    const world = reportingWorld()
    await world.report(1, 2)
    await world.countOn(0, 10, { lastNumber: 1, accesses: 2 })
    await world.countOn(10, 30, { lastNumber: 1 })
    world.setTime(39)
    await world.report(3, 2)
    await world.countOn(30, 80, { lastNumber: 3 })
    expect(world.interrupted("leafline").map(({ data }) => [data.reason, data.since])).toEqual([
      ["reportsMissing", at(30)],
    ])
  })

  it("is noticed at the end of the numbers, because a count names the last one", async () => {
    const world = reportingWorld()
    await world.countOn(0, 60, { lastNumber: 4 })
    expect(world.interrupted("northpost")).toMatchObject([{ data: { missing: [{ first: 1, last: 4 }] } }])
  })

  it("is the same in whatever order numbers arrive, and however often", () => {
    const none: Numbers = { highest: 0, missing: [], givenUp: 0 }
    const shown = (number: number) => ({ number, at: at(number) })
    const atOnce = noteNumbers(none, [1, 2, 5, 9], [1, 2, 5, 9].map(shown))
    const oneByOne = [9, 2, 2, 5, 1, 9].reduce((known, number) => noteNumbers(known, [number], [shown(number)]), none)
    const ranges = ({ missing }: typeof atOnce) => missing.map(({ first, last }) => [first, last])
    expect(ranges(atOnce)).toEqual([
      [3, 4],
      [6, 8],
    ])
    expect(ranges(oneByOne)).toEqual(ranges(atOnce))
  })

  it("is one of at most 200 ranges: of more the lowest are given up", () => {
    const numbers = Array.from({ length: missingLimit + 5 }, (_, index) => 2 * (index + 1))
    const shown = numbers.map((number) => ({ number, at: at(0) }))
    const { missing, givenUp } = noteNumbers({ highest: 0, missing: [], givenUp: 0 }, numbers, shown)
    expect(missing).toHaveLength(missingLimit)
    expect(givenUp).toBe(5)
    expect(missing[0]?.first).toBe(11)
  })
})

describe("a count that differs from what arrived", () => {
  it("is told, with its window", async () => {
    const world = reportingWorld()
    await world.countOn(0, 30)
    await world.report(1, 4)
    await world.countOn(30, 40, { accesses: 5, lastNumber: 1 })
    await world.countOn(40, 60, { lastNumber: 1 })
    const window = { since: at(30), reason: "countDiffers" }
    expect(world.interrupted("leafline")).toMatchObject([{ data: window }])
    expect(world.resumed("leafline")).toMatchObject([{ data: { ...window, until: at(40), filled: false } }])
    expect(await world.row()).toMatchObject({ differing: [{ from: at(30), until: at(40), counted: 5, arrived: 4 }] })
  })

  it("waits for the count before it, which may come later", async () => {
    const world = reportingWorld()
    await world.countOn(0, 40)
    await world.report(1, 4)
    await world.report(2, 3)
    world.setTime(60)
    await world.count(50, 60, { accesses: 3, lastNumber: 2 })
    await world.watch()
    await world.count(40, 50, { accesses: 4, lastNumber: 1 })
    await world.sweepUntil(80)
    expect(world.bus.events).toEqual([])
    expect(await world.row()).toMatchObject({ compared: { lastNumber: 2 }, differing: [] })
  })
})

describe("a program that makes a mistake", () => {
  it("with a number that comes back with other accesses is told so, and the first report stays", async () => {
    const world = reportingWorld()
    expect(await world.report(1, 3)).toEqual([])
    expect(await world.report(1, 3)).toEqual([])
    expect(await world.report(1, 4)).toEqual([{ path: "data.report.number", rule: "conflict" }])
    await world.countOn(0, 50, { accesses: 3, lastNumber: 1 })
    expect(await world.streams.reports({ carrierId: "northpost", stream, first: 1, last: 9, limit: 9 })).toMatchObject([
      { accesses: 3 },
    ])
  })

  it("and shares its stream with another program is told so for each number and count that both send", async () => {
    const world = reportingWorld()
    await world.report(1, 1, { name: "one" })
    expect(await world.report(1, 1, { name: "other" })).toEqual([{ path: "data.report.number", rule: "conflict" }])
    world.setTime(10)
    expect(await world.count(0, 10, { accesses: 1, lastNumber: 1 })).toMatchObject({ outcome: "counted" })
    world.setTime(11)
    expect(await world.count(0, 10, { accesses: 1, lastNumber: 1 })).toMatchObject({ outcome: "repeated" })
    expect(await world.count(0, 10, { accesses: 2, lastNumber: 1 })).toMatchObject({
      problems: [{ path: "data.accesses", rule: "conflict" }],
    })
  })

  it("whose clock is 10 minutes ahead covers the hours of the hub's clock, and is missed in time (promise: clock-of-ten-minutes)", async () => {
    const world = reportingWorld()
    for (let minute = 0; minute < 60; minute += 10) {
      world.setTime(minute + 10)
      await world.count(minute + 10, minute + 20)
      await world.watch()
    }
    expect((await world.row())?.covered).toEqual([{ from: at(0), until: at(60) }])
    await world.sweepUntil(95)
    expect(world.interrupted("northpost")).toMatchObject([{ data: { since: at(60) } }])
  })

  it("whose clock is 10 minutes behind raises nothing", async () => {
    const world = reportingWorld()
    for (let minute = 0; minute < 120; minute += 10) {
      world.setTime(minute + 10)
      await world.count(minute - 10, minute)
      await world.sweepUntil(minute + 15)
    }
    expect(world.bus.events).toEqual([])
  })

  it("whose clock is further ahead is rejected", async () => {
    const world = reportingWorld()
    expect(await world.count(0, 16)).toMatchObject({ problems: [{ path: "data.until", rule: "tooBig" }] })
    expect(await world.count(-60 * 24 * 800, -60 * 24 * 800 + 10)).toMatchObject({
      problems: [{ path: "data.until", rule: "tooSmall" }],
    })
  })

  it("and sets its clock back sends windows that overlap, which count once", () => {
    const range = (from: number, until: number) => ({ from: at(from), until: at(until) })
    expect(unitedTime([range(10, 20), range(0, 10), range(5, 12), range(40, 50)])).toEqual([
      range(0, 20),
      range(40, 50),
    ])
  })

  it("and takes a new stream each time meets a limit", async () => {
    const world = reportingWorld()
    world.setTime(10)
    for (let number = 0; number < streamLimit; number++)
      await world.count(0, 10, { stream: `str_0000000000000${String(number).padStart(3, "0")}` })
    expect(await world.count(0, 10)).toMatchObject({ problems: [{ path: "data.stream", rule: "limit" }] })
  })
})

describe("the watch", () => {
  it("tells each event once, at whatever effect it stops", async () => {
    for (let stopAt = 1; ; stopAt++) {
      const world = reportingWorld()
      await world.countOn(0, 60)
      let effects = 0
      world.onEffect(async () => {
        effects += 1
        if (effects === stopAt) throw new Error("crash")
      })
      world.setTime(95)
      const stopped = await world.watch().then(
        () => false,
        () => true,
      )
      if (!stopped) break
      await world.sweepUntil(120)
      world.onEffect(async () => {})
      await world.countOn(120, 130)
      await world.sweepUntil(150)
      for (const audience of ["northpost", "leafline"]) {
        expect(new Set(world.interrupted(audience).map(({ metadata }) => metadata.id)).size).toBe(1)
        expect(new Set(world.resumed(audience).map(({ metadata }) => metadata.id)).size).toBe(1)
      }
      const subjects = new Set(world.mail.sent.map(({ mail }) => mail.subject))
      expect(subjects.size).toBe(4)
      expect(await world.row()).toMatchObject({ notices: [] })
    }
  })

  it("of several runs at the same time tells once, and mails once", async () => {
    const world = reportingWorld()
    await world.countOn(0, 60)
    world.setTime(95)
    await Promise.all([world.watch(), world.watch(), world.watch()])
    await world.watch()
    expect(world.interrupted("northpost")).toHaveLength(1)
    expect(world.interrupted("leafline")).toHaveLength(1)
    expect(world.mail.sent.map(({ partyId }) => partyId)).toEqual(["northpost", "leafline"])
  })

  it("goes on with other streams when one fails", async () => {
    const world = reportingWorld()
    const other = "str_another_program_1"
    world.setTime(10)
    await world.count(0, 10)
    await world.count(0, 10, { stream: other })
    world.setTime(60)
    let failed = false
    const { counts } = world.streams
    world.streams.counts = async (part) => {
      if (failed) return counts(part)
      failed = true
      throw new Error("poison")
    }
    await expect(world.watch()).rejects.toThrow("poison")
    expect(world.interrupted("northpost")).toHaveLength(1)
    await world.watch()
    expect(
      world
        .interrupted("northpost")
        .map(({ data }) => data.stream)
        .sort(),
    ).toEqual([stream, other].sort())
  })
})
