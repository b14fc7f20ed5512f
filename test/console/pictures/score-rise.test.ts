import { describe, expect, it } from "@jest/globals"
import { scoreRises } from "../../../console/pictures/score-rise.ts"
import { publishedWalk } from "../../builders/findings.ts"

const rise = [
  { at: "2026-11-01T14:00:20.000Z", score: 4.6 },
  { at: "2026-11-01T14:00:50.000Z", score: 15.1 },
]

describe("how a score rose", () => {
  it("is shown of the findings that have it, alerts first and then the earliest", () => {
    const findings = [
      publishedWalk({ severity: "notice", crossedAt: "2026-11-01T13:00:00.000Z", chart: "guess", rise }),
      publishedWalk({ crossedAt: "2026-11-01T15:00:00.000Z", chart: "fanOut", rise }),
      publishedWalk({ chart: "volume", rise: [] }),
      publishedWalk({ rise }),
    ]
    expect(scoreRises(findings).map(({ chart }) => chart)).toEqual(["walk", "fanOut", "guess"])
  })

  it("counts its lookups, and says whether the party's own reached the threshold", () => {
    const [own] = scoreRises([publishedWalk({ rise })])
    expect(own?.points).toEqual([
      { step: 1, at: new Date("2026-11-01T14:00:20.000Z"), score: 4.6 },
      { step: 2, at: new Date("2026-11-01T14:00:50.000Z"), score: 15.1 },
    ])
    expect(own?.isReached).toBe(true)
    expect(scoreRises([publishedWalk({ rise: rise.slice(0, 1) })])[0]?.isReached).toBe(false)
  })
})
