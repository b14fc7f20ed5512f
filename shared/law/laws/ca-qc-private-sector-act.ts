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

const act = "https://www.legisquebec.gouv.qc.ca/en/document/cs/P-39.1#se:3_5"

const seriousInjury: ThresholdInput = {
  standard: "riskOfSeriousInjury",
  section: "s. 3.5, s. 3.7",
  wording: "the incident presents a risk of serious injury",
  factors: seriousInjuryFactors,
}

/** Read in full: Act ss. 3.5 to 3.8 (official text, updated to 2025-10-24), Regulation ss. 5 and 7. Not read: Act s. 18.3, Regulation ss. 3, 4, 6 and 8. */
export const caQcPrivateSectorAct = defineLaw({
  id: "ca-qc-private-sector-act",
  name: {
    en: "Act respecting the protection of personal information in the private sector, CQLR c. P-39.1, ss. 3.5-3.8, and Regulation respecting confidentiality incidents, c. A-2.1, r. 3.1",
    fr: "Loi sur la protection des renseignements personnels dans le secteur privé, RLRQ, c. P-39.1, art. 3.5 à 3.8, et Règlement sur les incidents de confidentialité, c. A-2.1, r. 3.1",
  },
  shortName: { en: "Québec Private Sector Act", fr: "Loi sur le secteur privé du Québec" },
  jurisdiction: "CA-QC",
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
      owedBy: ["inControl"],
      to: { code: "CAI", name: commissionName, howToReach: commissionUrl },
      citation: { section: "s. 3.5; A-2.1, r. 3.1 s. 3", url: act },
      quote:
        "If the incident presents a risk of serious injury, the person carrying on an enterprise must promptly notify the Commission d’accès à l’information",
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
      citation: { section: "s. 3.5; A-2.1, r. 3.1 s. 5", url: act },
      quote:
        "He must also notify any person whose personal information is concerned by the incident, failing which the Commission may order him to do so.",
      clock: { kind: "prompt", standard: "promptly", from: "awareness" },
      threshold: seriousInjury,
      content: noticeToPersons,
      exceptions: [
        {
          en: "Not so long as it could hamper an investigation by a body responsible by law for the prevention, detection or repression of crime (s. 3.5).",
          fr: "Pas tant que cela serait susceptible d’entraver une enquête d’un organisme chargé par la loi de prévenir, détecter ou réprimer le crime (s. 3.5).",
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
      citation: { section: "s. 3.8; A-2.1, r. 3.1 ss. 7-8", url: quebecRegulationUrl },
      quote: "A person carrying on an enterprise must keep a register of confidentiality incidents.",
      clock: { kind: "prompt", standard: "promptly", from: "awareness" },
      threshold: {
        standard: "everyBreach",
        section: "s. 3.8",
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
          en: "The enterprise for which the information is held",
          fr: "L’entreprise pour laquelle les renseignements sont détenus",
        },
      },
      citation: { section: "s. 18.3", url: "https://www.legisquebec.gouv.qc.ca/en/document/cs/P-39.1#se:18_3" },
      quote: "must notify you without delay of any breach or attempted breach",
      clock: { kind: "prompt", standard: "withoutUndueDelay", from: "awareness" },
      threshold: {
        standard: "suspectedInHeldData",
        section: "s. 18.3",
        wording: "any breach or attempted breach of the confidentiality of the information communicated",
      },
      inForceFrom: "2023-09-22",
      verifiedOn: "2026-11-25",
      reviewBy: "2027-02-25",
      confirmWithCounsel: true,
      note: {
        en: "Section 18.3 was read in a published account, not in the official text; the quotation is that account’s.",
        fr: "L’article 18.3 a été lu dans un compte rendu publié, non dans le texte officiel; la citation est celle de ce compte rendu.",
      },
    },
  ],
})
