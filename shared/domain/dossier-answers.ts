import type { ContentItem, ContentSource, DocumentLanguage, Law, Rule } from "../law/law.ts"
import type { FactRow } from "./dossier-document.ts"
import { findPersonalData } from "./dossier-personal-data.ts"
import type { Perspective } from "./dossier-perspective.ts"
import { nameOf, visibleParties } from "./dossier-perspective.ts"
import {
  assessmentReasonInWords,
  capital,
  causeInWords,
  count,
  countryInWords,
  day,
  fieldInWords,
  finderInWords,
  kindInWords,
  labelled,
  levelInWords,
  measureInWords,
  moment,
  personalDataInWords,
  say,
  sentenceList,
  share,
  stateInWords,
  toolInWords,
} from "./dossier-words.ts"
import type { Duty } from "./duties.ts"
import { isOverdue, untold } from "./duties.ts"
import type { AssessmentReason, MeasureFacts, PartyFacts } from "./duty-facts.ts"
import { explainFinding } from "./finding-explanation.ts"

/** An answer to one required item. Prose that looks like personal data is withheld and named in `withheld`. */
export type Answer = Pick<FactRow, "values" | "standing"> & { readonly withheld: readonly string[] }

const known = (...values: readonly string[]): Answer => ({ values: [...values], standing: "known", withheld: [] })

const unknown = ({ language }: Perspective, why?: { en: string; fr: string }): Answer => ({
  values: [
    why?.[language] ??
      say(language, "Not known when this document was prepared.", "Inconnu au moment de la préparation du document."),
  ],
  standing: "unknown",
  withheld: [],
})

const toComplete = ({ language }: Perspective): Answer => ({
  values: [say(language, "To be completed by the organisation.", "À compléter par l’organisation.")],
  standing: "toComplete",
  withheld: [],
})

/** Officer's prose, unless it looks like personal data: then a placeholder and the reason. */
export const withheldProse = (
  view: Perspective,
  text: string,
): { readonly text: string; readonly withheld: readonly string[] } => {
  const found = findPersonalData(text)
  if (found.length === 0) return { text, withheld: [] }
  const what = sentenceList(
    found.map((rule) => personalDataInWords(rule, view.language)),
    view.language,
  )
  return {
    text: say(
      view.language,
      `[withheld: the text seems to hold ${what}]`,
      `[retenu : le texte semble contenir ${what}]`,
    ),
    withheld: [what],
  }
}

