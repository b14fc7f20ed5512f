import { describe, expect, it } from "@jest/globals"
import type { Dossier } from "../../../shared/desk/dossier/document.ts"
import { buildDossier } from "../../../shared/desk/dossier/dossier.ts"
import { renderDossierMarkdown } from "../../../shared/desk/dossier/render-markdown.ts"
import { chosenOf, runningText, withUnbrokenSpaces } from "../../../shared/desk/dossier/rendering.ts"
import { retailerIn, under } from "./dossier-documents.ts"
import { carrierFacts, retailerFacts, scenarioDossierInput, scenarioFacts } from "./dossier-scenario.ts"

/** No-break spaces as underscores. */
const shown = (text: string): string => withUnbrokenSpaces(text).replaceAll("\u00a0", "_")

describe("spaces at which no line ends", () => {
  it("are those before a colon and in guillemets, as Canadian French writes", () => {
    expect(shown("Ce qui a été affiché : le code postal; « la date »?")).toBe(
      "Ce qui a été affiché_: le code postal; «_la date_»?",
    )
    expect(shown("2,0 % de tout")).toBe("2,0_% de tout")
    expect(shown("What was shown: the date")).toBe("What was shown: the date")
  })

  it("are those within a day and a time", () => {
    expect(shown("Le 1er novembre 2026, de 9\u00a0h\u00a005 à 10\u00a0h\u00a000 (HNE)")).toBe(
      "Le 1er_novembre 2026, de 9_h_05 à 10_h_00_(HNE)",
    )
    expect(shown("10\u00a0h (HNE)")).toBe("10_h_(HNE)")
    expect(shown("On 1 November 2026, 09:00 (EST)")).toBe("On 1_November 2026, 09:00_(EST)")
    expect(shown("2026-11-06 10:00 EST, 2026-11-06 10:00:07 -05:00")).toBe(
      "2026-11-06 10:00_EST, 2026-11-06 10:00:07_-05:00",
    )
    expect(shown("5 shipments in 2026")).toBe("5 shipments in 2026")
  })

  it("are those after the sign of a section", () => {
    expect(shown("SOR/2018-64 s. 6(1); art. 33; ss. 34, 40.1; § 1798.82")).toBe(
      "SOR/2018-64 s._6(1); art._33; ss._34, 40.1; §_1798.82",
    )
    expect(shown("It has ended as. 5 remain")).toBe("It has ended as. 5 remain")
  })

  it("are in what is rendered, and not in the record", async () => {
    const dossier = buildDossier(scenarioDossierInput({ language: "fr" }))
    const document = "notice-ca-on-fippa-fr"
    expect(JSON.stringify(dossier.documents.find(({ id }) => id === document))).toContain("Ce qui a été affiché :")
    expect(JSON.stringify(chosenOf(dossier, { document }).chosen)).toContain("Ce qui a été affiché\u00a0:")
    expect(Buffer.from(await renderDossierMarkdown(dossier, { document })).toString()).toContain("affiché\u00a0:")
  })
})

describe("what each page says", () => {
  it("is that a draft is one, be it a notice or a report, and of a final notice nothing", () => {
    const { contact: _, publicContact: __, ...silent } = retailerFacts
    const draft = under(scenarioFacts({ parties: [silent, carrierFacts] }), { language: "fr" })
    const final = under(retailerIn({}))
    const pageOf = (dossier: Dossier, id: string) =>
      dossier.documents.filter((one) => one.id === id).map((one) => runningText(dossier, one))
    expect(pageOf(draft, "report-ca-on-fippa")).toEqual(["Projet : ne pas envoyer – WS-7K2M9Q4XHT"])
    expect(pageOf(draft, "notice-ca-on-fippa-en")).toEqual(["Draft: do not send"])
    expect(pageOf(final, "report-ca-on-fippa")).toEqual(["WS-7K2M9Q4XHT"])
    expect(pageOf(final, "notice-ca-on-fippa-en")).toEqual([""])
  })
})
