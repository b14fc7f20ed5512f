import { describe, expect, it } from "@jest/globals"
import { isCovered, unitedTime } from "../../../../shared/watch/lookups/reporting/covered-time.ts"
import {
  type Arrivals,
  afterArrivals,
  afterDiffering,
  afterJudging,
} from "../../../../shared/watch/lookups/reporting/fold-stream.ts"
import { newStream } from "../../../../shared/watch/lookups/reporting/kept-rows.ts"
import { type Numbers, noteNumbers } from "../../../../shared/watch/lookups/reporting/missing-numbers.ts"
import {
  arrivalsKey,
  type CountRow,
  countKey,
  type ReportRow,
  reportKey,
  type StreamRow,
} from "../../../../shared/watch/lookups/reporting/report-streams.ts"
import { at, midnight, stream } from "./reporting-world.ts"

const pk = arrivalsKey("northpost", stream)
const expiresAt = 1_900_000_000
const day = 24 * 60
const time = (minutes: number): Date => new Date(midnight + minutes * 60_000)
const range = (from: number, until: number) => ({ from: at(from), until: at(until) })
const report = (number: number, receivedAt: number, retailerIds: string[] = []): ReportRow => ({
  ...{ pk, sk: reportKey(number), type: "report", number, accesses: 1, digest: `of ${number}` },
  ...{ retailerIds, receivedAt: at(receivedAt), expiresAt },
})
const count = (from: number, until: number, rest: Partial<CountRow> = {}): CountRow => ({
  ...{ pk, sk: countKey(range(from, until)), type: "count", ...range(from, until), accesses: 0, lastNumber: 0 },
  ...{ receivedAt: at(until), expiresAt, ...rest },
})
const fresh = newStream("northpost", stream, time(0))
const foldOf = (arrivals: Partial<Arrivals>, row: StreamRow = fresh, now = 60) =>
  afterArrivals(row, { reports: [], counts: [], ...arrivals }, time(now))

describe("covered hours", () => {
  it("lose nothing when a window lies within another", () => {
    expect(unitedTime([range(0, 60), range(10, 20)])).toEqual([range(0, 60)])
  })

  it("are one up to a crack of a minute, and two beyond", () => {
    expect(unitedTime([range(0, 10), range(11, 20)])).toEqual([range(0, 20)])
    expect(unitedTime([range(0, 10), range(11.1, 20)])).toHaveLength(2)
    expect(isCovered([range(1, 10)], range(0, 11))).toBe(true)
    expect(isCovered([range(1.1, 10)], range(0, 10))).toBe(false)
    expect(isCovered([range(0, 10)], range(0, 11.1))).toBe(false)
  })

  it("are at most 100 ranges, the latest ones", () => {
    const united = unitedTime(Array.from({ length: 105 }, (_, hour) => range(60 * hour, 60 * hour + 10)))
    expect(united).toHaveLength(100)
    expect(united[0]?.from).toBe(at(300))
  })
})

describe("a missing number", () => {
  it("is known since the first arrival that shows it, whatever came last", () => {
    const none: Numbers = { highest: 0, missing: [], givenUp: 0 }
    const shown = [
      { number: 3, at: at(20) },
      { number: 9, at: at(10) },
      { number: 9, at: at(30) },
    ]
    expect(noteNumbers(none, [3, 9], shown).missing).toEqual([
      { first: 1, last: 2, since: at(10) },
      { first: 4, last: 8, since: at(10) },
    ])
  })

  it("that is given up stays counted", () => {
    const noted = noteNumbers({ highest: 3, missing: [], givenUp: 7 }, [4], [{ number: 4, at: at(0) }])
    expect(noted).toEqual({ highest: 4, missing: [], givenUp: 7 })
  })
})

describe("a stream", () => {
  it("is about the retailers of the last 90 days", () => {
    const reports = [report(1, 0, ["leafline", "oakshop"]), report(2, 60 * day, ["oakshop"]), report(3, 1, ["oakshop"])]
    const row = foldOf({ reports }, fresh, 60 * day)
    expect(row.retailers).toEqual([
      { retailerId: "leafline", day: at(0).slice(0, 10) },
      { retailerId: "oakshop", day: at(60 * day).slice(0, 10) },
    ])
    const later = foldOf({}, row, 91 * day)
    expect(later.retailers.map(({ retailerId }) => retailerId)).toEqual(["oakshop"])
  })

  it("ended when the latest of its programs said so", () => {
    const counts = [count(0, 10, { ended: true }), count(10, 20, { ended: true })]
    expect(foldOf({ counts: counts.toReversed() }).endedAt).toBe(at(20))
    expect(foldOf({ counts: counts.slice(0, 1) }, foldOf({ counts })).endedAt).toBe(at(20))
  })

  it("has another interruption each time, and the parties are told of it with its own id", () => {
    const counted = foldOf({ counts: [count(0, 10)] })
    const first = afterJudging(counted, [], time(60))
    const again = afterJudging({ ...counted, revision: 7 }, [], time(60))
    expect(first.open?.interruptionId).not.toBe(again.open?.interruptionId)
  })
})

describe("an interruption that is over", () => {
  const interrupted = afterJudging(foldOf({ counts: [count(0, 10)] }), ["oakshop"], time(60))

  it("is not filled as long as a report is missing, and is filled once, when it comes", () => {
    const counts = [count(10, 60, { lastNumber: 1 })]
    const resumed = afterJudging(foldOf({ counts }, interrupted, 61), [], time(61))
    expect(resumed.open).toBeUndefined()
    expect(resumed.notices.at(-1)).toMatchObject({ what: "resumed", filled: false })
    expect(resumed.past[0]).not.toHaveProperty("filledAt")
    const waiting = afterJudging(resumed, [], time(65))
    expect(waiting.past[0]).not.toHaveProperty("filledAt")
    const filled = afterJudging(foldOf({ reports: [report(1, 66)] }, waiting, 66), [], time(66))
    expect(filled.past[0]?.filledAt).toBe(at(66))
    expect(afterJudging(filled, [], time(70)).past[0]?.filledAt).toBe(at(66))
  })

  it("is told to the retailers that heard of its beginning", () => {
    const resumed = afterJudging(foldOf({ counts: [count(10, 60)] }, interrupted, 61), ["leafline"], time(61))
    expect(resumed.notices.at(-1)?.interruption.retailerIds).toEqual(["oakshop"])
  })

  it("ended with its program, if that said so and counted no later hours", () => {
    const ended = foldOf({ counts: [count(10, 10.1, { ended: true, receivedAt: at(70) })] }, interrupted, 70)
    expect(afterJudging(ended, [], time(70)).past).toMatchObject([{ since: at(10), until: at(10.1) }])
  })

  it("because a count differs is never filled, and the carrier gets one mail and two events", () => {
    const differing = { ...range(0, 10), counted: 5, arrived: 4 }
    const told = afterDiffering(foldOf({ counts: [count(0, 10)] }), differing, ["oakshop"], time(11))
    expect(told.notices.map(({ what, by }) => [what, by])).toEqual([
      ["interrupted", "events"],
      ["interrupted", "mail"],
      ["resumed", "events"],
    ])
    for (const { interruption } of told.notices) expect(interruption.retailerIds).toEqual(["oakshop"])
    expect(afterJudging(told, [], time(12)).past[0]).not.toHaveProperty("filledAt")
  })
})
