import { asksUsual, section, tellsPeople } from "../content.ts"
import type { Rule, ThresholdInput } from "../law.ts"
import { defineLaw } from "../law.ts"
import type { RegulatorForm } from "../regulator-form.ts"

const act = "https://www.legislation.gov.au/C2004A03712/latest/text"
const commissioner = "https://www.oaic.gov.au/privacy/notifiable-data-breaches/report-a-data-breach"

const seriousHarm: ThresholdInput = {
  standard: "seriousHarm",
  section: section("26WE, 26WG"),
  wording: "a reasonable person would conclude that the access or disclosure would be likely to result in serious harm",
  factors: [
    { code: "sensitivity", wording: "the kind and the sensitivity of the information" },
    { code: "securityMeasures", wording: "whether security measures protect it, and whether they can be overcome" },
    { code: "whoObtainedIt", wording: "the persons who have obtained, or could obtain, the information" },
    { code: "harm", wording: "the nature of the harm" },
  ],
}

const standing = {
  inForceFrom: "2018-02-22",
  reading: "secondary",
  reviewBy: "2027-02-25",
  confirmWithCounsel: true,
  note: {
    en: "To confirm: ss. 26WE, 26WF and 26WN, which were not read in the official text, and which businesses are too small to be bound. Ss. 26WG to 26WM were read.",
    fr: "À confirmer : les articles 26WE, 26WF et 26WN, non lus dans le texte officiel, et quelles entreprises sont trop petites pour être liées. Les articles 26WG à 26WM ont été lus.",
  },
} as const satisfies Partial<Rule>

const oneForAll = {
  en: "If one entity that holds the information complies, the others are freed of the same breach (ss. 26WJ, 26WM).",
  fr: "Si une entité qui détient les renseignements s’exécute, les autres sont libérées pour la même atteinte (art. 26WJ, 26WM).",
}

const partOne = {
  en: "Part one — Statement about an eligible data breach",
  fr: "Première partie — Déclaration sur une atteinte admissible",
}

const statementForm: RegulatorForm = {
  name: { en: "Notifiable Data Breach statement", fr: "Déclaration d’atteinte à déclaration obligatoire" },
  language: "en",
  url: "https://docsbay.net/doc/339660/notifiable-data-breach-statement",
  readOn: "2026-11-26",
  copy: {
    en: "A copy, without a date, of an older form, on a site where readers put documents. The Commissioner’s site says that its forms were to be replaced on 2 July 2024.",
    fr: "Une copie, sans date, d’un ancien formulaire, sur un site où des lecteurs déposent des documents. Le site du commissaire dit que ses formulaires devaient être remplacés le 2 juillet 2024.",
  },
  unread: {
    en: "what follows the second heading, the voluntary part two, and the present form.",
    fr: "ce qui suit le second titre, la deuxième partie, facultative, et le formulaire actuel.",
  },
  fields: [
    {
      words: {
        en: "1. Organisation/agency details: Organisation/agency name",
        fr: "1. Renseignements sur l’organisation ou l’organisme : nom",
      },
      under: partOne,
      sources: ["organisation"],
    },
    {
      words: {
        en: "Phone; Email; Address; Other contact details",
        fr: "Téléphone; courriel; adresse; autres coordonnées",
      },
      under: partOne,
      sources: ["contact"],
    },
    {
      words: { en: "2. Description of the eligible data breach", fr: "2. Description de l’atteinte admissible" },
      under: partOne,
      sources: ["circumstances", "period"],
    },
  ],
}

