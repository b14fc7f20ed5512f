import { describe, expect, it } from "@jest/globals"
import { fileNumbers, invitedNumbers, noParty } from "../../shared/parties/party-numbers.ts"

describe("numbers of the parties of a file", () => {
  const retailers = Array.from({ length: 2_000 }, (_, place) => ({
    id: `retailer-${place}`,
    kind: "retailer" as const,
  }))
  const numbers = fileNumbers(retailers)

  it("are each party's own, and none that an invited party can get", () => {
    expect(new Set(numbers.values()).size).toBe(retailers.length)
    expect(noParty).toBeLessThan(invitedNumbers.first)
    expect(Math.min(...numbers.values())).toBeGreaterThan(invitedNumbers.last)
    expect(Math.max(...numbers.values())).toBeLessThanOrEqual(0xff_ff)
  })

  it("stay when others come after them, and when a carrier comes before them", () => {
    expect(fileNumbers(retailers.slice(0, 500))).toEqual(new Map([...numbers].slice(0, 500)))
    const withCarrier = fileNumbers([{ id: "a-carrier", kind: "carrier" }, ...retailers])
    expect(retailers.every(({ id }) => withCarrier.get(id) === numbers.get(id))).toBe(true)
  })
})
