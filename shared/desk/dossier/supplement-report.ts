import type { DocumentLanguage } from "../../base/contracts/words.ts"
import { count, labelled, moment, momentSpan, pair, say, sentenceList } from "../../base/platform/bilingual.ts"
import { differsFromReport } from "../duties/derive-duties.ts"
import { rulesInForce } from "../duties/due-time.ts"
import { type Duty, isSettled } from "../duties/duty.ts"
import { dutyKey } from "../duties/duty-key.ts"
import type { PartyFacts } from "../facts.ts"
import { asDerived } from "../facts-of-case.ts"
import type { Law, Rule } from "../law/law.ts"
import { causeInWords, fieldInWords } from "./codes-in-words.ts"
import type { DossierDocument, FactRow } from "./document.ts"
import { fact } from "./fact-row.ts"
import { titleOf } from "./missing-facts.ts"
import { filled, inLanguageOfRegulator, missingInReport, referenceOf } from "./outgoing.ts"
import type { Perspective } from "./perspective.ts"

/** The id of a supplement to the report under a law. */
export const supplementId = (lawId: string): string => `supplement-${lawId}`

/**
 * The supplement to a report. It exists as long as it is owed. Once its receipt is recorded, nothing is new any more.
 *
 * @param rule the rule that asks for the supplement
 */
export function buildSupplement(view: Perspective, law: Law, rule: Rule): DossierDocument[] {
  const { viewer } = view
  const { [law.id]: reported } = viewer.reported
  const report = rulesInForce(asDerived(viewer), law).find(
    ({ kind, stage }) => kind === "tellRegulator" && stage === undefined,
  )
  return report === undefined || reported === undefined || !isOwed(view, law)
    ? []
    : [supplement(view, law, { rule, report, reported })]
}

/** The supplement that the law of a report allows and does not ask for: while what is known differs from the report. */
export function buildAllowedSupplement(view: Perspective, law: Law, report: Rule): DossierDocument[] {
  const { [law.id]: reported } = view.viewer.reported
  const { maySupplement: section } = report
  if (section === undefined || reported === undefined || !differsFromReport(view.viewer, reported)) return []
  const title = pair(`${report.title.en}: new information`, `${report.title.fr} : renseignements nouveaux`)
  const rule = { ...report, title, citation: { ...report.citation, section } }
  return [supplement(view, law, { rule, report, reported })]
}

type Supplemented = { readonly rule: Rule; readonly report: Rule; readonly reported: Reported }

/** When the report was made, what is new since then, and the report as it stands now. */
function supplement(officer: Perspective, law: Law, { rule, report, reported }: Supplemented): DossierDocument {
  const view = inLanguageOfRegulator(officer, law)
  const { language } = view
  const { rows } = filled(view, law, report)
  const missing = missingInReport(officer, law, report)
  const facts = (heading: string, of: FactRow[]) => ({ heading, blocks: [{ kind: "facts" as const, rows: of }] })
  return {
    id: supplementId(law.id),
    kind: "regulatorReport",
    audience: "outgoing",
    language,
    title: titleOf(rule.title[language], missing, language),
    subtitle: say(language, `To: ${rule.to.name.en}`, `À : ${rule.to.name.fr}`),
    law: law.id,
    rule: rule.id,
    missing,
    sections: [
      facts(say(language, "Reference", "Référence"), [
        ...referenceOf(view, law, { ...rule, content: report.content }),
        ...reportedBefore(view, law, reported),
      ]),
      facts(say(language, "What is new", "Ce qui est nouveau"), newsOf(view, reported)),
      facts(say(language, "The report as it stands now", "La déclaration telle qu’elle se lit maintenant"), rows),
    ],
  }
}

/** How large the breach was, as it was last reported. */
type Reported = PartyFacts["reported"][string]

const ownDuty = ({ duties, viewer }: Perspective, law: Law, kind: Duty["kind"]): Duty | undefined =>
  duties.find((duty) => dutyKey(duty) === dutyKey({ party: viewer.party, law: law.id, kind }))

function isOwed(view: Perspective, law: Law): boolean {
  const duty = ownDuty(view, law, "supplementReport")
  return duty !== undefined && !isSettled(duty)
}

/** When the party last reported, and under which number the report is filed. */
function reportedBefore(view: Perspective, law: Law, { at }: Reported): FactRow[] {
  const { language, viewer } = view
  const reference = ownDuty(view, law, "tellRegulator")?.discharged?.receipt.reference
  return [
    fact(say(language, "Last reported", "Dernière déclaration"), moment(at, viewer.timeZone, language)),
    ...(reference === undefined ? [] : [fact(say(language, "Our report", "Notre déclaration"), reference)]),
  ]
}

