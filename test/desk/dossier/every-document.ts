import type { Dossier } from "../../../shared/desk/dossier/document.ts"
import { buildDossier } from "../../../shared/desk/dossier/dossier.ts"
import type { PageSize } from "../../../shared/desk/dossier/rendering.ts"
import { deriveDuties } from "../../../shared/desk/duties/derive-duties.ts"
import { lawCatalogue } from "../../../shared/desk/law/catalogue.ts"
import { everyLaw, retailerIn, under } from "./dossier-documents.ts"
import { earlyFacts, notifiedFacts, scenarioDossierInput, timelineOf } from "./dossier-scenario.ts"

/** A party bound by every law, with a timeline of many entries. */
export function largeDossier(entryCount: number, language: Dossier["language"] = "en"): Dossier {
  const reported = { at: "2026-11-03T20:55:00Z", shipments: 1, fields: [] }
  const facts = retailerIn({
    laws: everyLaw,
    reported: Object.fromEntries(everyLaw.map((law) => [law, reported])),
    notifiedFacts,
    publicNoticeGrounds: ["noContactDetails"],
  })
  const { entries, head } = timelineOf(
    Array.from({ length: entryCount }, (_, index) => ({
      at: new Date(1_790_000_000_000 + index * 60_000).toISOString(),
      actor: "hub",
      type: "MeasureRecorded",
    })),
  )
  const duties = deriveDuties(facts, lawCatalogue)
  return buildDossier(scenarioDossierInput({ facts, duties, timeline: entries, head, language }))
}

export type DrawnFile = {
  readonly name: string
  readonly dossier: Dossier
  readonly pageSize: PageSize
  /** The one document of it. All of them if absent. */
  readonly document?: string
}

/** Every kind of document, of every law and in both languages, and whole dossiers on both papers. */
export function everyFile(): readonly DrawnFile[] {
  const dossier = largeDossier(60)
  const ofScenario = (["en", "fr"] as const).map((language) => buildDossier(scenarioDossierInput({ language })))
  const early = under(retailerIn({ laws: ["ca-pipeda"], ...earlyFacts }))
  const wholes = [dossier, largeDossier(60, "fr"), ...ofScenario].flatMap((whole, index) =>
    (["LETTER", "A4"] as const).map((pageSize) => ({ name: `whole-${index}-${pageSize}`, dossier: whole, pageSize })),
  )
  const single = dossier.documents.map(({ id }, index) => {
    const pageSize = index % 2 === 0 ? ("LETTER" as const) : ("A4" as const)
    return { name: `${id}-${pageSize}`, dossier, document: id, pageSize }
  })
  const earlyOnes = early.documents
    .filter(({ noticeKind }) => noticeKind === "earlyNotice")
    .map(({ id }) => ({ name: id, dossier: early, document: id, pageSize: "LETTER" as const }))
  return [...wholes, ...single, ...earlyOnes]
}
