import { beforeAll, describe, expect, it } from "@jest/globals"
import { renderDossierPdf } from "../../../shared/desk/dossier/deployed-pdf.ts"
import { buildDossier } from "../../../shared/desk/dossier/dossier.ts"
import { deriveDuties } from "../../../shared/desk/duties/derive-duties.ts"
import { lawCatalogue } from "../../../shared/desk/law/catalogue.ts"
import { dischargedAt, under } from "./dossier-documents.ts"
import { carrierFacts, retailerFacts, scenarioDossierInput, scenarioFacts, timelineOf } from "./dossier-scenario.ts"

const latin = (bytes: Uint8Array): string => Buffer.from(bytes).toString("latin1")
const pagesOf = (bytes: Uint8Array): number => latin(bytes).match(/\/Type \/Page\b/g)?.length ?? 0

describe("a dossier as a PDF", () => {
  const dossier = buildDossier(scenarioDossierInput())
  let whole: Uint8Array
  let report: Uint8Array

  beforeAll(async () => {
    whole = await renderDossierPdf(dossier)
    report = await renderDossierPdf(dossier, { document: "report-ca-on-fippa", pageSize: "A4" })
  })

  it("is a whole PDF with a page or more for each document", () => {
    expect(latin(whole).slice(0, 5)).toBe("%PDF-")
    expect(latin(whole).trimEnd().endsWith("%%EOF")).toBe(true)
    expect(pagesOf(whole)).toBeGreaterThanOrEqual(dossier.documents.length)
  })

  it("has the same bytes for the same dossier", async () => {
    expect(Buffer.compare(Buffer.from(whole), Buffer.from(await renderDossierPdf(dossier)))).toBe(0)
  })

  it("can be one document alone, such as the report to send", () => {
    expect(pagesOf(report)).toBeGreaterThan(0)
    expect(pagesOf(report)).toBeLessThan(pagesOf(whole))
  })

  it.each(["en", "fr"])("has the notice to people on one page: %s", async (language) => {
    const brief = buildDossier(
      scenarioDossierInput({
        facts: scenarioFacts({ measures: [], parties: [{ ...retailerFacts, assessments: {} }] }),
      }),
    )
    for (const one of [brief, dossier]) {
      expect(pagesOf(await renderDossierPdf(one, { document: `notice-ca-on-fippa-${language}` }))).toBe(1)
    }
  })

  it.each(["en", "fr"])("has the notice of a carrier whose people can check it on one page: %s", async (language) => {
    const carrier = {
      ...carrierFacts,
      publicContact: { phone: "+1 613 555 0127" },
      trackingSite: { site: "northpost.example", entry: { en: "Track a parcel", fr: "Suivre un colis" } },
      unknownBecause: ["countGoesOn" as const],
      fieldsNotExposed: [],
      exposuresByField: [...(carrierFacts.exposuresByField ?? []), { field: "phase", shipments: 4500 }],
    }
    const facts = scenarioFacts({
      parties: [retailerFacts, carrier],
      causes: ["proofNotAsked", "referencesGuessable"],
      measures: (["toolSuspended", "finderAttested", "proofRequired"] as const).map((code) => ({
        by: "northpost",
        kind: "containment",
        code,
        at: "2026-11-02T19:40:00Z",
      })),
    })
    // As it is sent: the regulator is notified, of which the notice says one line more.
    const duties = deriveDuties(facts, lawCatalogue).map((duty) =>
      duty.kind === "tellRegulator" ? dischargedAt(duty, "2026-11-02T20:00:00Z") : duty,
    )
    const byCarrier = under(facts, { party: "northpost", duties })
    const document = `notice-ca-privacy-act-${language}`
    expect(pagesOf(await renderDossierPdf(byCarrier, { document }))).toBe(1)
  })

  it("cannot be a document that the dossier lacks", async () => {
    await expect(renderDossierPdf(dossier, { document: "report-eu-gdpr" })).rejects.toThrow("no such document")
  })

  it("comes in the paper of the country", () => {
    expect(latin(report)).toContain("[0 0 595.28 841.89]")
    expect(latin(whole)).toContain("[0 0 612 792]")
  })

  it("embeds its fonts, so that it looks the same to everybody", () => {
    expect(latin(whole).match(/\/FontFile2/g)?.length).toBeGreaterThanOrEqual(2)
  })

  it("declares its language for screen readers", async () => {
    const french = await renderDossierPdf(dossier, { document: "notice-ca-on-fippa-fr" })
    expect(latin(whole)).toMatch(/\/Lang \(en-CA\)/)
    expect(latin(french)).toMatch(/\/Lang \(fr-CA\)/)
  })

  it("shows its title in the window, and says that it has a structure for screen readers", () => {
    expect(latin(whole)).toContain("/DisplayDocTitle true")
    expect(latin(whole)).toContain("/Marked true")
  })

  it("holds a party bound by every law and a timeline of 200 entries", async () => {
    const facts = scenarioFacts({ parties: [{ ...retailerFacts, laws: lawCatalogue.map(({ id }) => id) }] })
    const { entries, head } = timelineOf(
      Array.from({ length: 200 }, (_, index) => ({
        at: new Date(1_790_000_000_000 + index * 60_000).toISOString(),
        actor: "hub",
        type: "MeasureRecorded",
      })),
    )
    const large = buildDossier(
      scenarioDossierInput({ facts, duties: deriveDuties(facts, lawCatalogue), timeline: entries, head }),
    )
    expect(pagesOf(await renderDossierPdf(large))).toBeGreaterThan(25)
  })
})