/** Fills one required item of a report or register entry. */
export const answerTo = (item: ContentItem, view: Perspective, law: Law, rule: Rule): Answer =>
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
  contact: (view) => {
    const { contact } = view.viewer
    const lines = [contact?.name, contact?.title, contact?.email, contact?.phone, contact?.address]
    const given = lines.filter((line) => line !== undefined)
    return given.length === 0 ? toComplete(view) : known(...given)
  },
  circumstances: (view) => {
    const written = view.facts.circumstances === null ? undefined : withheldProse(view, view.facts.circumstances)
    return {
      values: [
        ...circumstancesFromEvidence(view),
        ...findingInWords(view),
        ...(written === undefined ? [] : [written.text]),
      ],
      standing: "known",
      withheld: written?.withheld ?? [],
    }
  },
  cause: (view) => {
    const { causes, cause } = view.facts
    if (causes.length === 0 && cause === null) {
      return unknown(view, {
        en: "The cause was not known when this document was prepared.",
        fr: "La cause était inconnue au moment de la préparation du document.",
      })
    }
    const written = cause === null ? undefined : withheldProse(view, cause)
    return {
      values: [
        ...causes.map((code) => causeInWords(code, view.language)),
        ...(written === undefined ? [] : [written.text]),
      ],
      standing: "known",
      withheld: written?.withheld ?? [],
    }
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
      viewer.determinedAt === undefined
        ? say(
            language,
            "Determination that a breach occurred: not yet recorded.",
            "Constatation de l’atteinte : pas encore consignée.",
          )
        : line("Determined that a breach occurred:", "Constatation de l’atteinte :", viewer.determinedAt),
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
    const residents = view.viewer.peopleByJurisdiction?.[law.jurisdiction]
    return residents === undefined ? unknown(view) : known(count(residents, view.language))
  },
  riskAssessment: (view) => {
    const { assessment } = view.viewer
    const { language } = view
    if (assessment === undefined) {
      return unknown(view, {
        en: "Not yet assessed by the organisation.",
        fr: "Pas encore évalué par l’organisation.",
      })
    }
    const real = assessment.realRiskOfSignificantHarm === "yes"
    const explanation = assessment.explanation === undefined ? undefined : withheldProse(view, assessment.explanation)
    return {
      values: [
        say(
          language,
          `Real risk of significant harm: ${real ? "yes" : "no"}.`,
          `Risque réel de préjudice grave : ${real ? "oui" : "non"}.`,
        ),
        say(
          language,
          `Sensitivity: ${levelInWords(assessment.sensitivity, "en")}. Probability of misuse: ${levelInWords(assessment.probabilityOfMisuse, "en")}.`,
          `Sensibilité : ${levelInWords(assessment.sensitivity, "fr")}. Probabilité de mauvais usage : ${levelInWords(assessment.probabilityOfMisuse, "fr")}.`,
        ),
        ...reasonsInWords(assessment.reasons, language),
        ...(explanation === undefined ? [] : [explanation.text]),
        `${say(language, "Assessed", "Évalué le")} ${moment(assessment.assessedAt, view.viewer.timeZone, language)}, ${assessment.assessedBy}.`,
      ],
      standing: "known",
      withheld: explanation?.withheld ?? [],
    }
  },
  consequences: (view) => {
    const text = view.viewer.assessment?.consequences
    if (text === undefined) return toComplete(view)
    const written = withheldProse(view, text)
    return { values: [written.text], standing: "known", withheld: written.withheld }
  },
  riskReduction: (view) => {
    const measures = measuresInWords(view, ["containment", "mitigation"])
    const contained = containmentInWords(view)
    return {
      values: [...contained.values, ...measures.values],
      standing: "known",
      withheld: [...contained.withheld, ...measures.withheld],
    }
  },
  measures: (view) => {
    const measures = measuresInWords(view, ["containment", "mitigation", "prevention"])
    const contained = containmentInWords(view)
    return {
      values: [...contained.values, ...measures.values],
      standing: "known",
      withheld: [...contained.withheld, ...measures.withheld],
    }
  },
  prevention: (view) => {
    const measures = measuresInWords(view, ["prevention"])
    return measures.values.length === 0 ? toComplete(view) : { ...measures, standing: "known" }
  },
  notificationSteps: (view) => known(...notificationInWords(view)),
  notificationDates: (view, law) => {
    const lines = view.duties
      .filter((duty) => duty.party === view.viewer.party && duty.law === law.id && duty.kind !== "keepRecord")
      .map((duty) => {
        const what = kindInWords(duty.kind, view.language)
        return duty.discharged === undefined
          ? labelled(what, stateInWords(duty.state, view.language).toLowerCase(), view.language)
          : labelled(
              what,
              `${moment(duty.discharged.receipt.at, view.viewer.timeZone, view.language)} (${duty.discharged.receipt.reference})`,
              view.language,
            )
      })
    return lines.length === 0 ? unknown(view) : known(...lines, ...progressInWords(view))
  },
  individualSteps: ({ language }) => known(...stepsForIndividuals(language)),
  furtherInformation: (view) => {
    const given = publicContactLines(view.viewer)
    return given.length === 0 ? toComplete(view) : known(...given)
  },
  noticeDate: toComplete,
  complaintRight: (view, law) => known(complaintInWords(law, view.language)),
  otherRegulators: (view, law) => {
    const others = view.duties.filter(
      (duty) => duty.party === view.viewer.party && duty.kind === "tellRegulator" && duty.law !== law.id,
    )
    if (others.length === 0)
      return known(say(view.language, "None is known to be owed.", "Aucune n’est connue comme due."))
    return known(
      ...others.map((duty) => labelled(addresseeInWords(view, duty), dutyOutcome(view, duty), view.language)),
    )
  },
  lawEnforcementDelay: (view) => {
    const { lawEnforcementDelay } = view.viewer
    if (lawEnforcementDelay === undefined) return unknown(view)
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
      ? toComplete(view)
      : known(say(view.language, "Not applicable: within time.", "Sans objet : dans le délai."))
  },
  safeguards: toComplete,
  otherOrganisations: (view) => {
    const others = visibleParties(view.facts, view.viewer).filter(({ party }) => party !== view.viewer.party)
    return others.length === 0
      ? known(say(view.language, "None.", "Aucune."))
      : known(...others.map(({ party }) => capital(nameOf(view, party))))
  },
  sampleNotice: (view, law) =>
    known(
      say(
        view.language,
        `See the notice under ${law.shortName.en} in this dossier.`,
        `Voir l’avis selon ${law.shortName.fr} dans ce dossier.`,
      ),
    ),
  party: toComplete,
}

