import { asksUsual, section, tellsPeople } from "../content.ts"
import { defineLaw } from "../law.ts"
import type { RegulatorForm } from "../regulator-form.ts"

const act = "https://kings-printer.alberta.ca/1266.cfm?page=P06P5.cfm"
const commissioner = "https://oipc.ab.ca/report-a-privacy-breach/"
const regulation = (provision: string) => ({ en: `Regulation s. ${provision}`, fr: `Règlement art. ${provision}` })

/** The headings alone: a field stands for its section. The one on submitting asks for nothing. */
const notificationForm: RegulatorForm = {
  name: { en: "PIPA Privacy Breach Notification Form", fr: "Formulaire d’avis d’atteinte à la vie privée (PIPA)" },
  language: "en",
  url: "https://dev2.oipc.ab.ca/pipa-privacy-breach-notification-form",
  readOn: "2026-11-26",
  copy: {
    en: "A stored copy, without a date, of the form on a test site of the Commissioner. By a law firm’s account a new form came on 1 April 2024.",
    fr: "Une copie archivée, sans date, du formulaire sur un site d’essai du Commissaire. Selon un cabinet d’avocats, un nouveau formulaire est paru le 1er avril 2024.",
  },
  unread: {
    en: "every field below the headings.",
    fr: "tous les champs sous les titres.",
  },
  fields: [
    {
      words: {
        en: "Section A: Information of Organization and Notifying Entity",
        fr: "Section A : Renseignements sur l’organisation et sur l’entité qui donne l’avis",
      },
      sources: ["organisation", "contact"],
    },
    {
      words: { en: "Section B: Breach Description", fr: "Section B : Description de l’atteinte" },
      sources: ["circumstances", "period", "information"],
    },
    {
      words: { en: "Section C: Significant Harm", fr: "Section C : Préjudice important" },
      sources: ["riskAssessment"],
    },
    {
      words: {
        en: "Section D: Notice to Affected Individuals",
        fr: "Section D : Avis aux individus touchés",
      },
      sources: ["notificationSteps"],
    },
    {
      words: {
        en: "Section E: Provide any Additional Relevant Information Regarding the Privacy Breach",
        fr: "Section E : Donnez tout autre renseignement pertinent sur l’atteinte",
      },
      sources: [],
    },
  ],
}

/**
 * Read: s. 34.1(1)-(2), as the Commissioner and others quote it. Read in accounts: s. 37.1 and Regulation s. 19. Not
 * read: Regulation s. 19.1.
 */
export const caAbPipa = defineLaw({
  id: "ca-ab-pipa",
  name: {
    en: "Personal Information Protection Act, S.A. 2003, c. P-6.5, ss. 34.1 and 37.1, and Regulation, ss. 19 and 19.1",
    fr: "Personal Information Protection Act de l’Alberta, S.A. 2003, ch. P-6.5, art. 34.1 et 37.1, et Règlement, art. 19 et 19.1",
  },
  shortName: { en: "Alberta PIPA", fr: "PIPA de l’Alberta" },
  jurisdiction: "CA-AB",
  reach: "party",
  binds: {
    en: "Private-sector organizations in Alberta, in respect of personal information under their control",
    fr: "Les organisations du secteur privé en Alberta, pour les renseignements personnels qui relèvent d’elles",
  },
  noticeLanguages: ["en", "fr"],
  rules: [
    {
      id: "notify-commissioner",
      kind: "tellRegulator",
      title: { en: "Notice to the Commissioner", fr: "Avis au commissaire" },
      owedBy: ["inControl"],
      to: {
        code: "OIPC-AB",
        name: {
          en: "Information and Privacy Commissioner of Alberta",
          fr: "Commissaire à l’information et à la protection de la vie privée de l’Alberta",
        },
        howToReach: commissioner,
      },
      citation: { section: section("34.1(1)-(2)"), url: act },
      quote:
        "An organization having personal information under its control must, without unreasonable delay, provide notice to the Commissioner of any incident involving the loss of or unauthorized access to or disclosure of the personal information where a reasonable person would consider that there exists a real risk of significant harm",
      clock: { kind: "prompt", standard: "withoutUnreasonableDelay", from: "awareness" },
      threshold: {
        standard: "realRiskOfSignificantHarm",
        section: section("34.1(1)"),
        wording: "where a reasonable person would consider that there exists a real risk of significant harm",
      },
      regulatorForm: notificationForm,
      content: asksUsual(
        regulation("19"),
        "circumstances",
        "period",
        "information",
        "riskAssessment",
        "peopleCount",
        "riskReduction",
        "notificationSteps",
        "contact",
      ),
      form: [{ en: "In writing (Regulation s. 19).", fr: "Par écrit (Règlement, art. 19)." }],
      inForceFrom: "2010-05-01",
      reading: "secondary",
      reviewBy: "2027-02-25",
      confirmWithCounsel: true,
      note: {
        en: "To confirm: the eight items of Regulation s. 19, of which the first five were read in accounts and the last three not at all.",
        fr: "À confirmer : les huit éléments de l’article 19 du Règlement, dont les cinq premiers ont été lus dans des comptes rendus et les trois derniers ne l’ont pas été.",
      },
    },
    {
      id: "notify-individuals",
      kind: "tellIndividuals",
      title: { en: "Notice to individuals", fr: "Avis aux individus" },
      owedBy: ["inControl"],
      to: { code: "individuals", name: { en: "Affected individuals", fr: "Individus touchés" } },
      citation: { section: section("37.1"), url: act },
      quote: "The Commissioner may require the organization to notify individuals. (An account of s. 37.1.)",
      clock: { kind: "prompt", standard: "withoutUnreasonableDelay", from: "awareness" },
      threshold: {
        standard: "onOrderOfRegulator",
        section: section("37.1"),
        wording: "the Commissioner may require notice; the organization may give it without an order",
      },
      content: tellsPeople(
        regulation("19.1"),
        "circumstances",
        "period",
        "information",
        "riskReduction",
        "individualSteps",
        "furtherInformation",
      ),
      form: [
        {
          en: "Directly to the individual; indirectly if the Commissioner allows it (Regulation s. 19.1).",
          fr: "Directement à l’individu; indirectement si le commissaire le permet (Règlement, art. 19.1).",
        },
        {
          en: "Recommended at once: an organization that has notified by itself receives a closing letter and not a published decision.",
          fr: "Recommandé sans attendre : une organisation qui a avisé d’elle-même reçoit une lettre de clôture et non une décision publiée.",
        },
      ],
      inForceFrom: "2010-05-01",
      reading: "unverified",
      reviewBy: "2027-02-25",
      confirmWithCounsel: true,
      note: {
        en: "To confirm: the wording of s. 37.1, and form and contents of the notice (Regulation s. 19.1), which were not read.",
        fr: "À confirmer : le texte de l’article 37.1, ainsi que la forme et le contenu de l’avis (Règlement, art. 19.1), qui n’ont pas été lus.",
      },
    },
  ],
})
