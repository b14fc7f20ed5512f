import { section } from "../content.ts"
import type { ThresholdInput } from "../law.ts"
import { defineLaw } from "../law.ts"
import {
  commissionName,
  commissionUrl,
  formOfNotice,
  holderExempt,
  holderExemptNote,
  investigation,
  noticeToCommission,
  noticeToCommissionNote,
  noticeToPersons,
  noticeToPersonsNote,
  quebecRegulationUrl,
  registerEntry,
  retentionNote,
  seriousInjuryFactors,
} from "./quebec-incident-rules.ts"

const act = "https://www.legisquebec.gouv.qc.ca/en/document/cs/P-39.1#se:3_5"

const seriousInjury: ThresholdInput = {
  standard: "riskOfSeriousInjury",
  section: { en: "s. 3.5, s. 3.7", fr: "art. 3.5, art. 3.7" },
  wording: "the incident presents a risk of serious injury",
  factors: seriousInjuryFactors,
}

/** The official English text, updated to 2026-04-01, as reproduced. */
const reproduction = "https://github.com/learner-agent-sudo/Monitor-law/blob/8a1176f/corpus/quebec-law25.md"

const readInPart = { reading: "secondary", reviewBy: "2027-02-25", confirmWithCounsel: true } as const
const read = {
  reading: "verbatim",
  verifiedOn: "2026-11-25",
  reviewBy: "2027-05-25",
  confirmWithCounsel: true,
} as const

/**
 * Read in full: Act ss. 3.5 to 3.8 and 18 to 18.4 (official text, updated to 2026-04-01), Regulation ss. 1, 2, 5 and 7.
 * Not read: Regulation ss. 3, 4, 6 and 8.
 */
