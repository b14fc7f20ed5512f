import { describe, expect, it } from "@jest/globals"
import type { DocumentLanguage } from "../../../shared/base/contracts/words.ts"
import { buildReportFields } from "../../../shared/desk/dossier/dossier.ts"
import { deriveDuties } from "../../../shared/desk/duties/derive-duties.ts"
import type { CaseFacts } from "../../../shared/desk/facts.ts"
import { lawCatalogue } from "../../../shared/desk/law/catalogue.ts"
import type { Law, Rule } from "../../../shared/desk/law/law.ts"
import { formReadingOf } from "../../../shared/desk/law/regulator-form.ts"
import { everyLaw, ofKind, only, retailerIn, tableRowsUnder, textOf, under } from "./dossier-documents.ts"
import { scenarioDossierInput } from "./dossier-scenario.ts"

const fieldsOf = (facts: CaseFacts, language: DocumentLanguage = "en", laws: readonly Law[] = lawCatalogue) =>
  buildReportFields({ ...scenarioDossierInput({ facts, language }), laws, duties: deriveDuties(facts, laws) })

/** @param asked the rule; the first of the law if it is left out */
const reportUnder = (
  law: string,
  language: DocumentLanguage = "en",
  facts = retailerIn({ laws: [law] }),
  asked?: Pick<Rule, "id">,
) => {
  const report = fieldsOf(facts, language).find(({ rule }) => asked === undefined || rule.id === asked.id)
  if (report === undefined) throw new Error(`no report under ${law}`)
  return report
}

const evidenceUnder = (law: string, language: DocumentLanguage = "en", laws: readonly Law[] = lawCatalogue) =>
  only(ofKind(under(retailerIn({ laws: [law] }), { language, laws }), "evidence"))

/** A copy of the laws in which every form was read to its end. */
const readWhole = lawCatalogue.map((law) => ({
  ...law,
  rules: law.rules.map((rule) => {
    if (rule.regulatorForm === undefined) return rule
    const { unread: _unread, ...form } = rule.regulatorForm
    return { ...rule, regulatorForm: form }
  }),
}))

describe("the forms of regulators", () => {
  it("are marked as not read, but for those of which a part was", () => {
    const readings = fieldsOf(retailerIn({ laws: everyLaw })).map(({ law, rule }) => [
      law.id,
      formReadingOf(rule.regulatorForm),
    ])
    expect(Object.fromEntries(readings)).toEqual({
      "ca-pipeda": "no",
      "ca-privacy-act": "no",
      "ca-on-fippa": "inPart",
      "ca-qc-access-act": "no",
      "ca-qc-private-sector-act": "no",
      "ca-bc-foippa": "no",
      "ca-ab-pipa": "inPart",
      "eu-gdpr": "no",
      "eu-nis2": "no",
      "uk-gdpr": "inPart",
      "ch-fadp": "no",
      "au-privacy-act": "inPart",
      "us-ca-civil-1798-82": "inPart",
      "us-tx-bcc-521-053": "no",
      "us-ny-gbl-899-aa": "no",
    })
  })

  it.each(fieldsOf(retailerIn({ laws: everyLaw })).map(({ law, rule }) => [law.id, rule] as const))(
    "%s: each field of the form in its order, then what the law asks beyond it, so that no item of the law is lost",
    (law, rule) => {
      const { fields } = reportUnder(law, "en", undefined, rule)
      const inForm = rule.regulatorForm?.fields ?? []
      expect(fields.filter(({ askedIn }) => askedIn === "form").map(({ field }) => field)).toEqual(
        inForm.map(({ words }) => words.en),
      )
      const answeredInForm = new Set(inForm.flatMap(({ sources }) => sources))
      expect(fields.slice(inForm.length)).toMatchObject(
        rule.content
          .filter(({ source }) => !answeredInForm.has(source))
          .map(({ label, section }) => ({ askedIn: "provision", field: label.en, section: section.en })),
      )
    },
  )

  it.each(fieldsOf(retailerIn({ laws: everyLaw })).map(({ law, rule }) => [law.id, rule] as const))(
    "%s: the evidence says in both languages whether the form was read, where and when",
    (law, { regulatorForm: form, to }) => {
      for (const language of ["en", "fr"] as const) {
        const [first] = evidenceUnder(law, language).sections
        expect(first?.heading).toMatch(/^(Field by field: |Champ par champ : )/)
        const [paragraph] = first?.blocks ?? []
        const said = textOf(paragraph)
        if (form === undefined) expect(said).toMatch(/Form not read: |Formulaire non lu : /)
        else {
          expect(said).toMatch(/Form read in part: |Formulaire lu en partie : /)
          for (const part of [form.url, form.copy[language], form.unread?.[language] ?? "", "2026"])
            expect(said).toContain(part)
        }
        expect(said).toContain(to.howToReach)
      }
    },
  )

  it("are said to be read to their end once nothing is unread", () => {
    const said = textOf(evidenceUnder("ca-on-fippa", "en", readWhole))
    expect(said).toContain("Form read to its end: ")
    expect(said).not.toMatch(/read in part: |Not read: /)
    expect(textOf(evidenceUnder("ca-on-fippa", "fr", readWhole))).toContain("Formulaire lu en entier : ")
  })

  it("keep their own words in the other language, with our translation in brackets", () => {
    const { fields } = reportUnder("ca-on-fippa", "fr")
    expect(fields.find(({ field }) => field === "What happened?")).toMatchObject({
      under: "Please describe the circumstances of the privacy breach, including",
      translation: "Que s’est-il passé?",
    })
    const evidence = evidenceUnder("ca-on-fippa", "fr")
    const rows = tableRowsUnder(evidence, evidence.sections[0]?.heading ?? "")
    expect(rows.map(([field]) => field)).toContain("What happened?\n(Que s’est-il passé?)")
    expect(textOf(evidence)).toContain("Les champs sont dans les mots du formulaire, en anglais.")
    expect(textOf(evidenceUnder("ca-on-fippa"))).not.toContain("in the words of the form, in")
  })
})

