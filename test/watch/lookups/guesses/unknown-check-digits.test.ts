import { describe, expect, it } from "@jest/globals"
import { luhnCheckDigit } from "../../../../shared/intake/tracking/order-reference.ts"
import type { Party } from "../../../../shared/parties/party.ts"
import { accessWorld, anAccess } from "../access-world.ts"

/** Guesses raise no alarm, so that only the order of the numbers is left. */
const withoutGuesses = (party: Party): Party =>
  party.kind === "retailer"
    ? { ...party, detection: { ...party.detection, thresholds: { guess: { alert: 10_000 } } } }
    : party

/** Lookups of numbers in a row, with every check digit but the right one. */
function tried(numbers: readonly number[]) {
  return numbers.flatMap((number, place) =>
    Array.from({ length: 10 }, (_, digit) => String(digit))
      .filter((digit) => digit !== luhnCheckDigit(String(number)))
      .map((digit, index) => {
        const seconds = place * 600 + index * 60
        return anAccess(0, {
          accessId: `try-${number}x${digit}`,
          at: new Date(Date.parse("2026-11-05T06:00:00.000Z") + seconds * 1000).toISOString(),
          reference: { kind: "orderReference", retailerAlias: "Maple Books", orderReference: `MB${number}${digit}` },
          accessor: { kind: "raw", ip: "203.0.113.7", userAgent: "Firefox" },
          outcome: "miss",
          fields: [],
        })
      }),
  )
}

describe("a walk along numbers whose check digit is not known", () => {
  const inARow = Array.from({ length: 12 }, (_, index) => 200_000 + index)
  const walks = async (numbers: readonly number[]) => {
    const world = accessWorld({ change: withoutGuesses })
    await world.report(tried(numbers))
    const alerts = world.anomalies.rows().filter(({ severity }) => severity === "alert")
    return new Set(alerts.map(({ chart }) => chart))
  }

  it("is seen by the order of its misses", async () => {
    expect(await walks(inARow)).toContain("walk")
  })

  it("is not seen in somebody who tries the check digits of one number", async () => {
    expect(await walks([200_000])).toEqual(new Set())
  })
})
