import { readdirSync } from "node:fs"
import { describe, expect, it } from "@jest/globals"
import { lawId } from "../../shared/domain/party.ts"
import { findLaw, lawCatalogue } from "../../shared/law/catalogue.ts"
import type { Law, LawInput, Rule } from "../../shared/law/law.ts"
import { defineLaw, isPastReview, lawSchema } from "../../shared/law/law.ts"

const rules = lawCatalogue.flatMap((law) => law.rules.map((rule) => [`${law.id} ${rule.id}`, rule, law] as const))

const ruleOf = (law: string, kind: Rule["kind"]): Rule => {
  const rule = findLaw(law)?.rules.find((candidate) => candidate.kind === kind)
  if (rule === undefined) throw new Error(`no ${kind} under ${law}`)
  return rule
}

describe("the law pack", () => {
  it("has every law that a party can be bound by, each once", () => {
    const ids = lawCatalogue.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids).toEqual(expect.arrayContaining([...lawId.options]))
  })

  it("catalogues every law file", () => {
    const files = readdirSync(new URL("../../shared/law/laws", import.meta.url)).filter((name) =>
      /^[a-z]{2}-/.test(name),
    )
    expect(files.map((name) => name.replace(/\.ts$/, "")).sort()).toEqual(lawCatalogue.map(({ id }) => id).sort())
  })

  it.each(lawCatalogue.map((law) => [law.id, law] as const))("%s passes its schema again", (_id, law) => {
    expect(lawSchema.parse(law)).toEqual(law)
  })

  it.each(lawCatalogue.map((law) => [law.id, law] as const))(
    "%s says whom to tell and what to tell them",
    (_id, law) => {
      for (const kind of ["tellRegulator", "tellIndividuals"] as const) {
        const rule = law.rules.find((candidate) => candidate.kind === kind)
        expect(rule?.content.length).toBeGreaterThan(3)
      }
    },
  )

  it.each(rules)("%s cites a section at an official or published address", (_name, rule) => {
    expect(rule.citation.section).toMatch(/\d|Appendix|\(/)
    expect(new URL(rule.citation.url).protocol).toBe("https:")
    expect(rule.quote.length).toBeGreaterThan(20)
  })

  it.each(rules)("%s was verified and is to be reviewed within a year of it", (_name, rule) => {
    const days = (Date.parse(rule.reviewBy) - Date.parse(rule.verifiedOn)) / 86_400_000
    expect(days).toBeGreaterThan(0)
    expect(days).toBeLessThanOrEqual(366)
  })

  it.each(rules.filter(([, rule]) => rule.confirmWithCounsel))(
    "%s says in both languages what counsel must confirm",
    (_name, rule) => {
      expect(rule.note?.en.length).toBeGreaterThan(20)
      expect(rule.note?.fr.length).toBeGreaterThan(20)
    },
  )

  it("counts the terms that the laws name, from the events that they name", () => {
    expect(ruleOf("ca-privacy-act", "tellRegulator").clock).toMatchObject({
      amount: 7,
      unit: "calendarDays",
      from: "determination",
    })
    expect(ruleOf("eu-gdpr", "tellRegulator").clock).toMatchObject({ amount: 72, unit: "hours", from: "awareness" })
    expect(ruleOf("us-ca-civil-1798-82", "tellIndividuals").clock).toMatchObject({
      amount: 30,
      unit: "calendarDays",
      from: "discovery",
    })
    expect(ruleOf("us-ca-civil-1798-82", "tellRegulator").clock).toMatchObject({
      amount: 15,
      unit: "calendarDays",
      from: "individualsNotified",
    })
  })

  it("invents no term where the law says only as soon as feasible or promptly", () => {
    for (const law of ["ca-pipeda", "ca-on-fippa", "ca-qc-access-act"]) {
      expect(ruleOf(law, "tellRegulator").clock.kind).toBe("prompt")
      expect(ruleOf(law, "tellIndividuals").clock.kind).toBe("prompt")
    }
  })

  it("keeps records for as long as the laws ask", () => {
    expect(ruleOf("ca-pipeda", "keepRecord").retention).toMatchObject({ months: 24, from: "determination" })
    expect(ruleOf("ca-qc-access-act", "keepRecord").retention).toMatchObject({ months: 60, from: "awareness" })
  })

  it("lists every item of SOR/2018-64 s. 2(1) and s. 3, and what s. 10.1(4) wants understood", () => {
    const sections = (kind: Rule["kind"]) => [
      ...new Set(ruleOf("ca-pipeda", kind).content.map(({ section }) => section)),
    ]
    expect(sections("tellRegulator")).toEqual(
      ["a", "b", "c", "d", "e", "f", "g"].map((item) => `SOR/2018-64 s. 2(1)(${item})`),
    )
    expect(sections("tellIndividuals")).toEqual([
      ...["a", "b", "c"].map((item) => `SOR/2018-64 s. 3(${item})`),
      "s. 10.1(4)",
      ...["d", "e", "f"].map((item) => `SOR/2018-64 s. 3(${item})`),
    ])
  })
})

