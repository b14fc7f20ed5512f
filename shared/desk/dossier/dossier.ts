import { isByContract } from "../../base/contracts/by-contract.ts"
import { type DocumentLanguage, dutyKindSchema } from "../../base/contracts/words.ts"
import { dutyIdOf } from "../cases/duty-rows.ts"
import { presumedIn } from "../duties/derive-duties.ts"
import type { Duty } from "../duties/duty.ts"
import type { CaseFacts } from "../facts.ts"
import type { Law, Rule } from "../law/law.ts"
import { verifyChain } from "../timeline.ts"
import { dutyFor, dutyWithCodes, viewerIn, visibleDuties } from "../visibility.ts"
import { letterByContract } from "./contract-letter.ts"
import type { Dossier, DossierDocument } from "./document.ts"
import { buildEarlyNotice } from "./early-notice.ts"
import { buildEvidence, type ChainEvidence, rulesOf } from "./evidence.ts"
import { buildFollowUp } from "./follow-up-notice.ts"
import { buildNotice } from "./notice.ts"
import type { Told } from "./notice-words.ts"
import { buildOrganisationLetter, letterId } from "./organisation-letter.ts"
import { buildRegisterEntry, buildReport } from "./outgoing.ts"
import type { BoundRule, Perspective } from "./perspective.ts"
import { buildPublicNotice } from "./public-notice.ts"
import { type RegulatorSide, regulatorSide } from "./regulator-side.ts"
import { type FieldsOfReport, reportFields } from "./report-fields.ts"
import { buildSummary } from "./summary.ts"
import { buildAllowedSupplement, buildSupplement } from "./supplement-report.ts"
import { withOwnAuthorities } from "./with-own-authorities.ts"

/** What the documents of one party are made from. */
export type DocumentsInput = {
  readonly facts: CaseFacts
  /** Id of the party that the documents are for. They hold that party's side only. */
  readonly party: string
  /** Every duty of the case. Duties that the party may not see are left out. */
  readonly duties: readonly Duty[]
  /** The laws that the party's duties follow. */
  readonly laws: readonly Law[]
  readonly lawsOfOthers?: Perspective["lawsOfOthers"]
  /** Language of reports and summary. Notices are written in every language that the law lists. */
  readonly language: DocumentLanguage
  /** ISO instant. */
  readonly preparedAt: string
  /** Id of a document that has to be among them, however many there are. */
  readonly wanted?: string | undefined
}

export type DossierInput = ChainEvidence & DocumentsInput

/** What leaves the house: reports to regulators, notices per law and language, letters, and register entries. */
function outgoingOf(
  view: Perspective,
  rules: readonly BoundRule[],
  wanted: string | undefined,
): readonly DossierDocument[] {
  const ofKind = (kind: Rule["kind"]) => rules.filter(({ rule }) => rule.kind === kind)
  return [
    ...ofKind("tellRegulator").map(({ law, rule }) => buildReport(view, law, rule)),
    ...ofKind("supplementReport").flatMap(({ law, rule }) => buildSupplement(view, law, rule)),
    ...ofKind("tellRegulator").flatMap(({ law, rule }) => buildAllowedSupplement(view, law, rule)),
    ...ofKind("tellIndividuals").flatMap((one) => noticesUnder(view, one)),
    ...lettersOf(view, ofKind("tellOtherOrganisation"), wanted),
    ...ofKind("keepRecord").map(({ law, rule }) => buildRegisterEntry(view, law, rule)),
  ]
}

/** The notices to people under one rule, each kind in every language. */
function noticesUnder(view: Perspective, { law, rule }: BoundRule): readonly DossierDocument[] {
  const languages: readonly Told[] = [
    ...law.noticeLanguages.map((language) => ({ language })),
    ...view.viewer.noticeLanguages.map(({ language: code, sentences: words }) => ({
      language: "en" as const,
      further: { code, words },
    })),
  ]
  return [
    ...languages.flatMap((told) => buildEarlyNotice(told, view, law, rule)),
    ...languages.map((told) => buildNotice(told, view, law, rule)),
    ...languages.flatMap((told) => buildFollowUp(told, view, law, rule)),
    ...languages.flatMap((told) => buildPublicNotice(told, view, law, rule)),
  ]
}

/** Most letters that a dossier holds. A party that owes more of them asks for each by the id of its duty. */
const lettersAtMost = 40

