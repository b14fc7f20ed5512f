import type { DocumentLanguage } from "../../base/contracts/words.ts"
import {
  type CountedNoun,
  capital,
  count,
  counted,
  labelled,
  lookupsIn,
  moment,
  momentSpan,
  type Pair,
  say,
  sentenceList,
  share,
  smallestShare,
} from "../../base/platform/bilingual.ts"
import { french } from "../../base/platform/french.ts"
import { isReservedId, principalOf } from "../../parties/counterparty-id.ts"
import { noListAtHub, periodAtHub, statedAtHub, whereAtHub } from "./at-hub-in-words.ts"
import { chartInWords, fieldInWords, finderInWords } from "./codes-in-words.ts"
import { nameOf, type Perspective } from "./perspective.ts"
import { leastOf, peopleBetween, proofInWords, unknownInWords, unwatchedInWords } from "./unwatched-sentences.ts"

const triedNumbers: CountedNoun = {
  en: ["order or tracking number was tried", "order or tracking numbers were tried"],
  fr: ["numéro de commande ou de suivi a été essayé", "numéros de commande ou de suivi ont été essayés"],
}

/** What happened, as the evidence shows it. How it was found is a sentence of its own. */
export function circumstancesFromEvidence(view: Perspective): readonly string[] {
  const { facts, viewer, language } = view
  if (viewer.atHub !== undefined) return [whereAtHub(language), noListAtHub(language)]
  const principal = principalOf(facts.tool.operatedBy)
  if (principal !== undefined) return [readAtSupplierOf(nameOf(view, principal), language)]
  const tool = toolInDocument(view)
  const what = say(
    language,
    `Somebody looked up delivery records in ${tool} without proving a right to see them.`,
    `Une personne a consulté des dossiers de livraison dans ${tool} sans prouver qu’elle en avait le droit.`,
  )
  // The detector counts up to the moment it was sure. The party's own exposed shipments may be far more.
  const tried = Math.max(facts.accessor.references ?? 0, viewer.shipments)
  const scale =
    tried === 0
      ? []
      : [
          say(
            language,
            `At least ${counted(tried, triedNumbers, "en")}.`,
            `Au moins ${counted(tried, triedNumbers, "fr")}.`,
          ),
        ]
  return [what, ...scale, ...patternInWords(view)]
}

/** That records at a supplier were read. @param name of the carrier that it works for */
const readAtSupplierOf = (name: string, language: DocumentLanguage): string =>
  say(
    language,
    `Somebody may have read delivery records that a supplier of ${name} keeps, without a right to read them.`,
    french`Une personne a peut-être lu, sans en avoir le droit, des dossiers de livraison que conserve un fournisseur de ${name}.`,
  )

/** The tool in which deliveries were looked up, by the name of the one that runs it. */
export function toolInDocument(view: Perspective): string {
  const { language, facts } = view
  const { operatedBy } = facts.tool
  if (operatedBy === "hub")
    return say(
      language,
      "the lookup page of the shipment exchange",
      "la page de consultation de la plateforme d’échange",
    )
  const operator = facts.parties.find(({ party }) => party === operatedBy)
  if (operator === undefined) return say(language, "an online tracking tool", "un outil de suivi en ligne")
  if (operator.alias === undefined && operatedBy !== view.viewer.party)
    return say(language, "the carrier’s online tracking tool", "l’outil de suivi en ligne du transporteur")
  const name = nameOf(view, operatedBy)
  return say(language, `the online tracking tool of ${name}`, french`l’outil de suivi en ligne de ${name}`)
}

/** What the first finding shows, without its score. Later findings of the case do not explain how it happened. */
function patternInWords({ facts, language }: Perspective): readonly string[] {
  const [first] = facts.findings
  if (first === undefined) return []
  const pattern = chartInWords(first.chart, language)
  return [say(language, `What was looked up: ${pattern}.`, `Ce qui a été consulté : ${pattern}.`)]
}

