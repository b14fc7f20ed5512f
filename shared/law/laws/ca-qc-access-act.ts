import type { ThresholdInput } from "../law.ts"
import { defineLaw } from "../law.ts"
import {
  commissionName,
  commissionUrl,
  noticeToCommission,
  noticeToPersons,
  quebecRegulationUrl,
  registerEntry,
  sectionEightUnread,
  sectionThreeUnread,
  seriousInjuryFactors,
} from "./quebec-incident-rules.ts"

const act = "https://www.legisquebec.gouv.qc.ca/en/version/cs/A-2.1?code=se%3A63_8"

const seriousInjury: ThresholdInput = {
  standard: "riskOfSeriousInjury",
  section: "s. 63.8, s. 63.10",
  wording: "the incident presents a risk of serious injury",
  factors: seriousInjuryFactors,
}

/** Read: Act s. 63.8, Regulation ss. 5 and 7 (official text, version of 2024-11-15). Not read: Act ss. 63.9 to 63.11, Regulation ss. 3, 4, 6 and 8. */
export const caQcAccessAct = defineLaw({
  id: "ca-qc-access-act",
  name: {
    en: "Act respecting Access to documents held by public bodies and the Protection of personal information, CQLR c. A-2.1, ss. 63.8-63.11, and Regulation respecting confidentiality incidents, c. A-2.1, r. 3.1",
    fr: "Loi sur l’accès aux documents des organismes publics et sur la protection des renseignements personnels, RLRQ, c. A-2.1, art. 63.8 à 63.11, et Règlement sur les incidents de confidentialité, c. A-2.1, r. 3.1",
  },
  shortName: { en: "Québec Access Act", fr: "Loi sur l’accès du Québec" },
  jurisdiction: "CA-QC",
  binds: { en: "Public bodies of Québec", fr: "Les organismes publics du Québec" },
  noticeLanguages: ["fr", "en"],
  rules: [
    {
      id: "notify-commission",
      kind: "tellRegulator",
      title: { en: "Notice to the Commission", fr: "Avis à la Commission" },
      owedBy: ["inControl"],
      to: { code: "CAI", name: commissionName, howToReach: commissionUrl },
      citation: { section: "s. 63.8; A-2.1, r. 3.1 s. 3", url: act },
      quote: "If the incident presents a risk of serious injury, the public body must promptly notify the Commission.",
      clock: { kind: "prompt", standard: "promptly", from: "awareness" },
      threshold: seriousInjury,
      content: noticeToCommission,
      form: [
        {
          en: "In writing; further information promptly as it becomes known (r. 3.1 s. 4).",
          fr: "Par écrit; les renseignements complémentaires avec diligence dès qu’ils sont connus (r. 3.1, art. 4).",
        },
      ],
      inForceFrom: "2022-12-29",
      verifiedOn: "2026-11-25",
      reviewBy: "2027-02-25",
      confirmWithCounsel: true,
      note: sectionThreeUnread,
    },
    {
      id: "notify-persons",
      kind: "tellIndividuals",
      title: { en: "Notice to the persons concerned", fr: "Avis aux personnes concernées" },
      owedBy: ["inControl"],
      to: { code: "individuals", name: { en: "Persons concerned", fr: "Personnes concernées" } },
      citation: { section: "s. 63.8; A-2.1, r. 3.1 s. 5", url: act },
      quote:
        "It must also notify any person whose personal information is concerned by the incident, failing which the Commission may order it to do so.",
      clock: { kind: "prompt", standard: "promptly", from: "awareness" },
      threshold: seriousInjury,
      content: noticeToPersons,
      exceptions: [
        {
          en: "Not so long as it could hamper an investigation by a body responsible by law for the prevention, detection or repression of crime (s. 63.8).",
          fr: "Pas tant que cela serait susceptible d’entraver une enquête d’un organisme chargé par la loi de prévenir, détecter ou réprimer le crime (s. 63.8).",
        },
      ],
      inForceFrom: "2022-12-29",
      verifiedOn: "2026-11-25",
      reviewBy: "2027-05-25",
      confirmWithCounsel: true,
      note: {
        en: "The law sets “promptly” for the Commission and no word of time for persons; the same promptness is assumed. Circumstances of public notice (r. 3.1 s. 6) were not read.",
        fr: "La loi dit « avec diligence » pour la Commission et ne fixe rien pour les personnes; la même diligence est supposée. Les cas d’avis public (r. 3.1, art. 6) n’ont pas été lus.",
      },
    },
    {
      id: "keep-register",
      kind: "keepRecord",
      title: { en: "Register of confidentiality incidents", fr: "Registre des incidents de confidentialité" },
      owedBy: ["inControl"],
      to: {
        code: "own-register",
        name: { en: "The organization’s own register", fr: "Le registre de l’organisation" },
      },
      citation: { section: "s. 63.11; A-2.1, r. 3.1 ss. 7-8", url: quebecRegulationUrl },
      quote:
        "The registers provided for in section 63.11 of the Act respecting Access to documents held by public bodies and the Protection of personal information (chapter A-2.1) and section 3.8 of the Act respecting the protection of personal information in the private sector (chapter P-39.1) must contain",
      clock: { kind: "prompt", standard: "promptly", from: "awareness" },
      threshold: {
        standard: "everyBreach",
        section: "s. 63.11",
        wording: "a register of confidentiality incidents, whether or not they present a risk of serious injury",
      },
      content: registerEntry,
      retention: { kind: "atLeast", months: 60, from: "awareness", section: "A-2.1, r. 3.1 s. 8" },
      inForceFrom: "2022-12-29",
      verifiedOn: "2026-11-25",
      reviewBy: "2027-02-25",
      confirmWithCounsel: true,
      note: sectionEightUnread,
    },
  ],
})