/** Reasons that say more than the yes or no above them. */
function reasonsInWords(reasons: readonly AssessmentReason[], language: DocumentLanguage): readonly string[] {
  const telling = reasons.filter((reason) => reason !== "realRisk" && reason !== "noRealRisk")
  if (telling.length === 0) return []
  const words = telling.map((reason) => assessmentReasonInWords(reason, language))
  return [`${say(language, "Reasons:", "Motifs :")} ${sentenceList(words, language)}.`]
}

function circumstancesFromEvidence(view: Perspective): readonly string[] {
  const { facts, viewer, language } = view
  const operator = nameOf(view, facts.tool.operatedBy)
  const described = facts.writtenIn === language ? facts.tool.description : undefined
  const tool = described ?? toolInWords(facts.tool.mode, language)
  const what = say(
    language,
    `Delivery records were looked up by somebody who had shown no right to them, through ${tool} (operated by ${operator}).`,
    `Des dossiers de livraison ont été consultés par une personne n’ayant montré aucun droit, au moyen de ce qui suit : ${tool} (exploitant : ${operator}).`,
  )
  // The detector counts what it saw until it was sure; what the party's own shipments show may be far more.
  const references = Math.max(facts.accessor.references ?? 0, viewer.shipments)
  const scale =
    references === 0
      ? []
      : [
          say(
            language,
            `The accessor tried ${count(references, "en")} references.`,
            `L’auteur a essayé ${count(references, "fr")} références.`,
          ),
        ]
  return [what, foundInWords(view), ...scale]
}

/** What the detector had found when it was sure; later findings of the same case add nothing to how it came about. */
function findingInWords({ facts, viewer, language }: Perspective): readonly string[] {
  const [first] = facts.findings
  if (first === undefined) return []
  const at = (instant: string) => moment(instant, viewer.timeZone, language)
  const { title, seen, period, improbability, exposed } = explainFinding(first, { language, at })
  return [
    say(
      language,
      `What the detector had seen when it was sure: ${title}.`,
      `Ce que le détecteur avait vu quand il a été certain : ${title}.`,
    ),
    `${seen} ${period}`,
    `${improbability} ${exposed}`,
  ]
}

/** Who or what found the breach, and when. */
function foundInWords(view: Perspective): string {
  const { language, viewer } = view
  const { finder, openedAt } = view.facts
  if (finder === undefined) {
    return say(
      language,
      `The exchange’s detector opened the case on ${moment(openedAt, viewer.timeZone, "en")}.`,
      `Le détecteur de l’échange a ouvert le dossier le ${moment(openedAt, viewer.timeZone, "fr")}.`,
    )
  }
  const who = finderInWords(finder.kind, language)
  const at = moment(finder.receivedAt, viewer.timeZone, language)
  if (finder.told === undefined) return say(language, `${who} reported it on ${at}.`, `${who} l’a signalée le ${at}.`)
  const told = nameOf(view, finder.told)
  return say(language, `${who} reported it to ${told} on ${at}.`, `${who} l’a signalée à ${told} le ${at}.`)
}

