import type { DocumentLanguage } from "../../base/contracts/words.ts"
import { type Pair, pair } from "../../base/platform/bilingual.ts"
import type { ContentSource } from "../law/content-item.ts"

const measuresOnRecord = pair("The measures on record", "Les mesures consignées")
const publicContact = pair(
  "The contact for the public in your settings",
  "Les coordonnées pour le public dans vos paramètres",
)
const noticesOnRecord = pair(
  "The state of your duty to notify people, and your receipts",
  "L’état de votre obligation d’aviser les personnes, et vos reçus",
)
const officerStated = (fact: Pair): Pair =>
  pair(`What your officer stated: ${fact.en}`, `Ce que votre responsable a déclaré : ${fact.fr}`)
const assessed = pair("the assessment", "l’évaluation")

/** Where the value of each item comes from, in words for the officer who copies it. */
const sources: Readonly<Record<ContentSource, Pair>> = {
  organisation: pair("Your entry in the exchange", "Votre inscription à la plateforme d’échange"),
  businessNumber: pair("The business number in your settings", "Le numéro d’entreprise dans vos paramètres"),
  senderAndContact: publicContact,
  furtherInformation: publicContact,
  contact: pair(
    "The contact for regulators in your settings",
    "Les coordonnées pour les autorités dans vos paramètres",
  ),
  circumstances: pair(
    "Findings and exposures of the case, and its other parties",
    "Les constats et expositions du dossier, et ses autres parties",
  ),
  cause: officerStated(pair("the cause", "la cause")),
  period: pair("The first and the last exposure on record", "La première et la dernière exposition consignées"),
  awareness: pair(
    "Your first alert, and what your officer stated of the discovery and the determination of the breach",
    "Votre première alerte, et ce que votre responsable a déclaré de la découverte et de la constatation de l’atteinte",
  ),
  finding: pair("The finding or report that opened the case", "Le constat ou le signalement qui a ouvert le dossier"),
  information: pair("The fields of each exposure on record", "Les champs de chaque exposition consignée"),
  peopleCount: pair(
    "The exposed shipments, and their places of delivery",
    "Les envois exposés, et leurs lieux de livraison",
  ),
  peopleInJurisdiction: pair(
    "The places of delivery of the exposed shipments",
    "Les lieux de livraison des envois exposés",
  ),
  riskAssessment: officerStated(assessed),
  consequences: officerStated(pair("the consequences to be expected", "les conséquences à prévoir")),
  riskReduction: measuresOnRecord,
  measures: measuresOnRecord,
  prevention: measuresOnRecord,
  notificationSteps: noticesOnRecord,
  notificationDates: noticesOnRecord,
  noNoticeReason: officerStated(pair("why people are not notified", "pourquoi les personnes ne sont pas avisées")),
  individualSteps: pair("The advice of your notices", "Les conseils de vos avis"),
  noticeDate: pair("The day on which this was prepared", "Le jour de la préparation"),
  complaintRight: pair("The law", "La loi"),
  otherRegulators: pair("Your other reports on record", "Vos autres déclarations consignées"),
  lawEnforcementDelay: officerStated(pair("that the police asked for a delay", "que la police a demandé un délai")),
  delayReason: pair(
    "When the report was due, and why your officer said that it comes later",
    "L’échéance de la déclaration, et pourquoi votre responsable dit qu’elle vient plus tard",
  ),
  safeguards: officerStated(pair("the safeguards in place", "les mesures de sécurité en place")),
  relationships: officerStated(pair("the class of people affected", "la catégorie de personnes touchées")),
  location: officerStated(pair("the location", "le lieu")),
  informationBanks: officerStated(pair("the personal information banks", "les fichiers de renseignements personnels")),
  unlawfulActs: officerStated(pair("whether unlawful acts are suspected", "si des actes illicites sont soupçonnés")),
  crossBorderImpact: officerStated(pair("the cross-border impact", "l’impact transfrontière")),
  otherOrganisations: pair("The other parties of the case", "Les autres parties du dossier"),
  organisationsNotified: pair("Your duties that are done", "Vos obligations accomplies"),
  sampleNotice: pair("Your notice under this law", "Votre avis selon cette loi"),
}

/** Where the value of an item comes from: the record of the case, the party's entry, or its officer. */
export const comesFrom = (source: ContentSource, language: DocumentLanguage): string => sources[source][language]
