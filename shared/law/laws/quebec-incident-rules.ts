import { asks } from "../content.ts"

/**
 * What the Regulation respecting confidentiality incidents (A-2.1, r. 3.1) asks alike of public bodies and of
 * enterprises. Sections 5 and 7 were read in the official text; section 3 in a published list and in the sister
 * regulation, r. 1, s. 11, whose items run parallel; section 8 in published accounts.
 */
export const quebecRegulationUrl = "https://www.legisquebec.gouv.qc.ca/en/document/cr/A-2.1,%20r.%203.1"

export const noticeToCommission = [
  asks(
    "r. 3.1 s. 3",
    "organisation",
    "organisation",
    "Name of the organization and Québec business number",
    "Nom de l’organisation et numéro d’entreprise du Québec",
  ),
  asks("r. 3.1 s. 3", "contact", "contact", "Person to be contacted", "Personne à joindre"),
  asks(
    "r. 3.1 s. 3",
    "information",
    "information",
    "Personal information covered, or why it cannot be described",
    "Renseignements personnels visés, ou motif de l’impossibilité de les décrire",
  ),
  asks("r. 3.1 s. 3", "circumstances", "circumstances", "Circumstances of the incident", "Circonstances de l’incident"),
  asks("r. 3.1 s. 3", "cause", "cause", "Cause, if known", "Cause, si elle est connue"),
  asks("r. 3.1 s. 3", "period", "period", "Date or period of the incident", "Date ou période de l’incident"),
  asks(
    "r. 3.1 s. 3",
    "awareness",
    "awareness",
    "Date or period of awareness",
    "Date ou période de la prise de connaissance",
  ),
  asks("r. 3.1 s. 3", "people", "peopleCount", "Number of persons concerned", "Nombre de personnes concernées"),
  asks(
    "r. 3.1 s. 3",
    "people-in-quebec",
    "peopleInJurisdiction",
    "Number of persons concerned who reside in Québec",
    "Nombre de personnes concernées qui résident au Québec",
  ),
  asks(
    "r. 3.1 s. 3",
    "risk",
    "riskAssessment",
    "What leads to the conclusion that there is a risk of serious injury",
    "Éléments menant à conclure à un risque de préjudice sérieux",
  ),
  asks(
    "r. 3.1 s. 3",
    "notification-steps",
    "notificationSteps",
    "Measures to notify the persons concerned, and dates",
    "Mesures pour aviser les personnes concernées, et dates",
  ),
  asks(
    "r. 3.1 s. 3",
    "measures",
    "measures",
    "Measures taken or intended after the incident, with their dates",
    "Mesures prises ou prévues après l’incident, avec leurs dates",
  ),
  asks(
    "r. 3.1 s. 3",
    "other-regulators",
    "otherRegulators",
    "Authorities outside Québec that were notified",
    "Autorités hors du Québec qui ont été avisées",
  ),
]

export const noticeToPersons = [
  asks("r. 3.1 s. 5(1)", "information", "information", "What information was involved", "Renseignements en cause"),
  asks("r. 3.1 s. 5(2)", "circumstances", "circumstances", "What happened", "Ce qui s’est passé"),
  asks("r. 3.1 s. 5(3)", "period", "period", "When it happened", "Quand cela s’est produit"),
  asks("r. 3.1 s. 5(4)", "risk-reduction", "riskReduction", "What has been done", "Ce qui a été fait"),
  asks("r. 3.1 s. 5(5)", "your-steps", "individualSteps", "What you can do", "Ce que vous pouvez faire"),
  asks("r. 3.1 s. 5(6)", "further-information", "furtherInformation", "Where to ask", "Où vous renseigner"),
]

export const registerEntry = [
  asks(
    "r. 3.1 s. 7(1)",
    "information",
    "information",
    "Personal information covered, or why it cannot be described",
    "Renseignements personnels visés, ou motif de l’impossibilité de les décrire",
  ),
  asks("r. 3.1 s. 7(2)", "circumstances", "circumstances", "Circumstances", "Circonstances"),
  asks("r. 3.1 s. 7(3)", "period", "period", "Date or period of the incident", "Date ou période de l’incident"),
  asks(
    "r. 3.1 s. 7(4)",
    "awareness",
    "awareness",
    "Date or period of awareness",
    "Date ou période de la prise de connaissance",
  ),
  asks("r. 3.1 s. 7(5)", "people", "peopleCount", "Number of persons concerned", "Nombre de personnes concernées"),
  asks(
    "r. 3.1 s. 7(6)",
    "risk",
    "riskAssessment",
    "What leads to the conclusion whether or not there is a risk of serious injury",
    "Éléments menant à conclure qu’il existe ou non un risque de préjudice sérieux",
  ),
  asks(
    "r. 3.1 s. 7(7)",
    "notices",
    "notificationDates",
    "Dates of the notices; public notices and their reasons",
    "Dates des avis; avis publics et leurs motifs",
  ),
  asks(
    "r. 3.1 s. 7(8)",
    "measures",
    "measures",
    "Measures taken to reduce the risks of injury",
    "Mesures prises pour diminuer les risques de préjudice",
  ),
]

export const seriousInjuryFactors = [
  "the sensitivity of the information concerned",
  "the anticipated consequences of its use",
  "the likelihood that such information will be used for injurious purposes",
]

export const commissionName = {
  en: "Commission d’accès à l’information du Québec",
  fr: "Commission d’accès à l’information du Québec",
}

export const commissionUrl =
  "https://www.cai.gouv.qc.ca/incident-de-confidentialite-impliquant-des-renseignements-personnels/aviser-commission-et-personnes-concernees/"

export const sectionThreeUnread = {
  en: "Section 3 of r. 3.1 was not read in the official text; its items were read in a published list and in the parallel s. 11 of R-22.1, r. 1.",
  fr: "L’article 3 du r. 3.1 n’a pas été lu dans le texte officiel; ses éléments ont été lus dans une liste publiée et dans l’article 11, parallèle, du R-22.1, r. 1.",
}

export const sectionEightUnread = {
  en: "The five years of r. 3.1 s. 8 and their start at awareness were read in published accounts, not in the official text.",
  fr: "Les cinq ans de l’article 8 du r. 3.1 et leur départ à la prise de connaissance ont été lus dans des comptes rendus publiés, non dans le texte officiel.",
}
