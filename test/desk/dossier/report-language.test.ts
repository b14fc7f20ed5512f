import { describe, expect, it } from "@jest/globals"
import { everyLaw, ofKind, only, retailerIn, textOf, under } from "./dossier-documents.ts"
import { retailerFacts, scenarioFacts } from "./dossier-scenario.ts"

describe("a regulator's report", () => {
  it("is in a language that its regulator takes, and otherwise in the one that is asked for", () => {
    const languages = (asked: "en" | "fr") =>
      Object.fromEntries(
        ofKind(under(retailerIn({ laws: everyLaw }), { language: asked }), "regulatorReport").map((one) => [
          one.law,
          one.language,
        ]),
      )
    const english = ["au-privacy-act", "ca-ab-pipa", "ca-bc-foippa", "uk-gdpr"]
    const inUnitedStates = ["us-ca-civil-1798-82", "us-ny-gbl-899-aa", "us-tx-bcc-521-053"]
    const french = ["ca-qc-access-act", "ca-qc-private-sector-act", "ch-fadp"]
    for (const asked of ["en", "fr"] as const)
      for (const [law, language] of Object.entries(languages(asked))) {
        const isEnglish = [...english, ...inUnitedStates].includes(law)
        expect([law, language]).toEqual([law, isEnglish ? "en" : french.includes(law) ? "fr" : asked])
      }
  })

  it("says what it needs in the language of the officer who prepares it", () => {
    const { contact: _contact, ...bare } = retailerFacts
    const facts = scenarioFacts({ parties: [{ ...bare, laws: ["ca-qc-private-sector-act"] }] })
    const report = only(ofKind(under(facts, { language: "en" }), "regulatorReport"))
    expect(report.title).toMatch(/^Projet – Avis à la Commission$/)
    expect(report.missing.map(({ sentence }) => sentence)).toContainEqual(expect.stringMatching(/ is missing\.$/))
  })

  it("is in a language that the authorities take that the party names, if all take it", () => {
    const authority = (name: string, ...languages: ("en" | "fr")[]) => ({ law: "eu-gdpr", name, languages })
    const [cnil, both, irish] = [authority("CNIL", "fr"), authority("APD", "fr", "en"), authority("DPC", "en")]
    const drawn = (...authorities: { law: string; name: string; languages?: ("en" | "fr")[] }[]) => {
      const dossier = under(retailerIn({ laws: ["eu-gdpr"], authorities }), { language: "en" })
      const isAsked = textOf(ofKind(dossier, "summary")).includes("In which languages reports are taken is not known")
      return [only(ofKind(dossier, "regulatorReport")).language, isAsked]
    }
    expect(drawn(cnil)).toEqual(["fr", false])
    expect(drawn(cnil, both)).toEqual(["fr", false])
    expect(drawn(both)).toEqual(["en", false])
    expect(drawn(cnil, irish)).toEqual(["en", true])
    expect(drawn(cnil, { law: "eu-gdpr", name: "BfDI" })).toEqual(["en", true])
  })

  it("has the summary say of which regulators the languages are not known", () => {
    const warnings = ofKind(under(retailerIn({ laws: ["eu-gdpr", "ca-pipeda"] })), "summary")[0]?.warnings
    expect(warnings).toContainEqual(expect.stringMatching(/^In which languages reports are taken is not known here\./))
    expect(textOf(warnings)).not.toMatch(/languages[^"]*Privacy Commissioner/)
  })
})