/** Who or what found the breach, and when. */
export function foundInWords(view: Perspective): string {
  const { language, viewer } = view
  const { finder, openedAt } = view.facts
  if (viewer.atHub !== undefined) return statedAtHub(viewer.atHub, { language, timeZone: viewer.timeZone })
  if (finder === undefined) {
    const at = moment(openedAt, viewer.timeZone, language)
    return say(
      language,
      `The detector of the shipment exchange found the breach, and the exchange opened a case on ${at}.`,
      `Le détecteur de la plateforme d’échange a découvert l’atteinte, et la plateforme a ouvert un dossier le ${at}.`,
    )
  }
  const reported = finderInWords(finder.kind, language)
  const at = moment(finder.receivedAt, viewer.timeZone, language)
  if (finder.reportedTo === undefined) return say(language, `${reported} on ${at}.`, `${reported} le ${at}.`)
  const party = nameOf(view, finder.reportedTo)
  return say(language, `${reported} to ${party} on ${at}.`, french`${reported} à ${party} le ${at}.`)
}

/** The first to the last exposure, or the time of possible ones if there are no others; undefined if none is known. */
export const periodInWords = ({ viewer, language, facts }: Perspective): string | undefined => {
  const { firstExposureAt: first, lastExposureAt: last, timeZone, atHub } = viewer
  if (atHub !== undefined) return periodAtHub(atHub, { language, timeZone })
  const period = (from: string, to: string) => {
    const span = momentSpan(from, to, timeZone, language)
    return principalOf(facts.tool.operatedBy) === undefined ? lookupsIn(span, language) : span
  }
  if (first === null && last === null) {
    const { possiblySeen } = viewer
    return possiblySeen && capital(period(possiblySeen.firstAt, possiblySeen.lastAt))
  }
  if (first === null || last === null) {
    const only = first ?? last ?? ""
    return say(language, `On or about ${moment(only, timeZone, "en")}`, `Vers le ${moment(only, timeZone, "fr")}`)
  }
  return capital(period(first, last))
}

/**
 * Why more may have been shown: the hours of the party's side that nobody watched, or that the carrier filled late, and
 * every other reason. Empty if there is none.
 */
export const completenessInWords = ({ viewer, language }: Perspective): readonly string[] => [
  ...unwatchedInWords(viewer.unwatched, { language, timeZone: viewer.timeZone }),
  ...unknownInWords(viewer.unknownBecause, language),
]

/** What was not shown, and what proves it. Empty if nothing is proven not to have been shown. */
export function notShownInWords({ viewer, language }: Perspective, label: Pair): readonly string[] {
  const { fieldsNotExposed, provenNotShown, timeZone } = viewer
  if (fieldsNotExposed.length === 0) return []
  const fields = fieldsNotExposed.map((field) => fieldInWords(field, language))
  return [
    `${labelled(label[language], sentenceList(fields, language), language)}.`,
    ...(provenNotShown === undefined ? [] : [proofInWords(provenNotShown, { language, timeZone })]),
  ]
}

export const shareInWords = ({ viewer, language }: Perspective): readonly string[] => {
  if (viewer.shareOfTotal === null || viewer.shareOfTotal < smallestShare) return []
  const part = leastOf(viewer.isAtLeast, share(viewer.shareOfTotal, language), language)
  return [
    say(
      language,
      `That is ${part} of all orders of the organization.`,
      `Cela représente ${part} de toutes les commandes de l’organisation.`,
    ),
  ]
}

/** What may have been seen of possibly exposed shipments, or read of the exchange itself. */
export const fieldsPerhapsSeen = ({ possiblySeen, atHub }: Perspective["viewer"]): readonly string[] =>
  atHub?.fields ?? possiblySeen?.fields ?? []

/** The same in words; empty if there are none. */
export function possibleFieldsInWords({ viewer, language }: Perspective): readonly string[] {
  const fields = fieldsPerhapsSeen(viewer).map((field) => fieldInWords(field, language))
  if (fields.length === 0) return []
  const label = say(language, "May have been exposed", "Peut-être exposés")
  return [`${labelled(label, sentenceList(fields, language), language)}.`]
}

