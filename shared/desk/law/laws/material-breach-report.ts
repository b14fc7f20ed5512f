import { asks } from "../content.ts"
import type { Bilingual, ContentItemInput } from "../content-item.ts"

/** A paragraph of the mandatory procedures for privacy breaches, Appendix B of the Directive on Privacy Practices. */
export const appendixB = (paragraph: string): Bilingual => ({
  en: `Appendix B ${paragraph}`,
  fr: `annexe B ${paragraph}`,
})

const form = { en: "Material Privacy Breach form", fr: "formulaire de rapport d’atteintes substantielles" }

/** What a federal institution reports of a material privacy breach: B.2.4.4 in its order, after the form’s head. */
export const materialBreachReport: ContentItemInput[] = [
  asks(form, "organisation", "organisation", { en: "Institution", fr: "Institution" }),
  asks(form, "contact", "contact", {
    en: "Contact for the Commissioner",
    fr: "Personne-ressource pour le commissaire",
  }),
  asks(appendixB("B.2.4.4.1"), "period", "period", {
    en: "Date of the breach, or period during which it occurred",
    fr: "Date de l’atteinte, ou période au cours de laquelle elle s’est produite",
  }),
  asks(appendixB("B.2.4.4.1"), "awareness", "awareness", {
    en: "Date on which the institution discovered the breach",
    fr: "Date à laquelle l’institution a découvert l’atteinte",
  }),
  asks(appendixB("B.2.4.4.2"), "circumstances", "circumstances", {
    en: "Description of the breach, with its type",
    fr: "Description de l’atteinte, y compris le type",
  }),
  asks(appendixB("B.2.4.4.2"), "cause", "cause", { en: "Cause of the breach", fr: "Cause de l’atteinte" }),
  asks(appendixB("B.2.4.4.3"), "people", "peopleCount", {
    en: "Number or approximate number of individuals affected",
    fr: "Nombre approximatif ou exact d’individus touchés",
  }),
  asks(appendixB("B.2.4.4.4"), "information", "information", {
    en: "Categories and elements of personal information",
    fr: "Catégories de renseignements personnels et éléments en cause",
  }),
  asks(appendixB("B.2.4.4.5"), "parties", "otherOrganisations", {
    en: "Parties involved",
    fr: "Parties concernées",
  }),
  asks(appendixB("B.2.4.4.5"), "relationships", "relationships", {
    en: "Class of individuals affected, and relationships between the parties",
    fr: "Catégorie d’individus touchés, et relations entre les parties",
  }),
  asks(appendixB("B.2.4.4.6"), "safeguards", "safeguards", {
    en: "Relevant safeguards that were in place",
    fr: "Mesures de protection pertinentes qui étaient en place",
  }),
  asks(appendixB("B.2.4.4.7"), "risk", "riskAssessment", {
    en: "Real risks of significant harm that are anticipated",
    fr: "Risques réels de préjudices graves qui sont prévus",
  }),
  asks(appendixB("B.2.4.4.8"), "measures", "measures", {
    en: "Remedial actions that were or will be taken: containment, mitigation, prevention",
    fr: "Mesures correctives qui ont été prises ou qui le seront : confinement, atténuation, prévention",
  }),
  asks(appendixB("B.2.4.4.9"), "notification-method", "notificationSteps", {
    en: "Method used to notify individuals",
    fr: "Méthode utilisée pour aviser les individus",
  }),
  asks(appendixB("B.2.4.4.10"), "no-notice", "noNoticeReason", {
    en: "Justification, if individuals are not notified",
    fr: "Justification, si des individus ne sont pas avisés",
  }),
  asks(appendixB("B.2.4.4.11"), "location", "location", {
    en: "Physical or geographic location of the breach",
    fr: "Lieu physique ou géographique de l’atteinte",
  }),
  asks(appendixB("B.2.4.4.12"), "discovery", "finding", {
    en: "How the breach was discovered",
    fr: "Manière dont l’atteinte a été découverte",
  }),
  asks(appendixB("B.2.4.4.13"), "information-banks", "informationBanks", {
    en: "Personal information banks, if applicable",
    fr: "Fichiers de renseignements personnels, s’il y a lieu",
  }),
  asks(appendixB("B.2.4.4.14"), "organisations-notified", "organisationsNotified", {
    en: "Organizations that were notified of the breach",
    fr: "Organisations qui ont été informées de l’atteinte",
  }),
]
