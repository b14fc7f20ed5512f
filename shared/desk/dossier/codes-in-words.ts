import type { AssessmentFactor, ClockEvent } from "../../base/contracts/legal-words.ts"
import type {
  AssessmentLevel,
  AssessmentReason,
  BreachCause,
  Chart,
  DeclineReason,
  DocumentLanguage,
  DutyKind,
  DutyState,
  MeasureCode,
  Outsider,
} from "../../base/contracts/words.ts"
import { moment, type Pair, pair } from "../../base/platform/bilingual.ts"
import { principalOf } from "../../parties/counterparty-id.ts"
import type { PersonalDataRule } from "./personal-data.ts"

const fieldWords: Readonly<Record<string, Pair>> = {
  existence: pair("that a delivery exists under the number", "l’existence d’une livraison sous le numéro"),
  retailer: pair("the name of the sender", "le nom de l’expéditeur"),
  phase: pair("the stage of the delivery", "l’étape de la livraison"),
  dates: pair("dates of the delivery’s progress", "les dates d’acheminement"),
  "delivery-date": pair("the date of delivery", "la date de livraison"),
  "pickup-point": pair("the pickup point", "le point de retrait"),
  "signature-recorded": pair("whether a signature was recorded", "l’existence d’une signature enregistrée"),
  "signatory-name-or-initials": pair(
    "the name or initials of the person who signed",
    "le nom ou les initiales de la personne qui a signé",
  ),
  "postal-code": pair("the postal code", "le code postal"),
  "nature-of-delivery": pair("the nature of the delivery", "la nature de la livraison"),
  address: pair("the delivery address", "l’adresse de livraison"),
  payment: pair("payment information", "les renseignements de paiement"),
  purchaser: pair("the name of the person who ordered", "le nom de la personne qui a commandé"),
  "order-contents": pair("what was ordered", "le contenu de la commande"),
}

/** A field of a lookup in words. An unknown code is spelled out. */
export const fieldInWords = (field: string, language: DocumentLanguage): string =>
  fieldWords[field]?.[language] ?? field.replaceAll("-", " ")

const stateWords: Readonly<Record<DutyState, Pair>> = {
  open: pair("Open", "Ouverte"),
  requested: pair("Requested", "Demandée"),
  accepted: pair("Accepted", "Acceptée"),
  declined: pair("Declined", "Refusée"),
  unanswered: pair("Unanswered", "Sans réponse"),
  offered: pair("Offer to take over", "Offre de prise en charge"),
  takenOver: pair("Taken over", "Prise en charge"),
  discharged: pair("Done", "Remplie"),
  notOwed: pair("Assessed as not owed", "Évaluée comme non due"),
}

export const stateInWords = (state: DutyState, language: DocumentLanguage): string => stateWords[state][language]

const kindWords: Readonly<Record<DutyKind, Pair>> = {
  tellRegulator: pair("Notify the regulator", "Aviser l’autorité"),
  supplementReport: pair("Supplement the report", "Compléter la déclaration"),
  tellIndividuals: pair("Notify the people affected", "Aviser les personnes touchées"),
  tellOtherOrganisation: pair("Notify other organizations", "Aviser d’autres organisations"),
  keepRecord: pair("Keep the record", "Tenir le registre"),
}

export const kindInWords = (kind: DutyKind, language: DocumentLanguage): string => kindWords[kind][language]

const clockWords: Readonly<Record<ClockEvent, Pair>> = {
  awareness: pair("awareness", "la prise de connaissance"),
  determination: pair("determination", "la constatation"),
  discovery: pair("discovery", "la découverte"),
  individualsNotified: pair("notice to the people affected", "l’avis aux personnes touchées"),
  growth: pair("learning of more", "la connaissance de faits nouveaux"),
  report: pair("the report", "la déclaration"),
}

export const clockEventInWords = (event: ClockEvent, language: DocumentLanguage): string => clockWords[event][language]

const declineWords: Readonly<Record<DeclineReason, Pair>> = {
  notInControl: pair("the information is not in its control", "les renseignements ne relèvent pas d’elle"),
  lawDoesNotBind: pair("the law does not bind it", "la loi ne la vise pas"),
  noRealRisk: pair("it sees no real risk of significant harm", "elle ne voit pas de risque réel de préjudice grave"),
  noContactDetails: pair("it has no contact details", "elle n’a pas de coordonnées"),
  requesterShouldTell: pair("the requester should notify them", "c’est à la demanderesse d’aviser"),
  lawEnforcementProhibits: pair("law enforcement prohibits it", "les forces de l’ordre l’interdisent"),
  alreadyTold: pair("it was done already", "c’est déjà fait"),
}

