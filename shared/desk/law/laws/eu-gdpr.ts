import { asks } from "../content.ts"
import { defineLaw } from "../law.ts"

const url = "https://eur-lex.europa.eu/eli/reg/2016/679/oj"

/** Read in full, every paragraph, in reproductions of the official text: arts. 33 and 34. */
const reproduction = "https://gdprhub.eu/Article_33_GDPR"

/** A rule read in 2026 is read again soon, because an amendment of art. 33 is before the legislature. */
const reviewBy = "2027-02-25"

const read = { reading: "verbatim", verifiedOn: "2026-11-25", reviewBy, confirmWithCounsel: false } as const

export const euGdpr = defineLaw({
  id: "eu-gdpr",
  name: {
    en: "Regulation (EU) 2016/679 (General Data Protection Regulation), arts. 33-34",
    fr: "Règlement (UE) 2016/679 (règlement général sur la protection des données), art. 33 et 34",
  },
  shortName: { en: "GDPR", fr: "RGPD" },
  jurisdiction: "EU",
  reach: "party",
  binds: {
    en: "Controllers and processors established in the Union, or offering goods to people who are in it (art. 3)",
    fr: "Les responsables du traitement et sous-traitants établis dans l’Union, ou offrant des biens à des personnes qui s’y trouvent (art. 3)",
  },
  noticeLanguages: ["en", "fr"],
  rules: [
    {
      id: "notify-authority",
      kind: "tellRegulator",
      title: { en: "Notification to the supervisory authority", fr: "Notification à l’autorité de contrôle" },
      owedBy: ["inControl"],
      to: {
        code: "supervisory-authority",
        name: { en: "Competent Supervisory Authority", fr: "Autorité de contrôle compétente" },
        howToReach: "https://www.edpb.europa.eu/about-edpb/about-edpb/members_en",
      },
      citation: { section: "art. 33(1), (3), (4)", url },
      quote:
        "the controller shall without undue delay and, where feasible, not later than 72 hours after having become aware of it, notify the personal data breach to the supervisory authority competent in accordance with Article 55",
      clock: { kind: "within", amount: 72, unit: "hours", from: "awareness", standard: "withoutUndueDelay" },
      threshold: {
        standard: "riskToRightsAndFreedoms",
        section: "art. 33(1)",
        wording:
          "unless the personal data breach is unlikely to result in a risk to the rights and freedoms of natural persons",
      },
      content: [
        asks("art. 33(3)(a)", "nature", "circumstances", { en: "Nature of the breach", fr: "Nature de la violation" }),
        asks("art. 33(3)(a)", "information", "information", {
          en: "Categories of data and approximate number of records",
          fr: "Catégories de données et nombre approximatif d’enregistrements",
        }),
        asks("art. 33(3)(a)", "people", "peopleCount", {
          en: "Categories and approximate number of data subjects",
          fr: "Catégories et nombre approximatif de personnes concernées",
        }),
        asks("art. 33(3)(b)", "contact", "contact", {
          en: "Data protection officer or other contact point",
          fr: "Délégué à la protection des données ou autre point de contact",
        }),
        asks("art. 33(3)(c)", "consequences", "consequences", {
          en: "Likely consequences",
          fr: "Conséquences probables",
        }),
        asks("art. 33(3)(d)", "measures", "measures", {
          en: "Measures taken or proposed",
          fr: "Mesures prises ou proposées",
        }),
        asks("art. 33(1)", "delay", "delayReason", {
          en: "Reasons for the delay, if later than 72 hours",
          fr: "Motifs du retard, si plus de 72 heures",
        }),
      ],
      form: [
        {
          en: "May be provided in phases without undue further delay (art. 33(4)).",
          fr: "Peut être communiquée de manière échelonnée sans autre retard indu (art. 33, par. 4).",
        },
        {
          en: "After 72 hours, with the reasons for the delay (art. 33(1)).",
          fr: "Après 72 heures, avec les motifs du retard (art. 33, par. 1).",
        },
        {
          en: "Each authority has a form of its own. By accounts, the European Data Protection Board adopted a common template on 10 June 2026 and took comments on it until 5 August 2026; it was not read.",
          fr: "Chaque autorité a son propre formulaire. Selon des comptes rendus, le Comité européen de la protection des données a adopté un modèle commun le 10 juin 2026 et recueilli des observations jusqu’au 5 août 2026; il n’a pas été lu.",
        },
      ],
      inForceFrom: "2018-05-25",
      ...read,
      note: {
        en: "72 elapsed hours, weekends and holidays included. The Commission’s proposal of November 2025 (Digital Omnibus) would ask for a notice only of a high risk, within 96 hours and at a single entry point; it was found as a proposal and not as law.",
        fr: "72 heures écoulées, fins de semaine et jours fériés compris. La proposition de la Commission de novembre 2025 (omnibus numérique) ne demanderait la notification que d’un risque élevé, dans les 96 heures et à un point d’entrée unique; elle a été trouvée comme proposition et non comme droit en vigueur.",
      },
      quoteFrom: reproduction,
    },
    {
      id: "supplement-notification",
      kind: "supplementReport",
      title: {
        en: "Further information to the supervisory authority",
        fr: "Informations complémentaires à l’autorité de contrôle",
      },
      owedBy: ["inControl"],
      to: {
        code: "supervisory-authority",
        name: { en: "Competent Supervisory Authority", fr: "Autorité de contrôle compétente" },
        howToReach: "https://www.edpb.europa.eu/about-edpb/about-edpb/members_en",
      },
      citation: { section: "art. 33(4)", url },
      quote:
        "Where, and in so far as, it is not possible to provide the information at the same time, the information may be provided in phases without undue further delay.",
      clock: { kind: "prompt", standard: "withoutUndueDelay", from: "growth" },
      threshold: {
        standard: "riskToRightsAndFreedoms",
        section: "art. 33(1), (4)",
        wording:
          "unless the personal data breach is unlikely to result in a risk to the rights and freedoms of natural persons",
      },
      onlyAfter: "growthSinceReport",
      inForceFrom: "2018-05-25",
      ...read,
      quoteFrom: reproduction,
    },
    {
      id: "communicate-to-data-subjects",
      kind: "tellIndividuals",
      title: { en: "Communication to the data subject", fr: "Communication à la personne concernée" },
      owedBy: ["inControl"],
      to: { code: "individuals", name: { en: "Data subjects", fr: "Personnes concernées" } },
      citation: { section: "art. 34(1)-(4)", url },
      quote:
        "When the personal data breach is likely to result in a high risk to the rights and freedoms of natural persons, the controller shall communicate the personal data breach to the data subject without undue delay.",
      clock: { kind: "prompt", standard: "withoutUndueDelay", from: "awareness" },
      threshold: {
        standard: "highRiskToRightsAndFreedoms",
        section: "art. 34(1)",
        wording: "likely to result in a high risk to the rights and freedoms of natural persons",
      },
      content: [
        asks("art. 34(2)", "nature", "circumstances", { en: "What happened", fr: "Ce qui s’est passé" }),
        asks("art. 34(2)", "information", "information", {
          en: "What information was involved",
          fr: "Données en cause",
        }),
        asks("art. 34(2), 33(3)(c)", "consequences", "consequences", {
          en: "Likely consequences",
          fr: "Conséquences probables",
        }),
        asks("art. 34(2), 33(3)(d)", "measures", "riskReduction", {
          en: "What has been done",
          fr: "Ce qui a été fait",
        }),
        asks("art. 34(2), 33(3)(d)", "your-steps", "individualSteps", {
          en: "What you can do",
          fr: "Ce que vous pouvez faire",
        }),
        asks("art. 34(2), 33(3)(b)", "contact", "furtherInformation", { en: "Where to ask", fr: "Où vous renseigner" }),
      ],
      form: [
        { en: "In clear and plain language (art. 34(2)).", fr: "En des termes clairs et simples (art. 34, par. 2)." },
      ],
      exceptions: [
        {
          en: "The data were unintelligible to the reader, such as encrypted (art. 34(3)(a)).",
          fr: "Les données étaient incompréhensibles, par exemple chiffrées (art. 34, par. 3, point a)).",
        },
        {
          en: "Later measures ensure that the high risk is no longer likely (art. 34(3)(b)).",
          fr: "Des mesures ultérieures garantissent que le risque élevé n’est plus susceptible de se matérialiser (art. 34, par. 3, point b)).",
        },
        {
          en: "Disproportionate effort: then a public communication (art. 34(3)(c)).",
          fr: "Efforts disproportionnés : alors une communication publique (art. 34, par. 3, point c)).",
        },
      ],
      excusedBy: [
        { reason: "encryptedOrUnintelligible", section: "art. 34(3)(a)" },
        { reason: "recoveredBeforeUse", section: "art. 34(3)(b)" },
      ],
      inForceFrom: "2018-05-25",
      ...read,
      note: {
        en: "The supervisory authority may require the communication, or decide that an exception is met (art. 34(4)).",
        fr: "L’autorité de contrôle peut exiger la communication, ou décider qu’une exception s’applique (art. 34, par. 4).",
      },
      quoteFrom: "https://gdprhub.eu/Article_34_GDPR",
    },
    {
      id: "processor-tells-controller",
      kind: "tellOtherOrganisation",
      title: {
        en: "Processor’s notification to the controller",
        fr: "Notification du sous-traitant au responsable du traitement",
      },
      owedBy: ["holder"],
      to: { code: "organisation", name: { en: "The controller", fr: "Le responsable du traitement" } },
      citation: { section: "art. 33(2)", url },
      quote:
        "The processor shall notify the controller without undue delay after becoming aware of a personal data breach.",
      clock: { kind: "prompt", standard: "withoutUndueDelay", from: "awareness" },
      threshold: {
        standard: "suspectedInHeldData",
        section: "art. 33(2)",
        wording: "after becoming aware of a personal data breach",
      },
      toEachCounterparty: true,
      inForceFrom: "2018-05-25",
      ...read,
    },
    {
      id: "document-breach",
      kind: "keepRecord",
      title: { en: "Documentation of every breach", fr: "Documentation de toute violation" },
      owedBy: ["inControl"],
      to: {
        code: "own-register",
        name: { en: "The controller’s own documentation", fr: "La documentation du responsable du traitement" },
      },
      citation: { section: "art. 33(5)", url },
      quote:
        "The controller shall document any personal data breaches, comprising the facts relating to the personal data breach, its effects and the remedial action taken.",
      clock: { kind: "prompt", standard: "withoutUndueDelay", from: "awareness" },
      threshold: { standard: "everyBreach", section: "art. 33(5)", wording: "any personal data breaches" },
      content: [
        asks("art. 33(5)", "facts", "circumstances", { en: "Facts", fr: "Faits" }),
        asks("art. 33(5)", "period", "period", { en: "Period", fr: "Période" }),
        asks("art. 33(5)", "information", "information", { en: "Data involved", fr: "Données en cause" }),
        asks("art. 33(5)", "effects", "consequences", { en: "Effects", fr: "Effets" }),
        asks("art. 33(5)", "risk", "riskAssessment", { en: "Assessment of the risk", fr: "Évaluation du risque" }),
        asks("art. 33(5)", "remedy", "measures", { en: "Remedial action", fr: "Mesures correctives" }),
        asks("art. 33(5)", "notices", "notificationDates", {
          en: "Notification and communications made",
          fr: "Notification et communications effectuées",
        }),
      ],
      retention: { kind: "unstated", section: "art. 33(5)" },
      inForceFrom: "2018-05-25",
      ...read,
      note: {
        en: "Article 33(5) names no time; the documentation must let the supervisory authority verify compliance with the article. The exchange removes no case by itself. What a case has about a shipment that a retailer had erased goes once the time is over that another law of the parties names, or else the time that the exchange chose.",
        fr: "L’article 33, paragraphe 5, ne fixe aucune durée; la documentation doit permettre à l’autorité de contrôle de vérifier le respect de l’article. La plateforme d’échange ne supprime aucun dossier d’elle-même. Ce qu’un dossier contient sur un envoi qu’un détaillant a fait effacer disparaît au terme que fixe une autre loi des parties ou, à défaut, au terme que la plateforme a choisi.",
      },
      quoteFrom: reproduction,
    },
  ],
})
