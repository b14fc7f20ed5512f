import { describe, expect, it } from "@jest/globals"
import {
  type LateNumbers,
  lateNumbersAfter,
  numbersFromBefore,
} from "../../../../shared/watch/detection/learning/late-numbers.ts"
import { aRetailer } from "../builders.ts"

const start = 1_800_000_000
const hour = 3600
const day = 86_400
/** A retailer of 240 orders a day: 20 are due after two hours. */
const withHead = (ordinal: number, at: number) => aRetailer({ ordersPerDay: 240, sequenceHead: { ordinal, at } })

/** The ranges after a look at each of these heads, without the times at which they were seen. */
const looks = (...heads: readonly { ordinal: number; announcedAt: number; at: number }[]) => {
  let known: LateNumbers[] = []
  for (const { ordinal, announcedAt, at } of heads) known = lateNumbersAfter(known, withHead(ordinal, announcedAt), at)
  return known.map(({ from, to }) => ({ from, to }))
}

describe("numbers announced late", () => {
  it("are those beyond the head once 20 shipments were due and none came, and not before", () => {
    expect(looks({ ordinal: 5_000, announcedAt: start, at: start + 2 * hour - 60 })).toEqual([])
    expect(looks({ ordinal: 5_000, announcedAt: start, at: start + 2 * hour })).toEqual([{ from: 5_001, to: 5_260 }])
    expect(lateNumbersAfter([], aRetailer(), start)).toEqual([])
  })

  it("are at first those from before the retailer joined, which stay so as the sequence goes on", () => {
    const joined = numbersFromBefore(withHead(5_000, start), start)
    expect(joined).toEqual([{ from: 0, to: 4_999, seenAt: start }])
    expect(lateNumbersAfter(joined, withHead(5_240, start + day), start + day)).toEqual(joined)
    expect(lateNumbersAfter(joined, withHead(12_440, start + 31 * day), start + 31 * day)).toEqual([])
    expect(numbersFromBefore(aRetailer(), start)).toEqual([])
  })

  it("are one range that grows while the feed stays down", () => {
    const downFor = (hours: number) => ({ ordinal: 5_000, announcedAt: start, at: start + hours * hour })
    expect(looks(downFor(2), downFor(3), downFor(6))).toEqual([{ from: 5_001, to: 5_300 }])
  })

  it("end at what the feed brought once it is back, and stay there as the sequence goes on", () => {
    const down = { ordinal: 5_000, announcedAt: start, at: start + 5 * hour }
    const back = { ordinal: 5_052, announcedAt: start + 5 * hour, at: start + 5 * hour + 600 }
    const later = { ordinal: 5_240, announcedAt: start + day, at: start + day }
    expect(looks(down, back)).toEqual([{ from: 5_001, to: 5_052 }])
    expect(looks(down, back, later)).toEqual([{ from: 5_001, to: 5_052 }])
  })

  it("are still one range when the feed comes back bit by bit, with orders of hours ago", () => {
    const down = { ordinal: 5_000, announcedAt: start, at: start + 5 * hour }
    const first = { ordinal: 5_020, announcedAt: start + 2 * hour, at: start + 5 * hour }
    const again = { ordinal: 5_020, announcedAt: start + 2 * hour, at: start + 5 * hour + 600 }
    const all = { ordinal: 5_050, announcedAt: start + 5 * hour, at: start + 6 * hour }
    expect(looks(down, first, again)).toEqual([{ from: 5_001, to: 5_292 }])
    expect(looks(down, first, again, all)).toEqual([{ from: 5_001, to: 5_050 }])
  })

  it("do not exist where the feed brought fewer than 20 after a quiet hour", () => {
    const quiet = { ordinal: 5_000, announcedAt: start, at: start + 3 * hour }
    const going = { ordinal: 5_019, announcedAt: start + 3 * hour, at: start + 3 * hour + 600 }
    expect(looks(quiet, going)).toEqual([])
    expect(looks(quiet, { ...going, ordinal: 5_020 })).toEqual([{ from: 5_001, to: 5_020 }])
  })

  it("of two outages are two ranges, each forgotten after thirty days", () => {
    const down = { ordinal: 5_000, announcedAt: start, at: start + 3 * hour }
    const back = { ordinal: 5_030, announcedAt: start + 3 * hour, at: start + 4 * hour }
    const downAgain = { ordinal: 7_000, announcedAt: start + 10 * day, at: start + 10 * day + 3 * hour }
    const backAgain = { ordinal: 7_030, announcedAt: start + 10 * day + 3 * hour, at: start + 10 * day + 4 * hour }
    expect(looks(down, back, downAgain, backAgain)).toEqual([
      { from: 5_001, to: 5_030 },
      { from: 7_001, to: 7_030 },
    ])
    const monthLater = { ordinal: 12_000, announcedAt: start + 31 * day, at: start + 31 * day }
    expect(looks(down, back, downAgain, backAgain, monthLater)).toEqual([{ from: 7_001, to: 7_030 }])
  })
})
