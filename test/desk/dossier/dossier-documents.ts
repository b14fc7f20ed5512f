import type { Dossier, DossierDocument, FactRow, NoticeKind } from "../../../shared/desk/dossier/document.ts"
import { buildDossier } from "../../../shared/desk/dossier/dossier.ts"
import { deriveDuties } from "../../../shared/desk/duties/derive-duties.ts"
import type { Duty } from "../../../shared/desk/duties/duty.ts"
import type { CaseFacts, CaseFactsInput, PartyFactsInput } from "../../../shared/desk/facts.ts"
import { lawCatalogue } from "../../../shared/desk/law/catalogue.ts"
import { carrierFacts, retailerFacts, scenarioDossierInput, scenarioFacts } from "./dossier-scenario.ts"

/** Laws that ask for something after a breach. */
export const lawsWithDuties = lawCatalogue.filter(({ rules }) => rules.length > 0)
/** Those that ask for a notice to people: NIS2 asks to tell the customers of a service. */
export const lawsWithNotices = lawsWithDuties.filter(({ rules }) =>
  rules.some(({ kind }) => kind === "tellIndividuals"),
)
export const everyLaw = lawCatalogue.map(({ id }) => id)
export const under = (facts: CaseFacts, change: Partial<Parameters<typeof buildDossier>[0]> = {}): Dossier =>
  buildDossier(scenarioDossierInput({ facts, duties: deriveDuties(facts, lawCatalogue), ...change }))
export const retailerIn = (party: Partial<PartyFactsInput>, change: Partial<CaseFactsInput> = {}): CaseFacts =>
  scenarioFacts({ parties: [{ ...retailerFacts, ...party }, carrierFacts], ...change })

/** A duty that its party has done, with a receipt. */
export const dischargedAt = (duty: Duty, at: string): Duty => ({
  ...duty,
  state: "discharged",
  discharged: { by: duty.party, at, receipt: { kind: "regulatorReceipt", reference: "1", at } },
})

/** Notices with all that a law asks for, and no others. */
export const ofKind = (dossier: Pick<Dossier, "documents">, kind: DossierDocument["kind"]) =>
  dossier.documents.filter(
    (document) => document.kind === kind && document.addressee === undefined && document.noticeKind === undefined,
  )

/** Notices for another moment. */
export const ofNoticeKind = (dossier: Pick<Dossier, "documents">, wanted: NoticeKind) =>
  dossier.documents.filter(({ noticeKind }) => noticeKind === wanted)
export const only = (documents: readonly DossierDocument[]): DossierDocument => {
  const [document] = documents
  if (document === undefined || documents.length > 1) throw new Error(`${documents.length} documents`)
  return document
}
/** The rows of the tables in the section with a heading. */
export const tableRowsUnder = (document: DossierDocument, heading: string): readonly (readonly string[])[] =>
  document.sections
    .filter((section) => section.heading === heading)
    .flatMap(({ blocks }) => blocks.flatMap((block) => (block.kind === "table" ? block.rows : [])))
export const rowsOf = (document: DossierDocument): readonly FactRow[] =>
  document.sections.flatMap(({ blocks }) => blocks.flatMap((block) => (block.kind === "facts" ? block.rows : [])))
export const rowOf = (document: DossierDocument, label: string): FactRow => {
  const row = rowsOf(document).find((candidate) => candidate.label === label)
  if (row === undefined) throw new Error(`no row ${label}`)
  return row
}
export const textOf = (value: unknown): string => JSON.stringify(value)
