import { asks } from "../content.ts"
import type { ThresholdInput } from "../law.ts"

const regulation = (provision: string) => ({ en: `r. 3.1 s. ${provision}`, fr: `r. 3.1 art. ${provision}` })

/**
 * What the Regulation respecting confidentiality incidents (A-2.1, r. 3.1, in force 2022-12-29) asks alike of public
 * bodies and of enterprises. Sections 1, 2, 5 and 7 were read in the official text. Section 3 was read in a French
 * quotation of items 1 to 7 and, for all eleven, in s. 11 of, r. 1 (official text), which runs word for word
 * beside it; section 4 in the Commission’s words; sections 6 and 8 in published accounts.
 */
export const quebecRegulationUrl = "https://www.legisquebec.gouv.qc.ca/en/document/cr/A-2.1,%20r.%203.1"

export const noticeToCommission = [
  asks(regulation("3(1)"), "organisation", "organisation", {
    en: "Name of the organization",
    fr: "Nom de l’organisation",
  }),
  asks(regulation("3(1)"), "business-number", "businessNumber", {
    en: "Québec enterprise number (NEQ)",
    fr: "Numéro d’entreprise du Québec (NEQ)",
  }),
  asks(regulation("3(2)"), "contact", "contact", { en: "Person to be contacted", fr: "Personne à joindre" }),
  asks(regulation("3(3)"), "information", "information", {
    en: "Personal information covered, or why it cannot be described",
    fr: "Renseignements personnels visés, ou motif de l’impossibilité de les décrire",
  }),
  asks(regulation("3(4)"), "circumstances", "circumstances", {
    en: "Circumstances of the incident",
    fr: "Circonstances de l’incident",
  }),
  asks(regulation("3(4)"), "cause", "cause", { en: "Cause, if known", fr: "Cause, si elle est connue" }),
  asks(regulation("3(5)"), "period", "period", {
    en: "Date or period of the incident, or approximately",
    fr: "Date ou période de l’incident, ou une approximation",
  }),
  asks(regulation("3(6)"), "awareness", "awareness", {
    en: "Date or period of awareness",
    fr: "Date ou période de la prise de connaissance",
  }),
  asks(regulation("3(7)"), "people", "peopleCount", {
    en: "Number of persons concerned, or approximately",
    fr: "Nombre de personnes concernées, ou une approximation",
  }),
  asks(regulation("3(7)"), "people-in-quebec", "peopleInJurisdiction", {
    en: "Number of persons concerned who reside in Québec",
    fr: "Nombre de personnes concernées qui résident au Québec",
  }),
  asks(regulation("3(8)"), "risk", "riskAssessment", {
    en: "What leads to the conclusion that there is a risk of serious injury: sensitivity, possible ill-intentioned uses, consequences, likelihood",
    fr: "Éléments menant à conclure à un risque de préjudice sérieux : sensibilité, utilisations malveillantes possibles, conséquences, probabilité",
  }),
  asks(regulation("3(9)"), "notification-steps", "notificationSteps", {
    en: "Measures taken or intended to notify the persons concerned, with their date or expected time limit",
    fr: "Mesures prises ou prévues pour aviser les personnes concernées, avec leur date ou délai prévu",
  }),
  asks(regulation("3(10)"), "measures", "measures", {
    en: "Measures taken or intended to reduce the injury and prevent new incidents, with their date or expected time limit",
    fr: "Mesures prises ou prévues pour diminuer le préjudice et éviter de nouveaux incidents, avec leur date ou délai prévu",
  }),
  asks(regulation("3(11)"), "other-regulators", "otherRegulators", {
    en: "Authorities outside Québec that were notified, if any",
    fr: "Autorités hors du Québec qui ont été avisées, s’il y a lieu",
  }),
]

export const noticeToPersons = [
  asks(regulation("5(1)"), "information", "information", {
    en: "What information was involved",
    fr: "Renseignements en cause",
  }),
  asks(regulation("5(2)"), "circumstances", "circumstances", { en: "What happened", fr: "Ce qui s’est passé" }),
  asks(regulation("5(3)"), "period", "period", { en: "When it happened", fr: "Quand cela s’est produit" }),
  asks(regulation("5(4)"), "risk-reduction", "riskReduction", {
    en: "What has been done, or will be",
    fr: "Ce qui a été fait, ou le sera",
  }),
  asks(regulation("5(5)"), "your-steps", "individualSteps", { en: "What you can do", fr: "Ce que vous pouvez faire" }),
  asks(regulation("5(6)"), "further-information", "furtherInformation", {
    en: "Where to ask",
    fr: "Où vous renseigner",
  }),
]

export const registerEntry = [
  asks(regulation("7(1)"), "information", "information", {
    en: "Personal information covered, or why it cannot be described",
    fr: "Renseignements personnels visés, ou motif de l’impossibilité de les décrire",
  }),
  asks(regulation("7(2)"), "circumstances", "circumstances", { en: "Circumstances", fr: "Circonstances" }),
  asks(regulation("7(3)"), "period", "period", {
    en: "Date or period of the incident",
    fr: "Date ou période de l’incident",
  }),
  asks(regulation("7(4)"), "awareness", "awareness", {
    en: "Date or period of awareness",
    fr: "Date ou période de la prise de connaissance",
  }),
  asks(regulation("7(5)"), "people", "peopleCount", {
    en: "Number of persons concerned",
    fr: "Nombre de personnes concernées",
  }),
  asks(regulation("7(6)"), "risk", "riskAssessment", {
    en: "What leads to the conclusion whether or not there is a risk of serious injury",
    fr: "Éléments menant à conclure qu’il existe ou non un risque de préjudice sérieux",
  }),
  asks(regulation("7(7)"), "notices", "notificationDates", {
    en: "Dates of the notices, and whether public notices were given and why",
    fr: "Dates des avis, et s’il y a eu des avis publics et pourquoi",
  }),
  asks(regulation("7(8)"), "measures", "measures", {
    en: "Measures taken to reduce the risks of injury",
    fr: "Mesures prises pour diminuer les risques de préjudice",
  }),
]

