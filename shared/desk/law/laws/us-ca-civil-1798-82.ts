import { asks } from "../content.ts"
import type { ContentItemInput } from "../content-item.ts"
import type { ThresholdInput } from "../law.ts"
import { defineLaw } from "../law.ts"
import type { RegulatorForm } from "../regulator-form.ts"

const attorneyGeneralForm = { en: "AG form", fr: "formulaire du procureur général" }

const url = "https://leginfo.legislature.ca.gov/faces/codes_displaySection.xhtml?lawCode=CIV&sectionNum=1798.82."

/** The State’s own text of its codes, as reproduced: leginfo is its publisher. */
const reproduction =
  "https://github.com/johnakelly-yahoo-com/california-codes/blob/218681af7af81e887c5233fe691bba53e71100a6/codes/CA%20Code%20-%20Civil%20Code.txt"

const definition = {
  en: "To confirm: whether a name beside goods that show a condition or a treatment is medical information of (h)(1). The definition in (h) wants a name together with one of (h)(1)(A)-(H): a social security number; a driver’s licence, identification, tax, passport, military or other government number; an account or card number with its code; medical, health-insurance, biometric, plate-recognition or genetic information; or else online credentials ((h)(2)). No field of a delivery-tracking answer is such an item; a party that exposed one must say so.",
  fr: "À confirmer : si un nom joint à des biens qui révèlent un état ou un traitement est un renseignement médical de (h)(1). La définition de (h) veut un nom joint à l’un des éléments de (h)(1)(A)-(H) : un numéro d’assurance sociale; un numéro de permis, d’identité, d’impôt, de passeport, militaire ou d’un autre document officiel; un numéro de compte ou de carte avec son code; un renseignement médical, d’assurance maladie, biométrique, de plaque ou génétique; ou des identifiants en ligne ((h)(2)). Aucun champ d’une réponse de suivi n’en est un; une partie qui en a exposé un doit le dire.",
}

const definedInformation: ThresholdInput = {
  standard: "definedPersonalInformation",
  section: "(a)(1), (g), (h)",
  wording:
    "whose unencrypted personal information was, or is reasonably believed to have been, acquired by an unauthorized person, or whose encrypted personal information was, or is reasonably believed to have been, acquired by an unauthorized person and the encryption key or security credential was, or is reasonably believed to have been, acquired by an unauthorized person",
  definedFields: [],
  // Counsel is to confirm it: a name beside such goods may be information on health.
  definedGoods: ["health"],
}

/** An item that the notice shows under one of the headings of (d)(1). */
const under = (heading: string, item: ContentItemInput): ContentItemInput => ({ ...item, under: heading })

const secondSection = {
  en: "SECTION 2 - INFORMATION FOR LAW ENFORCEMENT PURPOSES",
  fr: "SECTION 2 - RENSEIGNEMENTS AUX FINS DE L’APPLICATION DE LA LOI",
}

const submissionForm: RegulatorForm = {
  name: { en: "Submit Data Security Breach", fr: "Soumettre une atteinte à la sécurité des données" },
  language: "en",
  url: "https://oag.ca.gov/privacy/databreach/report-a-breach",
  readOn: "2026-11-26",
  copy: {
    en: "A stored copy of the online form, without a date. It cites Government Code section 7923.600, so it is of 2023 or later.",
    fr: "Une copie archivée du formulaire en ligne, sans date. Elle cite l’article 7923.600 du Government Code, donc elle date de 2023 ou d’après.",
  },
  unread: {
    en: "the labels that the copy lost, at least those of the organization and of a question about small businesses.",
    fr: "les libellés que la copie a perdus, au moins ceux de l’organisation et d’une question sur les petites entreprises.",
  },
  fields: [
    {
      words: { en: "Sample of Notice", fr: "Exemplaire de l’avis" },
      under: {
        en: "SECTION 1 - ATTACH SECURITY BREACH NOTIFICATION SAMPLE",
        fr: "SECTION 1 - JOINDRE L’EXEMPLAIRE DE L’AVIS D’ATTEINTE",
      },
      sources: ["sampleNotice"],
    },
    {
      words: { en: "Date(s) of Breach (if known)", fr: "Date(s) de l’atteinte (si connues)" },
      under: secondSection,
      sources: ["period"],
    },
    {
      words: { en: "Date(s) of Discovery of Breach", fr: "Date(s) de la découverte de l’atteinte" },
      under: secondSection,
      sources: ["awareness"],
    },
    {
      words: {
        en: "Date(s) Individual Notice Provided to Consumers",
        fr: "Date(s) de l’avis individuel aux consommateurs",
      },
      under: secondSection,
      sources: ["notificationDates"],
    },
    {
      words: {
        en: "Type of Personal Information Involved in the Breach",
        fr: "Type de renseignements personnels en cause dans l’atteinte",
      },
      under: secondSection,
      sources: ["information"],
    },
  ],
}

