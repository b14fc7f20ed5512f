import { createHash } from "node:crypto"
import { describe, expect, it } from "@jest/globals"
import type { Guard } from "../../../client/guard/guard.ts"
import { seededRandom } from "../../watch/detection/builders.ts"
import { aGuard, asked, start } from "./guard-world.ts"

const hour = 3_600
const day = 24 * hour

/** A visitor at an address of its own. */
const visitor = (place: number) => ({ address: `203.0.${Math.floor(place / 250)}.${(place % 250) + 1}` })

/** Looks up one number after the other, each from another address, and returns at which steps something was shown. */
const walkOfMany = (guard: Guard, { pace = 1, from = start, first = 0, steps = 400, stride = 1 } = {}): number[] =>
  Array.from({ length: steps }, (_, step) => step).filter((step) => {
    const lookup = asked(first + step * stride, visitor(step % 400))
    const verdict = guard.ask(lookup, from + step * pace)
    return verdict === "phase" || verdict === "details"
  })

/** The phases that several guards show a walk, each of which gets the lookups of one share. */
const shownByShares = (guards: number, shareOf: (number: number, address: string) => string, first: number): number => {
  const shared = Array.from({ length: guards }, () => aGuard())
  const shown = Array.from({ length: 400 }, (_, step) => step).filter((step) => {
    const { address } = visitor(step)
    const share =
      createHash("sha256")
        .update(shareOf(first + step, address))
        .digest()
        .readUInt32BE(0) % guards
    return shared[share]?.ask(asked(first + step, { address }), start + step) === "phase"
  })
  return shown.length
}

describe("a walk from 400 addresses", () => {
  it.each([1, 60, hour])("in the order of numbers, one in %i s, is shown a dozen phases at most", (pace) => {
    const shown = walkOfMany(aGuard(), { pace })
    expect(shown.length).toBeLessThanOrEqual(12)
    expect(Math.max(...shown)).toBe(shown.length - 1)
  })

  it.each([8, 37])("along every %ith number is noticed by nobody here", (stride) => {
    expect(walkOfMany(aGuard(), { stride })).toHaveLength(400)
  })

  it("is shown each phase and no detail where it goes in no order", () => {
    const guard = aGuard()
    const random = seededRandom(7)
    const verdicts = Array.from({ length: 400 }, (_, step) =>
      guard.ask(asked(Math.floor(random() * 60_000), visitor(step)), start + step),
    )
    expect(new Set(verdicts)).toEqual(new Set(["phase"]))
  })

  it("asks those who proved the parcel before for nothing, and no stranger elsewhere", () => {
    const guard = aGuard({}, "reported")
    const recipient = { account: "recipient" }
    guard.ask(asked(300, recipient), start - day)
    guard.report(asked(300, { ...recipient, proof: "postalCode" }), 200, start - day + 1)
    walkOfMany(guard)
    const after = start + 500
    expect(guard.ask(asked(300, recipient), after)).toBe("details")
    expect(guard.ask(asked(301, recipient), after)).toBe("proof")
    expect(guard.ask(asked(301, { ...recipient, proof: "postalCode" }), after)).toBe("details")
    expect(guard.ask(asked(300_000, recipient), after)).toBe("phase")
  })

  it.each([2, 4])(
    "is shown two dozen phases at most by %i guards that share numbers by all but their last four digits",
    (guards) => {
      for (const first of [0, 9_800, 123_456])
        expect(shownByShares(guards, (number) => `${Math.floor(number / 10_000)}`, first)).toBeLessThanOrEqual(24)
    },
  )

  it("is shown a fourth of its phases or more by four guards that share visitors", () => {
    expect(shownByShares(4, (_, address) => address, 0)).toBeGreaterThan(100)
  })

  it("leaves the numbers open a day after it ended, and closed while it goes on", () => {
    const guard = aGuard()
    walkOfMany(guard, { pace: 1 })
    const later = guard.ask(asked(2_000, visitor(1_000)), start + 20 * hour)
    expect(later).toBe("proof")
    // That lookup was refused, too.
    expect(guard.ask(asked(2_001, visitor(1_001)), start + 43 * hour)).toBe("proof")
    expect(guard.ask(asked(2_002, visitor(1_002)), start + 43 * hour + day + 1)).toBe("phase")
  })
})

it("recipients who look up their numbers as they are mailed are asked for nothing", () => {
  const guard = aGuard()
  const random = seededRandom(11)
  const lookups = Array.from({ length: 20_000 }, (_, number) => {
    const mailedAt = start + number * (day / 20_000)
    return { number, at: mailedAt - Math.log(1 - random()) * 6 * hour }
  }).sort((one, other) => one.at - other.at)
  for (const { number, at } of lookups) {
    const address = `10.${number >> 14}.${(number >> 7) & 127}.${(number & 127) + 1}`
    expect(guard.ask(asked(number, { address }), at)).toBe("phase")
  }
})
