import { asksUsual, tellsPeople } from "../content.ts"
import type { Rule, ThresholdInput } from "../law.ts"
import { defineLaw } from "../law.ts"

const url = "https://statutes.capitol.texas.gov/Docs/BC/htm/BC.521.htm"

const definedInformation: ThresholdInput = {
  standard: "definedPersonalInformation",
  section: "§ 521.002(a)(2), § 521.053(a)",
  wording:
    "unauthorized acquisition of computerized data that compromises the security, confidentiality, or integrity of sensitive personal information, including encrypted data if the person accessing it has the key required to decrypt it",
  definedFields: [],
  // Counsel is to confirm it: a name beside such goods may be information on health.
  definedGoods: ["health"],
}

const standing = {
  reviewBy: "2027-02-25",
  reading: "secondary",
  confirmWithCounsel: true,
  note: {
    en: "To confirm: the definition in § 521.002(a)(2), read in part, and the rest of § 521.053, read in accounts, but for the items of (i)(1)-(6), read in the bill that last amended them (S.B. 768 of 2023). No field of a delivery-tracking answer is sensitive personal information by itself; information on a person’s health is.",
    fr: "À confirmer : la définition du § 521.002(a)(2), lue en partie, et le reste du § 521.053, lu dans des comptes rendus, sauf les éléments de (i)(1)-(6), lus dans le projet de loi qui les a modifiés en dernier (S.B. 768 de 2023). Aucun champ d’une réponse de suivi n’est en soi un renseignement sensible; un renseignement sur la santé d’une personne en est un.",
  },
} as const satisfies Partial<Rule>

export const usTxBcc521053 = defineLaw({
  id: "us-tx-bcc-521-053",
  name: {
    en: "Texas Business and Commerce Code section 521.053",
    fr: "Code du commerce du Texas, article 521.053",
  },
  shortName: { en: "Tex. Bus. & Com. Code §\u00a0521.053", fr: "Code du commerce du Texas, §\u00a0521.053" },
  jurisdiction: "US-TX",
  timeZone: "America/Chicago",
  reach: "residents",
  binds: {
    en: "Persons who conduct business in Texas and own, license or maintain computerized data with sensitive personal information",
    fr: "Les personnes qui exercent au Texas et qui possèdent, exploitent ou conservent des données informatisées avec des renseignements sensibles",
  },
  noticeLanguages: ["en"],
  rules: [
    {
      id: "disclose-to-individuals",
      kind: "tellIndividuals",
      title: { en: "Disclosure of the breach to individuals", fr: "Communication de l’atteinte aux individus" },
      owedBy: ["inControl"],
      to: { code: "individuals", name: { en: "Individuals concerned", fr: "Individus concernés" } },
      citation: { section: "§ 521.053(b), (b-1)", url },
      quote:
        "without unreasonable delay and in each case not later than the 60th day after the date on which the person determines that the breach occurred",
      clock: {
        kind: "within",
        amount: 60,
        unit: "calendarDays",
        from: "determination",
        standard: "withoutUnreasonableDelay",
      },
      threshold: definedInformation,
      content: tellsPeople(
        { en: "§ 521.053 (no contents prescribed)", fr: "§ 521.053 (aucun contenu prescrit)" },
        "senderAndContact",
        "circumstances",
        "period",
        "information",
        "riskReduction",
        "individualSteps",
      ),
      form: [
        {
          en: "Above 10,000 persons, the consumer reporting agencies are notified too (read in an account).",
          fr: "Au-delà de 10 000 personnes, les agences d’évaluation du crédit sont avisées aussi (lu dans un compte rendu).",
        },
      ],
      exceptions: [
        {
          en: "May be delayed at the request of law enforcement (§ 521.053(d)), or to determine the scope of the breach and restore the system (§ 521.053(b)).",
          fr: "Peut être retardée à la demande des forces de l’ordre (§ 521.053(d)), ou pour établir l’étendue de l’atteinte et rétablir le système (§ 521.053(b)).",
        },
      ],
      excusedBy: [
        { reason: "lawEnforcementProhibits", section: "§ 521.053(d)" },
        { reason: "encryptedOrUnintelligible", section: "§ 521.053(a)" },
      ],
      inForceFrom: "2020-01-01",
      ...standing,
    },
    {
      id: "notify-attorney-general",
      kind: "tellRegulator",
      title: { en: "Notice to the Attorney General", fr: "Avis au procureur général" },
      owedBy: ["inControl"],
      to: {
        code: "TX-AG",
        name: { en: "Texas Attorney General", fr: "Procureur général du Texas" },
        howToReach: "https://www.texasattorneygeneral.gov/consumer-protection/data-breach-reporting",
      },
      citation: { section: "§ 521.053(i)", url },
      quote:
        "shall notify the attorney general of that breach as soon as practicable and not later than the 30th day after the date on which the person determines that the breach occurred if the breach involves at least 250 residents of this state",
      clock: {
        kind: "within",
        amount: 30,
        unit: "calendarDays",
        from: "determination",
        standard: "asSoonAsPracticable",
      },
      threshold: { ...definedInformation, residents: { jurisdiction: "US-TX", atLeast: 250 } },
      content: [
        ...asksUsual("§ 521.053(i)(1)", "circumstances"),
        ...asksUsual("§ 521.053(i)(2)", "peopleInJurisdiction"),
        ...asksUsual("§ 521.053(i)(3)", "notificationSteps"),
        ...asksUsual("§ 521.053(i)(4)-(5)", "measures"),
      ],
      form: [
        {
          en: "By the Attorney General’s electronic form, which also asks whether law enforcement is engaged (§ 521.053(i)(6)).",
          fr: "Par le formulaire électronique du procureur général, qui demande aussi si les forces de l’ordre sont saisies (§ 521.053(i)(6)).",
        },
      ],
      excusedBy: [{ reason: "encryptedOrUnintelligible", section: "§ 521.053(a)" }],
      inForceFrom: "2023-09-01",
      ...standing,
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
        name: { en: "The owner or licence holder", fr: "Le propriétaire ou le titulaire de la licence" },
      },
      citation: { section: "§ 521.053(c)", url },
      quote: "immediately after discovering the breach (as an account quotes § 521.053(c))",
      clock: { kind: "prompt", standard: "immediately", from: "discovery" },
      threshold: definedInformation,
      toEachCounterparty: true,
      excusedBy: [{ reason: "encryptedOrUnintelligible", section: "§ 521.053(a)" }],
      inForceFrom: "2009-04-01",
      ...standing,
    },
  ],
})