/** A letter for each duty to notify another organisation, under a law or by contract. */
function lettersOf(view: Perspective, rules: readonly BoundRule[], wanted: string | undefined): DossierDocument[] {
  const owed = rules.flatMap(({ law, rule }) =>
    view.duties
      .filter((duty) => duty.party === view.viewer.party && duty.law === law.id && duty.rule === rule.id)
      .filter(({ state }) => state !== "notOwed")
      .map((duty) => ({ law, rule, duty })),
  )
  const isWanted = ({ duty }: { duty: Duty }) => letterId(dutyIdOf(view.viewer.caseAlias, duty)) === wanted
  const byContract = view.duties
    .filter((duty) => duty.party === view.viewer.party && isByContract(duty) && duty.state !== "notOwed")
    .map((duty) => letterByContract(view, duty))
  const chosen = [...owed, ...byContract].filter((one, place) => place < lettersAtMost || isWanted(one))
  return chosen.map((one) => buildOrganisationLetter(view, one))
}

/** The party's side of the case. @throws Error if the party is not in the case */
function perspectiveOf({ facts, party, duties, laws, lawsOfOthers, ...drawn }: DocumentsInput): Perspective {
  const viewer = facts.parties.find((one) => one.party === party)
  if (viewer === undefined) throw new Error("the party is not a party of this case")
  const sees = viewerIn(facts, viewer)
  const visible = visibleDuties(duties, sees).map((duty) => presumedIn(facts, laws, dutyFor(sees, duty)))
  const { language, preparedAt } = drawn
  const addressed = withOwnAuthorities(laws, viewer.authorities)
  return { facts, viewer, duties: inOrder(visible, laws), laws: addressed, lawsOfOthers, language, preparedAt }
}

/** Duties by law, and under each law the report first and the record last. Those by contract come after. */
function inOrder(duties: readonly Duty[], laws: readonly Law[]): readonly Duty[] {
  const place = ({ law, kind }: Duty) =>
    (isByContract({ law }) ? laws.length : laws.findIndex(({ id }) => id === law)) * dutyKindSchema.options.length +
    dutyKindSchema.options.indexOf(kind)
  return [...duties].sort((one, other) => place(one) - place(other))
}

/** The documents of one party that leave the house. @throws Error if the party is not in the case */
export const buildOutgoing = (input: DocumentsInput): readonly DossierDocument[] => {
  const view = perspectiveOf(input)
  return outgoingOf(view, rulesOf(view.viewer, view.laws, view.duties), input.wanted)
}

/** Each report of one party to a regulator, field by field. @throws Error if the party is not in the case */
export const buildReportFields = (input: DocumentsInput): readonly FieldsOfReport[] => {
  const view = perspectiveOf(input)
  return reportFields(view, rulesOf(view.viewer, view.laws, view.duties))
}

/** One party's side of a case for a regulator. @throws Error if the party is not in the case */
export const buildRegulatorSide = (input: DossierInput): RegulatorSide => regulatorSide(perspectiveOf(input), input)

/**
 * The dossier of one party: what leaves the house, and the internal summary and evidence. The same input gives the
 * same dossier.
 *
 * @throws Error if the party is not in the case
 */
export const buildDossier = (input: DossierInput): Dossier => {
  const view = perspectiveOf(input)
  const { viewer, duties } = view
  const rules = rulesOf(viewer, view.laws, duties)
  const outgoing = outgoingOf(view, rules, input.wanted)
  const verdict = verifyChain(input.timeline, input.head)
  return {
    format: "wayseal-dossier/1",
    caseAlias: viewer.caseAlias,
    party: viewer.party,
    preparedAt: input.preparedAt,
    language: input.language,
    documents: [
      buildSummary(view, { rules, outgoing, evidence: input, verdict }),
      ...outgoing,
      buildEvidence(view, input, verdict),
    ],
    duties: duties.map((duty) => {
      const { clock, ...rest } = dutyWithCodes(duty, input.facts, viewer)
      const { citation: _citation, ...published } = clock
      return { ...rest, clock: published }
    }),
    ...(viewer.unwatched.length === 0 ? {} : { unwatched: [...viewer.unwatched] }),
    ...(viewer.unknownBecause.length === 0 ? {} : { unknownBecause: [...viewer.unknownBecause] }),
    timeline: [...input.timeline],
    head: input.head,
    ...(input.headMac === undefined ? {} : { headMac: input.headMac }),
    ...(input.headSignature === undefined ? {} : { headSignature: input.headSignature }),
    receivedHeads: [...(input.receivedHeads ?? [])],
  }
}