export const declineInWords = (reason: DeclineReason, language: DocumentLanguage): string =>
  declineWords[reason][language]

const assessmentWords: Readonly<Record<AssessmentReason, Pair>> = {
  realRisk: pair("the risk that the law asks about is real", "le risque dont parle la loi est réel"),
  noRealRisk: pair("there is no such risk as the law asks about", "il n’y a pas de risque tel que la loi l’entend"),
  informationNotSensitive: pair("the information is not sensitive", "les renseignements ne sont pas sensibles"),
  misuseImprobable: pair("misuse is improbable", "un mauvais usage est improbable"),
  recoveredBeforeUse: pair("recovered before use", "récupérés avant tout usage"),
  encryptedOrUnintelligible: pair("unintelligible to the reader", "inintelligibles pour le lecteur"),
  outsideLegalDefinition: pair("outside the law’s definition", "hors de la définition légale"),
  lawDoesNotBind: pair("the law does not bind the party", "la loi ne vise pas l’organisation"),
  toldByOtherOrganisation: pair("notified by another organisation", "avisés par une autre organisation"),
  belowResidentThreshold: pair("below the law’s number of residents", "sous le seuil de résidents"),
  lawEnforcementProhibits: pair("law enforcement prohibits it", "interdit par les forces de l’ordre"),
  noticeWouldEndanger: pair("a notice would endanger somebody", "un avis mettrait quelqu’un en danger"),
  notABreach: pair("not a breach", "pas une atteinte"),
}

export const assessmentReasonInWords = (reason: AssessmentReason, language: DocumentLanguage): string =>
  assessmentWords[reason][language]

export const levelInWords = (level: AssessmentLevel, language: DocumentLanguage): string =>
  ({ low: pair("low", "niveau faible"), medium: pair("medium", "niveau moyen"), high: pair("high", "niveau élevé") })[
    level
  ][language]

const personalDataWords: Readonly<Record<PersonalDataRule, Pair>> = {
  emailAddress: pair("an email address", "une adresse de courriel"),
  ipAddress: pair("an IP address", "une adresse IP"),
  postalCode: pair("a postal code", "un code postal"),
  phoneNumber: pair("a telephone number", "un numéro de téléphone"),
  longNumber: pair("a long number", "un long numéro"),
}

export const personalDataInWords = (rule: PersonalDataRule, language: DocumentLanguage): string =>
  personalDataWords[rule][language]

const finderWords = {
  finder: pair("The person who found the breach reported it", "La personne qui a découvert l’atteinte l’a signalée"),
  recipient: pair("A recipient of a delivery reported the breach", "Un destinataire de livraison a signalé l’atteinte"),
  staff: pair("A member of staff reported the breach", "Un membre du personnel a signalé l’atteinte"),
  regulator: pair("A regulator reported the breach", "Une autorité a signalé l’atteinte"),
  hub: pair(
    "The detector of the shipment exchange found the breach",
    "Le détecteur de la plateforme d’échange a découvert l’atteinte",
  ),
} as const

/** Who reported or found the breach: the start of a sentence that goes on with to whom, and when. */
export const finderInWords = (kind: keyof typeof finderWords, language: DocumentLanguage): string =>
  finderWords[kind][language]

export const countryInWords = (code: string, language: DocumentLanguage): string =>
  new Intl.DisplayNames([language], { type: "region" }).of(code) ?? code

const measureWords = {
  accessorRefused: pair(
    "Lookups by the same visitor are refused.",
    "Les consultations du même visiteur sont refusées.",
  ),
  toolSuspended: pair(
    "The kind of lookup that was used is no longer possible.",
    "Ce mode de consultation n’est plus possible.",
  ),
  proofRequired: pair(
    "Proof is now asked for before records are shown.",
    "Une preuve est désormais exigée avant de montrer des renseignements.",
  ),
  referencesReissued: pair(
    "Order or tracking numbers can no longer be guessed from one another.",
    "Les numéros de commande ou de suivi ne se devinent plus l’un à partir de l’autre.",
  ),
  dataDestroyed: pair(
    "The person who made the lookups has confirmed in writing that nothing was kept.",
    "La personne à l’origine des consultations a confirmé par écrit n’avoir rien conservé.",
  ),
  dataReturned: pair(
    "What the person who made the lookups had copied has been given back.",
    "Ce que la personne à l’origine des consultations avait copié a été rendu.",
  ),
  finderAttested: pair(
    "The person who made the lookups has declared what was done with the information.",
    "La personne à l’origine des consultations a déclaré ce qu’elle a fait des renseignements.",
  ),
  containmentAttested: pair(
    "It has been attested that the breach has ended.",
    "Il a été attesté que l’atteinte avait cessé.",
  ),
  peopleSupported: pair("Help is offered to the people affected.", "De l’aide est offerte aux personnes touchées."),
  credentialsRotated: pair("Credentials have been changed.", "Les identifiants d’accès ont été changés."),
  policyChanged: pair(
    "The rules for answering lookups have been changed.",
    "Les règles de réponse aux consultations ont été changées.",
  ),
} as const satisfies Record<MeasureCode, Pair>

