import { describe, expect, it } from "@jest/globals"
import { buildDossier } from "../../shared/domain/dossier.ts"
import { deriveDuties } from "../../shared/domain/duty-derivation.ts"
import { lawCatalogue } from "../../shared/law/catalogue.ts"
import { renderDossierPdf } from "../../shared/rendering/dossier-pdf.ts"
import { retailerFacts, scenarioDossierInput, scenarioFacts, timelineOf } from "../domain/dossier-scenario.ts"

const latin = (bytes: Uint8Array): string => Buffer.from(bytes).toString("latin1")
const pagesOf = (bytes: Uint8Array): number => latin(bytes).match(/\/Type \/Page\b/g)?.length ?? 0

describe("a dossier as a PDF", () => {
  const dossier = buildDossier(scenarioDossierInput())

  it("is a whole PDF with a page or more for each document", async () => {
    const bytes = await renderDossierPdf(dossier)
    expect(latin(bytes).slice(0, 5)).toBe("%PDF-")
    expect(latin(bytes).trimEnd().endsWith("%%EOF")).toBe(true)
    expect(pagesOf(bytes)).toBeGreaterThanOrEqual(dossier.documents.length)
  })

  it("has the same bytes for the same dossier", async () => {
    const [once, again] = [await renderDossierPdf(dossier), await renderDossierPdf(dossier)]
    expect(Buffer.compare(Buffer.from(once), Buffer.from(again))).toBe(0)
  })

  it("can be one document alone, such as the report to send", async () => {
    const whole = await renderDossierPdf(dossier)
    const report = await renderDossierPdf(dossier, { document: "report-ca-on-fippa" })
    expect(pagesOf(report)).toBeLessThan(pagesOf(whole))
  })

  it("cannot be a document that the dossier lacks", async () => {
    await expect(renderDossierPdf(dossier, { document: "report-eu-gdpr" })).rejects.toThrow("no such document")
  })

  it("comes in the paper of the country", async () => {
    expect(latin(await renderDossierPdf(dossier, { pageSize: "A4" }))).toContain("[0 0 595.28 841.89]")
    expect(latin(await renderDossierPdf(dossier))).toContain("[0 0 612 792]")
  })

  it("embeds its fonts, so that it looks the same to everybody", async () => {
    expect(latin(await renderDossierPdf(dossier)).match(/\/FontFile2/g)?.length).toBeGreaterThanOrEqual(2)
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
