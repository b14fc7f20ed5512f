import { describe, expect, it } from "@jest/globals"
import { restrictedRows } from "../../../client/guard/restricted-rows.ts"
import { start } from "./guard-world.ts"

const key = "block#0#19531"
const neighbourhood = "neighbourhood#0#305"
const day = 24 * 3_600
const walk = { chart: "block", crossedAt: start, score: 30, threshold: 18, evidence: { challengeFailed: 0 } } as const

describe("a restriction of a guard", () => {
  it("is of the neighbourhood of a block, for a day", () => {
    const rows = restrictedRows()
    rows.restrict(key, walk, start)
    expect(rows.standing([neighbourhood], start + day - 1)).toMatchObject([{ scope: "neighbourhood" }])
    expect(rows.standing([neighbourhood], start + day)).toEqual([])
    expect(rows.made).toBe(1)
  })

  it("does not begin anew for what crossed before it ended, and does for what is still over the threshold", () => {
    const rows = restrictedRows()
    rows.restrict(key, walk, start)
    const later = start + 2 * day
    rows.forget(later - 3 * day)
    rows.restrict(key, { ...walk, score: 5 }, later)
    expect(rows.standing([neighbourhood], later)).toEqual([])
    rows.restrict(key, walk, later)
    expect(rows.standing([neighbourhood], later)).toHaveLength(1)
    expect(rows.made).toBe(2)
  })

  it("says whether postal codes were guessed", () => {
    const rows = restrictedRows()
    rows.restrict("network#7", { ...walk, chart: "guess", evidence: { challengeFailed: 9 } }, start)
    rows.restrict("network#8", { ...walk, chart: "guess", evidence: { challengeFailed: 0 } }, start)
    rows.restrict("network#9", { ...walk, chart: "walk", evidence: { challengeFailed: 9 } }, start)
    const voids = ["network#7", "network#8", "network#9"].map((one) => rows.standing([one], start)[0]?.voidsPostalCode)
    expect(voids).toEqual([true, false, false])
  })

  it("is forgotten once it ended so long ago", () => {
    const rows = restrictedRows()
    rows.restrict(key, walk, start)
    rows.forget(start + day)
    rows.restrict(key, { ...walk, score: 5 }, start + 2 * day)
    expect(rows.standing([neighbourhood], start + 2 * day)).toHaveLength(1)
  })
})
