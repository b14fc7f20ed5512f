import type { DocumentLanguage } from "../../base/contracts/words.ts"
import { capital, type Pair, pair } from "../../base/platform/bilingual.ts"
import { type DutyEntryType, dutyOperations } from "../duties/duty-operations.ts"
import type { TimelineEntryType } from "../timeline-entry-type.ts"
import { correspondenceEntryWords } from "./correspondence-in-words.ts"
import { letterEntryWords } from "./letters-in-words.ts"
import { viewEntryWords } from "./views-in-words.ts"

const entryWords: Readonly<Record<Exclude<TimelineEntryType, DutyEntryType>, Pair>> = {
  AccessorReleased: pair("Visitor let in again", "Visiteur de nouveau admis"),
  AlertNotAcknowledged: pair("Alert not acknowledged in time", "Réception de l’alerte non confirmée à temps"),
  AnomalyJoined: pair("Unusual lookups added to the case", "Consultations inhabituelles ajoutées au dossier"),
  ApprovalDeclined: pair("Approval declined", "Approbation refusée"),
  ApprovalLapsed: pair("Approval no longer possible", "Approbation devenue impossible"),
  ApprovalRequested: pair("Approval requested", "Approbation demandée"),
  BreachAlertAcknowledged: pair("Alert acknowledged", "Réception de l’alerte confirmée"),
  BreachCaseClosed: pair("Case closed", "Dossier clos"),
  BreachAtHubRestated: pair("Statement of the operator corrected", "Déclaration de l’exploitant corrigée"),
  BreachCaseOpened: pair("Case opened", "Dossier ouvert"),
  BreachCaseUpdated: pair("Case updated", "Dossier mis à jour"),
  BreachReported: pair("Breach reported", "Atteinte signalée"),
  CaseMerged: pair("Case merged into another", "Dossier fusionné avec un autre"),
  CaseTakenIn: pair("Another case merged into this one", "Autre dossier fusionné avec celui-ci"),
  DutyAssigned: pair("Duty assigned to a person", "Obligation confiée à une personne"),
  DutyDue: pair("Duty due soon", "Obligation bientôt échue"),
  DutyOverdue: pair("Duty overdue", "Obligation en retard"),
  EvidenceAdded: pair("File of evidence added", "Pièce versée au dossier"),
  ExposuresExported: pair("List of exposed shipments read", "Liste des envois exposés lue"),
  FactsStated: pair("Facts stated", "Faits déclarés"),
  FalseAlarmStated: pair("Stated to be a false alarm", "Fausse alerte déclarée"),
  ...correspondenceEntryWords,
  ...letterEntryWords,
  ...viewEntryWords,
  IndividualsNotified: pair("People notified", "Personnes avisées"),
  LawTextAccepted: pair("Newer text of a law accepted", "Nouveau texte d’une loi accepté"),
  LogImported: pair("Log imported", "Journal importé"),
  MeasureRecorded: pair("Measure recorded", "Mesure consignée"),
  NoticesReturned: pair("Notices came back undelivered", "Avis revenus sans avoir été remis"),
  NoteWritten: pair("Private note written", "Note interne rédigée"),
  PartyAlerted: pair("Party alerted", "Partie alertée"),
  PartyTold: pair("Party notified of the closing", "Partie avisée de la clôture"),
  RestrictionRenewed: pair("Refusal of the visitor renewed", "Refus du visiteur renouvelé"),
}

const wordsOfEntries: ReadonlyMap<string, Pair> = new Map([
  ...Object.values(dutyOperations).map(({ entry }) => [entry.type, entry.words] as const),
  ...Object.entries(entryWords),
])

/** The type of a timeline entry in words. An unknown type is spelled out. */
export const entryTypeInWords = (type: string, language: DocumentLanguage): string =>
  wordsOfEntries.get(type)?.[language] ?? capital(type.replaceAll(/([a-z])([A-Z])/g, "$1 $2").toLowerCase())