const causeWords = {
  proofNotAsked: pair(
    "Records could be seen without proof of who was looking.",
    "Les renseignements pouvaient être consultés sans preuve de l’identité de la personne.",
  ),
  proofGuessable: pair("The proof that was asked for could be guessed.", "La preuve exigée pouvait être devinée."),
  referencesGuessable: pair(
    "Order or tracking numbers could be guessed from one another.",
    "Les numéros de commande ou de suivi pouvaient être devinés à partir les uns des autres.",
  ),
  moreShownThanNeeded: pair(
    "More was shown than a recipient needs.",
    "Il était montré plus qu’il n’est nécessaire au destinataire.",
  ),
  credentialMisused: pair(
    "A credential was used by somebody who was not entitled to it.",
    "Un identifiant d’accès a été employé par une personne qui n’y avait pas droit.",
  ),
  entitlementMisused: pair(
    "Somebody who may look up deliveries did so without a reason.",
    "Une personne autorisée à consulter des livraisons l’a fait sans motif.",
  ),
  softwareFault: pair("The software had a fault.", "Le logiciel comportait un défaut."),
  configurationFault: pair("The system was configured wrongly.", "Le système était mal configuré."),
  humanError: pair("Somebody made a mistake in handling the data.", "Une erreur a été commise dans le traitement."),
} as const satisfies Record<BreachCause, Pair>

const factWords = {
  assessment: pair("assessment of the risk", "évaluation du risque"),
  discoveredAt: pair("discovery", "découverte"),
  determinedAt: pair("determination", "constat"),
  lawEnforcementDelay: pair("delay asked for by the police", "délai demandé par la police"),
  causes: pair("cause", "cause"),
  cause: pair("cause", "cause"),
  publicNoticeGround: pair("ground of a public notice", "motif d’un avis public"),
  writeAgainBy: pair("promise to write to people again", "promesse d’écrire de nouveau aux personnes"),
  wroteAgainAt: pair("people were written to again", "nouvel envoi aux personnes"),
} as const

/** The facts that a party stated, in words, each once. Unknown facts are left out. */
export const factsInWords = (facts: readonly string[], language: DocumentLanguage): string[] => {
  const words = new Map<string, Pair>(Object.entries(factWords))
  return [...new Set(facts.flatMap((fact) => words.get(fact)?.[language] ?? []))]
}

/** A cause of a breach in a sentence. */
export const causeInWords = (code: BreachCause, language: DocumentLanguage): string => causeWords[code][language]

/** A measure in a sentence that fits a notice. */
export const measureInWords = (code: MeasureCode, language: DocumentLanguage): string => measureWords[code][language]

const toolWords = {
  guarded: pair("the exchange’s own lookup", "la consultation propre à la plateforme d’échange"),
  observed: pair("the carrier’s own delivery-tracking tool", "l’outil de suivi propre au transporteur"),
  hub: pair("the shipment exchange itself", "la plateforme d’échange même"),
  supplier: pair("a supplier of the carrier", "un fournisseur du transporteur"),
} as const

/** Whether a breach was at a supplier of a carrier, by the name of its tool. */
export const isAtSupplier = (tool: string): boolean => principalOf(tool) !== undefined

/** Where a breach was: in a tool, at a supplier of the carrier, or at the exchange itself. */
export const placeInWords = (tool: string, atHub: unknown, language: DocumentLanguage): string =>
  atHub === undefined ? toolInWords(tool, language) : toolWords.hub[language]

/**
 * The kind of tool through which records were looked up.
 *
 * @param tool `guarded`, or a carrier's own tool, such as `observed:northpost`, which the words do not name
 */
