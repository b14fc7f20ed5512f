import type { DocumentLanguage } from "../../contracts/words.ts"
import type { ContentSource } from "../../law/content-item.ts"
import { type Pair, pair } from "../../platform/bilingual.ts"

const measuresOnRecord = pair("The measures on record", "Les mesures consignées")
const publicContact = pair(
  "Your entry in the exchange (documents.publicContact)",
  "Votre inscription dans l’échange (documents.publicContact)",
)
const noticesOnRecord = pair(
  "The state of your duty to notify people, and your receipts",
  "L’état de votre obligation d’aviser les personnes, et vos reçus",
)
const officerStated = (field: string): Pair =>
  pair(`What your officer stated (${field})`, `Ce que votre responsable a déclaré (${field})`)

/** Where the value of each item comes from, in words for the officer who copies it. */
const sources: Readonly<Record<ContentSource, Pair>> = {
  organisation: pair("Your entry in the exchange", "Votre inscription dans l’échange"),
  businessNumber: pair(
    "Your entry in the exchange (documents.businessNumber)",
    "Votre inscription dans l’échange (documents.businessNumber)",
  ),
  senderAndContact: publicContact,
  furtherInformation: publicContact,
  contact: pair(
    "Your entry in the exchange (documents.contact)",
    "Votre inscription dans l’échange (documents.contact)",
  ),
  circumstances: pair(
    "Findings and exposures of the case, and its other parties",
    "Les constats et expositions du dossier, et ses autres parties",
  ),
  cause: officerStated("causes, cause"),
  period: pair("The first and the last exposure on record", "La première et la dernière exposition consignées"),
  awareness: pair(
    "Your first alert, and what your officer stated (discoveredAt, determinedAt)",
    "Votre première alerte, et ce que votre responsable a déclaré (discoveredAt, determinedAt)",
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
  riskAssessment: officerStated("assessment"),
  consequences: officerStated("assessment.consequences"),
  riskReduction: measuresOnRecord,
  measures: measuresOnRecord,
  prevention: measuresOnRecord,
  notificationSteps: noticesOnRecord,
  notificationDates: noticesOnRecord,
  noNoticeReason: officerStated("assessment, details.noNoticeReason"),
  individualSteps: pair("The advice of your notices", "Les conseils de vos avis"),
  noticeDate: pair("The day on which this was prepared", "Le jour de la préparation"),
  complaintRight: pair("The law", "La loi"),
  otherRegulators: pair("Your other reports on record", "Vos autres déclarations consignées"),
  lawEnforcementDelay: officerStated("lawEnforcementDelay"),
  delayReason: pair(
    "The due time of the report, and what your officer stated (details.delayReason)",
    "L’échéance de la déclaration, et ce que votre responsable a déclaré (details.delayReason)",
  ),
  safeguards: officerStated("details.safeguards"),
  relationships: officerStated("details.relationships"),
  location: officerStated("details.location"),
  informationBanks: officerStated("details.informationBanks"),
  otherOrganisations: pair("The other parties of the case", "Les autres parties du dossier"),
  organisationsNotified: pair("Your duties that are done", "Vos obligations accomplies"),
  sampleNotice: pair("Your notice under this law", "Votre avis selon cette loi"),
}

/** Where the value of an item comes from: the record of the case, the party's entry, or its officer. */
export const comesFrom = (source: ContentSource, language: DocumentLanguage): string => sources[source][language]
