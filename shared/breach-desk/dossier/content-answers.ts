import type { ReportDetail } from "../../contracts/legal-words.ts"
import type { AssessmentReason, DocumentLanguage } from "../../contracts/words.ts"
import type { ContentItem, ContentSource } from "../../law/content-item.ts"
import { type Law, legalTestOf, type Rule } from "../../law/law.ts"
import { capital, count, day, labelled, moment, say, sentenceList } from "../../platform/bilingual.ts"
import { mayBeIn } from "../../tracking/recipient-region.ts"
import { type Assessment, assessmentKey } from "../assessment.ts"
import { type Duty, isOverdue } from "../duties/duty.ts"
import { questionOfTest } from "../duties/legal-questions.ts"
import { type Answer, known, missing, unknown } from "./answer.ts"
import {
  assessmentReasonInWords,
  causeInWords,
  countryInWords,
  factorInWords,
  fieldInWords,
  kindInWords,
  levelInWords,
  stateInWords,
} from "./codes-in-words.ts"
import { addresseeInWords, dutyOutcome } from "./duties-in-words.ts"
import {
  circumstancesFromEvidence,
  findingInWords,
  foundInWords,
  periodInWords,
  possibleInWords,
  shareInWords,
} from "./findings-in-words.ts"
import { containmentInWords, measuresInWords } from "./measures-in-words.ts"
import {
  complaintInWords,
  notificationInWords,
  progressInWords,
  publicContactLines,
  stepsForIndividuals,
} from "./notices-in-words.ts"
import { otherPartiesInWords, whoseParcelsInWords } from "./other-parties.ts"
import type { Perspective } from "./perspective.ts"
import { withheldProse } from "./withheld-prose.ts"

/** Fills one required item of a report or register entry, by the fact that it asks for. */
export const answerTo = (item: Pick<ContentItem, "source">, view: Perspective, law: Law, rule: Rule): Answer =>
  answers[item.source](view, law, rule)

