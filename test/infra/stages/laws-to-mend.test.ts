import { describe, expect, it } from "@jest/globals"
import { judgeLaws } from "../../../infra/cli/preflight/check-named-laws.ts"
import { lawsToMend } from "../../../infra/stages/laws-to-mend.ts"
import { findLaw, lawCatalogue } from "../../../shared/desk/law/catalogue.ts"
import { hashOfRule } from "../../../shared/desk/law/hash-of-rule.ts"

const gdpr = findLaw("eu-gdpr")
const [rule] = gdpr?.rules ?? []
if (gdpr === undefined || rule === undefined) throw new Error("no rule of the GDPR")
const review = {
  ...{ law: gdpr.id, rule: rule.id, hash: hashOfRule(gdpr, rule) },
  ...{ reviewer: "A. Counsel", on: "2026-12-02", verdict: "agrees" as const },
}
const today = "2026-12-02"
const reviewedBy = (reviewBy: string) => [{ ...gdpr, rules: [{ ...rule, reviewBy }] }]

describe("what a deployer is asked to change in its laws before a deployment", () => {
  it("is nothing of the laws here", () => {
    expect(lawsToMend(lawCatalogue, [review], today)).toEqual([])
  })

  it.each([
    ["a rule", { rule: "no-rule" }, "eu-gdpr, rule no-rule"],
    ["a law", { law: "xx-no-law" }, `xx-no-law, rule ${rule.id}`],
  ])("is each review of %s that is not here, once, with what to do", (_, other, named) => {
    const gone = { ...review, ...other }
    expect(lawsToMend(lawCatalogue, [review, gone, { ...gone, reviewer: "B. Counsel" }], today)).toEqual([
      `${named}: there is no such rule here, so nothing shows its review. Take the review out of stages/law-reviews.yaml, or copy the law into stages/laws.`,
    ])
  })

  it("is a reviewBy more than three years ahead, and none of three years", () => {
    expect(lawsToMend(reviewedBy("2029-12-02"), [], today)).toEqual([])
    expect(judgeLaws(lawsToMend(reviewedBy("2029-12-03"), [], today))).toEqual([
      {
        check: "laws",
        state: "toDo",
        text: `eu-gdpr, rule ${rule.id}: reviewBy is more than 3 years ahead, so no document says before that its reading may be out of date. Set it to at most a year after the day on which it was read.`,
      },
    ])
  })
})