export const seriousInjuryFactors: ThresholdInput["factors"] = [
  { code: "sensitivity", wording: "the sensitivity of the information concerned" },
  { code: "anticipatedConsequences", wording: "the anticipated consequences of its use" },
  { code: "probabilityOfMisuse", wording: "the likelihood that such information will be used for injurious purposes" },
]

export const commissionName = {
  en: "Commission d’accès à l’information du Québec",
  fr: "Commission d’accès à l’information du Québec",
}

export const commissionUrl =
  "https://www.cai.gouv.qc.ca/incident-de-confidentialite-impliquant-des-renseignements-personnels/aviser-commission-et-personnes-concernees/"

/**
 * The form of the notice to the Commission, and who else may be notified.
 *
 * @param section of the Act that requires the notice
 */
export const formOfNotice = (section: string) => [
  {
    en: "In writing; further information promptly as it becomes known (r. 3.1 s. 4).",
    fr: "Par écrit; les renseignements complémentaires avec diligence dès qu’ils sont connus (r. 3.1, art. 4).",
  },
  {
    en: `Any person or body that could reduce the risk may be notified too, with what it needs to know; the disclosure is recorded (s. ${section}).`,
    fr: `Toute personne ou tout organisme pouvant diminuer le risque peut aussi être avisé, avec ce qu’il lui faut savoir; la communication est consignée (art. ${section}).`,
  },
]

/** What the Act says of whoever holds information, and what is uncertain about a contractor. */
const holdersNote = {
  en: "The duty is that of whoever holds the information; whether a mandatary or contractor owes it besides the notice to its principal is to be confirmed. The contents are prescribed since 2022-12-29.",
  fr: "Le devoir incombe à qui détient les renseignements; qu’un mandataire ou un exécutant de contrat y soit tenu en plus de l’avis à son mandant reste à confirmer. Le contenu est prescrit depuis le 29 décembre 2022.",
}

const withHolders = (note: { en: string; fr: string }) => ({
  en: `${note.en} ${holdersNote.en}`,
  fr: `${note.fr} ${holdersNote.fr}`,
})

export const noticeToCommissionNote = withHolders({
  en: "To confirm: the official wording of r. 3.1 s. 3(8)-(11) and s. 4. The eleven items were read in the parallel s. 11 of R-22.1, r. 1 (official text), the first seven also in a quotation of s. 3.",
  fr: "À confirmer : le texte officiel de l’article 3, 8° à 11°, et de l’article 4 du r. 3.1. Les onze éléments ont été lus dans l’article 11, parallèle, du R-22.1, r. 1 (texte officiel), les sept premiers aussi dans une citation de l’article 3.",
})

export const noticeToPersonsNote = withHolders({
  en: "To confirm: when a public notice may replace or precede the notice to each person (r. 3.1 s. 6), read only in accounts. The law says “promptly” of the Commission and names no time for persons; the same promptness is assumed.",
  fr: "À confirmer : quand un avis public peut remplacer ou précéder l’avis à chaque personne (r. 3.1, art. 6), lu seulement dans des comptes rendus. La loi dit « avec diligence » pour la Commission et ne fixe rien pour les personnes; la même diligence est supposée.",
})

export const retentionNote = withHolders({
  en: "To confirm: the five years of r. 3.1 s. 8 and their start at awareness, read in several agreeing accounts and not in the official text.",
  fr: "À confirmer : les cinq ans de l’article 8 du r. 3.1 et leur départ à la prise de connaissance, lus dans plusieurs comptes rendus concordants et non dans le texte officiel.",
})

/** The Act’s own exception for an investigation. @param section of the Act that states it */
export const investigation = (section: string) => ({
  en: `Not so long as it could hamper an investigation by a body responsible by law for the prevention, detection or repression of crime or statutory offences (s. ${section}). This postpones the notice to persons only.`,
  fr: `Pas tant que cela serait susceptible d’entraver une enquête d’un organisme chargé par la loi de prévenir, détecter ou réprimer le crime ou les infractions aux lois (art. ${section}). Seul l’avis aux personnes est reporté.`,
})

/** When a holder owes no notice to the one for whom it holds the information. */
export const holderExempt = (section: string) => ({
  en: `Not if the holder is a public body or a member of a professional order (s. ${section}).`,
  fr: `Pas si le détenteur est un organisme public ou le membre d’un ordre professionnel (art. ${section}).`,
})

/** To whom the exception for some holders applies. */
export const holderExemptNote = {
  en: "To confirm: that the exception for a public body or a member of a professional order covers this notice, and that it does not free a federal Crown corporation, which is no public body of Québec. So it is taken here.",
  fr: "À confirmer : que l’exception visant un organisme public ou le membre d’un ordre professionnel couvre cet avis, et qu’elle ne dispense pas une société d’État fédérale, qui n’est pas un organisme public du Québec. C’est ce qui est supposé ici.",
}
