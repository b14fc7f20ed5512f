import type { DutyKind } from "../../base/contracts/words.ts"
import type { Bilingual, ContentSource } from "./content-item.ts"

type Items = Readonly<Partial<Record<ContentSource, readonly [id: string, en: string, fr: string]>>>

/** Items of a report or register that many laws ask for in like words, by what fills them. */
const reportItems: Items = {
  organisation: ["organisation", "Name of the organisation", "Nom de l’organisation"],
  senderAndContact: ["sender", "From", "De"],
  contact: ["contact", "Person who can answer questions", "Personne pouvant répondre aux questions"],
  circumstances: ["circumstances", "Circumstances of the breach", "Circonstances de l’atteinte"],
  cause: ["cause", "Cause, if known", "Cause, si elle est connue"],
  period: ["period", "Date or period of the breach", "Date ou période de l’atteinte"],
  awareness: ["awareness", "Date or period of awareness", "Date ou période de la prise de connaissance"],
  information: ["information", "Personal information involved", "Renseignements personnels en cause"],
  peopleCount: ["people", "Number of people, or an estimate", "Nombre de personnes, ou une estimation"],
  peopleInJurisdiction: ["residents", "Number of residents affected", "Nombre de résidents touchés"],
  riskAssessment: ["risk", "Assessment of the risk of harm", "Évaluation du risque de préjudice"],
  consequences: ["consequences", "Likely consequences", "Conséquences probables"],
  riskReduction: ["risk-reduction", "Steps taken to reduce the risk", "Mesures prises pour réduire le risque"],
  measures: ["measures", "Measures taken or intended", "Mesures prises ou prévues"],
  notificationSteps: ["notification-steps", "Steps taken to notify people", "Mesures prises pour aviser les personnes"],
}

/** What a notice tells a person, in words for that person. */
const noticeItems: Items = {
  awareness: ["awareness", "When we learned of it", "Quand nous l’avons appris"],
  senderAndContact: ["sender", "Who writes to you", "Qui vous écrit"],
  circumstances: ["circumstances", "What happened", "Ce qui s’est passé"],
  period: ["period", "When it happened", "Quand cela s’est produit"],
  information: ["information", "What information was involved", "Renseignements en cause"],
  consequences: ["consequences", "What it can mean for you", "Ce que cela peut signifier pour vous"],
  riskReduction: ["risk-reduction", "What has been done, or will be", "Ce qui a été fait, ou le sera"],
  individualSteps: ["your-steps", "What you can do", "Ce que vous pouvez faire"],
  furtherInformation: ["further-information", "Where to ask", "Où vous renseigner"],
  complaintRight: ["complaint", "Your right to complain", "Votre droit de porter plainte"],
}

/** The id and the label of an item for which a law's file has none of its own. No label: the file has to give one. */
export function usualItem(kind: DutyKind, fact: ContentSource): { id: string; label: Bilingual | undefined } {
  const [id, en, fr] = (kind === "tellIndividuals" ? noticeItems : reportItems)[fact] ?? []
  return {
    id: id ?? fact.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
    label: en === undefined || fr === undefined ? undefined : { en, fr },
  }
}