/** Says how many more shipments may have been exposed; empty if there are none. */
export function possibleInWords(view: Perspective): readonly string[] {
  const { viewer, language, facts } = view
  const { possibleShipments = 0 } = viewer
  if (possibleShipments === 0) return []
  const people = peopleOfPossible(view)
  if (isReservedId(facts.tool.operatedBy)) return [reportedAsPossible(view, possibleShipments), ...people]
  const isOne = possibleShipments === 1
  return [
    say(
      language,
      `${count(possibleShipments, "en")} further ${isOne ? "shipment is" : "shipments are"} possibly exposed: ${isOne ? "it was" : "they were"} looked up without proof among the same numbers in the same period. Whether by the same visitors is not known.`,
      `${count(possibleShipments, "fr")} ${isOne ? "autre envoi a peut-être été exposé : il a été consulté" : "autres envois ont peut-être été exposés : ils ont été consultés"} sans preuve parmi les mêmes numéros dans la même période. On ignore si ce fut par les mêmes visiteurs.`,
    ),
    ...people,
  ]
}

/** How many people the possibly exposed shipments tell of: at least, and at most. */
function peopleOfPossible({ viewer, language }: Perspective): string[] {
  if (viewer.possiblePeople === undefined) return []
  const { atLeast, atMost } = viewer.possiblePeople
  const label = say(language, "People concerned by these shipments", "Personnes visées par ces envois")
  return [`${labelled(label, peopleBetween(atLeast, atMost, language), language)}.`]
}

/** A carrier that takes no part reports no lookups. Then a report by somebody else is all that is known. */
function reportedAsPossible({ viewer, language, facts }: Perspective, possible: number): string {
  const isFurther = viewer.shipments > 0
  const [en, fr] = [count(possible, "en"), count(possible, "fr")]
  if (principalOf(facts.tool.operatedBy) !== undefined)
    return say(
      language,
      `${capital(counted(possible, possibleShipmentNoun, "en"))}: the carrier’s report names ${possible === 1 ? "it" : "them"}. No log on record shows what was read.`,
      `${capital(counted(possible, possibleShipmentNoun, "fr"))} : le signalement du transporteur ${possible === 1 ? "le" : "les"} nomme. Aucun journal versé au dossier ne montre ce qui a été lu.`,
    )
  if (possible === 1)
    return say(
      language,
      `${en} ${isFurther ? "further " : ""}shipment is possibly exposed: the report names its order reference. No log of the tool shows whether it was looked up.`,
      `${fr} ${isFurther ? "autre " : ""}envoi a peut-être été exposé : le signalement nomme son numéro de commande. Aucun journal de l’outil ne montre s’il a été consulté.`,
    )
  return say(
    language,
    `${en} ${isFurther ? "further " : ""}shipments are possibly exposed: the report names their order references. No log of the tool shows which of them were looked up.`,
    `${fr} ${isFurther ? "autres " : ""}envois ont peut-être été exposés : le signalement nomme leurs numéros de commande. Aucun journal de l’outil ne montre lesquels ont été consultés.`,
  )
}

const possibleShipmentNoun: CountedNoun = {
  en: ["shipment is possibly exposed", "shipments are possibly exposed"],
  fr: ["envoi a peut-être été exposé", "envois ont peut-être été exposés"],
}

const exposedShipments: CountedNoun = {
  en: ["shipment was exposed", "shipments were exposed"],
  fr: ["envoi a été exposé", "envois ont été exposés"],
}

/** How many shipments were exposed. Where nobody ever reports lookups, none is not known. */
export function exposedInWords({ viewer, language }: Perspective): string {
  const { shipments, isAtLeast } = viewer
  if (isCountUnknown(viewer))
    return say(language, "How many shipments were exposed is not known.", "Le nombre d’envois exposés est inconnu.")
  return `${capital(leastOf(isAtLeast, counted(shipments, exposedShipments, language), language))}.`
}

/** Whether none is only what is known so far. */
export const isCountUnknown = ({
  shipments,
  unknownBecause,
}: Pick<Perspective["viewer"], "shipments" | "unknownBecause">): boolean => shipments === 0 && unknownBecause.length > 0
