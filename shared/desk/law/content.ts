import type { Bilingual, ContentItemInput, ContentSource } from "./content-item.ts"

/** A section of a statute, as each language cites it: s. 3 in English, art. 3 in French. */
export const section = (provision: string): Bilingual => ({ en: `s. ${provision}`, fr: `art. ${provision}` })

/**
 * One required item of a report, notice or register, in the order in which the law lists it.
 *
 * @param cited the provision; one string if both languages cite it alike
 */
export const asks = (
  cited: string | Bilingual,
  id: string,
  source: ContentSource,
  label: Bilingual,
): ContentItemInput => ({ id, section: cited, source, label })

/** Labels of items that many laws ask for in like words, by what fills them. */
const usualItems = {
  organisation: ["organisation", "Name of the organisation", "Nom de l’organisation"],
  senderAndContact: ["sender", "From", "De"],
  contact: ["contact", "Person who can answer questions", "Personne pouvant répondre aux questions"],
  circumstances: ["circumstances", "Circumstances of the breach", "Circonstances de l’atteinte"],
  period: ["period", "Date or period of the breach", "Date ou période de l’atteinte"],
  awareness: ["awareness", "When it was discovered", "Moment de la découverte"],
  information: ["information", "Personal information involved", "Renseignements personnels en cause"],
  peopleCount: ["people", "Number of people, or an estimate", "Nombre de personnes, ou une estimation"],
  peopleInJurisdiction: ["residents", "Number of residents affected", "Nombre de résidents touchés"],
  riskAssessment: ["risk", "Assessment of the risk of harm", "Évaluation du risque de préjudice"],
  consequences: ["consequences", "Likely consequences", "Conséquences probables"],
  riskReduction: ["risk-reduction", "Steps taken to reduce the risk", "Mesures prises pour réduire le risque"],
  measures: ["measures", "Measures taken or intended", "Mesures prises ou prévues"],
  notificationSteps: ["notification-steps", "Steps taken to notify people", "Mesures prises pour aviser les personnes"],
} as const satisfies Partial<Record<ContentSource, readonly [id: string, en: string, fr: string]>>

/** Items of a report that a law words like others. */
export const asksUsual = (
  cited: string | Bilingual,
  ...sources: readonly (keyof typeof usualItems)[]
): ContentItemInput[] =>
  sources.map((source) => {
    const [id, en, fr] = usualItems[source]
    return asks(cited, id, source, { en, fr })
  })

/** What a notice tells a person, in words for that person. */
const noticeItems = {
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
} as const satisfies Partial<Record<ContentSource, readonly [id: string, en: string, fr: string]>>

/** Items of a notice to people that a law words like others. */
export const tellsPeople = (
  cited: string | Bilingual,
  ...sources: readonly (keyof typeof noticeItems)[]
): ContentItemInput[] =>
  sources.map((source) => {
    const [id, en, fr] = noticeItems[source]
    return asks(cited, id, source, { en, fr })
  })