const answers: Readonly<Record<ContentSource, (view: Perspective, law: Law, rule: Rule) => Answer>> = {
  organisation: (view) => {
    const { viewer, language } = view
    const number = viewer.businessNumber
    return known(
      `${viewer.name} (${countryInWords(viewer.country, language)})`,
      ...(number === undefined ? [] : [say(language, `Business number ${number}`, `Numéro d’entreprise ${number}`)]),
    )
  },
  senderAndContact: (view) => {
    const lines = publicContactLines(view.viewer)
    return lines.length === 0 ? missing(view) : known(view.viewer.name, ...lines)
  },
  contact: (view) => {
    const { contact } = view.viewer
    const lines = [contact?.name, contact?.title, contact?.email, contact?.phone, contact?.address]
    const given = lines.filter((line) => line !== undefined)
    return given.length === 0 ? missing(view) : known(...given)
  },
  circumstances: (view) =>
    known(...circumstancesFromEvidence(view), ...findingInWords(view), ...whoseParcelsInWords(view)),
  cause: (view) => {
    const { causes, cause } = view.facts
    if (causes.length === 0 && cause === null) {
      return unknown(view, {
        en: "The cause was not known when this document was prepared.",
        fr: "La cause était inconnue au moment de la préparation du document.",
      })
    }
    return withProse(
      view,
      causes.map((code) => causeInWords(code, view.language)),
      cause ?? undefined,
    )
  },
  period: (view) => {
    const period = periodInWords(view)
    return period === undefined ? unknown(view) : known(period)
  },
  awareness: (view) => {
    const { viewer, language } = view
    const line = (en: string, fr: string, iso: string) =>
      `${say(language, en, fr)} ${moment(iso, viewer.timeZone, language)}`
    return known(
      ...(viewer.discoveredAt === undefined ? [] : [line("Discovered:", "Découverte :", viewer.discoveredAt)]),
      line("Became aware:", "Prise de connaissance :", viewer.awareAt),
      ...(viewer.determinedAt === undefined
        ? []
        : [line("Determined that a breach occurred:", "Constatation de l’atteinte :", viewer.determinedAt)]),
    )
  },
  finding: (view) => known(foundInWords(view)),
  information: (view) => {
    const { viewer, language } = view
    if (viewer.exposuresByField.length === 0) return unknown(view)
    const exposed = viewer.exposuresByField.map(({ field, shipments }) =>
      say(
        language,
        `${capital(fieldInWords(field, "en"))}: ${count(shipments, "en")} shipments`,
        `${capital(fieldInWords(field, "fr"))} : ${count(shipments, "fr")} envois`,
      ),
    )
    const hidden = viewer.fieldsNotExposed.map((field) => fieldInWords(field, language))
    if (hidden.length === 0) return known(...exposed)
    return known(...exposed, `${say(language, "Not exposed:", "Non exposés :")} ${sentenceList(hidden, language)}.`)
  },
  peopleCount: (view) => {
    const { viewer, language } = view
    const shipments = say(
      language,
      `${count(viewer.shipments, "en")} shipments were exposed.`,
      `${count(viewer.shipments, "fr")} envois ont été exposés.`,
    )
    const possible = possibleInWords(view)
    const share = shareInWords(view)
    if (viewer.people === null) {
      return {
        values: [
          say(
            language,
            "The number of people is not known; it is at most the number of shipments’ addressees.",
            "Le nombre de personnes est inconnu; il est d’au plus celui des destinataires.",
          ),
          shipments,
          ...possible,
          ...share,
        ],
        standing: "unknown",
        withheld: [],
      }
    }
    return known(
      say(language, `${count(viewer.people, "en")} people.`, `${count(viewer.people, "fr")} personnes.`),
      shipments,
      ...possible,
      ...share,
    )
  },
  peopleInJurisdiction: (view, law) => {
    const { peopleByRegion } = view.viewer
    if (peopleByRegion === undefined) return unknown(view)
    const { language } = view
    const { [law.jurisdiction]: residents = 0 } = peopleByRegion
    const nowhere = Object.entries(peopleByRegion)
      .filter(([known]) => mayBeIn(known, law.jurisdiction))
      .reduce((sum, [, people]) => sum + people, 0)
    if (nowhere === 0) return known(count(residents, language))
    return known(
      say(
        language,
        `${count(residents, "en")}, and some of ${count(nowhere, "en")} people whose place of delivery is not known`,
        `${count(residents, "fr")}, et une partie de ${count(nowhere, "fr")} personnes dont le lieu de livraison est inconnu`,
      ),
    )
  },
  riskAssessment: (view, law, rule) => {
    const assessment = assessmentUnder(view, law, rule)
    const { language } = view
    if (assessment === undefined) return missing(view)
    const assessedAt = moment(assessment.assessedAt, view.viewer.timeZone, language)
    return withProse(
      view,
      [
        ...testInWords(assessment, language),
        ...weighedInWords(assessment, language),
        ...reasonsInWords(assessment.reasons, language),
        `${say(language, "Assessed", "Évalué le")} ${assessedAt}, ${assessment.assessedBy}.`,
      ],
      assessment.explanation,
    )
  },
  consequences: (view, law, rule) => withProse(view, [], assessmentUnder(view, law, rule)?.consequences),
  riskReduction: (view) => known(containmentInWords(view), ...measuresInWords(view, ["containment", "mitigation"])),
  measures: (view) =>
    known(containmentInWords(view), ...measuresInWords(view, ["containment", "mitigation", "prevention"])),
  prevention: (view) => {
    const measures = measuresInWords(view, ["prevention"])
    return measures.length === 0 ? missing(view) : known(...measures)
  },
  notificationSteps: (view, law) => known(...notificationInWords(view, law)),
  notificationDates: (view, law, rule) => {
    // A report tells when people were notified. A register tells of every notice, with its receipt.
    const isRegister = rule.kind === "keepRecord"
    const lines = view.duties
      .filter(({ party, law: id }) => party === view.viewer.party && id === law.id)
      .filter(({ kind }) => (isRegister ? kind !== "keepRecord" : kind === "tellIndividuals"))
      .map((duty) => {
        const reference = isRegister && duty.discharged !== undefined ? ` (${duty.discharged.receipt.reference})` : ""
        return labelled(kindInWords(duty.kind, view.language), `${doneInWords(view, duty)}${reference}`, view.language)
      })
    return lines.length === 0 ? unknown(view) : known(...lines, ...progressInWords(view))
  },
  noNoticeReason: (view, law) => {
    const owed = view.duties.filter(
      ({ party, law: id, kind }) => party === view.viewer.party && id === law.id && kind === "tellIndividuals",
    )
    const reasons = owed.flatMap(({ notOwed }) => reasonsInWords(notOwed?.assessment.reasons ?? [], view.language))
    if (reasons.length > 0) return known(...new Set(reasons))
    if (owed.some(({ state }) => state === "declined" || state === "notOwed")) return stated("noNoticeReason")(view)
    return known(
      say(view.language, "Not applicable: individuals are notified.", "Sans objet : les individus sont avisés."),
    )
  },
  individualSteps: ({ language }, law) => known(...stepsForIndividuals(law, language)),
  furtherInformation: (view) => {
    const given = publicContactLines(view.viewer)
    return given.length === 0 ? missing(view) : known(...given)
  },
  noticeDate: ({ preparedAt, viewer, language }) => known(day(preparedAt, viewer.timeZone, language)),
  complaintRight: (view, law) => known(complaintInWords(law, view.language)),
  otherRegulators: (view, law) => {
    const others = view.duties.filter(
      ({ party, kind, law: id, discharged }) =>
        party === view.viewer.party && kind === "tellRegulator" && id !== law.id && discharged !== undefined,
    )
    if (others.length === 0) return known(say(view.language, "None so far.", "Aucune jusqu’ici."))
    return known(
      ...others.map((duty) => labelled(addresseeInWords(view, duty), dutyOutcome(view, duty), view.language)),
    )
  },
  lawEnforcementDelay: (view) => {
    const { lawEnforcementDelay } = view.viewer
    if (lawEnforcementDelay === undefined) return missing(view)
    return known(
      lawEnforcementDelay
        ? say(
            view.language,
            "Notice was delayed by a law-enforcement investigation.",
            "L’avis a été retardé par une enquête.",
          )
        : say(
            view.language,
            "Notice was not delayed by a law-enforcement investigation.",
            "L’avis n’a pas été retardé par une enquête.",
          ),
    )
  },
  delayReason: (view, law, rule) => {
    const duty = view.duties.find(
      (candidate) => candidate.party === view.viewer.party && candidate.law === law.id && candidate.kind === rule.kind,
    )
    if (duty === undefined) return unknown(view)
    const at = duty.discharged?.receipt.at ?? view.preparedAt
    return isOverdue(duty, at)
      ? stated("delayReason")(view)
      : known(say(view.language, "Not applicable: within time.", "Sans objet : dans le délai."))
  },
  safeguards: stated("safeguards"),
  relationships: stated("relationships"),
  location: stated("location"),
  informationBanks: stated("informationBanks"),
  otherOrganisations: (view) => {
    const others = otherPartiesInWords(view).map(capital)
    return others.length === 0 ? known(say(view.language, "None.", "Aucune.")) : known(...others)
  },
  organisationsNotified: (view) => {
    const told = view.duties.filter(
      ({ party, kind, discharged }) =>
        party === view.viewer.party && kind !== "tellIndividuals" && kind !== "keepRecord" && discharged !== undefined,
    )
    return told.length === 0
      ? known(say(view.language, "None so far.", "Aucune jusqu’ici."))
      : known(...told.map((duty) => labelled(addresseeInWords(view, duty), dutyOutcome(view, duty), view.language)))
  },
  sampleNotice: (view) => known(say(view.language, "It follows below.", "Il suit ci-dessous.")),
}

