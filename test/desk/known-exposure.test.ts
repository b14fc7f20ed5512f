import { describe, expect, it } from "@jest/globals"
import { knownExposure } from "../../shared/desk/known-exposure.ts"

const tool = "observed:northpost"
const seen = { firstAt: "2026-11-01T13:00:00.000Z", lastAt: "2026-11-01T13:00:00.000Z" }
const hiddenOf = (row: Parameters<typeof knownExposure>[0]) => knownExposure(row, []).fieldsNotExposed

describe("what is known not to have been shown", () => {
  it("is what neither was shown nor may have been", () => {
    expect(hiddenOf({ tool, shipmentsByField: { "postal-code": 1 } })).toContain("address")
    const possible = { shipments: 1, exposures: 1, alerted: 0, fields: ["address" as const], ...seen }
    expect(hiddenOf({ tool, shipmentsByField: { "postal-code": 1 }, possible })).not.toContain("address")
  })

  it("is nothing while no field is known to have been shown, and while nobody knows what may have been", () => {
    expect(hiddenOf({ tool, shipmentsByField: {} })).toEqual([])
    const possible = { shipments: 1, exposures: 1, alerted: 0 }
    expect(hiddenOf({ tool, shipmentsByField: {}, possible })).toEqual([])
    expect(hiddenOf({ tool, shipmentsByField: { "postal-code": 1 }, possible })).toEqual([])
  })
})