/** First to last exposure, or undefined if neither is known. */
export const periodInWords = ({ viewer, language }: Perspective): string | undefined => {
  const { firstExposureAt: first, lastExposureAt: last, timeZone } = viewer
  if (first === null && last === null) return undefined
  if (first === null || last === null) {
    const only = first ?? last ?? ""
    return say(language, `On or about ${moment(only, timeZone, "en")}`, `Vers le ${moment(only, timeZone, "fr")}`)
  }
  return say(
    language,
    `From ${moment(first, timeZone, "en")} to ${moment(last, timeZone, "en")}`,
    `Du ${moment(first, timeZone, "fr")} au ${moment(last, timeZone, "fr")}`,
  )
}

const shareInWords = ({ viewer, language }: Perspective): readonly string[] =>
  viewer.shareOfTotal === null
    ? []
    : [
        say(
          language,
          `${share(viewer.shareOfTotal, "en")} of the organisation’s total.`,
          `${share(viewer.shareOfTotal, "fr")} du total de l’organisation.`,
        ),
      ]

/** That more shipments may have been exposed, where it is so: nobody can tell who looked. */
export function possibleInWords({ viewer, language }: Perspective): readonly string[] {
  const { possibleShipments = 0 } = viewer
  if (possibleShipments === 0) return []
  return [
    say(
      language,
      `${count(possibleShipments, "en")} further shipments are possibly exposed: they were looked up without proof among the same numbers in the same period, and whether by those who walked through the numbers is not known.`,
      `${count(possibleShipments, "fr")} autres envois ont peut-être été exposés : ils ont été consultés sans preuve parmi les mêmes numéros dans la même période, sans que l’on sache si ce fut par ceux qui ont parcouru les numéros.`,
    ),
  ]
}

type Written = { readonly values: string[]; readonly withheld: readonly string[] }

function measuresInWords(view: Perspective, kinds: readonly MeasureFacts["kind"][]): Written {
  const visible = new Set(["hub", ...visibleParties(view.facts, view.viewer).map(({ party }) => party)])
  const lines = view.facts.measures
    .filter(({ kind, by }) => kinds.includes(kind) && visible.has(by))
    .map(({ at, by, code, description }) => {
      const written =
        code === undefined
          ? withheldProse(view, description)
          : { text: measureInWords(code, view.language), withheld: [] }
      return {
        text: labelled(
          `${day(at, view.viewer.timeZone, view.language)}, ${nameOf(view, by)}`,
          written.text,
          view.language,
        ),
        withheld: written.withheld,
      }
    })
  return { values: lines.map(({ text }) => text), withheld: lines.flatMap(({ withheld }) => withheld) }
}

function containmentInWords(view: Perspective): Written {
  const { containment } = view.facts
  const { language, viewer } = view
  if (!containment.contained) {
    return {
      values: [say(language, "Containment has not been attested.", "Le confinement n’a pas été attesté.")],
      withheld: [],
    }
  }
  const when = containment.at === undefined ? "" : ` ${moment(containment.at, viewer.timeZone, language)}`
  const who = containment.attestedBy === undefined ? "" : `, ${nameOf(view, containment.attestedBy)}`
  const statement = containment.statement === undefined ? undefined : withheldProse(view, containment.statement)
  return {
    values: [
      `${say(language, "Containment attested", "Confinement attesté")}${when}${who}.`,
      ...(statement === undefined ? [] : [statement.text]),
    ],
    withheld: statement?.withheld ?? [],
  }
}

/** "3,900 of 4,500 told; 600 by public notice". */
export const progressInWords = ({ viewer, language }: Perspective): readonly string[] => {
  const { notice } = viewer
  if (notice === undefined) return []
  const publicly = notice.toldByPublicNotice
  const rest = untold(notice)
  const told = say(
    language,
    `${count(notice.told, "en")} of ${count(notice.affected, "en")} told directly`,
    `${count(notice.told, "fr")} sur ${count(notice.affected, "fr")} avisés directement`,
  )
  const others = [
    ...(publicly > 0
      ? [say(language, `${count(publicly, "en")} by public notice`, `${count(publicly, "fr")} par avis public`)]
      : []),
    ...(rest > 0 ? [say(language, `${count(rest, "en")} not yet told`, `${count(rest, "fr")} pas encore avisés`)] : []),
  ]
  return [`${[told, ...others].join("; ")}.`]
}

