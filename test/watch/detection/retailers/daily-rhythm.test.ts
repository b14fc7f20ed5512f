import { describe, expect, it } from "@jest/globals"
import {
  type DailyRhythm,
  daysDue,
  hourSharesOf,
  rhythmAfter,
} from "../../../../shared/watch/detection/retailers/daily-rhythm.ts"
import { seededRandom } from "../builders.ts"

const hour = 3600
const day = 24 * hour
const start = 20_000 * day

/** The rhythm after hourly readings over some days. `brings` gives how many numbers each hour issues. */
const rhythmOf = (days: number, brings: (hourOfDay: number, day: number) => number, ordersPerDay = 240) => {
  let ordinal = 5_000
  let known: DailyRhythm | undefined
  for (let step = 0; step <= days * 24; step++) {
    known = rhythmAfter(known, { ordinal, at: start + step * hour + 120, ordersPerDay })
    ordinal += brings(step % 24, Math.floor(step / 24))
  }
  return known
}
const byDay = (hourOfDay: number) => (hourOfDay >= 8 && hourOfDay < 20 ? 20 : 0)

describe("the rhythm of a retailer's feed", () => {
  it("is known after a week of hourly readings, and not before", () => {
    expect(hourSharesOf(undefined)).toBeUndefined()
    expect(hourSharesOf(rhythmOf(6.9, byDay))).toBeUndefined()
    const shares = hourSharesOf(rhythmOf(7, byDay)) ?? []
    expect(shares).toHaveLength(24)
    expect(shares[3]).toBe(0)
    expect(shares[12]).toBeCloseTo(1 / 12, 9)
    expect(hourSharesOf(rhythmOf(8, () => 0))).toBeUndefined()
  })

  it("learns nothing from a second look in one hour, nor across hours without one", () => {
    const known = rhythmOf(7, byDay)
    const later = { ordinal: 9_000, at: start + 7 * day + 1800, ordersPerDay: 240 }
    expect(rhythmAfter(known, later)).toEqual(known)
    const after = rhythmAfter(known, { ...later, at: start + 7 * day + 5 * hour })
    expect(after.hours).toEqual(known?.hours)
    expect([after.hour, after.ordinal]).toEqual([(start + 7 * day) / hour + 5, 9_000])
  })

  it("is not drowned by a leap of the sequence, and forgets an outage", () => {
    const leaping = rhythmOf(10, (hourOfDay, at) => byDay(hourOfDay) + (hourOfDay === 12 && at === 4 ? 1_000_000 : 0))
    expect(hourSharesOf(leaping)?.[9]).toBeGreaterThan(0.07)
    const down = rhythmOf(20, (hourOfDay, at) => (at === 15 ? 0 : byDay(hourOfDay)))
    expect(hourSharesOf(down)?.[12]).toBeCloseTo(1 / 12, 9)
  })
})

describe("what is due between two times", () => {
  it("is a day's worth over a whole day and what its hours bring over a part, and adds up", () => {
    const shares = hourSharesOf(rhythmOf(7, byDay))
    const random = seededRandom(5)
    for (let round = 0; round < 200; round++) {
      const [from, step, more] = [random() * 3 * day, random() * 2 * day, random() * 2 * day]
      expect(daysDue(shares, from, from + day)).toBeCloseTo(1, 9)
      const whole = daysDue(shares, from, from + step + more)
      expect(daysDue(shares, from, from + step) + daysDue(shares, from + step, from + step + more)).toBeCloseTo(
        whole,
        9,
      )
    }
    expect(daysDue(shares, start + 20 * hour, start + 32 * hour)).toBe(0)
    expect(daysDue(shares, start + 20 * hour, start + 32.5 * hour)).toBeCloseTo(1 / 24, 9)
  })

  it("is the same in all hours while nothing is learned, and nothing backwards", () => {
    expect(daysDue(undefined, start, start + 6 * hour)).toBe(0.25)
    expect(daysDue(undefined, start, start - hour)).toBe(0)
    expect(daysDue(Array(24).fill(1 / 24), start, start - hour)).toBe(0)
  })
})