const read = {
  reading: "verbatim",
  verifiedOn: "2026-11-25",
  reviewBy: "2027-05-25",
  confirmWithCounsel: true,
} as const

/**
 * Read in full: § 1798.82 as amended by Stats. 2025, ch. 319, sec. 1 (SB 446), in force 2026-01-01, in the State’s text
 * of 2026-07-10; §§ 7 and 10 on the counting of time. Read in part: the Attorney General’s online form.
 */
export const usCaCivil179882 = defineLaw({
  id: "us-ca-civil-1798-82",
  name: {
    en: "California Civil Code section 1798.82, as amended by SB 446 (Stats. 2025, ch. 319)",
    fr: "Code civil de Californie, article 1798.82, modifié par la loi SB 446 (Stats. 2025, ch. 319)",
  },
  shortName: { en: "Cal. Civ. Code §\u00a01798.82", fr: "Code civil de Californie, §\u00a01798.82" },
  jurisdiction: "US-CA",
  timeZone: "America/Los_Angeles",
  reach: "residents",
  binds: {
    en: "Persons and businesses that conduct business in California, in respect of California residents",
    fr: "Les personnes et entreprises exerçant en Californie, à l’égard de ses résidents",
  },
  noticeLanguages: ["en"],
  noticeTitle: "Notice of Data Breach",
  rules: [
    {
      id: "disclose-to-residents",
      kind: "tellIndividuals",
      title: { en: "Notice of Data Breach to California residents", fr: "Avis d’atteinte aux résidents de Californie" },
      owedBy: ["inControl"],
      to: {
        code: "individuals",
        name: { en: "California residents concerned", fr: "Résidents de Californie concernés" },
      },
      citation: { section: "(a)(1)-(2), (d), (j)", url },
      quote:
        "the disclosure required by this subdivision shall be made within 30 calendar days of discovery or notification of the data breach",
      clock: { kind: "within", amount: 30, unit: "calendarDays", from: "discovery" },
      // (a)(1): "to a resident of California".
      threshold: { ...definedInformation, residents: { jurisdiction: "US-CA", atLeast: 1 } },
      content: [
        asks("(d)(2)(A)", "organisation", "senderAndContact", { en: "From", fr: "De" }),
        asks("(d)(2)(C)", "notice-date", "noticeDate", { en: "Date of this notice", fr: "Date de l’avis" }),
        asks("(d)(1), (2)(E)", "what-happened", "circumstances", { en: "What Happened?", fr: "Que s’est-il passé?" }),
        under(
          "what-happened",
          asks("(d)(2)(C)", "period", "period", { en: "Date of the breach", fr: "Date de l’atteinte" }),
        ),
        under(
          "what-happened",
          asks("(d)(2)(D)", "law-enforcement", "lawEnforcementDelay", { en: "Delay", fr: "Retard dû à une enquête" }),
        ),
        asks("(d)(1), (2)(B)", "what-information", "information", {
          en: "What Information Was Involved?",
          fr: "Quels renseignements sont en cause?",
        }),
        asks("(d)(1), (3)(A)", "what-we-are-doing", "riskReduction", {
          en: "What We Are Doing",
          fr: "Ce que nous faisons",
        }),
        asks("(d)(1), (3)(B)", "what-you-can-do", "individualSteps", {
          en: "What You Can Do",
          fr: "Ce que vous pouvez faire",
        }),
        asks("(d)(1), (2)(A)", "more-information", "furtherInformation", {
          en: "For More Information",
          fr: "Pour en savoir plus",
        }),
      ],
      form: [
        {
          en: "Titled “Notice of Data Breach”, in plain language, title and headings conspicuous, no smaller than 10-point type ((d)(1)).",
          fr: "Intitulé « Notice of Data Breach », en langage clair, titre et rubriques en évidence, en caractères de 10 points au moins ((d)(1)).",
        },
        {
          en: "Where a social security, driver’s licence or identification number was exposed: the telephone numbers and addresses of the major credit reporting agencies ((d)(2)(F)), and twelve months of identity-theft services without cost if the sender was the source of the breach ((d)(2)(G)).",
          fr: "Si un numéro d’assurance sociale, de permis ou d’identité a été exposé : les numéros et adresses des grandes agences d’évaluation du crédit ((d)(2)(F)) et douze mois de services gratuits contre le vol d’identité si l’atteinte vient de l’expéditeur ((d)(2)(G)).",
        },
        {
          en: "In writing, or electronically as 15 U.S.C. § 7001 allows; substitute notice (email, 30 days on the website, statewide media) above $250,000 or 500,000 persons, or without contact information ((j)).",
          fr: "Par écrit, ou par voie électronique selon 15 U.S.C. § 7001; avis de substitution (courriel, 30 jours sur le site, médias de l’État) au-delà de 250 000 $ ou de 500 000 personnes, ou en l’absence de coordonnées ((j)).",
        },
      ],
      exceptions: [
        {
          en: "No breach, if an employee or agent acquired the information in good faith for the sender’s purposes and it is not used or disclosed further ((g)).",
          fr: "Pas d’atteinte si un employé ou un mandataire a obtenu les renseignements de bonne foi, aux fins de l’expéditeur, et qu’ils ne sont ni utilisés ni divulgués autrement ((g)).",
        },
        {
          en: "A sender’s own notification procedures count, if they keep to the time of this section ((l)).",
          fr: "Les procédures d’avis propres à l’expéditeur valent, si elles respectent le délai de cet article ((l)).",
        },
        {
          en: "May be delayed for the legitimate needs of law enforcement ((a)(2)(B), (c)); then promptly after it determines that the notice will not compromise the investigation.",
          fr: "Peut être retardé pour les besoins légitimes des forces de l’ordre ((a)(2)(B), (c)); puis donné sans tarder dès qu’elles jugent que l’avis ne nuit pas à l’enquête.",
        },
        {
          en: "May be delayed as necessary to determine the scope of the breach and restore the reasonable integrity of the data system ((a)(2)(B)).",
          fr: "Peut être retardé pour établir l’étendue de l’atteinte et rétablir l’intégrité raisonnable du système ((a)(2)(B)).",
        },
      ],
      excusedBy: [
        { reason: "lawEnforcementProhibits", section: "(a)(2)(B), (c)" },
        { reason: "encryptedOrUnintelligible", section: "(a)(1)" },
      ],
      inForceFrom: "2026-01-01",
      ...read,
      note: {
        en: `${definition.en} The first day is left out and the last counted; a last day that is a holiday, as every Sunday is, is left out too (Civ. Code §§ 7, 10): the computed time is never later.`,
        fr: `${definition.fr} Le premier jour est exclu et le dernier compté; un dernier jour férié, comme l’est tout dimanche, est exclu aussi (Civ. Code §§ 7, 10) : le moment calculé n’est jamais plus tardif.`,
      },
      quoteFrom: reproduction,
    },
    {
      id: "sample-to-attorney-general",
      kind: "tellRegulator",
      title: { en: "Sample of the notice to the Attorney General", fr: "Exemplaire de l’avis au procureur général" },
      owedBy: ["inControl"],
      to: {
        code: "CA-AG",
        name: { en: "California Attorney General", fr: "Procureur général de Californie" },
        howToReach: "https://oag.ca.gov/privacy/databreach/report-a-breach",
      },
      citation: { section: "(f)", url },
      quote:
        "shall electronically submit a single sample copy of that security breach notification, excluding any personally identifiable information, to the Attorney General within 15 calendar days of notifying affected consumers",
      clock: { kind: "within", amount: 15, unit: "calendarDays", from: "individualsNotified" },
      threshold: {
        ...definedInformation,
        section: "(f)",
        wording:
          "required to issue a security breach notification pursuant to this section to more than 500 California residents as a result of a single breach of the security system",
        residents: { jurisdiction: "US-CA", atLeast: 501 },
      },
      regulatorForm: submissionForm,
      content: [
        asks("(f)", "sample", "sampleNotice", {
          en: "Single sample copy of the notice, without personally identifiable information",
          fr: "Exemplaire unique de l’avis, sans renseignements permettant d’identifier une personne",
        }),
        asks(attorneyGeneralForm, "organisation", "organisation", { en: "Organization", fr: "Organisation" }),
        asks(attorneyGeneralForm, "period", "period", { en: "Date of the breach", fr: "Date de l’atteinte" }),
        asks(attorneyGeneralForm, "awareness", "awareness", { en: "Date of discovery", fr: "Date de la découverte" }),
        asks(attorneyGeneralForm, "notices", "notificationDates", {
          en: "Date of notice to residents",
          fr: "Date de l’avis aux résidents",
        }),
        asks(attorneyGeneralForm, "information", "information", {
          en: "Type of personal information involved",
          fr: "Type de renseignements personnels en cause",
        }),
        asks("(f)", "residents", "peopleInJurisdiction", {
          en: "California residents to be notified",
          fr: "Résidents de Californie à aviser",
        }),
      ],
      form: [
        {
          en: "Submitted electronically, with the sample as a PDF file; the Attorney General publishes it.",
          fr: "Transmis par voie électronique, l’exemplaire en fichier PDF; le procureur général le publie.",
        },
      ],
      excusedBy: [{ reason: "encryptedOrUnintelligible", section: "(a)(1), (f)" }],
      inForceFrom: "2026-01-01",
      ...read,
      note: {
        en: `${definition.en} The law wants the sample; the lines marked “AG form” are what the online form asks.`,
        fr: `${definition.fr} La loi veut l’exemplaire; les lignes « formulaire du procureur général » sont ce que demande ce formulaire, en ligne.`,
      },
      quoteFrom: reproduction,
    },
    {
      id: "holder-tells-owner",
      kind: "tellOtherOrganisation",
      title: {
        en: "Notice by a holder to the owner of the information",
        fr: "Avis du détenteur au propriétaire des renseignements",
      },
      owedBy: ["holder"],
      to: {
        code: "organisation",
        name: { en: "The owner or licensee of the information", fr: "Le propriétaire ou licencié des renseignements" },
      },
      citation: { section: "(b)", url },
      quote:
        "An individual or business that maintains computerized data that includes personal information that the individual or business does not own shall notify the owner or licensee of the information of the breach of the security of the data immediately following discovery, if the personal information was, or is reasonably believed to have been, acquired by an unauthorized person",
      clock: { kind: "prompt", standard: "immediately", from: "discovery" },
      threshold: { ...definedInformation, section: "(b), (h)" },
      toEachCounterparty: true,
      excusedBy: [{ reason: "encryptedOrUnintelligible", section: "(b), (g)" }],
      inForceFrom: "2003-07-01",
      ...read,
      note: {
        en: `${definition.en} Whether law enforcement may delay this notice too is uncertain: (c) speaks of the notification required by this section, (a)(2)(B) of the one to residents.`,
        fr: `${definition.fr} Il n’est pas certain que les forces de l’ordre puissent retarder aussi cet avis : (c) parle de la notification exigée par cet article, (a)(2)(B) de celle aux résidents.`,
      },
      quoteFrom: reproduction,
    },
  ],
})
