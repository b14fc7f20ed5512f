import { asks } from "../content.ts"
import type { ThresholdInput } from "../law.ts"
import { defineLaw } from "../law.ts"

const notice =
  "https://www.canada.ca/en/treasury-board-secretariat/services/access-information-privacy/access-information-privacy-notices/privacy-implementation-notice-2024-02.html"
const procedures = "https://tbs-sct.canada.ca/pol/doc-eng.aspx?id=18309&p=B&section=procedure"
const internal =
  "https://www.canada.ca/en/treasury-board-secretariat/services/access-information-privacy/privacy/privacy-policies-guidance/breach-management/phase-3/communicating-privacy-breaches-internally.html"

const material: ThresholdInput = {
  standard: "materialPrivacyBreach",
  section: "Policy on Privacy Protection s. 4.2.12",
  wording:
    "material privacy breach: it could reasonably be expected to create a real risk of significant harm to an individual",
  factors: ["the sensitivity of the personal information", "the probability of misuse", "the harm to be expected"],
}

/**
 * The Act itself (R.S.C. 1985, c. P-21) asks for no breach report; Treasury Board policy issued under its s. 71(1)(d)
 * does. Read: Act s. 71, Privacy Implementation Notice 2024-02 as in effect from 2025-07-08, Directive on Privacy
 * Practices Appendix B up to B.2.3.1. Not read: the rest of Appendix B and the form.
 */
