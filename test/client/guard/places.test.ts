import { describe, expect, it } from "@jest/globals"
import type { AskedLookup } from "../../../client/guard/asked-lookup.ts"
import type { Guard } from "../../../client/guard/guard.ts"
import { seededRandom } from "../../watch/detection/builders.ts"
import { aGuard, asked, start } from "./guard-world.ts"

const mailRoom: Partial<AskedLookup> = { session: "mail-room" }

/** A tool that answers what passes, and says where the parcel goes. Returns the numbers that were not answered. */
const refusedOf = (
  guard: Guard,
  numbers: readonly number[],
  { who = {}, placeOf }: { who?: Partial<AskedLookup>; placeOf: (number: number) => string | undefined },
): number[] =>
  numbers.filter((number, index) => {
    const at = start + index * 60
    const lookup = asked(number, who)
    const verdict = guard.ask(lookup, at)
    if (verdict !== "phase" && verdict !== "details") return true
    guard.report({ ...lookup, place: placeOf(number) }, 200, at + 1)
    return false
  })

const every = (length: number, stride = 1) => Array.from({ length }, (_, index) => index * stride)

describe("a tool that says where parcels go", () => {
  it("has a mail room that looks up each second number of a batch asked for nothing, and a walker as early as before", () => {
    const batch = every(30, 2)
    expect(refusedOf(aGuard({}, "reported"), batch, { who: mailRoom, placeOf: () => "K1A0B1 20" })).toEqual([])
    const walked = refusedOf(aGuard({}, "reported"), batch, { who: mailRoom, placeOf: (number) => `place ${number}` })
    const withoutPlaces = refusedOf(aGuard({}, "reported"), batch, { who: mailRoom, placeOf: () => undefined })
    expect(walked.length).toBeGreaterThan(20)
    expect(walked).toEqual(withoutPlaces)
  })

  it("has a visitor noticed who looks up parcels of many places in no order, which passes without places", () => {
    const random = seededRandom(3)
    const numbers = Array.from({ length: 60 }, () => Math.floor(random() * 60_000))
    expect(refusedOf(aGuard({}, "reported"), numbers, { placeOf: () => undefined })).toEqual([])
    const refused = refusedOf(aGuard({}, "reported"), numbers, { placeOf: (number) => `place ${number}` })
    expect(refused.length).toBeGreaterThan(40)
  })

  it("buys a walker nothing by its own parcels of one place", () => {
    const own = every(30).map((index) => 900_000 + index * 997)
    const placeOf = (number: number) => (number >= 900_000 ? "own" : `place ${number}`)
    const refused = refusedOf(aGuard({}, "reported"), [...own, ...every(40)], { who: mailRoom, placeOf })
    expect(refused.length).toBeGreaterThanOrEqual(32)
    expect(Math.max(...refused)).toBe(39)
  })
})
