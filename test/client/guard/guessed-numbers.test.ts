import { describe, expect, it } from "@jest/globals"
import { seededRandom } from "../../watch/detection/builders.ts"
import { aGuard, asked, start } from "./guard-world.ts"

/**
 * In 2020 numbers of three carriers were guessed within five tries. Here each fifth guess is a parcel, as strangers to
 * it see it. `addressOf` says from where each guess comes. Returns how many parcels were shown, of how many guesses.
 */
const shownOfGuesses = (addressOf: (guess: number) => string, guesses = 1_000) => {
  const random = seededRandom(11)
  const guard = aGuard({}, "reported")
  let shown = 0
  for (let guess = 0; guess < guesses; guess += 1) {
    const at = start + guess * 30
    const lookup = asked(Math.floor(random() * 300_000), { address: addressOf(guess) })
    const isParcel = random() < 0.2
    const verdict = guard.ask(lookup, at)
    expect(verdict).not.toBe("details")
    if (verdict !== "phase") continue
    guard.report({ ...lookup, ...(isParcel ? { place: `place ${guess}` } : {}) }, isParcel ? 200 : 404, at)
    if (isParcel) shown += 1
  }
  return shown
}

describe("guesses of which each fifth is a parcel", () => {
  it("show one address the phase of one parcel", () => {
    expect(shownOfGuesses(() => "198.51.100.23")).toBe(1)
  })

  it("show four hundred addresses the phase of each parcel, and no details", () => {
    const shown = shownOfGuesses((guess) => `198.51.${100 + (guess % 2)}.${guess % 200}`)
    expect(shown).toBeGreaterThan(150)
  })
})