describe("the schema of a law", () => {
  const aLaw = (change: (rule: LawInput["rules"][number]) => LawInput["rules"][number]): LawInput => {
    const law = findLaw("ca-pipeda")
    if (law === undefined) throw new Error("no such law")
    return { ...law, rules: law.rules.map((rule, index) => (index === 0 ? change(rule) : rule)) }
  }
  const first = (law: Law): Rule | undefined => law.rules[0]

  it("accepts the law as it stands", () => {
    expect(first(defineLaw(aLaw((rule) => rule)))?.id).toBe("report-to-commissioner")
  })

  it("refuses a misspelt key", () => {
    expect(() => defineLaw(aLaw((rule) => ({ ...rule, verifedOn: "2026-01-01" })))).toThrow(/verifedOn/)
  })

  it("refuses a review before the verification", () => {
    expect(() => defineLaw(aLaw((rule) => ({ ...rule, reviewBy: "2020-01-01" })))).toThrow(/reviewBy/)
  })

  it("refuses doubt that does not say what is doubted", () => {
    expect(() => defineLaw(aLaw(({ note: _note, ...rule }) => ({ ...rule, confirmWithCounsel: true })))).toThrow(/note/)
  })

  it("refuses an item under a heading that the rule does not have", () => {
    const misplaced = aLaw((rule) => ({
      ...rule,
      content: rule.content?.map((item, index) => (index === 0 ? { ...item, under: "nowhere" } : item)),
    }))
    expect(() => defineLaw(misplaced)).toThrow(/heading of its own/)
  })

  it("refuses a law read before it was in force", () => {
    expect(() => defineLaw(aLaw((rule) => ({ ...rule, inForceFrom: "2027-01-01" })))).toThrow(/inForceFrom/)
  })

  it("refuses a record of which nothing says how long it is kept", () => {
    const kept = aLaw(({ retention: _retention, ...rule }) => ({ ...rule, kind: "keepRecord" }))
    expect(() => defineLaw({ ...kept, rules: kept.rules.slice(0, 1) })).toThrow(/retention/)
  })

  it("refuses two rules of one kind for one role, because a duty could not be told apart", () => {
    const law = aLaw((rule) => rule)
    const [rule] = law.rules
    if (rule === undefined) throw new Error("no rule")
    expect(() => defineLaw({ ...law, rules: [...law.rules, { ...rule, id: "again" }] })).toThrow(/at most one rule/)
  })
})

describe("the review of a rule", () => {
  it("is overdue from the day after reviewBy", () => {
    const rule = { reviewBy: "2027-05-25" }
    expect(isPastReview(rule, "2027-05-25T23:00:00Z")).toBe(false)
    expect(isPastReview(rule, "2027-05-26T00:00:00Z")).toBe(true)
  })
})
