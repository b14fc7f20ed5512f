import { asksUsual, tellsPeople } from "../content.ts"
import type { Rule, ThresholdInput } from "../law.ts"
import { defineLaw } from "../law.ts"

const url = "https://www.nysenate.gov/legislation/laws/GBS/899-AA"

const definedInformation: ThresholdInput = {
  standard: "definedPersonalInformation",
  section: "§ 899-aa(1)(b)-(c), (2)",
  wording:
    "whose private information was, or is reasonably believed to have been, accessed or acquired by a person without valid authorization",
  definedFields: [],
  // Medical information is private information since March 2025; counsel is to confirm when goods give it.
  definedGoods: ["health"],
}

/** Both are owed for residents of New York. */
const residents = { jurisdiction: "US-NY", atLeast: 1 } as const

const standing = {
  inForceFrom: "2024-12-21",
  reading: "secondary",
  reviewBy: "2027-02-25",
  confirmWithCounsel: true,
  note: {
    en: "To confirm: the whole section; one sentence each of subdivisions 2 and 3 were read, quoted by others. No field of a delivery-tracking answer is private information; medical information is since March 2025, and whether a name beside goods that show a condition is such is uncertain. Which agencies are told was read in accounts.",
    fr: "À confirmer : tout l’article; une phrase de chacun des paragraphes 2 et 3 a été lue, citée par d’autres. Aucun champ d’une réponse de suivi n’est un renseignement privé; un renseignement médical l’est depuis mars 2025, et il n’est pas certain qu’un nom joint à des biens qui révèlent un état en soit un. Quels organismes sont avisés a été lu dans des comptes rendus.",
  },
} as const satisfies Partial<Rule>

export const usNyGbl899Aa = defineLaw({
  id: "us-ny-gbl-899-aa",
  name: {
    en: "New York General Business Law section 899-aa",
    fr: "Loi générale sur le commerce de New York, article 899-aa",
  },
  shortName: { en: "N.Y. GBL §\u00a0899-aa", fr: "GBL de New York, §\u00a0899-aa" },
  jurisdiction: "US-NY",
  timeZone: "America/New_York",
  reach: "residents",
  binds: {
    en: "Persons and businesses that own, license or maintain computerized data with private information of New York residents",
    fr: "Les personnes et entreprises qui possèdent, exploitent ou conservent des données informatisées avec des renseignements privés de résidents de New York",
  },
  noticeLanguages: ["en"],
  rules: [
    {
      id: "disclose-to-residents",
      kind: "tellIndividuals",
      title: { en: "Disclosure to New York residents", fr: "Communication aux résidents de New York" },
      owedBy: ["inControl"],
      to: { code: "individuals", name: { en: "New York residents concerned", fr: "Résidents de New York concernés" } },
      citation: { section: "§ 899-aa(2)", url },
      quote:
        "The disclosure shall be made in the most expedient time possible and without unreasonable delay, provided that such notification shall be made within thirty days after the breach has been discovered, except for the legitimate needs of law enforcement",
      clock: {
        kind: "within",
        amount: 30,
        unit: "calendarDays",
        from: "discovery",
        standard: "withoutUnreasonableDelay",
      },
      threshold: { ...definedInformation, residents },
      content: tellsPeople(
        "§ 899-aa(7)",
        "senderAndContact",
        "circumstances",
        "period",
        "information",
        "riskReduction",
        "individualSteps",
      ),
      form: [
        {
          en: "Above 5,000 residents, the consumer reporting agencies are notified too (read in an account).",
          fr: "Au-delà de 5 000 résidents, les agences d’évaluation du crédit sont avisées aussi (lu dans un compte rendu).",
        },
      ],
      exceptions: [
        {
          en: "May be delayed for the legitimate needs of law enforcement, and no longer to determine the scope of the breach (§ 899-aa(2)).",
          fr: "Peut être retardée pour les besoins légitimes des forces de l’ordre, et non plus pour établir l’étendue de l’atteinte (§ 899-aa(2)).",
        },
      ],
      excusedBy: [
        { reason: "lawEnforcementProhibits", section: "§ 899-aa(2), (4)" },
        { reason: "encryptedOrUnintelligible", section: "§ 899-aa(1)(b)" },
      ],
      ...standing,
    },
    {
      id: "notify-state-agencies",
      kind: "tellRegulator",
      title: { en: "Notice to the State’s agencies", fr: "Avis aux organismes de l’État" },
      owedBy: ["inControl"],
      to: {
        code: "NY-AG",
        name: {
          en: "New York Attorney General, Department of State and State Police",
          fr: "Procureur général, Département d’État et police de l’État de New York",
        },
        howToReach: "https://ag.ny.gov/resources/organizations/data-breach-reporting",
      },
      citation: { section: "§ 899-aa(8)", url },
      quote: "When residents are notified, the State’s agencies are notified too. (An account of § 899-aa(8)(a).)",
      clock: {
        kind: "within",
        amount: 30,
        unit: "calendarDays",
        from: "discovery",
        standard: "withoutUnreasonableDelay",
      },
      threshold: { ...definedInformation, residents },
      content: asksUsual("§ 899-aa(8)", "circumstances", "information", "peopleInJurisdiction", "notificationSteps"),
      form: [
        {
          en: "Whoever the Department of Financial Services licenses tells it too (read in an account).",
          fr: "Quiconque relève d’un permis des services financiers de l’État les avise aussi (lu dans un compte rendu).",
        },
      ],
      excusedBy: [{ reason: "encryptedOrUnintelligible", section: "§ 899-aa(1)(b)" }],
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
      to: { code: "organisation", name: { en: "The owner or licensee", fr: "Le propriétaire ou le licencié" } },
      citation: { section: "§ 899-aa(3)", url },
      quote: "immediately, provided that such notification shall be made within thirty days following discovery",
      clock: { kind: "within", amount: 30, unit: "calendarDays", from: "discovery", standard: "immediately" },
      threshold: definedInformation,
      toEachCounterparty: true,
      excusedBy: [{ reason: "encryptedOrUnintelligible", section: "§ 899-aa(1)(b)" }],
      ...standing,
    },
  ],
})
