import { describe, expect, it } from "@jest/globals"
import { uniteContacts } from "../../shared/detection/access-profile.ts"
import { evaluate, type Finding } from "../../shared/detection/evaluate.ts"
import {
  describeDuration,
  describeImprobability,
  explain,
  explanationText,
} from "../../shared/detection/explanation.ts"
import { aRetailer, contacts } from "./builders.ts"

const walked = (): Finding => {
  const entries = contacts(9, 60, (index) => ({ ordinal: 512_345 + index, outcome: index === 4 ? "miss" : "hit" }))
  const [finding] = evaluate({
    key: { kind: "subject", subjectKind: "cookie", networkKind: "fixed" },
    entries: uniteContacts(entries),
    trimmed: false,
    accessorClass: "public",
    profileOf: () => aRetailer(),
  })
  if (finding === undefined) throw new Error("a walk of nine must be found")
  return finding
}

describe("the explanation of a walk", () => {
  it("says what was seen, over which period, how unlikely it is and what was exposed", () => {
    expect(explain(walked())).toMatchObject({
      title: "One accessor walked along a retailer's reference numbers",
      seen: "8 different references within 7 minutes, lying side by side; numbers drawn at random would spread over about 30,000 numbers.",
      period: "From 2027-01-15 08:01:00 UTC; recognised by the lookup of 2027-01-15 08:04:00 UTC.",
      exposed: "7 records of them exist and may have been shown to this accessor.",
    })
    expect(explain(walked()).improbability).toMatch(
      /^By the detector's model, ordinary use shows this less than once in/,
    )
  })

  it("carries the numbers behind the words and no raw value", () => {
    const { numbers } = explain(walked())
    expect(numbers).toMatchObject({ references: 8, hits: 7, misses: 1, medianGap: 1, threshold: 14 })
    expect(explanationText(walked())).not.toContain("512")
    expect(explanationText(walked()).length).toBeLessThanOrEqual(1000)
  })

  it("has words for every chart", () => {
    const charts = ["walk", "guess", "fanOut", "scope", "insider", "block", "blockMisses"] as const
    const texts = charts.map((chart) => explanationText({ ...walked(), chart }))
    expect(new Set(texts).size).toBe(charts.length)
    for (const text of texts) expect(text).not.toMatch(/undefined|null|NaN/)
  })
})

describe("the words for numbers", () => {
  it.each([
    [1, "1 second"],
    [90, "2 minutes"],
    [5_400, "1.5 hours"],
    [10 * 86_400, "10 days"],
  ])("say %d seconds as %s", (seconds, words) => {
    expect(describeDuration(seconds)).toBe(words)
  })

  it.each([
    [5, "once in 148 comparable"],
    [14, "once in 1 million comparable"],
    [20.5, "once in 799 million comparable"],
    [40, "once in a million million comparable"],
  ])("say a score of %d as less than %s runs", (score, words) => {
    expect(describeImprobability(score)).toContain(words)
  })
})
