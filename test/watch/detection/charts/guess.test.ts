import { describe, expect, it } from "@jest/globals"
import { guess } from "../../../../shared/watch/detection/charts/guess.ts"
import { shipmentGuess } from "../../../../shared/watch/detection/charts/shipment-guess.ts"
import type { Contact } from "../../../../shared/watch/detection/profiles/access-profile.ts"
import { aContact, contacts } from "../builders.ts"

describe("guesses that reach parcels", () => {
  const parameters = { missShare: () => 0.05, classFloor: 0.12 }
  const reach = { ordinaryRate: 0.25 / 3600, attackRate: 6 / 3600 }
  const mixed = (deliveryPoint: (index: number) => number | null) =>
    contacts(9, 1, (index) =>
      index % 4 === 3 ? { outcome: "hit", deliveryPoint: deliveryPoint(index) } : { outcome: "miss" },
    )

  it("count for a guess where each goes to a destination new to the accessor, and against it otherwise", () => {
    const strangers = mixed((index) => 100 + index)
    expect(guess(strangers, { ...parameters, reach }).score).toBeGreaterThan(16)
    expect(guess(strangers, parameters).score).toBeLessThan(11)
    expect(
      guess(
        mixed(() => null),
        { ...parameters, reach },
      ).score,
    ).toBe(guess(strangers, parameters).score)
    const proven = strangers.map((entry): Contact => (entry.outcome === "hit" ? { ...entry, proof: "strong" } : entry))
    expect(guess(proven, { ...parameters, reach }).score).toBe(guess(strangers, parameters).score)
  })

  it("fade with the time between them", () => {
    const slow = [aContact({ at: 0, deliveryPoint: 1 }), aContact({ at: 5 * 86_400, deliveryPoint: 2 })]
    expect(guess(slow, { ...parameters, reach }).score).toBeCloseTo(Math.log(24) + Math.log(0.4 / 0.88), 9)
  })
})

describe("failed proofs of one shipment", () => {
  const failing = (subjects: readonly number[]) =>
    contacts(subjects.length, 60, (index) => ({ outcome: "challengeFailed", subject: subjects[index] ?? null }))

  it("count once per accessor", () => {
    const one = Math.log(0.5 / 0.06)
    expect(shipmentGuess(failing([1, 2, 3])).score).toBeCloseTo(3 * one, 9)
    expect(shipmentGuess(failing([1, 1, 1])).score).toBeCloseTo(one, 9)
    expect(shipmentGuess(contacts(3, 60)).score).toBe(0)
  })
})
