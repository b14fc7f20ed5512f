import type { AssessmentFactor } from "../../contracts/legal-words.ts"
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
} from "../../contracts/words.ts"
import type { ClockEvent } from "../../law/law.ts"
import { capital, type Pair, pair } from "../../platform/bilingual.ts"
import { dutyOperations } from "../duties/duty-operations.ts"
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
    "le nom ou les initiales du signataire",
  ),
  "postal-code": pair("the postal code", "le code postal"),
  "nature-of-delivery": pair("the nature of the delivery", "la nature de la livraison"),
  address: pair("the delivery address", "l’adresse de livraison"),
  payment: pair("payment information", "les renseignements de paiement"),
  purchaser: pair("the name of the purchaser", "le nom de l’acheteur"),
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
  tellOtherOrganisation: pair("Notify other organisations", "Aviser d’autres organisations"),
  keepRecord: pair("Keep the record", "Tenir le registre"),
}

export const kindInWords = (kind: DutyKind, language: DocumentLanguage): string => kindWords[kind][language]

const clockWords: Readonly<Record<ClockEvent | "report", Pair>> = {
  awareness: pair("awareness", "la prise de connaissance"),
  determination: pair("determination", "la constatation"),
  discovery: pair("discovery", "la découverte"),
  individualsNotified: pair("notice to the people affected", "l’avis aux personnes touchées"),
  growth: pair("learning of more", "la connaissance de faits nouveaux"),
  report: pair("the report", "la déclaration"),
}

export const clockEventInWords = (event: ClockEvent | "report", language: DocumentLanguage): string =>
  clockWords[event][language]

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
  ({ low: pair("low", "faible"), medium: pair("medium", "moyenne"), high: pair("high", "élevée") })[level][language]

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
  finder: pair("A person who found it", "Une personne qui l’a trouvée"),
  recipient: pair("A recipient of a delivery", "Un destinataire de livraison"),
  staff: pair("A member of staff", "Un membre du personnel"),
  regulator: pair("A regulator", "Une autorité"),
  hub: pair("The exchange’s own detector", "Le détecteur de l’échange"),
} as const

export const finderInWords = (kind: keyof typeof finderWords, language: DocumentLanguage): string =>
  finderWords[kind][language]

/** A country in words. */
export const countryInWords = (code: string, language: DocumentLanguage): string =>
  new Intl.DisplayNames([language], { type: "region" }).of(code) ?? code

const entryWords: Readonly<Record<string, Pair>> = {
  ...Object.fromEntries(Object.values(dutyOperations).map(({ entry }) => [entry.type, entry.words])),
  BreachReported: pair("Breach reported", "Atteinte signalée"),
  BreachCaseOpened: pair("Case opened", "Dossier ouvert"),
  BreachCaseUpdated: pair("Case updated", "Dossier mis à jour"),
  BreachCaseClosed: pair("Case closed", "Dossier clos"),
  BreachAlertAcknowledged: pair("Alert acknowledged", "Alerte accusée"),
  AnomalyJoined: pair("Anomaly joined to the case", "Anomalie jointe au dossier"),
  ExposuresRecorded: pair("Exposures recorded", "Expositions consignées"),
  ExposuresExported: pair("Exposures exported", "Expositions exportées"),
  AccessorRestricted: pair("Accessor refused", "Auteur refusé"),
  AccessorReleased: pair("Accessor released", "Auteur libéré"),
  MeasureRecorded: pair("Measure recorded", "Mesure consignée"),
  ContainmentAttested: pair("Containment attested", "Confinement attesté"),
  IndividualsNotified: pair("People notified", "Personnes avisées"),
  AlertNotAcknowledged: pair("Alert not acknowledged in time", "Alerte sans accusé à temps"),
  PartyAlerted: pair("Party alerted", "Partie alertée"),
  PartyTold: pair("Party notified of the closing", "Partie avisée de la clôture"),
  CaseMerged: pair("Case joined to another", "Dossier joint à un autre"),
  CaseTakenIn: pair("Another case taken in", "Autre dossier intégré"),
  CaseChangedByTime: pair("Time passed", "Le temps a passé"),
  FactsStated: pair("Facts stated", "Faits déclarés"),
  FalseAlarmStated: pair("Stated to be a false alarm", "Déclarée fausse alerte"),
  RestrictionRenewed: pair("Refusal of the accessor renewed", "Refus de l’auteur renouvelé"),
  DutyDue: pair("Duty due soon", "Obligation bientôt échue"),
  DutyOverdue: pair("Duty overdue", "Obligation en retard"),
}

/** The type of a timeline entry in words. An unknown type is spelled out. */
export const entryTypeInWords = (type: string, language: DocumentLanguage): string =>
  entryWords[type]?.[language] ?? capital(type.replaceAll(/([a-z])([A-Z])/g, "$1 $2").toLowerCase())