/** An entity that holds the information is bound, so both sides of a case usually are. No register was found. */
export const auPrivacyAct = defineLaw({
  id: "au-privacy-act",
  name: {
    en: "Privacy Act 1988 (Cth), Part IIIC, Notification of eligible data breaches",
    fr: "Privacy Act 1988 (Cth) de l’Australie, partie IIIC, notification des atteintes admissibles",
  },
  shortName: { en: "Australian Privacy Act", fr: "Privacy Act australien" },
  jurisdiction: "AU",
  reach: "party",
  binds: {
    en: "Entities that hold personal information and are bound by the Australian Privacy Principles",
    fr: "Les entités qui détiennent des renseignements personnels et sont liées par les Australian Privacy Principles",
  },
  noticeLanguages: ["en"],
  rules: [
    {
      id: "statement-to-commissioner",
      kind: "tellRegulator",
      title: { en: "Statement to the Information Commissioner", fr: "Déclaration au commissaire à l’information" },
      owedBy: ["inControl", "holder"],
      to: {
        code: "OAIC",
        name: {
          en: "Office of the Australian Information Commissioner",
          fr: "Bureau du commissaire à l’information de l’Australie",
        },
        howToReach: commissioner,
      },
      citation: { section: section("26WK"), url: act },
      quote:
        "prepare a statement that complies with subsection (3) and give a copy of the statement to the Commissioner as soon as practicable after the entity becomes so aware",
      clock: { kind: "prompt", standard: "asSoonAsPracticable", from: "determination" },
      threshold: seriousHarm,
      regulatorForm: statementForm,
      content: [
        ...asksUsual(section("26WK(3)(a)"), "organisation", "contact"),
        ...asksUsual(section("26WK(3)(b)"), "circumstances", "period"),
        ...asksUsual(section("26WK(3)(c)"), "information"),
        ...tellsPeople(section("26WK(3)(d)"), "individualSteps"),
      ],
      form: [
        {
          en: "From reasonable grounds to suspect, the assessment takes all reasonable steps to be complete within 30 days (s. 26WH).",
          fr: "Dès qu’il y a des motifs raisonnables de soupçonner une atteinte, l’évaluation doit viser à être achevée en 30 jours (art. 26WH).",
        },
        oneForAll,
      ],
      exceptions: [
        {
          en: "Not if the Commissioner declares so, or allows a longer time (s. 26WQ); not if remedial action came in time (s. 26WF).",
          fr: "Pas si le commissaire le déclare, ou accorde un délai plus long (art. 26WQ); pas si une mesure corrective est venue à temps (art. 26WF).",
        },
      ],
      excusedBy: [
        { reason: "toldByOtherOrganisation", section: section("26WJ") },
        { reason: "recoveredBeforeUse", section: section("26WF") },
      ],
      ...standing,
    },
    {
      id: "notify-individuals",
      kind: "tellIndividuals",
      title: { en: "Notification of the contents of the statement", fr: "Avis du contenu de la déclaration" },
      owedBy: ["inControl", "holder"],
      to: { code: "individuals", name: { en: "Individuals at risk", fr: "Individus à risque" } },
      citation: { section: section("26WL"), url: act },
      quote:
        "take such steps as are reasonable in the circumstances to notify the contents of the statement to each of the individuals, as soon as practicable after the completion of the preparation of the statement",
      clock: { kind: "prompt", standard: "asSoonAsPracticable", from: "determination" },
      threshold: seriousHarm,
      content: [
        ...tellsPeople(section("26WK(3)(a)"), "senderAndContact"),
        ...tellsPeople(section("26WK(3)(b)"), "circumstances", "period"),
        ...tellsPeople(section("26WK(3)(c)"), "information"),
        ...tellsPeople(section("26WK(3)(d)"), "individualSteps"),
      ],
      form: [
        {
          en: "To all individuals if practicable, else to those at risk, else on the website with reasonable steps to publicise it (s. 26WL(2)).",
          fr: "À tous les individus si possible, sinon à ceux qui sont à risque, sinon sur le site, avec des mesures raisonnables de publicité (art. 26WL(2)).",
        },
        oneForAll,
      ],
      excusedBy: [
        { reason: "toldByOtherOrganisation", section: section("26WM") },
        { reason: "recoveredBeforeUse", section: section("26WF") },
      ],
      ...standing,
    },
  ],
})