describe("a field of a report", () => {
  const valuesIn = (law: string, field: string, facts?: CaseFacts) =>
    reportUnder(law, "en", facts).fields.find((one) => one.field === field)

  it("has our value, and where that comes from", () => {
    expect(valuesIn("ca-on-fippa", "Date privacy breach was discovered by the reporting organization")).toMatchObject({
      standing: "known",
      comesFrom: "Your first alert, and what your officer stated of the discovery and the determination of the breach",
      values: expect.arrayContaining([expect.stringMatching(/^Became aware: /)]),
    })
    expect(valuesIn("ca-pipeda", "Cause, if known")).toMatchObject({
      askedIn: "provision",
      section: "SOR/2018-64 s. 2(1)(a)",
      values: ["The tool answered for sequential order references without asking for any proof of who was looking."],
      comesFrom: "What your officer stated: the cause",
    })
  })

  it("has the values of every fact that answers it", () => {
    const description = valuesIn("ca-ab-pipa", "Section B: Breach Description")
    expect(description?.values.join()).toMatch(/Somebody looked up.*From 29 October 2026.*The postal code: 4,500/)
    expect(description?.comesFrom.split("; ")).toHaveLength(3)
  })

  it("says which call sets a missing value, and stays missing as a whole", () => {
    const facts = retailerIn({ laws: ["ca-ab-pipa"], contact: undefined })
    expect(valuesIn("ca-ab-pipa", "Section A: Information of Organization and Notifying Entity", facts)).toMatchObject({
      standing: "missing",
      setBy: ["documents.contact of the party in the parties file"],
      values: [expect.stringMatching(/\(Canada\)$/), "[to be added]"],
    })
    expect(valuesIn("ca-on-fippa", "What happened?")).not.toHaveProperty("setBy")
  })

  it("shows no text that was withheld, and says that one was", () => {
    const cause = "Somebody at 416-555-0199 asked."
    const facts = retailerIn({ laws: ["uk-gdpr"] }, { causes: ["proofNotAsked"], cause })
    const field = valuesIn("uk-gdpr", "Was the breach caused by a cyber incident?", facts)
    expect(field?.standing).toBe("missing")
    expect(field?.values.at(-1)).toContain("was withheld. State it again without personal information.")
    expect(textOf(reportUnder("uk-gdpr", "en", facts))).not.toContain("416-555-0199")
  })

  it("is left to the officer where the form offers a choice", () => {
    expect(valuesIn("ca-on-fippa", "Type of organization: (required)")).toEqual({
      askedIn: "form",
      field: "Type of organization: (required)",
      values: ["Yours to answer."],
      standing: "yours",
      comesFrom: "The exchange has no fact for it",
    })
  })

  it("leads to the document that holds the sample of the notice", () => {
    expect(valuesIn("us-ca-civil-1798-82", "Sample of Notice")?.values).toEqual([
      "It is in the document report-us-ca-civil-1798-82, after the report.",
    ])
  })

  it("leaves the house in no document", () => {
    for (const document of under(retailerIn({ laws: everyLaw })).documents)
      if (document.audience === "outgoing") expect(textOf(document)).not.toMatch(/Yours to answer|Form read in part/)
  })
})
