import { describe, expect, it } from "@jest/globals"
import { clockInWords } from "../../../shared/desk/duties/clock-in-words.ts"
import { findLaw, lawCatalogue } from "../../../shared/desk/law/catalogue.ts"
import type { Rule } from "../../../shared/desk/law/law.ts"

const rules = lawCatalogue.flatMap((law) => law.rules.map((rule) => [`${law.id} ${rule.id}`, rule] as const))

const ruleOf = (law: string, kind: Rule["kind"]): Rule => {
  const rule = findLaw(law)?.rules.find((candidate) => candidate.kind === kind)
  if (rule === undefined) throw new Error(`no ${kind} under ${law}`)
  return rule
}

/** Provisions in which the pack once differed from the text, or whose items are many. */
describe("the law pack, provision by provision", () => {
  it("lists every item of the Québec regulation's notices and register", () => {
    for (const law of ["ca-qc-access-act", "ca-qc-private-sector-act"]) {
      const items = (kind: Rule["kind"]) => [...new Set(ruleOf(law, kind).content.map(({ section }) => section.en))]
      const numbered = (section: number, last: number) =>
        Array.from({ length: last }, (_, index) => `r. 3.1 s. ${section}(${index + 1})`)
      expect(items("tellRegulator")).toEqual(numbered(3, 11))
      expect(items("tellIndividuals")).toEqual(numbered(5, 6))
      expect(items("keepRecord")).toEqual(numbered(7, 8))
    }
  })

  it("lists every item of Appendix B B.2.4.4 and B.2.4.6 of the Directive on Privacy Practices", () => {
    const cited = (kind: Rule["kind"]) => [
      ...new Set(ruleOf("ca-privacy-act", kind).content.map(({ section }) => section.en.replace("Appendix B ", ""))),
    ]
    const numbered = (paragraph: string, last: number) =>
      Array.from({ length: last }, (_, index) => `${paragraph}.${index + 1}`)
    expect(cited("tellRegulator")).toEqual(["Material Privacy Breach form", ...numbered("B.2.4.4", 14)])
    expect(cited("keepRecord")).toEqual(numbered("B.2.4.6", 4))
  })

  it("tells the institution in control under 4.1.5, and parties to a contract under B.2.3.1 of any breach", () => {
    const told = findLaw("ca-privacy-act")?.rules.filter(({ kind }) => kind === "tellOtherOrganisation") ?? []
    expect(told.map(({ owedBy, citation, owedIf }) => [owedBy, citation.section.en, owedIf.test.is])).toEqual([
      [["inControl"], "Appendix B B.2.3.1", "affectsContractedData"],
      [["holder"], "Directive on Privacy Practices s. 4.1.5", "suspectedInHeldData"],
    ])
  })

  it("postpones the notice to persons for an investigation of statutory offences too (P-39.1 s. 3.5, A-2.1 s. 63.8)", () => {
    for (const law of ["ca-qc-access-act", "ca-qc-private-sector-act"]) {
      expect(ruleOf(law, "tellIndividuals").exceptions[0]?.en).toContain("or statutory offences")
      expect(ruleOf(law, "tellRegulator").exceptions).toEqual([])
      expect(ruleOf(law, "keepRecord").exceptions).toEqual([])
    }
  })

  it("covers encrypted information whose key was taken too (Cal. Civ. Code § 1798.82(a)(1)), and the holder of (b)", () => {
    expect(ruleOf("us-ca-civil-1798-82", "tellIndividuals").owedIf.test.words).toContain("the encryption key")
    expect(ruleOf("us-ca-civil-1798-82", "tellOtherOrganisation").words.en).toContain(
      "reasonably believed to have been",
    )
  })

  it("lists every item of the Swiss Ordinance art. 15(1), and owes the Texan Attorney General from 250 residents on", () => {
    const items = ruleOf("ch-fadp", "tellRegulator").content.map(({ section }) => section.en)
    expect(items).toEqual(["a", "b", "c", "d", "e", "f", "g"].map((item) => `Ordinance art. 15(1)(${item})`))
    expect(ruleOf("us-tx-bcc-521-053", "tellRegulator").owedIf.residentsAtLeast).toBe(250)
  })

  it("has the two ways for online credentials (Cal. Civ. Code § 1798.82(j)(4)-(5))", () => {
    const form = ruleOf("us-ca-civil-1798-82", "tellIndividuals").form.map(({ en }) => en)
    for (const paragraph of ["((j)(4))", "((j)(5))"]) expect(form.join()).toContain(paragraph)
  })

  it("counts the seven days of Policy s. 4.2.12 from determining that the breach is material, and says so", () => {
    const { clock } = ruleOf("ca-privacy-act", "tellRegulator")
    expect(clockInWords(clock)).toBe("within 7 calendar days of determining that the breach is material")
    // Every other law with a term from a determination counts from that of the breach (Texas § 521.053(b), (i)).
    const others = rules.filter(([, rule]) => rule.clock.kind === "within" && rule.clock.from === "determination")
    expect(
      others.map(([name, rule]) => [name, clockInWords(rule.clock).endsWith("that a breach has occurred")]),
    ).toEqual([
      ["ca-privacy-act report-to-commissioner-and-secretariat", false],
      ["us-tx-bcc-521-053 disclose-to-individuals", true],
      ["us-tx-bcc-521-053 notify-attorney-general", true],
      ["us-tx-bcc-521-053 notify-attorney-general-2020", true],
    ])
  })

  it("says that consumer reporting agencies are notified of large breaches in Texas and New York", () => {
    const forms = ["us-tx-bcc-521-053", "us-ny-gbl-899-aa"].map((law) =>
      ruleOf(law, "tellIndividuals")
        .form.map(({ en }) => en)
        .join(" "),
    )
    expect(forms[0]).toContain("Above 10,000 persons, the consumer reporting agencies")
    expect(forms[1]).toContain("Above 5,000 residents, the consumer reporting agencies")
  })

  it("lists every item of GDPR art. 33(3)", () => {
    const items = ruleOf("eu-gdpr", "tellRegulator").content.map(({ section }) => section.en)
    expect(items).toEqual(expect.arrayContaining(["a", "b", "c", "d"].map((point) => `art. 33(3)(${point})`)))
  })

  it("lists every item of SOR/2018-64 s. 2(1) and s. 3, and what s. 10.1(4) requires a reader to understand", () => {
    const sections = (kind: Rule["kind"]) => [
      ...new Set(ruleOf("ca-pipeda", kind).content.map(({ section }) => section.en)),
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