const measureWords = {
  accessorRefused: pair("The accessor is refused.", "L’auteur des consultations est refusé."),
  toolSuspended: pair(
    "The way of looking up that was used has been withdrawn.",
    "Le mode de consultation employé a été retiré.",
  ),
  proofRequired: pair(
    "The tool now asks for proof before it answers.",
    "L’outil exige désormais une preuve avant de répondre.",
  ),
  referencesReissued: pair(
    "Order references can no longer be guessed from one another.",
    "Les numéros de référence ne se devinent plus l’un de l’autre.",
  ),
  dataDestroyed: pair(
    "The person who looked confirmed in writing that nothing was kept.",
    "La personne qui a consulté a confirmé par écrit n’avoir rien conservé.",
  ),
  dataReturned: pair(
    "What the person who looked had copied has been given back.",
    "Ce que la personne qui a consulté avait copié a été rendu.",
  ),
  finderAttested: pair(
    "The person who looked has declared what was done with the information.",
    "La personne qui a consulté a déclaré ce qu’elle a fait des renseignements.",
  ),
  containmentAttested: pair(
    "It has been attested that the lookups have ended.",
    "Il a été attesté que les consultations ont cessé.",
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
    "The tool answered without asking for proof of who was looking.",
    "L’outil répondait sans exiger de preuve de l’identité de la personne.",
  ),
  proofGuessable: pair("The proof that the tool asked for could be guessed.", "La preuve exigée pouvait être devinée."),
  referencesGuessable: pair(
    "References could be guessed from one another.",
    "Les numéros de référence se devinaient l’un de l’autre.",
  ),
  moreShownThanNeeded: pair(
    "The tool showed more than a recipient needs.",
    "L’outil montrait plus qu’il n’est nécessaire au destinataire.",
  ),
  credentialMisused: pair(
    "A credential was used by somebody who was not entitled to it.",
    "Un identifiant d’accès a été employé par une personne qui n’y avait pas droit.",
  ),
  entitlementMisused: pair(
    "Somebody who may look up deliveries did so without a reason.",
    "Une personne autorisée à consulter des livraisons l’a fait sans motif.",
  ),
  softwareFault: pair("The software of the tool had a fault.", "Le logiciel de l’outil comportait un défaut."),
  configurationFault: pair("The tool was configured wrongly.", "L’outil était mal configuré."),
  humanError: pair("Somebody made a mistake in handling the data.", "Une erreur a été commise dans le traitement."),
} as const satisfies Record<BreachCause, Pair>

const factWords = {
  assessment: pair("assessment of the risk", "évaluation du risque"),
  discoveredAt: pair("discovery", "découverte"),
  determinedAt: pair("determination", "constat"),
  lawEnforcementDelay: pair("delay asked for by the police", "délai demandé par la police"),
  causes: pair("cause", "cause"),
  cause: pair("cause", "cause"),
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
  guarded: pair("the exchange’s own lookup", "la consultation propre à l’échange"),
  observed: pair("the carrier’s own delivery-tracking tool", "l’outil de suivi propre au transporteur"),
} as const

/** The kind of tool through which records were looked up. */
export const toolInWords = (mode: keyof typeof toolWords, language: DocumentLanguage): string =>
  toolWords[mode][language]

const chartWords: Readonly<Record<Chart, Pair>> = {
  walk: pair("consecutive references, one after another", "références consécutives, l’une après l’autre"),
  guess: pair(
    "many references that do not exist among those that do",
    "beaucoup de références inexistantes parmi les autres",
  ),
  fanOut: pair("many unrelated deliveries from one accessor", "beaucoup de livraisons sans lien par un même auteur"),
  scope: pair("deliveries outside the accessor’s own", "des livraisons hors de celles de l’auteur"),
  quota: pair("more lookups than a credential’s quota", "plus de consultations que le quota d’un accès"),
  insider: pair("an insider’s lookups without a reason", "consultations internes sans motif"),
  block: pair("a block of numbers looked up by many accessors", "un bloc de numéros consulté par de nombreux auteurs"),
  volume: pair("more lookups by strangers than is usual", "plus de consultations par des inconnus que d’habitude"),
  blockMisses: pair("many misses within a block of numbers", "beaucoup d’échecs dans un bloc de numéros"),
}

/** What a chart looks for. */
export const chartInWords = (chart: Chart, language: DocumentLanguage): string => chartWords[chart][language]

const factorWords: Readonly<Record<AssessmentFactor, Pair>> = {
  sensitivity: pair("sensitivity of the information", "sensibilité des renseignements"),
  probabilityOfMisuse: pair("probability of misuse", "probabilité de mauvais usage"),
  anticipatedConsequences: pair("anticipated consequences", "conséquences appréhendées"),
  stepsOfTheIndividual: pair("what people can do themselves", "ce que les personnes peuvent faire elles-mêmes"),
  guidance: pair("guidance of the regulator", "orientations de l’autorité"),
  securityMeasures: pair("security measures", "mesures de sécurité"),
  whoObtainedIt: pair("who obtained the information", "qui a obtenu les renseignements"),
  harm: pair("harm to be expected", "préjudice à craindre"),
}

export const factorInWords = (factor: AssessmentFactor, language: DocumentLanguage): string =>
  factorWords[factor][language]

/** A language in words: French, or français. */
export const languageInWords = (code: DocumentLanguage, language: DocumentLanguage): string =>
  new Intl.DisplayNames([language], { type: "language" }).of(code) ?? code
