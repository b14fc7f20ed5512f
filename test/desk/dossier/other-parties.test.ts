import { describe, expect, it } from "@jest/globals"
import { buildDossier } from "../../../shared/desk/dossier/dossier.ts"
import { deriveDuties } from "../../../shared/desk/duties/derive-duties.ts"
import type { CaseFacts } from "../../../shared/desk/facts.ts"
import { lawCatalogue } from "../../../shared/desk/law/catalogue.ts"
import { dischargedAt, everyLaw, ofKind, only, rowOf, rowsOf, textOf } from "./dossier-documents.ts"
import { carrierFacts, retailerFacts, scenarioDossierInput, scenarioFacts } from "./dossier-scenario.ts"

const counterparties = ["northpost"]
const maplebooks = {
  ...retailerFacts,
  party: "maplebooks",
  name: "Maple Books Ltd.",
  alias: "Maple Books",
  counterparties,
}
const leafline = { ...retailerFacts, counterparties }
const facts = (laws: string[], others: (typeof maplebooks | typeof leafline)[] = [leafline, maplebooks]): CaseFacts =>
  scenarioFacts({ parties: [...others, { ...carrierFacts, laws, counterparties: others.map(({ party }) => party) }] })
const dossierOf = (party: string, of: CaseFacts, language: "en" | "fr" = "en") =>
  buildDossier(scenarioDossierInput({ facts: of, party, duties: deriveDuties(of, lawCatalogue), language }))

describe("the other parties in a report to a regulator", () => {
  it("are a carrier's retailers by their public names, and a discreet one once its officer did so, under every law", () => {
    const reports = ofKind(dossierOf("northpost", facts(everyLaw)), "regulatorReport")
    expect(reports.length).toBeGreaterThan(10)
    for (const report of reports) expect(textOf(report)).not.toMatch(/leafline|cannabis|\ba retailer/i)
    const federal = only(reports.filter(({ law }) => law === "ca-privacy-act"))
    expect(rowOf(federal, "Parties involved").standing).toBe("missing")
    expect(federal.missing).toContainEqual({
      item: "parties",
      sentence: "“Parties involved” is missing.",
      setBy: "POST /v1/cases/{caseAlias}/facts with details.relationships",
    })
    const pipeda = only(reports.filter(({ law }) => law === "ca-pipeda"))
    expect(textOf(pipeda)).toContain("Among the retailers whose parcels are concerned: Maple Books.")
  })

  it("are named by the officer where the exchange names them to nobody", () => {
    const relationships = "Green Parcels Inc. ships with us under a contract, and its customers receive the parcels."
    const of = { ...facts(["ca-privacy-act"]), details: { relationships } }
    const report = only(ofKind(dossierOf("northpost", of), "regulatorReport"))
    expect(rowOf(report, "Parties involved")).toMatchObject({
      values: [
        "Maple Books",
        "A retailer: see “Class of individuals affected, and relationships between the parties”.",
      ],
      standing: "known",
    })
    expect(textOf(report).split(relationships)).toHaveLength(2)
    const bulletin = only(
      ofKind(dossierOf("northpost", { ...of, ...facts(["ca-on-fippa"]), details: of.details }), "regulatorReport"),
    )
    expect(rowOf(bulletin, "Other organizations involved").values).toEqual(["Maple Books", relationships])
  })

  it("are counted where the carrier notifies the people of several alike", () => {
    const notifying = (of: CaseFacts, language: "en" | "fr") =>
      rowOf(
        only(ofKind(dossierOf("northpost", of, language), "regulatorReport")),
        language === "en" ? "Method used to notify individuals" : "Méthode utilisée pour aviser les individus",
      ).values
    const discreet = { ...leafline, party: "budline" }
    const counted = (retailers: (typeof maplebooks | typeof leafline)[]): CaseFacts => {
      const of = facts(["ca-privacy-act"], retailers)
      const notice = { affected: 30, notified: 0, notifiedByPublicNotice: 0 }
      const byRetailer = retailers.map(({ party }) => ({ retailer: party, notice }))
      return { ...of, parties: of.parties.map((one) => (one.party === "northpost" ? { ...one, byRetailer } : one)) }
    }
    const of = counted([leafline, discreet, maplebooks])
    expect(notifying(of, "en").slice(1)).toEqual([
      "Northpost is to notify the recipients of 3 retailers on its own account.",
    ])
    expect(notifying(of, "fr").slice(1)).toEqual([
      "Northpost doit aviser les destinataires de 3 détaillants en son propre nom.",
    ])
    expect(notifying(counted([maplebooks]), "en").slice(1)).toEqual([
      "Northpost is to notify the recipients of Maple Books on its own account.",
    ])
  })

  it("are a retailer's carrier, and never another retailer", () => {
    const of = facts(["ca-privacy-act"])
    const report = only(ofKind(dossierOf("leafline", of), "regulatorReport"))
    expect(textOf(report)).toContain("Carrier of the parcels concerned: Northpost.")
    expect(textOf(dossierOf("leafline", of))).not.toMatch(/maple/i)
  })

  it("are all listed, however many, and once: a regulator asks for each", () => {
    const many = Array.from({ length: 43 }, (_, place) => ({
      ...maplebooks,
      party: `retailer-${place}`,
      alias: `Retailer ${place}`,
    }))
    const dossier = dossierOf("northpost", facts(["ca-privacy-act"], many))
    const report = only(ofKind(dossier, "regulatorReport"))
    expect(rowOf(report, "Parties involved").values).toEqual([
      expect.stringMatching(/^Retailers whose parcels are concerned: Retailer 0, .*, Retailer 41 and Retailer 42\.$/),
    ])
    expect(textOf(report).split("Retailer 42")).toHaveLength(2)
  })

  it.each([
    ["en", "Retailer 0, Retailer 1 and Retailer 2: notified on 2 November 2026, 09:00 (EST)"],
    ["fr", "Retailer 0, Retailer 1 et Retailer 2 : avis donné le 2 novembre 2026 à 9 h (HNE)"],
  ] as const)("share a line if they were notified within one minute: %s", (language, line) => {
    const three = [0, 1, 2].map((place) => ({
      ...maplebooks,
      party: `retailer-${place}`,
      alias: `Retailer ${place}`,
    }))
    const ofCase = facts(["ca-privacy-act"], three)
    const duties = deriveDuties(ofCase, lawCatalogue).map((duty) => dischargedAt(duty, "2026-11-02T14:00:00Z"))
    const input = scenarioDossierInput({ facts: ofCase, duties, party: "northpost", language })
    const report = only(ofKind(buildDossier(input), "regulatorReport"))
    expect(rowsOf(report).flatMap(({ values }) => values.map((one) => one.replaceAll("\u00a0", " ")))).toContain(line)
  })

  it("are explained to the officer in the evidence, and in nothing that is sent", () => {
    for (const [language, reason] of [
      ["en", "Discreet: the exchange names it to nobody except its own proven customers"],
      ["fr", "Discret : la plateforme d’échange ne le nomme qu’à ses propres clients"],
    ] as const) {
      const { documents } = dossierOf("northpost", facts(["ca-privacy-act"]), language)
      for (const document of documents)
        expect([document.id, textOf(document).includes(reason)]).toEqual([document.id, document.id === "evidence"])
    }
  })
})
