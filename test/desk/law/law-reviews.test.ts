import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, describe, expect, it } from "@jest/globals"
import { findLaw } from "../../../shared/desk/law/catalogue.ts"
import { hashOfRule } from "../../../shared/desk/law/hash-of-rule.ts"
import { type Law, lawSchema, type Rule } from "../../../shared/desk/law/law.ts"
import { type LawReview, mergedReviews } from "../../../shared/desk/law/law-review.ts"
import { readLawReviews } from "../../../shared/desk/law/load-law-reviews.ts"
import { reviewedLaws } from "../../../shared/desk/law/reviewed-laws.ts"
import { reviewInWords } from "../../../shared/desk/law/standing-in-words.ts"
import { aReview } from "./a-review.ts"

const gdpr = findLaw("eu-gdpr")
const [rule] = gdpr?.rules ?? []
if (gdpr === undefined || rule === undefined) throw new Error("no rule of the GDPR")

const review = (other: Partial<LawReview> = {}): LawReview => ({
  law: gdpr.id,
  rule: rule.id,
  hash: hashOfRule(gdpr, rule),
  reviewer: "A. Counsel",
  on: "2026-12-02",
  verdict: "agrees",
  ...other,
})

const withRule = (changed: Rule, law: Law = gdpr): Law => ({
  ...law,
  rules: law.rules.map((one) => (one.id === changed.id ? changed : one)),
})

const reviewsAfter = (law: Law, ...reviews: LawReview[]) =>
  reviewedLaws([law], reviews)[0]?.rules.find(({ id }) => id === rule.id)?.reviews

describe("the hash of a rule and its clause", () => {
  it("is the same after the law went through JSON, as it does to functions", () => {
    expect(hashOfRule(lawSchema.parse(JSON.parse(JSON.stringify(gdpr))), rule)).toBe(hashOfRule(gdpr, rule))
  })

  it("does not change with what was read when, asked of counsel, or said by counsel", () => {
    const read: Rule = {
      ...rule,
      reviewBy: "2030-01-01",
      verifiedOn: "2026-12-01",
      confirmWithCounsel: !rule.confirmWithCounsel,
      note: { en: "Another.", fr: "Une autre." },
      reviews: [aReview()],
    }
    expect(hashOfRule(gdpr, read)).toBe(hashOfRule(gdpr, rule))
  })

  it.each<[string, Partial<Rule>]>([
    ["words", { words: { en: "Other words." } }],
    ["clock", { clock: { kind: "within", amount: 71, unit: "hours", from: "awareness" } }],
    ["excuses", { excusedIf: [{ reason: "lawEnforcementProhibits", section: rule.citation.section }] }],
    ["contents", { content: [] }],
    ["roles", { owedBy: ["holder"] }],
    ["source", { citation: { ...rule.citation, url: "https://example.org/" } }],
  ])("changes with the %s", (_, change) => {
    expect(hashOfRule(gdpr, { ...rule, ...change })).not.toBe(hashOfRule(gdpr, rule))
  })

  it("changes with the law that it is in, and with whom that binds", () => {
    const others: Partial<Law>[] = [{ id: "eu-other" }, { reach: "residents" }, { timeZone: "Europe/Paris" }]
    const hashes = [{}, ...others].map((other) => hashOfRule({ ...gdpr, ...other }, rule))
    expect(new Set(hashes).size).toBe(4)
  })
})

describe("a review of a rule", () => {
  it("stands at that rule, in the order of days, and at no other", () => {
    const [law] = reviewedLaws([gdpr], [review(), review({ reviewer: "B. Counsel", on: "2026-11-30" })])
    expect(law?.rules.map(({ reviews }) => reviews.map(({ reviewer }) => reviewer))).toEqual([
      ["B. Counsel", "A. Counsel"],
      ...gdpr.rules.slice(1).map(() => []),
    ])
  })

  it("is of an older text once the clause or the rule has changed", () => {
    expect(reviewsAfter(gdpr, review())).toMatchObject([{ ofThisText: true }])
    const changed = withRule({ ...rule, words: { en: "Other words." } })
    expect(reviewsAfter(changed, review())).toMatchObject([{ ofThisText: false }])
  })

  it("is said in both languages", () => {
    const of = (...reviews: LawReview[]) => ({ reviews: reviewsAfter(gdpr, ...reviews) ?? [] })
    expect(reviewInWords(of(review()), "fr")).toBe("Revu par A. Counsel le 2 décembre 2026 : d’accord")
    expect(reviewInWords(of(), "fr")).toBe("Aucune revue de ce texte par un juriste n’est consignée")
    const differs = of(review({ verdict: "differs", remark: "48 heures" }), review({ reviewer: "B", on: "2026-12-03" }))
    expect(reviewInWords(differs, "en")).toBe(
      "Reviewed by A. Counsel on 2 December 2026: differs (“48 heures”); Reviewed by B on 3 December 2026: agrees",
    )
  })

  it("replaces what the same person said of the same text, and nothing else", () => {
    const kept = [review(), review({ reviewer: "B. Counsel" }), review({ hash: "0".repeat(64) })]
    const later = review({ on: "2026-12-09", verdict: "differs", remark: "Section 2." })
    expect(mergedReviews(kept, [later])).toEqual([later, ...kept.slice(1)])
  })
})

describe("the file of reviews", () => {
  const folder = mkdtempSync(join(tmpdir(), "reviews-"))
  afterAll(() => rmSync(folder, { recursive: true }))
  const file = join(folder, "law-reviews.yaml")
  const read = (text: string) => {
    writeFileSync(file, text)
    return readLawReviews(file)
  }

  it("may be absent", () => {
    expect(readLawReviews(join(folder, "none.yaml"))).toEqual([])
  })

  it("is YAML or JSON", () => {
    expect(read(JSON.stringify([review()]))).toEqual([review()])
    expect(
      read(`- { law: eu-gdpr, rule: a, hash: "${"0".repeat(64)}", reviewer: B, on: 2026-12-02, verdict: agrees }`),
    ).toEqual([{ law: "eu-gdpr", rule: "a", hash: "0".repeat(64), reviewer: "B", on: "2026-12-02", verdict: "agrees" }])
  })

  it.each<[string, object, string]>([
    ["no verdict", { verdict: "maybe" }, "0.verdict: Invalid option: expected one of"],
    ["no remark where counsel differs", { verdict: "differs" }, "0.remark: write what differs"],
    ["no name", { reviewer: " " }, "0.reviewer: write who reviewed the rule"],
    ["no day", { on: "2 December" }, "0.on: write a day, such as 2026-12-02"],
    ["no hash", { hash: "abc" }, "0.hash: write the hash of the page of reviews"],
    ["a longer remark", { remark: "a".repeat(4_001) }, "0.remark: Too big"],
    ["another field", { approved: true }, '0: Unrecognized key: "approved"'],
  ])("is refused with %s, in a sentence with the line", (_, wrong, sentence) => {
    expect(() => read(JSON.stringify([{ ...review(), ...wrong }], null, 2))).toThrow(sentence)
    expect(() => readLawReviews(file)).toThrow(/law-reviews\.yaml is not right:\n {2}line \d+, /)
  })
})
