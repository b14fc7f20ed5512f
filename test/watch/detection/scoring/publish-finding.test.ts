import { describe, expect, it } from "@jest/globals"
import { type Contact, uniteContacts } from "../../../../shared/watch/detection/profiles/access-profile.ts"
import { evaluate } from "../../../../shared/watch/detection/scoring/evaluate.ts"
import type { Finding } from "../../../../shared/watch/detection/scoring/finding.ts"
import {
  explain,
  publishRetailerPart,
  publishVolumeCrossing,
  publishWholeFinding,
} from "../../../../shared/watch/detection/scoring/publish-finding.ts"
import { aRetailer, contacts } from "../builders.ts"

/** The finding of one chart in what somebody with a cookie looked up. */
const found = (chart: Finding["chart"], entries: readonly Contact[]): Finding => {
  const [finding] = evaluate({
    key: { kind: "subject", subjectKind: "cookie", networkKind: "fixed" },
    entries: uniteContacts(entries),
    trimmed: false,
    accessorClass: "public",
    profileOf: () => aRetailer(),
  }).filter((one) => one.chart === chart)
  if (finding === undefined) throw new Error("nothing was found")
  return finding
}
const walked = () =>
  found(
    "walk",
    contacts(9, 60, (index) => ({ ordinal: 512_345 + index, outcome: index === 4 ? "miss" : "hit" })),
  )

describe("the explanation of a walk", () => {
  it("says what was seen, over which period, how unlikely it is and what was exposed", () => {
    expect(explain(publishWholeFinding(walked()))).toMatchObject({
      title: "One visitor walked along a retailer’s reference numbers",
      seen: "8 different references within 7 minutes, lying side by side; numbers drawn at random would spread over about 30,000 numbers.",
      period: "From 2027-01-15 08:01:00 UTC to 2027-01-15 08:04:00 UTC.",
      exposed: "7 records of them exist and may have been shown to this visitor.",
    })
    expect(explain(publishWholeFinding(walked())).improbability).toMatch(
      /^By the detector’s model, ordinary use shows this less than once in/,
    )
  })

  it("carries the numbers behind the words and no raw value", () => {
    const explanation = explain(publishWholeFinding(walked()))
    expect(explanation.numbers).toMatchObject({ references: 8, hits: 7, misses: 1, medianGap: 1, threshold: 14 })
    expect(JSON.stringify(explanation)).not.toContain("512")
  })
})

describe("the explanation of a volume", () => {
  it("says how many strangers there were among how many first lookups, and that it names no accessor", () => {
    const crossing = { from: 1_800_000_000, at: 1_800_003_000, score: 26.4, threshold: 25, ordinaryShare: 0.31 }
    const published = publishVolumeCrossing(crossing, { contacts: 1270, strangers: 812 })
    expect(published).toMatchObject({ chart: "volume", severity: "notice", crossedAt: "2027-01-15T08:59:59.000Z" })
    expect(explain(published)).toMatchObject({
      title: "More strangers than usual looked up a retailer’s references without proof",
      seen: "1,270 first lookups of the retailer’s references within 60 minutes, 64% of them without proof by 812 visitors never seen before; in ordinary use it is about 31%.",
      exposed:
        "812 records among them may have been shown, to ordinary recipients too. This chart cannot say who looked.",
      numbers: { references: 812, firstLookups: 1270, ordinaryStrangerShare: 0.31, score: 26.4, threshold: 25 },
    })
  })
})

describe("how a score rose", () => {
  it("begins above zero, and ends with the lookup at which the threshold was reached", () => {
    const { rise = [], threshold, from, crossedAt } = publishWholeFinding(walked())
    expect(rise.length).toBeGreaterThan(2)
    expect(rise[0]).toMatchObject({ at: from })
    expect(rise.at(-1)).toMatchObject({ at: crossedAt })
    expect(rise.at(-1)?.score).toBeGreaterThanOrEqual(threshold)
    for (const { score } of rise.slice(0, -1)) expect(score).toBeLessThan(threshold)
    expect(rise.map(({ at }) => at)).toEqual(rise.map(({ at }) => at).toSorted())
  })

  it("says nothing of the references", () => {
    for (const point of publishWholeFinding(walked()).rise ?? []) expect(Object.keys(point)).toEqual(["at", "score"])
  })
})

describe("what one of several retailers may see", () => {
  // Twelve destinations of the first retailer and one of the second within a quarter of an hour.
  const fannedOut = () =>
    found(
      "fanOut",
      contacts(13, 60, (index) => ({
        retailer: index === 4 ? 2 : 1,
        ordinal: 1000 + 977 * index,
        deliveryPoint: index,
      })),
    )

  it("is its own references and times, and no score that others made", () => {
    const finding = fannedOut()
    const part = finding.parts.find(({ retailer }) => retailer === 2)
    if (part === undefined) throw new Error("the second retailer has a part")
    const published = publishRetailerPart(finding, part)
    expect(published.evidence).toMatchObject({ references: 1, hits: 1, deliveryPoints: 1, spanSeconds: 0 })
    expect(published.score).toBe(published.threshold)
    expect(published.from).toBe(published.crossedAt)
  })

  it("has the rise that its own lookups alone would have made", () => {
    const finding = fannedOut()
    const partOf = (retailer: number) => finding.parts.find((part) => part.retailer === retailer)?.rise ?? []
    const perLookup = Math.log(6 / 0.25)
    expect(partOf(2).map(({ score }) => score)).toEqual([expect.closeTo(perLookup, 6)])
    // The second retailer's lookup is left out, and the whole rose higher.
    const times = new Set(partOf(1).map(({ at }) => at))
    expect(finding.rise.filter(({ at }) => !times.has(at))).toHaveLength(1)
    expect(partOf(1).at(-1)?.score ?? 0).toBeLessThan(finding.rise.at(-1)?.score ?? 0)
  })

  it("adds up to the whole", () => {
    const { parts, evidence } = fannedOut()
    expect(parts.map(({ retailer }) => retailer)).toEqual([1, 2])
    expect(parts.reduce((sum, part) => sum + part.evidence.references, 0)).toBe(evidence.references)
  })

  it("is everything of a chart that runs over its own numbers alone", () => {
    const finding = walked()
    const { peak, threshold, evidence } = finding
    expect(finding.parts).toMatchObject([{ score: peak, threshold, evidence }])
  })
})