export const caQcPrivateSectorAct = defineLaw({
  id: "ca-qc-private-sector-act",
  name: {
    en: "Act respecting the protection of personal information in the private sector, CQLR c. P-39.1, ss. 3.5-3.8 and 18.3, and Regulation respecting confidentiality incidents, c. A-2.1, r. 3.1",
    fr: "Loi sur la protection des renseignements personnels dans le secteur privé, RLRQ, c. P-39.1, art. 3.5 à 3.8 et 18.3, et Règlement sur les incidents de confidentialité, c. A-2.1, r. 3.1",
  },
  shortName: { en: "Québec Private Sector Act", fr: "Loi sur le secteur privé du Québec" },
  jurisdiction: "CA-QC",
  reach: "party",
  binds: {
    en: "Persons carrying on an enterprise in Québec",
    fr: "Les personnes qui exploitent une entreprise au Québec",
  },
  noticeLanguages: ["fr", "en"],
  rules: [
    {
      id: "notify-commission",
      kind: "tellRegulator",
      title: { en: "Notice to the Commission", fr: "Avis à la Commission" },
      owedBy: ["inControl", "holder"],
      to: { code: "CAI", name: commissionName, howToReach: commissionUrl },
      citation: { section: { en: "s. 3.5; A-2.1, r. 3.1 s. 3", fr: "art. 3.5; A-2.1, r. 3.1 art. 3" }, url: act },
      quote:
        "If the incident presents a risk of serious injury, the person carrying on an enterprise must promptly notify the Commission d’accès à l’information",
      clock: { kind: "prompt", standard: "promptly", from: "awareness" },
      threshold: seriousInjury,
      content: noticeToCommission,
      form: [
        ...formOfNotice("3.5"),
        {
          en: "The person in charge of the protection of personal information is consulted on the risk (s. 3.7).",
          fr: "Le responsable de la protection des renseignements personnels est consulté sur le risque (art. 3.7).",
        },
      ],
      inForceFrom: "2022-09-22",
      ...readInPart,
      note: noticeToCommissionNote,
      quoteFrom: reproduction,
    },
    {
      id: "supplement-notice",
      kind: "supplementReport",
      title: { en: "Further information to the Commission", fr: "Renseignements complémentaires à la Commission" },
      owedBy: ["inControl", "holder"],
      to: { code: "CAI", name: commissionName, howToReach: commissionUrl },
      citation: { section: { en: "A-2.1, r. 3.1 s. 4", fr: "A-2.1, r. 3.1 art. 4" }, url: quebecRegulationUrl },
      quote:
        "Further information must be sent to the Commission with diligence once it is known. (An account of r. 3.1 s. 4.)",
      clock: { kind: "prompt", standard: "promptly", from: "growth" },
      threshold: seriousInjury,
      onlyAfter: "growthSinceReport",
      inForceFrom: "2022-12-29",
      ...readInPart,
      note: noticeToCommissionNote,
    },
    {
      id: "notify-persons",
      kind: "tellIndividuals",
      title: { en: "Notice to the persons concerned", fr: "Avis aux personnes concernées" },
      owedBy: ["inControl", "holder"],
      to: { code: "individuals", name: { en: "Persons concerned", fr: "Personnes concernées" } },
      citation: { section: { en: "s. 3.5; A-2.1, r. 3.1 s. 5", fr: "art. 3.5; A-2.1, r. 3.1 art. 5" }, url: act },
      quote:
        "He must also notify any person whose personal information is concerned by the incident, failing which the Commission may order him to do so.",
      clock: { kind: "prompt", standard: "promptly", from: "awareness" },
      threshold: seriousInjury,
      content: noticeToPersons,
      exceptions: [investigation("3.5")],
      excusedBy: [{ reason: "lawEnforcementProhibits", section: section("3.5") }],
      inForceFrom: "2022-09-22",
      ...read,
      note: noticeToPersonsNote,
      quoteFrom: reproduction,
    },
    {
      id: "keep-register",
      kind: "keepRecord",
      title: { en: "Register of confidentiality incidents", fr: "Registre des incidents de confidentialité" },
      owedBy: ["inControl", "holder"],
      to: {
        code: "own-register",
        name: { en: "The organization’s own register", fr: "Le registre de l’organisation" },
      },
      citation: {
        section: { en: "s. 3.8; A-2.1, r. 3.1 ss. 7-8", fr: "art. 3.8; A-2.1, r. 3.1 art. 7-8" },
        url: quebecRegulationUrl,
      },
      quote: "A person carrying on an enterprise must keep a register of confidentiality incidents.",
      clock: { kind: "prompt", standard: "promptly", from: "awareness" },
      threshold: {
        standard: "everyBreach",
        section: section("3.8"),
        wording: "a register of confidentiality incidents, whether or not they present a risk of serious injury",
      },
      content: registerEntry,
      retention: {
        kind: "atLeast",
        months: 60,
        from: "awareness",
        section: { en: "A-2.1, r. 3.1 s. 8", fr: "A-2.1, r. 3.1 art. 8" },
      },
      inForceFrom: "2022-09-22",
      ...readInPart,
      note: retentionNote,
      quoteFrom: reproduction,
    },
    {
      id: "tell-enterprise",
      kind: "tellOtherOrganisation",
      title: {
        en: "Notice by a service provider to the enterprise",
        fr: "Avis du fournisseur de services à l’entreprise",
      },
      owedBy: ["holder"],
      to: {
        code: "organisation",
        name: {
          en: "The person in charge at the enterprise for which the information is held",
          fr: "Le responsable de l’entreprise pour laquelle les renseignements sont détenus",
        },
      },
      citation: { section: section("18.3"), url: "https://www.legisquebec.gouv.qc.ca/en/document/cs/P-39.1#se:18_3" },
      quote:
        "must notify the person in charge of the protection of personal information without delay of any violation or attempted violation by any person of any obligation concerning the confidentiality of the information communicated",
      clock: { kind: "prompt", standard: "withoutUndueDelay", from: "awareness" },
      threshold: {
        standard: "suspectedInHeldData",
        section: section("18.3"),
        wording:
          "any violation or attempted violation by any person of any obligation concerning the confidentiality of the information communicated",
      },
      exceptions: [holderExempt("18.3")],
      toEachCounterparty: true,
      alsoOfAttempts: true,
      inForceFrom: "2023-09-22",
      ...read,
      note: holderExemptNote,
      quoteFrom: reproduction,
    },
  ],
})