/** When a duty was done. How an open duty stands between the parties is not said. */
function doneInWords({ viewer, language }: Perspective, { discharged, state }: Duty): string {
  if (discharged !== undefined) return moment(discharged.receipt.at, viewer.timeZone, language)
  return state === "notOwed"
    ? stateInWords(state, language).toLowerCase()
    : say(language, "not done yet", "pas encore fait")
}

/** What only the party's officer can say. */
function stated(detail: ReportDetail) {
  return (view: Perspective): Answer => withProse(view, [], view.facts.details[detail])
}

/** Facts, and an officer's prose beside them. Prose that seems to hold personal data is left out, and named. */
function withProse(view: Perspective, values: readonly string[], prose: string | undefined): Answer {
  const written = prose === undefined ? undefined : withheldProse(view, prose)
  const shown = [...values, ...(written?.text === undefined ? [] : [written.text])]
  if (shown.length === 0) return missing(view, written?.withheld)
  return { values: shown, standing: "known", withheld: written?.withheld ?? [] }
}

/** Reasons that say more than the yes or no above them. */
function reasonsInWords(reasons: readonly AssessmentReason[], language: DocumentLanguage): readonly string[] {
  const telling = reasons.filter((reason) => reason !== "realRisk" && reason !== "noRealRisk")
  if (telling.length === 0) return []
  const words = telling.map((reason) => assessmentReasonInWords(reason, language))
  return [`${say(language, "Reasons:", "Motifs :")} ${sentenceList(words, language)}.`]
}

/** The answer to the test of this rule, or, where the rule has no test, the first that the party gave under the law. */
export function assessmentUnder({ viewer }: Perspective, law: Law, rule: Rule): Assessment | undefined {
  const { [assessmentKey({ law: law.id, test: legalTestOf(rule) })]: own } = viewer.assessments
  return own ?? Object.values(viewer.assessments).find((one) => one.law === law.id)
}

function testInWords({ test, met }: Assessment, language: DocumentLanguage): string[] {
  if (test === undefined) return []
  const answer = met === "yes" ? say(language, "Yes.", "Oui.") : say(language, "No.", "Non.")
  return [`${questionOfTest(test)[language]} ${answer}`]
}

function weighedInWords({ factors = [] }: Assessment, language: DocumentLanguage): string[] {
  return factors.map(({ factor, level }) =>
    labelled(capital(factorInWords(factor, language)), levelInWords(level, language), language),
  )
}
