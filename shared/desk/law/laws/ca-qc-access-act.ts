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

const act = "https://www.legisquebec.gouv.qc.ca/en/version/cs/A-2.1?code=se%3A63_8"

const seriousInjury: ThresholdInput = {
  standard: "riskOfSeriousInjury",
  section: { en: "s. 63.8, s. 63.10", fr: "art. 63.8, art. 63.10" },
  wording: "the incident presents a risk of serious injury",
  factors: seriousInjuryFactors,
}

const readInPart = { reading: "secondary", reviewBy: "2027-02-25", confirmWithCounsel: true } as const
const read = {
  reading: "verbatim",
  verifiedOn: "2026-11-25",
  reviewBy: "2027-05-25",
  confirmWithCounsel: true,
} as const

/**
 * Read in the official text: Act s. 63.8 and, in French, s. 63.9 (versions of 2024-11-15), s. 67.2 as amended by 2021,
 * c. 25, s. 22, and Regulation ss. 1, 2, 5 and 7. Not read: Act ss. 63.10 and 63.11, Regulation ss. 3, 4, 6 and 8.
 */
export const caQcAccessAct = defineLaw({
  id: "ca-qc-access-act",
  name: {
    en: "Act respecting Access to documents held by public bodies and the Protection of personal information, CQLR c. A-2.1, ss. 63.8-63.11 and 67.2, and Regulation respecting confidentiality incidents, c. A-2.1, r. 3.1",
    fr: "Loi sur l’accès aux documents des organismes publics et sur la protection des renseignements personnels, RLRQ, c. A-2.1, art. 63.8 à 63.11 et 67.2, et Règlement sur les incidents de confidentialité, c. A-2.1, r. 3.1",
  },
  shortName: { en: "Québec Access Act", fr: "Loi sur l’accès du Québec" },
  jurisdiction: "CA-QC",
  reach: "party",
  binds: { en: "Public bodies of Québec", fr: "Les organismes publics du Québec" },
  noticeLanguages: ["fr", "en"],
  rules: [
    {
      id: "notify-commission",
      kind: "tellRegulator",
      title: { en: "Notice to the Commission", fr: "Avis à la Commission" },
      owedBy: ["inControl", "holder"],
      to: { code: "CAI", name: commissionName, howToReach: commissionUrl },
      citation: { section: { en: "s. 63.8; A-2.1, r. 3.1 s. 3", fr: "art. 63.8; A-2.1, r. 3.1 art. 3" }, url: act },
      quote: "If the incident presents a risk of serious injury, the public body must promptly notify the Commission.",
      clock: { kind: "prompt", standard: "promptly", from: "awareness" },
      threshold: seriousInjury,
      content: noticeToCommission,
      form: [
        ...formOfNotice("63.8"),
        {
          en: "The person in charge of the protection of personal information is consulted on the risk (s. 63.10).",
          fr: "Le responsable de la protection des renseignements personnels est consulté sur le risque (art. 63.10).",
        },
      ],
      inForceFrom: "2022-09-22",
      ...readInPart,
      note: noticeToCommissionNote,
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
      citation: { section: { en: "s. 63.8; A-2.1, r. 3.1 s. 5", fr: "art. 63.8; A-2.1, r. 3.1 art. 5" }, url: act },
      quote:
        "It must also notify any person whose personal information is concerned by the incident, failing which the Commission may order it to do so.",
      clock: { kind: "prompt", standard: "promptly", from: "awareness" },
      threshold: seriousInjury,
      content: noticeToPersons,
      exceptions: [investigation("63.8")],
      excusedBy: [{ reason: "lawEnforcementProhibits", section: section("63.8") }],
      inForceFrom: "2022-09-22",
      ...read,
      note: noticeToPersonsNote,
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
        section: { en: "s. 63.11; A-2.1, r. 3.1 ss. 7-8", fr: "art. 63.11; A-2.1, r. 3.1 art. 7-8" },
        url: quebecRegulationUrl,
      },
      quote:
        "The registers provided for in section 63.11 of the Act respecting Access to documents held by public bodies and the Protection of personal information (chapter A-2.1) and section 3.8 of the Act respecting the protection of personal information in the private sector (chapter P-39.1) must contain",
      clock: { kind: "prompt", standard: "promptly", from: "awareness" },
      threshold: {
        standard: "everyBreach",
        section: section("63.11"),
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
      note: {
        en: `${retentionNote.en} Section 63.11, which asks for the register, was read only where r. 3.1 s. 7 names it.`,
        fr: `${retentionNote.fr} L’article 63.11, qui demande le registre, n’a été lu que là où l’article 7 du r. 3.1 le nomme.`,
      },
    },
    {
      id: "tell-public-body",
      kind: "tellOtherOrganisation",
      title: {
        en: "Notice by a mandatary or contractor to the public body",
        fr: "Avis du mandataire ou de l’exécutant du contrat à l’organisme public",
      },
      owedBy: ["holder"],
      to: {
        code: "organisation",
        name: {
          en: "The person in charge at the public body for which the information is held",
          fr: "Le responsable de l’organisme public pour lequel les renseignements sont détenus",
        },
      },
      citation: { section: section("67.2"), url: "https://www.legisquebec.gouv.qc.ca/en/document/cs/A-2.1#se:67_2" },
      quote:
        "A person or body carrying out a mandate or performing a contract for services referred to in the first paragraph must notify the person in charge without delay of any violation or attempted violation",
      clock: { kind: "prompt", standard: "withoutUndueDelay", from: "awareness" },
      threshold: {
        standard: "suspectedInHeldData",
        section: section("67.2"),
        wording:
          "any violation or attempted violation of an obligation concerning the confidentiality of the information released",
      },
      exceptions: [holderExempt("67.2")],
      toEachCounterparty: true,
      alsoOfAttempts: true,
      inForceFrom: "2023-09-22",
      ...read,
      note: holderExemptNote,
      quoteFrom: "https://www.legisquebec.gouv.qc.ca/en/showversion/cs/A-2.1?code=se:67_2",
    },
  ],
})
