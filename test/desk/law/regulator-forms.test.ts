import { describe, expect, it } from "@jest/globals"
import { findLaw, lawCatalogue } from "../../../shared/desk/law/catalogue.ts"
import { type LawInput, lawSchema, type Rule } from "../../../shared/desk/law/law.ts"
import type { RegulatorForm } from "../../../shared/desk/law/regulator-form.ts"

const forms = lawCatalogue.flatMap(({ id, rules }) =>
  rules.flatMap(({ regulatorForm }) => (regulatorForm === undefined ? [] : [[id, regulatorForm] as const])),
)

const formOf = (law: string): RegulatorForm => {
  const form = new Map(forms).get(law)
  if (form === undefined) throw new Error(`no form under ${law}`)
  return form
}

describe("the forms of regulators", () => {
  const wordsOf = (law: string) => formOf(law).fields.map(({ words }) => words.en)

  it("have their fields in the order and words of the copies that were read", () => {
    expect(wordsOf("us-ca-civil-1798-82")).toEqual([
      "Sample of Notice",
      "Date(s) of Breach (if known)",
      "Date(s) of Discovery of Breach",
      "Date(s) Individual Notice Provided to Consumers",
      "Type of Personal Information Involved in the Breach",
    ])
    expect(wordsOf("uk-gdpr").slice(3)).toEqual([
      "What has happened?",
      "Was the breach caused by a cyber incident?",
      "How did you find out about the breach?",
      "When did you discover the breach?",
      "When did the breach happen?",
      "Categories of personal data included in the breach (tick all that apply)",
      "Number of personal data records concerned?",
      "How many data subjects could be affected?",
      "Categories of data subjects affected (tick all that apply)",
    ])
    expect(wordsOf("ca-on-fippa").map((words) => words.split(" ").slice(0, 2).join(" "))).toEqual([
      "Type of",
      "What happened?",
      "Describe how",
      "Date (or",
      "Date privacy",
      "How this",
      "Were other",
      "Describe the",
    ])
    expect(wordsOf("ca-ab-pipa").map((words) => words.slice(0, 9))).toEqual(
      ["A", "B", "C", "D", "E"].map((letter) => `Section ${letter}`),
    )
    expect(wordsOf("au-privacy-act").map((words) => words.slice(0, 2))).toEqual(["1.", "Ph", "2."])
  })

  it.each(forms)(
    "of %s say what of them was not read, and stand at an address that was read on a day",
    (_law, form) => {
      expect(form.unread?.en.length).toBeGreaterThan(20)
      expect(new URL(form.url).protocol).toBe("https:")
      expect(form.readOn).toBe("2026-11-26")
    },
  )
})

describe("the schema of a form", () => {
  const ruleWith = (change: Partial<LawInput["rules"][number]>): LawInput => {
    const law = findLaw("ca-pipeda")
    const report = law?.rules.find(({ kind }) => kind === "tellRegulator")
    if (law === undefined || report === undefined) throw new Error("no report")
    return { ...law, rules: [{ ...report, ...change }] }
  }
  const form = formOf("ca-on-fippa")
  const formIn = (law: { rules: readonly Rule[] }) => law.rules[0]?.regulatorForm

  it("accepts one of a report to a regulator, and refuses one of anything else", () => {
    expect(formIn(lawSchema.parse(ruleWith({ regulatorForm: form })))).toEqual(form)
    expect(() => lawSchema.parse(ruleWith({ regulatorForm: form, kind: "tellIndividuals" }))).toThrow(/only a report/)
  })

  it("refuses one that does not say what the copy is, or that has no field", () => {
    expect(() => lawSchema.parse(ruleWith({ regulatorForm: { ...form, copy: { en: "", fr: "" } } }))).toThrow(/copy/)
    expect(() => lawSchema.parse(ruleWith({ regulatorForm: { ...form, fields: [] } }))).toThrow(/fields/)
  })
})
