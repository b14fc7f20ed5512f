import { describe, expect, it } from "@jest/globals"
import { fieldsThatAre, knowledge, watchedAllThrough } from "../../shared/desk/knowledge.ts"

const tool = "observed:northpost"
const seen = { firstAt: "2026-11-01T13:00:00.000Z", lastAt: "2026-11-01T13:00:00.000Z" }
const watch = watchedAllThrough("2026-10-02T13:00:00.000Z", "2026-11-01T14:00:00.000Z")
type Side = Parameters<typeof knowledge>[0]
const side = (more: Partial<Side> = {}): Side => ({
  tool,
  shipments: 1,
  shipmentsByField: { "postal-code": 1 },
  ...more,
})
const hiddenOf = (more: Partial<Side>, of = watch) => fieldsThatAre(knowledge(side(more), of), "notShown")

describe("what is known not to have been shown", () => {
  it("is what neither was shown nor may have been, and what no shown field reveals", () => {
    expect(hiddenOf({})).toContain("address")
    expect(hiddenOf({})).not.toContain("existence")
    const possible = { shipments: 1, exposures: 1, alerted: 0, fields: ["address" as const], ...seen }
    expect(hiddenOf({ possible })).not.toContain("address")
  })

  it("is nothing while no field is known to have been shown, and while nobody knows what may have been", () => {
    expect(hiddenOf({ shipmentsByField: {} })).toEqual([])
    const possible = { shipments: 1, exposures: 1, alerted: 0 }
    expect(hiddenOf({ shipmentsByField: {}, possible })).toEqual([])
    expect(hiddenOf({ possible })).toEqual([])
  })

  it.each([
    ["the carrier did not count all that time", { isCounted: false }, "notCounted"],
    ["lookups on record are still being counted", { isCounting: true }, "countGoesOn"],
    ["the record does not reach back to the beginning", { isWithinLedger: false }, "beyondLedger"],
    ["hours are not filled", { hours: [{ from: seen.firstAt, until: seen.lastAt }] }, "hoursUnwatched"],
  ] as const)("is nothing while %s", (_, more, reason) => {
    const known = knowledge(side(), { ...watch, ...more })
    expect(fieldsThatAre(known, "notShown")).toEqual([])
    expect(known).toMatchObject({ isAtLeast: true, unknownBecause: [reason] })
    expect(known.provenNotShown).toBeUndefined()
  })

  it("counts at most each person of whom a parcel tells, and nobody knows a most while anything is unknown", () => {
    expect(knowledge(side({ shipments: 4 }), watch).peopleAtMost).toBe(4)
    const shipmentsByField = { "postal-code": 4, "signatory-name-or-initials": 1, payment: 1, purchaser: 1 }
    expect(knowledge(side({ shipments: 4, shipmentsByField }), watch).peopleAtMost).toBe(12)
    expect(knowledge(side(), { ...watch, isCounted: false }).peopleAtMost).toBeUndefined()
    const possible = { shipments: 1, exposures: 1, alerted: 0, fields: ["address" as const], ...seen }
    expect(knowledge(side({ possible }), watch).peopleAtMost).toBeUndefined()
  })

  it("stands on what the carrier attested, or on the hub's own record, for a time", () => {
    const { provenNotShown } = knowledge(side(), watch)
    expect(provenNotShown).toEqual({ because: "carrierCounts", during: watch.span })
    expect(knowledge(side({ tool: "hub" }), watch).provenNotShown?.because).toBe("hubRecords")
  })
})