function newsOf(view: Perspective, reported: Reported): FactRow[] {
  const { language, viewer } = view
  const found = viewer.exposuresByField.map(({ field }) => field).filter((field) => !reported.fields.includes(field))
  const words = found.map((field) => fieldInWords(field, language))
  return [
    fact(say(language, "Exposed shipments", "Envois exposés"), countsInWords(view, reported.shipments)),
    fact(
      say(language, "Kinds of personal information", "Types de renseignements personnels"),
      words.length === 0
        ? viewer.isAtLeast
          ? say(language, "None known but those reported.", "Aucun autre connu que ceux déclarés.")
          : say(language, "None but those reported.", "Aucun autre que ceux déclarés.")
        : say(
            language,
            `Newly found: ${sentenceList(words, "en")}.`,
            `Nouvellement constatés : ${sentenceList(words, "fr")}.`,
          ),
    ),
    ...changedPeriod(view, reported),
    ...changedCause(view, reported),
    ...when(view, say(language, "Latest found", "Derniers constatés"), viewer.grownAt),
    ...when(view, say(language, "Corrected", "Corrigé"), correctedSince(view, reported)),
  ]
}

/** The time of the lookups, if it is another than was reported. */
function changedPeriod({ language, viewer }: Perspective, { also }: Reported): FactRow[] {
  const { firstExposureAt: first, lastExposureAt: last, timeZone } = viewer
  const span = (from: string | null | undefined, until: string | null | undefined) =>
    from && until ? momentSpan(from, until, timeZone, language) : undefined
  return changed(say(language, "Lookups", "Consultations"), language, {
    before: also && (span(also.firstExposureAt, also.lastExposureAt) ?? notStated(language)),
    now: span(first, last) ?? notStated(language),
  })
}

/** The cause, if it is another than was reported. */
function changedCause({ language, facts }: Perspective, { also }: Reported): FactRow[] {
  const inWords = (causes: PartyFactsCauses) =>
    causes.length === 0 ? notStated(language) : causes.map((code) => causeInWords(code, language)).join(" ")
  return changed(say(language, "Cause", "Cause"), language, {
    before: also && inWords(also.causes),
    now: inWords(facts.causes),
  })
}

type PartyFactsCauses = NonNullable<Reported["also"]>["causes"]

const notStated = (language: DocumentLanguage): string => say(language, "not stated", "non indiqué")

/** What was told before and what is known now. Of a report from which it was not kept, only that and what is known. */
function changed(
  label: string,
  language: DocumentLanguage,
  { before, now }: { readonly before: string | undefined; readonly now: string },
): FactRow[] {
  if (before === now) return []
  const told = before ?? say(language, "not recorded", "non consigné")
  return [
    fact(
      label,
      labelled(say(language, "Reported", "Déclaré"), told, language),
      labelled(say(language, "Known now", "Connu maintenant"), now, language),
    ),
  ]
}

/** How many shipments were reported, and how many more or fewer are known now. */
function countsInWords({ language, viewer }: Perspective, reported: number): string {
  const more = viewer.shipments - reported
  const told = say(language, `Reported: ${count(reported, "en")}.`, `Déclarés : ${count(reported, "fr")}.`)
  if (more === 0) return `${told} ${say(language, "No more are known now.", "Aucun de plus n’est connu maintenant.")}`
  const change = Math.abs(more)
  const known = say(
    language,
    `Known now: ${count(viewer.shipments, "en")}, which is ${count(change, "en")} ${more > 0 ? "more" : "fewer"}.`,
    `Connus maintenant : ${count(viewer.shipments, "fr")}, soit ${count(change, "fr")} de ${more > 0 ? "plus" : "moins"}.`,
  )
  return `${told} ${known}`
}

/** When a fact was corrected, if that was after the report. The report as it stands now shows what is right. */
function correctedSince({ viewer }: Perspective, { at }: Reported): string | undefined {
  const { correctedAt } = viewer
  return correctedAt !== undefined && Date.parse(correctedAt) > Date.parse(at) ? correctedAt : undefined
}

const when = ({ language, viewer }: Perspective, label: string, at: string | undefined): FactRow[] =>
  at === undefined ? [] : [fact(label, moment(at, viewer.timeZone, language))]