export const toolInWords = (tool: string, language: DocumentLanguage): string =>
  toolWords[tool === "guarded" ? "guarded" : isAtSupplier(tool) ? "supplier" : "observed"][language]

/**
 * That the visitor of a case is refused. In a carrier's own tool the exchange cannot refuse anybody: it names the
 * visitor to the carrier, and is not told whether the tool refuses it.
 *
 * @param tool `guarded`, or a carrier's own tool, such as `observed:northpost`
 * @param since ISO instant
 */
export function restrictionInWords(tool: string, since: string, timeZone: string): Pair {
  const [en, fr] = [moment(since, timeZone, "en"), moment(since, timeZone, "fr")]
  return tool === "guarded"
    ? pair(
        `The exchange has refused lookups by the same visitor since ${en}.`,
        `La plateforme d’échange refuse les consultations du même visiteur depuis le ${fr}.`,
      )
    : pair(
        `Since ${en}, the exchange has named this visitor to the carrier as one to refuse. Whether the carrier’s tool refuses it is not known.`,
        `Depuis le ${fr}, la plateforme d’échange signale ce visiteur au transporteur comme étant à refuser. On ne sait pas si l’outil du transporteur le refuse.`,
      )
}

const chartWords: Readonly<Record<Chart, Pair>> = {
  walk: pair(
    "consecutive order or tracking numbers, one after another",
    "des numéros de commande ou de suivi consécutifs, l’un après l’autre",
  ),
  guess: pair(
    "many numbers or postal codes that were wrong, among some that were right",
    "beaucoup de numéros ou de codes postaux erronés, parmi d’autres exacts",
  ),
  fanOut: pair("many unrelated deliveries, by one visitor", "beaucoup de livraisons sans lien, par un même visiteur"),
  scope: pair(
    "deliveries of others, with the credential of a partner",
    "des livraisons d’autrui, avec l’accès d’un partenaire",
  ),
  quota: pair(
    "far more deliveries than the quota of the credential",
    "bien plus de livraisons que le quota de l’accès employé",
  ),
  insider: pair(
    "many deliveries without a case, with the credential of a member of staff",
    "beaucoup de livraisons sans demande à l’appui, avec l’accès d’un membre du personnel",
  ),
  block: pair(
    "one range of numbers, in order, by several visitors",
    "une même plage de numéros, dans l’ordre, par plusieurs visiteurs",
  ),
  volume: pair(
    "more lookups without proof, by visitors not seen before, than is usual",
    "plus de consultations sans preuve que d’ordinaire, par des visiteurs jamais vus",
  ),
  blockMisses: pair(
    "many numbers that do not exist, in one range, by several visitors",
    "beaucoup de numéros inexistants d’une même plage, par plusieurs visiteurs",
  ),
}

/** What was looked up, as a chart sees it. */
export const chartInWords = (chart: Chart, language: DocumentLanguage): string => chartWords[chart][language]

const factorWords: Readonly<Record<AssessmentFactor, Pair>> = {
  sensitivity: pair("sensitivity of the information", "sensibilité des renseignements"),
  probabilityOfMisuse: pair("probability of misuse", "probabilité de mauvais usage"),
  anticipatedConsequences: pair("anticipated consequences", "conséquences appréhendées"),
  stepsOfTheIndividual: pair("what people can do themselves", "ce que les personnes peuvent faire elles-mêmes"),
  guidance: pair("risk by the guidance of the regulator", "risque selon les orientations de l’autorité"),
  securityMeasures: pair("security measures", "mesures de sécurité"),
  whoObtainedIt: pair("who obtained the information", "qui a obtenu les renseignements"),
  harm: pair("harm to be expected", "préjudice à craindre"),
}

export const factorInWords = (factor: AssessmentFactor, language: DocumentLanguage): string =>
  factorWords[factor][language]

const outsiderWords: Readonly<Record<Outsider, Pair>> = {
  insurer: pair("insurer", "assureur"),
  bank: pair("bank", "banque"),
  paymentProcessor: pair("payment processor", "prestataire de paiement"),
  police: pair("police", "police"),
  other: pair("somebody else", "autre tiers"),
}

/** Who outside was told. */
export const outsiderInWords = (code: Outsider, language: DocumentLanguage): string => outsiderWords[code][language]

/** A language in words: French, or français. */
export const languageInWords = (code: string, language: DocumentLanguage): string =>
  new Intl.DisplayNames([language], { type: "language" }).of(code) ?? code