export const caPrivacyAct = defineLaw({
  id: "ca-privacy-act",
  name: {
    en: "Privacy Act, R.S.C. 1985, c. P-21, with the Treasury Board Policy on Privacy Protection, Directive on Privacy Practices (Appendix B) and Privacy Implementation Notice 2024-02",
    fr: "Loi sur la protection des renseignements personnels, L.R.C. 1985, ch. P-21, avec la Politique sur la protection de la vie privée, la Directive sur les pratiques relatives à la protection de la vie privée (annexe B) et l’Avis de mise en œuvre 2024-02 du Conseil du Trésor",
  },
  shortName: {
    en: "Privacy Act and TBS policy",
    fr: "LPRP et politique du SCT",
  },
  jurisdiction: "CA",
  binds: {
    en: "Federal government institutions, among them Crown corporations that carry parcels",
    fr: "Les institutions fédérales, dont les sociétés d’État qui transportent des colis",
  },
  noticeLanguages: ["en", "fr"],
  rules: [
    {
      id: "report-to-commissioner-and-secretariat",
      kind: "tellRegulator",
      title: {
        en: "Report to the Privacy Commissioner and the Treasury Board Secretariat",
        fr: "Déclaration au commissaire à la protection de la vie privée et au Secrétariat du Conseil du Trésor",
      },
      owedBy: ["inControl"],
      to: {
        code: "OPC+TBS",
        name: {
          en: "Office of the Privacy Commissioner of Canada and Treasury Board of Canada Secretariat",
          fr: "Commissariat à la protection de la vie privée du Canada et Secrétariat du Conseil du Trésor du Canada",
        },
        howToReach: notice,
      },
      citation: { section: "Policy on Privacy Protection s. 4.2.12; PIN 2024-02 s. 4", url: notice },
      quote:
        "Institutions must report material privacy breaches after making efforts to contain, assess and mitigate the breach, and no later than seven days after the institution determines the breach is material.",
      clock: { kind: "within", amount: 7, unit: "calendarDays", from: "determination" },
      threshold: material,
      content: [
        asks("Appendix B", "organisation", "organisation", "Institution", "Institution"),
        asks(
          "Appendix B",
          "contact",
          "contact",
          "Contact for the Commissioner",
          "Personne-ressource pour le commissaire",
        ),
        asks("Appendix B", "circumstances", "circumstances", "Description of the breach", "Description de l’atteinte"),
        asks("Appendix B", "cause", "cause", "Cause", "Cause"),
        asks("Appendix B", "period", "period", "When it occurred", "Moment de l’atteinte"),
        asks(
          "Appendix B",
          "awareness",
          "awareness",
          "When it was discovered and determined to be material",
          "Moment de la découverte et de la constatation de son importance",
        ),
        asks(
          "Appendix B",
          "information",
          "information",
          "Personal information involved",
          "Renseignements personnels en cause",
        ),
        asks("Appendix B", "people", "peopleCount", "Number of individuals affected", "Nombre d’individus touchés"),
        asks(
          "Appendix B",
          "risk",
          "riskAssessment",
          "Assessment of the risk of harm",
          "Évaluation du risque de préjudice",
        ),
        asks("Appendix B", "containment", "riskReduction", "Containment and mitigation", "Confinement et atténuation"),
        asks(
          "Appendix B",
          "notification-steps",
          "notificationSteps",
          "Notification of individuals, or why not",
          "Avis aux intéressés, ou motif de l’absence d’avis",
        ),
        asks(
          "Appendix B",
          "prevention",
          "prevention",
          "Measures to prevent recurrence",
          "Mesures pour prévenir la récidive",
        ),
        asks(
          "Appendix B",
          "other-organisations",
          "otherOrganisations",
          "Other organizations involved",
          "Autres organisations concernées",
        ),
        asks(
          "Appendix B",
          "safeguards",
          "safeguards",
          "Safeguards in place at the time",
          "Mesures de protection en place au moment des faits",
        ),
      ],
      form: [
        {
          en: "The Commissioner’s online breach reporting form, or the PDF form prescribed by the Directive, reaches both.",
          fr: "Le formulaire en ligne du Commissariat, ou le formulaire PDF prescrit par la Directive, atteint les deux.",
        },
        {
          en: "The report must not contain personal information or classified information.",
          fr: "La déclaration ne doit contenir ni renseignements personnels ni renseignements classifiés.",
        },
      ],
      inForceFrom: "2022-10-26",
      verifiedOn: "2026-11-25",
      reviewBy: "2027-02-25",
      confirmWithCounsel: true,
      note: {
        en: "The seven days and the determination that starts them were read in PIN 2024-02 (8 July 2025). The items of the prescribed form were not read; those listed follow the Commissioner’s and the Secretariat’s public guidance. Whether seven days means calendar days is taken as the stricter reading.",
        fr: "Les sept jours et la constatation qui les fait courir ont été lus dans l’Avis 2024-02 (8 juillet 2025). Les rubriques du formulaire prescrit n’ont pas été lues; celles de la liste suivent les indications publiques du Commissariat et du Secrétariat. Les sept jours sont pris, au plus strict, comme des jours civils.",
      },
    },
    {
      id: "notify-individuals",
      kind: "tellIndividuals",
      title: { en: "Notification of affected individuals", fr: "Avis aux intéressés" },
      owedBy: ["inControl"],
      to: { code: "individuals", name: { en: "Affected individuals", fr: "Individus touchés" } },
      citation: { section: "Directive on Privacy Practices, Appendix B; TBS breach toolkit", url: internal },
      quote:
        "the requirement to notify the individual(s) affected by the breach, or else to advise TBS and the OPC of the justification for not notifying the individuals",
      clock: { kind: "prompt", standard: "asSoonAsFeasible", from: "determination" },
      threshold: material,
      content: [
        asks("TBS guidance", "circumstances", "circumstances", "What happened", "Ce qui s’est passé"),
        asks("TBS guidance", "period", "period", "When it happened", "Quand cela s’est produit"),
        asks("TBS guidance", "information", "information", "What information was involved", "Renseignements en cause"),
        asks("TBS guidance", "risk-reduction", "riskReduction", "What has been done", "Ce qui a été fait"),
        asks("TBS guidance", "your-steps", "individualSteps", "What you can do", "Ce que vous pouvez faire"),
        asks("TBS guidance", "further-information", "furtherInformation", "Where to ask", "Où vous renseigner"),
        asks(
          "Privacy Act s. 29",
          "complaint",
          "complaintRight",
          "Your right to complain",
          "Votre droit de porter plainte",
        ),
      ],
      inForceFrom: "2022-10-26",
      verifiedOn: "2026-11-25",
      reviewBy: "2027-02-25",
      confirmWithCounsel: true,
      note: {
        en: "That individuals are to be notified, or the reason against given to TBS and OPC, was read in the Secretariat’s toolkit; the paragraph of Appendix B, its time and its contents were not. No term is assumed.",
        fr: "L’avis aux intéressés, ou la justification à donner au SCT et au Commissariat, a été lu dans la trousse du Secrétariat; le paragraphe de l’annexe B, son délai et son contenu ne l’ont pas été. Aucun délai n’est supposé.",
      },
    },
    {
      id: "notify-parties-to-agreement",
      kind: "tellOtherOrganisation",
      title: {
        en: "Notification of the parties to the contract or arrangement",
        fr: "Avis aux parties au contrat ou à l’entente",
      },
      owedBy: ["inControl", "holder"],
      to: {
        code: "organisation",
        name: {
          en: "Parties to the contract, information-sharing agreement or arrangement",
          fr: "Parties au contrat, à l’accord ou à l’entente d’échange de renseignements",
        },
      },
      citation: { section: "Directive on Privacy Practices, Appendix B, B.2.3.1", url: procedures },
      quote:
        "If personal information affected by a privacy breach is the subject of a contract, information-sharing agreement or information-sharing arrangement, promptly notify the parties to that contract, information-sharing agreement or information-sharing arrangement",
      clock: { kind: "prompt", standard: "promptly", from: "awareness" },
      threshold: {
        standard: "suspectedInHeldData",
        section: "B.2.3.1",
        wording:
          "personal information affected by a privacy breach is the subject of a contract, information-sharing agreement or information-sharing arrangement",
      },
      inForceFrom: "2024-03-01",
      verifiedOn: "2026-11-25",
      reviewBy: "2027-05-25",
      confirmWithCounsel: false,
    },
    {
      id: "keep-record",
      kind: "keepRecord",
      title: { en: "Record of the breach and its handling", fr: "Dossier de l’atteinte et de son traitement" },
      owedBy: ["inControl"],
      to: { code: "own-register", name: { en: "The institution’s own records", fr: "Les dossiers de l’institution" } },
      citation: { section: "Directive on Privacy Practices, Appendix B", url: procedures },
      quote:
        "These mandatory procedures for privacy breaches provide details on the requirements set out in section 4 of the Directive on Privacy Practices.",
      clock: { kind: "prompt", standard: "asSoonAsFeasible", from: "determination" },
      threshold: { standard: "everyBreach", section: "Appendix B", wording: "privacy breaches" },
      content: [
        asks("Appendix B B.2.2.2.1", "period", "period", "Date and time", "Date et heure"),
        asks("Appendix B B.2.2.2.2", "circumstances", "circumstances", "Brief description", "Brève description"),
        asks(
          "Appendix B B.2.2.2.2",
          "information",
          "information",
          "Type of personal information",
          "Type de renseignements personnels",
        ),
        asks(
          "Appendix B B.2.2.2.2",
          "people",
          "peopleCount",
          "Number of individuals potentially affected",
          "Nombre d’individus susceptibles d’être touchés",
        ),
        asks("Appendix B B.2.2.2.2", "containment", "riskReduction", "Containment measures", "Mesures de confinement"),
        asks("Appendix B", "risk", "riskAssessment", "Assessment", "Évaluation"),
        asks(
          "Appendix B",
          "notices",
          "notificationDates",
          "Report and notifications given",
          "Déclaration et avis donnés",
        ),
      ],
      inForceFrom: "2024-03-01",
      verifiedOn: "2026-11-25",
      reviewBy: "2027-02-25",
      confirmWithCounsel: true,
      note: {
        en: "The paragraph on records and its retention were not read. The items are those of the internal notice (B.2.2.2). The case is kept five years in any event.",
        fr: "Le paragraphe sur les dossiers et leur conservation n’a pas été lu. Les éléments sont ceux de l’avis interne (B.2.2.2). Le dossier est conservé cinq ans de toute façon.",
      },
    },
  ],
})
