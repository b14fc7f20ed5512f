import type { DocumentLanguage } from "../../base/contracts/words.ts"

/** The words of the page of views for regulators in English. The French ones have the same keys. */
const english = {
  startTitle: "One side of a privacy breach, for a regulator",
  startIntro:
    "An organization opened its side of a case for you. This page shows nothing before you open the view. You cannot change anything with it.",
  startRecorded: "When you open the view, that is recorded for the organization, once a day.",
  code: "Code of the view",
  codeHint: "The part of the link after #. Enter it only if the link did not bring it along",
  open: "Open the view",
  closedTitle: "This view is not open",
  closedIntro: "It has ended or was revoked, or the link is wrong. Ask the organization that gave it to you.",
  title: "{party}: case {case}",
  openedFor: "Opened by {party} for {regulator}. It can be read until {end}, unless it is revoked before.",
  asOf: "As of {time}. Times are in the time zone of {party}.",
  limits:
    "This is what {party} recorded and what the exchange recorded for it. Other parties of the case can have recorded more. No person and no shipment is listed.",
  howToCheck:
    "To check the timeline without the exchange, ask {party} for its evidence package: anybody can verify it with the exchange’s public keys.",
  besideTitle: "Read it next to the other party’s view",
  besideIntro:
    "{party} agrees to this. If the other party agrees too, it gave you a link of its own. Enter the part of that link after #.",
  otherCode: "Code of the other party’s view",
  besideButton: "Show both timelines",
  besideFault:
    "The two views cannot be read next to each other. Both have to be open, for the same regulator, and each party has to agree.",
  errorTitle: "There is a problem",
  bothTitle: "Both timelines of the case",
  bothIntro:
    "On the left: {first}. On the right: {second}. Both agreed that {regulator} reads them next to each other.",
  contradictionsTitle: "Contradictions",
  none: "No contradiction was found in what both parties can read.",
  found: "Marked below with ⚠.",
  when: "When",
  mark: "⚠ Contradiction",
  entries: "Entries {first} and {second}",
  kinds: {
    time: "the times differ by {seconds} seconds",
    answer: "one says “{one}”, the other “{other}”",
    content: "they say different things about: {fields}",
    missing: "Entry {seq} of {having}, “{what}”, is missing in the timeline of {lacking}",
    count: "{first} counts {one} affected shipments that both share, {second} counts {other}",
    chain: "The timeline of {party} is not intact",
  },
  cut: "The table shows the latest {count} entries of each. The evidence packages hold all of them.",
  back: "Back to the first view",
  busyTitle: "Please try again in a minute",
  busyIntro: "Others change the case at this moment.",
  crossSiteTitle: "Please start from the link",
  crossSiteIntro: "This form came from another website, so nothing was opened.",
}

export type ViewWords = typeof english

const french: ViewWords = {
  startTitle: "La version d’une partie sur une atteinte à la vie privée, pour un organisme de contrôle",
  startIntro:
    "Une organisation vous a ouvert sa version d’un dossier. Cette page ne montre rien avant que vous ne l’ouvriez. Elle ne permet de rien modifier.",
  startRecorded: "L’ouverture est consignée pour l’organisation, une fois par jour.",
  code: "Code de la consultation",
  codeHint: "La partie du lien après #. Entrez-la seulement si le lien ne l’a pas apportée",
  open: "Ouvrir la consultation",
  closedTitle: "Cette consultation n’est pas ouverte",
  closedIntro:
    "Elle a pris fin ou a été révoquée, ou le lien est erroné. Adressez-vous à l’organisation qui vous l’a donné.",
  title: "{party} : dossier {case}",
  openedFor: "Ouverte par {party} pour {regulator}. Lisible jusqu’au {end}, sauf révocation.",
  asOf: "En date du {time}. Les heures sont celles du fuseau de {party}.",
  limits:
    "Voici ce que {party} a consigné et ce que la plateforme d’échange a consigné pour elle. D’autres parties peuvent avoir consigné davantage. Aucune personne ni aucun envoi n’est énuméré.",
  howToCheck:
    "Pour vérifier la chronologie sans la plateforme, demandez à {party} son dossier de preuve : chacun peut le vérifier avec les clés publiques de la plateforme.",
  besideTitle: "Lire à côté de la version de l’autre partie",
  besideIntro:
    "{party} y consent. Si l’autre partie y consent aussi, elle vous a donné son propre lien. Entrez la partie de ce lien après #.",
  otherCode: "Code de la consultation de l’autre partie",
  besideButton: "Afficher les deux chronologies",
  besideFault:
    "Les deux consultations ne peuvent être lues côte à côte. Elles doivent être ouvertes au même organisme, et chaque partie doit y consentir.",
  errorTitle: "Un problème est survenu",
  bothTitle: "Les deux chronologies du dossier",
  bothIntro: "À gauche : {first}. À droite : {second}. Les deux consentent à ce que {regulator} les lise côte à côte.",
  contradictionsTitle: "Contradictions",
  none: "Aucune contradiction n’a été trouvée dans ce que les deux parties peuvent lire.",
  found: "Elles sont marquées ci-dessous par ⚠.",
  when: "Quand",
  mark: "⚠ Contradiction",
  entries: "Entrées {first} et {second}",
  kinds: {
    time: "les heures diffèrent de {seconds} secondes",
    answer: "l’une dit « {one} », l’autre « {other} »",
    content: "elles diffèrent sur : {fields}",
    missing: "L’entrée {seq} de {having}, « {what} », manque dans la chronologie de {lacking}",
    count: "{first} compte {one} envois touchés communs aux deux, {second} en compte {other}",
    chain: "La chronologie de {party} n’est pas intacte",
  },
  cut: "Le tableau montre les {count} dernières entrées de chacune. Les dossiers de preuve les contiennent toutes.",
  back: "Retour à la première consultation",
  busyTitle: "Veuillez réessayer dans une minute",
  busyIntro: "D’autres modifient le dossier en ce moment.",
  crossSiteTitle: "Veuillez partir du lien",
  crossSiteIntro: "Ce formulaire vient d’un autre site : rien n’a été ouvert.",
}

const words: Readonly<Record<DocumentLanguage, ViewWords>> = { en: english, fr: french }

/** The words of the page of views in a language. */
export const viewWordsIn = (language: DocumentLanguage): ViewWords => words[language]
