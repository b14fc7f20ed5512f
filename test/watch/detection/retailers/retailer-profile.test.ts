import { describe, expect, it } from "@jest/globals"
import {
  isOutage,
  type LearningContact,
  learnBlockShape,
  learnMissShare,
  learnOrdersPerDay,
  learnShape,
} from "../../../../shared/watch/detection/learning/learn-profile.ts"
import type { Contact } from "../../../../shared/watch/detection/profiles/access-profile.ts"
import {
  isFresh,
  isLate,
  isNearSequenceHead,
  lateRange,
  liveWidth,
} from "../../../../shared/watch/detection/retailers/retailer-profile.ts"
import { aContact, aRetailer, contacts, seededRandom } from "../builders.ts"

const hour = 3600
const by = (subject: number, network: number, given: Partial<Contact>): LearningContact => ({
  ...aContact(given),
  subjectKey: `s${subject}`,
  networkKey: `n${network}`,
})

describe("the live width", () => {
  it("is three days of orders", () => {
    expect(liveWidth(aRetailer({ ordersPerDay: 50 }))).toBe(150)
  })
})

describe("the head of the sequence", () => {
  const profile = aRetailer({ ordersPerDay: 100, sequenceHead: { ordinal: 5_000, at: 1_800_000_000 } })
  const lookedUp = (ordinal: number | null, daysLater: number) =>
    aContact({ ordinal, at: 1_800_000_000 + daysLater * 86_400 })

  it("moves on at the retailer's pace", () => {
    expect(isNearSequenceHead(profile, lookedUp(4_860, 0))).toBe(true)
    expect(isNearSequenceHead(profile, lookedUp(4_860, 1))).toBe(false)
    expect(isNearSequenceHead(profile, lookedUp(5_140, 0))).toBe(true)
    expect(isFresh(profile, lookedUp(4_810, 0))).toBe(true)
    expect(isFresh(profile, lookedUp(4_790, 0))).toBe(false)
  })

  it("is near nothing while it is unknown, and no reference without a number is near it", () => {
    expect(isNearSequenceHead(aRetailer(), lookedUp(5_000, 0))).toBe(false)
    expect(isNearSequenceHead(profile, lookedUp(null, 0))).toBe(false)
  })
})

describe("numbers announced late", () => {
  const profile = aRetailer({ ordersPerDay: 100, sequenceHead: { ordinal: 5_000, at: 1_800_000_000 } })

  it("reach from the last announced to a day beyond where the sequence must be", () => {
    expect(lateRange(profile, 1_800_000_000 + 86_400)).toEqual({ from: 5_001, to: 5_200 })
    expect(lateRange(aRetailer(), 1_800_000_000)).toBeNull()
  })

  it("are those in a range, both ends included", () => {
    const late = { ...profile, lateNumbers: [{ from: 5_001, to: 5_200 }] }
    const isLateNumber = (ordinal: number | null) => isLate(late, aContact({ ordinal }))
    expect([5_000, 5_001, 5_200, 5_201, null].map(isLateNumber)).toEqual([false, true, true, false, false])
    expect(isLate(profile, aContact({ ordinal: 5_100 }))).toBe(false)
  })
})

describe("the learned miss share", () => {
  it("follows ordinary traffic", () => {
    const traffic = Array.from({ length: 4_000 }, (_, index) =>
      by(index, index, { at: index * 60, outcome: index % 10 === 0 ? "miss" : "hit" }),
    )
    expect(learnMissShare(traffic, { outage: false })).toBeCloseTo(0.0976, 3)
  })

  it("counts each subject once and each network once an hour", () => {
    const guessing = Array.from({ length: 39 }, (_, network) =>
      Array.from({ length: 9 }, (_, n) => by(network * 100 + n, network, { at: n * 60, outcome: "miss" })),
    ).flat()
    const ordinary = Array.from({ length: 600 }, (_, index) => by(10_000 + index, 1_000 + index, { at: index * hour }))
    expect(learnMissShare([...ordinary, ...guessing], { outage: false })).toBeCloseTo((39 + 10) / (639 + 200), 6)
  })

  it("never learns more than 0.3, unless the manifests show an outage", () => {
    const misses = Array.from({ length: 3_000 }, (_, index) => by(index, index, { at: index * hour, outcome: "miss" }))
    expect(learnMissShare(misses, { outage: false })).toBe(0.3)
    expect(learnMissShare(misses, { outage: true })).toBeGreaterThan(0.9)
  })

  it("starts from what was assumed", () => {
    expect(learnMissShare([], { outage: false })).toBe(0.05)
    expect(learnMissShare([], { outage: false, prior: 0.2 })).toBeCloseTo(0.2, 9)
  })

  it("sees an outage when 20 shipments were due and none came", () => {
    const profile = aRetailer({ ordersPerDay: 480 })
    expect(isOutage(profile, 7 * hour, 8 * hour - 1)).toBe(false)
    expect(isOutage(profile, 7 * hour, 8 * hour)).toBe(true)
  })

  it("sees no outage in a night that is always quiet, and sees one in the hour when orders come", () => {
    const hourShares = Array.from({ length: 24 }, (_, hourOfDay) => (hourOfDay < 8 ? 0 : 1 / 16))
    const profile = aRetailer({ ordersPerDay: 480, hourShares })
    expect(isOutage(profile, 24 * hour, 32.6 * hour)).toBe(false)
    expect(isOutage(profile, 24 * hour, 32.7 * hour)).toBe(true)
  })
})

describe("the learned orders per day", () => {
  it("are those of the median day, without silent days", () => {
    expect(learnOrdersPerDay([100, 0, 120, 5_000, 110, 0])).toBe(115)
    expect(learnOrdersPerDay([0, 0])).toBeNull()
  })
})

describe("the learned shape of ordinary order", () => {
  const random = seededRandom(11)
  const uniform = Array.from({ length: 3_000 }, () => 1 - random())

  it("is 1 for random order and less where lookups come in number order", () => {
    expect(learnShape(uniform)).toBeGreaterThan(0.95)
    expect(learnShape(uniform.map((q) => q ** 2))).toBeCloseTo(0.5, 1)
    expect(learnShape(uniform.map((q) => q ** 5))).toBe(0.45)
    expect(learnShape([])).toBe(1)
  })

  it("leaves alarmed blocks out", () => {
    const profile = aRetailer({ sequenceHead: { ordinal: 900_000, at: 1_800_000_000 } })
    const ordered = contacts(30, 60, (index) => ({ ordinal: 500_000 + index, subject: index }))
    const quiet = contacts(400, 60, (index) => ({ ordinal: 500_000 + Math.floor(random() * 1024), subject: index }))
    const shape = learnBlockShape(
      profile,
      [
        { entries: ordered, peak: 30 },
        { entries: quiet, peak: 2 },
      ],
      [{ entries: ordered, peak: 30 }],
    )
    expect(shape.old).toBeGreaterThan(0.85)
    expect(shape).toMatchObject({ fresh: 1, misses: 1 })
    expect(learnBlockShape(profile, [{ entries: ordered, peak: 2 }], []).old).toBe(0.45)
  })
})