function notificationInWords(view: Perspective): readonly string[] {
  const { language, viewer } = view
  const telling = view.duties.filter(({ kind }) => kind === "tellIndividuals")
  const lines = telling.map((duty) => {
    const who = duty.party === viewer.party ? viewer.name : nameOf(view, duty.party)
    return labelled([capital(who), ...towardsInWords(view, duty)].join(", "), dutyOutcome(view, duty), language)
  })
  const progress = progressInWords(view)
  if (lines.length === 0 && progress.length === 0) {
    return [say(language, "No notification has been recorded.", "Aucun avis n’a été consigné.")]
  }
  return [...progress, ...lines]
}

/** The state of a duty with who and when, in words. */
export const dutyOutcome = (view: Perspective, duty: Duty): string => {
  const { language, viewer } = view
  const at = (iso: string) => moment(iso, viewer.timeZone, language)
  const state = stateInWords(duty.state, language).toLowerCase()
  if (duty.state === "discharged" && duty.discharged !== undefined) {
    const by =
      duty.discharged.by === duty.party
        ? ""
        : say(language, ` by ${nameOf(view, duty.discharged.by)}`, ` par ${nameOf(view, duty.discharged.by)}`)
    return `${state}${by}, ${at(duty.discharged.receipt.at)}`
  }
  if (duty.state === "takenOver" && duty.takenOver !== undefined) {
    return say(
      language,
      `${state} by ${nameOf(view, duty.takenOver.by)}, ${at(duty.takenOver.at)}`,
      `${state} par ${nameOf(view, duty.takenOver.by)}, ${at(duty.takenOver.at)}`,
    )
  }
  return state
}

/** To the people of which retailer a carrier owes a notice. To that retailer it need not be said. */
export const towardsInWords = (view: Perspective, { towards }: Duty): readonly string[] => {
  if (towards === undefined || towards === view.viewer.party) return []
  const retailer = nameOf(view, towards)
  return [say(view.language, `to the people of ${retailer}`, `aux personnes de ${retailer}`)]
}

/** The addressee of a duty in words, from its law. */
export const addresseeInWords = (view: Perspective, duty: Duty): string => {
  const rule = view.laws.find(({ id }) => id === duty.law)?.rules.find(({ id }) => id === duty.rule)
  return rule?.to.name[view.language] ?? duty.addressee
}

/** What a person whose delivery was seen can do. General advice, the same for everybody. */
export const stepsForIndividuals = (language: DocumentLanguage): readonly string[] =>
  language === "en"
    ? [
        "Be wary of messages and calls that mention a delivery, above all if they ask for a payment, a password or a code. Do not use links in them; go to the website you know.",
        "If somebody comes to your door about a delivery that you do not expect, you need not open, sign or show anything.",
        "If you have reason to fear that somebody knows of your delivery, tell us, and in an emergency call the police.",
      ]
    : [
        "Méfiez-vous des messages et des appels qui parlent d’une livraison, surtout s’ils demandent un paiement, un mot de passe ou un code. N’utilisez pas leurs liens; allez sur le site que vous connaissez.",
        "Si une personne se présente à votre porte pour une livraison que vous n’attendez pas, vous n’avez à ouvrir, à signer ni à montrer quoi que ce soit.",
        "Si vous avez des raisons de craindre que quelqu’un connaisse votre livraison, dites-le-nous et, en cas d’urgence, appelez la police.",
      ]

export const publicContactLines = ({ publicContact }: PartyFacts): readonly string[] =>
  [publicContact?.email, publicContact?.phone, publicContact?.url].filter((line) => line !== undefined)

/** To whom a person can complain under the law. */
export const complaintInWords = (law: Law, language: DocumentLanguage): string => {
  const regulator = law.rules.find(({ kind }) => kind === "tellRegulator")?.to.name[language]
  return regulator === undefined
    ? say(
        language,
        "You have the right to complain to the authority that oversees this law.",
        "Vous avez le droit de porter plainte à l’autorité chargée de cette loi.",
      )
    : say(
        language,
        `You have the right to complain to: ${regulator}.`,
        `Vous avez le droit de porter plainte auprès de l’autorité suivante : ${regulator}.`,
      )
}
