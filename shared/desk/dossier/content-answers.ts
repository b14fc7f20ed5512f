import { isAgainstFactors } from "../../base/contracts/against-factors.ts"
import type { ReportDetail } from "../../base/contracts/legal-words.ts"
import { measureKind } from "../../base/contracts/words.ts"
import {
  type CountedNoun,
  capital,
  counted,
  day,
  labelled,
  moment,
  nounFor,
  say,
} from "../../base/platform/bilingual.ts"
import { type Assessment, assessmentKey } from "../assessment.ts"
import { type Duty, isOverdue } from "../duties/duty.ts"
import type { ContentItem, ContentSource } from "../law/content-item.ts"
import { type Law, legalTestOf, type Rule } from "../law/law.ts"
import { type Answer, known, missing, unknown } from "./answer.ts"
import { answerInWords, reasonsInWords, weighedInWords } from "./assessment-in-words.ts"
import { wordsAtHub } from "./at-hub-in-words.ts"
import { causeInWords, countryInWords, fieldInWords } from "./codes-in-words.ts"
import { noticesAndDates, noticesGivenInWords } from "./duties-in-words.ts"
import {
  circumstancesFromEvidence,
  completenessInWords,
  exposedInWords,
  foundInWords,
  notShownInWords,
  periodInWords,
  possibleFieldsInWords,
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
import { hasUnnamedParties, namedParties, unnamedElsewhere, whoseParcelsInWords } from "./other-parties.ts"
import type { Perspective } from "./perspective.ts"
import { residentsIn } from "./residents-in-words.ts"
import { leastOf, peopleBetween } from "./unwatched-sentences.ts"
import { withheldProse } from "./withheld-prose.ts"

/** Fills one required item of a report or register entry, by the fact that it asks for. */
export const answerTo = (item: Pick<ContentItem, "source">, view: Perspective, law: Law, rule: Rule): Answer =>
  answers[item.source](view, law, rule)

const answers: Readonly<Record<ContentSource, (view: Perspective, law: Law, rule: Rule) => Answer>> = {
  organisation: (view, _law, { content }) => {
    const { viewer, language } = view
    const isAskedApart = content.some(({ source }) => source === "businessNumber")
    const number = isAskedApart ? undefined : viewer.businessNumber
    return known(
      `${viewer.name} (${countryInWords(viewer.country, language)})`,
      ...(number === undefined ? [] : [say(language, `Business number ${number}`, `Numéro d’entreprise ${number}`)]),
    )
  },
  // Not every organization has one, so a report without it can be final.
  businessNumber: (view) =>
    view.viewer.businessNumber === undefined
      ? unknown(view, { en: "None on record.", fr: "Aucun au dossier." })
      : known(view.viewer.businessNumber),
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
  circumstances: (view, _law, { content }) => {
    const isAskedApart = content.some(({ source }) => source === "finding")
    const found = isAskedApart ? [] : [foundInWords(view)]
    const { atHub } = view.viewer
    const areNamedApart = areMany(view) && content.some(({ source }) => source === "otherOrganisations")
    const whose = areNamedApart ? [] : whoseParcelsInWords(view)
    const lines = [...circumstancesFromEvidence(view), ...found, ...whose]
    return atHub === undefined ? known(...lines) : withProse(view, lines, wordsAtHub(atHub, view.language))
  },
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
      labelled(say(language, en, fr), moment(iso, viewer.timeZone, language), language)
    return known(
      ...(viewer.discoveredAt === undefined ? [] : [line("Discovered", "Découverte", viewer.discoveredAt)]),
      line("Became aware", "Prise de connaissance", viewer.awareAt),
      ...(viewer.determinedAt === undefined
        ? []
        : [line("Determined that a breach occurred", "Constatation de l’atteinte", viewer.determinedAt)]),
    )
  },
  finding: (view) => known(foundInWords(view)),
  information: (view) => {
    const { viewer, language } = view
    const possible = possibleFieldsInWords(view)
    const hours = completenessInWords(view)
    if (viewer.exposuresByField.length === 0) {
      const { values, standing, withheld } = possible.length === 0 ? unknown(view) : known(...possible)
      return { values: [...values, ...hours], standing, withheld }
    }
    const exposed = viewer.exposuresByField.map(({ field, shipments }) =>
      labelled(
        capital(fieldInWords(field, language)),
        leastOf(viewer.isAtLeast, counted(shipments, nouns.shipment, language), language),
        language,
      ),
    )
    const hidden = notShownInWords(view, { en: "Not exposed", fr: "Non exposés" })
    return known(...exposed, ...possible, ...hidden, ...hours)
  },
  peopleCount: (view, _law, { content }) => {
    const { viewer, language } = view
    const shipments = exposedInWords(view)
    const hours = content.some(({ source }) => source === "information") ? [] : completenessInWords(view)
    const possible = possibleInWords(view)
    const share = shareInWords(view)
    if (viewer.people === null) {
      return {
        values: [
          viewer.shipments === 0
            ? say(language, "The number of people is not known.", "Le nombre de personnes est inconnu.")
            : say(
                language,
                "The number of people is not known: one person may have received several shipments.",
                "Le nombre de personnes est inconnu : une même personne peut avoir reçu plusieurs envois.",
              ),
          shipments,
          ...possible,
          ...share,
          ...hours,
        ],
        standing: "unknown",
        withheld: [],
      }
    }
    const between = peopleBetween(viewer.people, viewer.peopleAtMost, language)
    const noun = nounFor(viewer.peopleAtMost ?? viewer.people, nouns.person, language)
    return known(`${capital(between)} ${noun}.`, shipments, ...possible, ...share, ...hours)
  },
  peopleInJurisdiction: residentsIn,
  riskAssessment: (view, law, rule) => {
    const assessment = assessmentUnder(view, law, rule)
    const { language } = view
    if (assessment === undefined) return missing(view)
    const { assessedAt, assessedBy, consequences, explanation } = assessment
    const { [assessmentKey(assessment)]: confirmed } = view.viewer.confirmations
    const person = confirmed === undefined ? "" : `${confirmed.by}, `
    const on = moment(assessedAt, view.viewer.timeZone, language)
    const isAskedApart = rule.content.some(({ source }) => source === "consequences")
    return withProse(
      view,
      [
        ...answerInWords(assessment, language),
        ...weighedInWords(assessment, language, rule.kind === "keepRecord" ? undefined : rule.to.name),
        ...reasonsInWords(assessment.reasons, language),
        labelled(say(language, `Assessed on ${on} by`, `Évaluation du ${on} par`), `${person}${assessedBy}.`, language),
        ...confirmedInWords(view, assessment),
      ],
      ...(isAskedApart ? [] : [consequences]),
      explanation,
    )
  },
  consequences: (view, law, rule) => withProse(view, [], assessmentUnder(view, law, rule)?.consequences),
  riskReduction: (view) => known(containmentInWords(view), ...measuresInWords(view, ["containment", "mitigation"])),
  measures: (view) => {
    const taken = measuresInWords(view, measureKind.options)
    return withProse(view, [containmentInWords(view), ...taken], view.facts.details.intendedMeasures)
  },
  prevention: (view) => {
    const measures = measuresInWords(view, ["prevention"])
    return measures.length === 0 ? missing(view) : known(...measures)
  },
  notificationSteps: (view, law) => withProse(view, notificationInWords(view, law), view.facts.details.intendedNotices),
  notificationDates: (view, law, rule) => {
    // A report tells when people were notified. A register tells of every notice, with its receipt.
    const isRegister = rule.kind === "keepRecord"
    const told = view.duties
      .filter(({ party, law: id }) => party === view.viewer.party && id === law.id)
      .filter(({ kind }) => (isRegister ? kind !== "keepRecord" : kind === "tellIndividuals"))
    const lines = noticesAndDates(view, told, isRegister)
    return lines.length === 0 ? unknown(view) : known(...lines, ...progressInWords(view))
  },
  noNoticeReason: (view, law) => {
    const owed = view.duties.filter(
      ({ party, law: id, kind }) => party === view.viewer.party && id === law.id && kind === "tellIndividuals",
    )
    const reasons = owed.flatMap(({ notOwed }) => reasonsInWords(notOwed?.assessment.reasons ?? [], view.language))
    if (reasons.length > 0) return known(...new Set(reasons))
    if (owed.some(({ state }) => state === "declined" || state === "notOwed")) return stated("noNoticeReason")(view)
    const areNotified = owed.length > 0 && owed.every(({ discharged }) => discharged !== undefined)
    return known(
      areNotified
        ? say(
            view.language,
            "Not applicable: the people affected were notified.",
            "Sans objet : les personnes touchées ont été avisées.",
          )
        : say(
            view.language,
            "Not applicable: the people affected are to be notified.",
            "Sans objet : les personnes touchées doivent être avisées.",
          ),
    )
  },
  individualSteps: ({ language }, law) => known(...stepsForIndividuals(law, { language })),
  furtherInformation: (view) => {
    const given = publicContactLines(view.viewer)
    return given.length === 0 ? missing(view) : known(...given)
  },
  noticeDate: ({ preparedAt, viewer, language }) => known(day(preparedAt, viewer.timeZone, language)),
  complaintRight: (view, law) => known(complaintInWords(law, { language: view.language })),
  otherRegulators: (view, law) => {
    const others = view.duties.filter(
      ({ party, kind, law: id }) => party === view.viewer.party && kind === "tellRegulator" && id !== law.id,
    )
    return noticesGiven(view, others)
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
      (candidate) => candidate.party === view.viewer.party && candidate.law === law.id && candidate.rule === rule.id,
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
  unlawfulActs: stated("unlawfulActs"),
  crossBorderImpact: stated("crossBorderImpact"),
  // The exchange names no discreet party: the officer does, who deals with it, once where a report asks twice.
  otherOrganisations: (view, _law, { content }) => {
    const named = areMany(view) ? whoseParcelsInWords(view) : namedParties(view).map(capital)
    const none = say(view.language, "No other is recorded.", "Aucune autre n’est consignée.")
    const { relationships } = view.facts.details
    if (!hasUnnamedParties(view)) return known(...(named.length === 0 ? [none] : named))
    if (relationships === undefined) return missing(view)
    const apart = content.find(({ source }) => source === "relationships")
    if (apart !== undefined) return known(...named, unnamedElsewhere(view, apart.label))
    return withProse(view, named, relationships)
  },
  organisationsNotified: (view, law) => {
    // The addressee of this report knows that it is notified.
    const others = view.duties.filter(
      ({ party, kind, law: id }) =>
        party === view.viewer.party &&
        (kind === "tellOtherOrganisation" || (kind === "tellRegulator" && id !== law.id)),
    )
    return noticesGiven(view, others)
  },
  sampleNotice: (view) => known(say(view.language, "It follows below.", "Il suit ci-dessous.")),
}

/** Whether there are more parties to name than can each have a line: then all stand in one sentence. */
const areMany = (view: Perspective): boolean => namedParties(view).length > 3

const nouns = {
  shipment: { en: ["shipment", "shipments"], fr: ["envoi", "envois"] },
  person: { en: ["person", "people"], fr: ["personne", "personnes"] },
} as const satisfies Record<string, CountedNoun>

/** The organizations that were notified, each with its date. */
function noticesGiven(view: Perspective, duties: readonly Duty[]): Answer {
  const lines = noticesGivenInWords(view, duties)
  return lines.length === 0
    ? known(say(view.language, "None is recorded so far.", "Aucune n’est consignée jusqu’ici."))
    : known(...lines)
}

/** What only the party's officer can say. */
function stated(detail: ReportDetail) {
  return (view: Perspective): Answer => withProse(view, [], view.facts.details[detail])
}

/** Facts, and an officer's prose beside them. Prose that seems to hold personal data is left out, and named. */
function withProse(view: Perspective, values: readonly string[], ...prose: readonly (string | undefined)[]): Answer {
  const written = prose.flatMap((text) => (text === undefined ? [] : [withheldProse(view, text)]))
  const shown = [...values, ...written.flatMap(({ text }) => text ?? [])]
  const withheld = written.flatMap((one) => one.withheld)
  return shown.length === 0 ? missing(view, withheld) : { values: shown, standing: "known", withheld }
}

/** Who stands by name for an answer that goes against all its factors. */
function confirmedInWords({ viewer, language }: Perspective, assessment: Assessment): string[] {
  const { [assessmentKey(assessment)]: confirmed } = viewer.confirmations
  if (confirmed === undefined || !isAgainstFactors(assessment)) return []
  return [labelled(say(language, "Confirmed by", "Confirmation de"), `${confirmed.by}.`, language)]
}

/** The answer to the test of this rule, or, where the rule has no test, the first that the party gave under the law. */
function assessmentUnder({ viewer }: Perspective, law: Law, rule: Rule): Assessment | undefined {
  const { [assessmentKey({ law: law.id, test: legalTestOf(rule) })]: own } = viewer.assessments
  return own ?? Object.values(viewer.assessments).find((one) => one.law === law.id)
}
