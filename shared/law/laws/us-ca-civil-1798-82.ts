import { asks } from "../content.ts"
import type { ThresholdInput } from "../law.ts"
import { defineLaw } from "../law.ts"

const url = "https://leginfo.legislature.ca.gov/faces/codes_displaySection.xhtml?lawCode=CIV&sectionNum=1798.82."

const definition = {
  en: "The definition in (h) wants a name together with a social security, driver’s licence, account, medical, health-insurance, plate-recognition, biometric or genetic item, or online credentials. No field of a delivery-tracking answer is such an item; a party that exposed one must say so.",
  fr: "La définition de (h) veut un nom joint à un numéro d’assurance sociale, de permis, de compte, à un élément médical, d’assurance maladie, de plaque, biométrique ou génétique, ou des identifiants en ligne. Aucun champ d’une réponse de suivi n’en est un; une partie qui en a exposé un doit le dire.",
}

const definedInformation: ThresholdInput = {
  standard: "definedPersonalInformation",
  section: "(a), (h)",
  wording:
    "whose unencrypted personal information was, or is reasonably believed to have been, acquired by an unauthorized person",
  definedFields: [],
}

/**
 * Read: (a) to (c) in an older reproduction; the amendments of SB 446 (Stats. 2025, ch. 319, in force 2026-01-01) in
 * the record of the chaptered bill and in several agreeing accounts that quote it; (d) and (h) in summaries.
 */
export const usCaCivil179882 = defineLaw({
  id: "us-ca-civil-1798-82",
  name: {
    en: "California Civil Code section 1798.82, as amended by SB 446 (Stats. 2025, ch. 319)",
    fr: "Code civil de Californie, article 1798.82, modifié par la loi SB 446 (Stats. 2025, ch. 319)",
  },
  shortName: { en: "Cal. Civ. Code §\u00a01798.82", fr: "Code civil de Californie, §\u00a01798.82" },
  jurisdiction: "US-CA",
  binds: {
    en: "Persons and businesses that conduct business in California, in respect of California residents",
    fr: "Les personnes et entreprises exerçant en Californie, à l’égard de ses résidents",
  },
  noticeLanguages: ["en"],
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
      citation: { section: "(a)(2), (d)", url },
      quote: "within 30 calendar days of discovery or notification of the data breach",
      clock: { kind: "within", amount: 30, unit: "calendarDays", from: "discovery" },
      threshold: definedInformation,
      content: [
        asks("(d)(2)", "organisation", "organisation", "Who is writing", "Qui vous écrit"),
        asks("(d)(1)", "what-happened", "circumstances", "What Happened", "Ce qui s’est passé"),
        asks("(d)(2)", "period", "period", "Date of the breach", "Date de l’atteinte"),
        asks(
          "(d)(1), (2)",
          "what-information",
          "information",
          "What Information Was Involved",
          "Renseignements en cause",
        ),
        asks("(d)(1)", "what-we-are-doing", "riskReduction", "What We Are Doing", "Ce que nous faisons"),
        asks("(d)(1)", "what-you-can-do", "individualSteps", "What You Can Do", "Ce que vous pouvez faire"),
        asks(
          "(d)(2)",
          "law-enforcement",
          "lawEnforcementDelay",
          "Delay by a law-enforcement investigation",
          "Retard dû à une enquête",
        ),
        asks("(d)(1)", "more-information", "furtherInformation", "For More Information", "Pour en savoir plus"),
      ],
      form: [
        {
          en: "Titled “Notice of Data Breach”, in plain language, no smaller than 10-point type ((d)(1)).",
          fr: "Intitulé « Notice of Data Breach », en langage clair, en caractères de 10 points au moins ((d)(1)).",
        },
      ],
      exceptions: [
        {
          en: "May be delayed for the legitimate needs of law enforcement, or as necessary to determine the scope of the breach and restore the integrity of the system ((a)(2)).",
          fr: "Peut être retardé pour les besoins légitimes des forces de l’ordre, ou pour établir l’étendue de l’atteinte et rétablir l’intégrité du système ((a)(2)).",
        },
      ],
      inForceFrom: "2026-01-01",
      verifiedOn: "2026-11-25",
      reviewBy: "2027-02-25",
      confirmWithCounsel: true,
      note: {
        en: `${definition.en} Paragraph numbers within (d) follow summaries.`,
        fr: `${definition.fr} Les numéros d’alinéa de (d) suivent des résumés.`,
      },
    },
    {
      id: "sample-to-attorney-general",
      kind: "tellRegulator",
      title: { en: "Sample of the notice to the Attorney General", fr: "Exemplaire de l’avis au procureur général" },
      owedBy: ["inControl"],
      to: {
        code: "CA-AG",
        name: { en: "California Attorney General", fr: "Procureur général de Californie" },
        howToReach: "https://oag.ca.gov/privacy/databreach/reporting",
      },
      citation: { section: "(f)", url },
      quote: "within 15 calendar days of notifying affected consumers",
      clock: { kind: "within", amount: 15, unit: "calendarDays", from: "individualsNotified" },
      threshold: {
        ...definedInformation,
        section: "(f)",
        wording:
          "required to issue a security breach notification to more than 500 California residents as a result of a single breach",
        residents: { jurisdiction: "US-CA", above: 500 },
      },
      content: [
        asks(
          "(f)",
          "sample",
          "sampleNotice",
          "Single sample copy of the notice, without personally identifiable information",
          "Exemplaire unique de l’avis, sans renseignements permettant d’identifier une personne",
        ),
        asks("(f)", "organisation", "organisation", "Organization", "Organisation"),
        asks("(f)", "period", "period", "Date of the breach", "Date de l’atteinte"),
        asks(
          "(f)",
          "residents",
          "peopleInJurisdiction",
          "California residents to be notified",
          "Résidents de Californie à aviser",
        ),
        asks("(f)", "notices", "notificationDates", "Date of notice to residents", "Date de l’avis aux résidents"),
      ],
      form: [{ en: "Submitted electronically.", fr: "Transmis par voie électronique." }],
      inForceFrom: "2026-01-01",
      verifiedOn: "2026-11-25",
      reviewBy: "2027-02-25",
      confirmWithCounsel: true,
      note: {
        en: `${definition.en} The law wants the sample; the other lines are what such a form usually asks and were not read in it.`,
        fr: `${definition.fr} La loi veut l’exemplaire; les autres lignes sont celles qu’un tel formulaire demande d’ordinaire et n’y ont pas été lues.`,
      },
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
        "A person or business that maintains computerized data that includes personal information that the person or business does not own shall notify the owner or licensee of the information of the breach of the security of the data immediately following discovery",
      clock: { kind: "prompt", standard: "immediately", from: "discovery" },
      threshold: { ...definedInformation, section: "(b), (h)" },
      inForceFrom: "2003-07-01",
      verifiedOn: "2026-11-25",
      reviewBy: "2027-05-25",
      confirmWithCounsel: true,
      note: definition,
    },
  ],
})
