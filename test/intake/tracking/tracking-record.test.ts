import { describe, expect, it } from "@jest/globals"
import fc from "fast-check"
import {
  compareStatus,
  type ParcelFacts,
  parcelStatus,
  recordExpiry,
  type StatusAt,
  statusOf,
  unknownParcel,
  withProgress,
} from "../../../shared/intake/tracking/tracking-record.ts"

const receivedAt = "2026-11-02T12:00:00.000Z"
const instant = fc
  .integer({ min: 0, max: 6 })
  .map((hours) => new Date(Date.parse("2026-11-02T00:00:00Z") + hours * 3_600_000).toISOString())
const progress = fc.record({
  status: fc.constantFrom(...parcelStatus.options),
  at: instant,
  signatoryRecorded: fc.boolean(),
})
const parcel = unknownParcel({ recordId: "PARCEL#northpost#x", carrierId: "northpost", sealedTrackingNumber: "s1.x" })

function knownAfter(history: readonly Parameters<typeof withProgress>[1][]): ParcelFacts {
  return history.reduce<ParcelFacts>((facts, news) => {
    const next = withProgress(facts, news, receivedAt)
    return typeof next === "string" ? facts : next
  }, parcel)
}

describe("a parcel's status", () => {
  it("never goes back", () => {
    fc.assert(
      fc.property(fc.array(progress, { maxLength: 12 }), (history) => {
        let known: StatusAt | undefined
        for (let length = 0; length <= history.length; length++) {
          const now = statusOf(knownAfter(history.slice(0, length)))
          if (known !== undefined && now !== undefined) expect(compareStatus(now, known)).toBeGreaterThanOrEqual(0)
          known = now
        }
      }),
    )
  })

  it("is the same in any order and after any repeats", () => {
    const shuffled = fc.array(progress, { maxLength: 8 }).chain((history) =>
      fc.tuple(
        fc.constant(history),
        fc
          .shuffledSubarray(history, { minLength: history.length })
          .chain((order) => fc.subarray(history).map((again) => [...order, ...again])),
      ),
    )
    fc.assert(
      fc.property(shuffled, ([history, otherwise]) => {
        expect(knownAfter(otherwise)).toEqual(knownAfter(history))
      }),
    )
  })

  it("has a total order", () => {
    fc.assert(
      fc.property(progress, progress, progress, (one, two, three) => {
        expect(Math.sign(compareStatus(one, two))).toBe(-Math.sign(compareStatus(two, one)) + 0)
        if (compareStatus(one, two) <= 0 && compareStatus(two, three) <= 0)
          expect(compareStatus(one, three)).toBeLessThanOrEqual(0)
        expect(compareStatus(one, two) === 0).toBe(one.status === two.status && one.at === two.at)
      }),
    )
  })

  it("may change between statuses under way in the order of their times", () => {
    const failedAttempt = knownAfter([
      { status: "out-for-delivery", at: "2026-11-02T08:00:00.000Z" },
      { status: "exception", at: "2026-11-02T17:00:00.000Z" },
      { status: "out-for-delivery", at: "2026-11-03T08:00:00.000Z" },
    ])
    expect(failedAttempt).toMatchObject({ status: "out-for-delivery", statusAt: "2026-11-03T08:00:00.000Z" })
  })

  it("stays delivered with the first delivery time and any signature", () => {
    const facts = knownAfter([
      { status: "delivered", at: "2026-11-03T15:00:00.000Z", signatoryRecorded: true },
      { status: "delivered", at: "2026-11-03T14:00:00.000Z" },
      { status: "in-transit", at: "2026-11-04T08:00:00.000Z" },
    ])
    expect(facts).toMatchObject({
      status: "delivered",
      deliveredAt: "2026-11-03T14:00:00.000Z",
      signatoryRecorded: true,
    })
  })

  it("reports whether an event is a duplicate or stale", () => {
    const news = { status: "out-for-delivery", at: "2026-11-02T08:00:00.000Z" } as const
    const facts = knownAfter([news])
    expect(withProgress(facts, news, receivedAt)).toBe("duplicate")
    expect(withProgress(facts, { status: "in-transit", at: "2026-11-02T07:00:00.000Z" }, receivedAt)).toBe("stale")
  })
})

describe("the expiry of a record", () => {
  const day = (date: string) => Date.parse(`${date}T00:00:00Z`) / 1000

  it("is at the end of the 90th day after delivery, also after later events", () => {
    const known = { deliveredAt: "2026-11-03T15:00:00.000Z", lastEvents: ["2026-12-01T00:00:00.000Z"] }
    expect(recordExpiry(known)).toBe(day("2027-02-02"))
  })

  it("is at the end of the 180th day after the last event while nothing is delivered", () => {
    const lastEvents = ["2026-11-01T23:59:59.999Z", undefined, "2026-10-01T00:00:00.000Z"]
    expect(recordExpiry({ lastEvents })).toBe(day("2027-05-01"))
  })

  it("is never earlier than those days", () => {
    fc.assert(
      fc.property(fc.date({ min: new Date("2020-01-01"), max: new Date("2035-01-01"), noInvalidDate: true }), (at) => {
        const kept = recordExpiry({ lastEvents: [at.toISOString()] }) - at.getTime() / 1000
        expect(kept).toBeGreaterThan(180 * 86_400)
        expect(kept).toBeLessThanOrEqual(181 * 86_400)
      }),
    )
  })
})
