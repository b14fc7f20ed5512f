import { asks } from "../content.ts"
import type { ThresholdInput } from "../law.ts"
import { defineLaw } from "../law.ts"

const appendixB = { en: "Appendix B", fr: "annexe B" }
const sampleLetter = { en: "TBS sample letter", fr: "lettre type du SCT" }
const noticeContents = { en: "Appendix B B.2.2.2.2", fr: "annexe B B.2.2.2.2" }
const toolkitPhase2 = { en: "TBS toolkit, phase 2", fr: "trousse du SCT, phase 2" }

const notice =
  "https://www.canada.ca/en/treasury-board-secretariat/services/access-information-privacy/access-information-privacy-notices/privacy-implementation-notice-2024-02.html"
const procedures = "https://tbs-sct.canada.ca/pol/doc-eng.aspx?id=18309&p=B&section=procedure"
const toolkit =
  "https://www.canada.ca/en/treasury-board-secretariat/services/access-information-privacy/privacy/privacy-policies-guidance/breach-management"

const material: ThresholdInput = {
  standard: "materialPrivacyBreach",
  section: {
    en: "Policy on Privacy Protection s. 4.2.12, Appendix A",
    fr: "Politique sur la protection de la vie privée art. 4.2.12, annexe A",
  },
  wording:
    "a privacy breach that could reasonably be expected to create a real risk of significant harm to an individual",
  factors: ["the sensitivity of the personal information", "the probability of misuse", "the harm to be expected"],
}

/**
 * The Act itself (R.S.C. 1985, c. P-21) requires no breach report. Treasury Board policy under its s. 71(1)(d) does.
 *
 * Read: Act ss. 29 and 70 to 72 in full; Policy on Privacy Protection s. 4.2.12 and the definition in its Appendix A
 * (in effect 2024-10-09); Privacy Implementation Notice 2024-02 as in effect from 2025-07-08; Directive on Privacy
 * Practices Appendix B up to B.2.3.1, in both languages; the Secretariat’s toolkit, phases 2 to 4, and its sample
 * letter.
 * Not read: the rest of Appendix B and the prescribed form.
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
      citation: {
        section: {
          en: "Policy on Privacy Protection s. 4.2.12; PIN 2024-02 s. 4",
          fr: "Politique sur la protection de la vie privée art. 4.2.12; Avis 2024-02 art. 4",
        },
        url: notice,
      },
      quote:
        "Institutions must report material privacy breaches after making efforts to contain, assess and mitigate the breach, and no later than seven days after the institution determines the breach is material.",
      clock: { kind: "within", amount: 7, unit: "calendarDays", from: "determination" },
      threshold: material,
      content: [
        asks(appendixB, "organisation", "organisation", { en: "Institution", fr: "Institution" }),
        asks(appendixB, "contact", "contact", {
          en: "Contact for the Commissioner",
          fr: "Personne-ressource pour le commissaire",
        }),
        asks(appendixB, "circumstances", "circumstances", {
          en: "Description of the breach",
          fr: "Description de l’atteinte",
        }),
        asks(appendixB, "cause", "cause", { en: "Cause", fr: "Cause" }),
        asks(appendixB, "period", "period", { en: "When it occurred", fr: "Moment de l’atteinte" }),
        asks(appendixB, "awareness", "awareness", {
          en: "When it was discovered and determined to be material",
          fr: "Moment de la découverte et de la constatation de son importance",
        }),
        asks(appendixB, "information", "information", {
          en: "Personal information involved",
          fr: "Renseignements personnels en cause",
        }),
        asks(appendixB, "people", "peopleCount", {
          en: "Number of individuals affected",
          fr: "Nombre d’individus touchés",
        }),
        asks(appendixB, "risk", "riskAssessment", {
          en: "Assessment of the risk of harm",
          fr: "Évaluation du risque de préjudice",
        }),
        asks(appendixB, "containment", "riskReduction", {
          en: "Containment and mitigation",
          fr: "Confinement et atténuation",
        }),
        asks(appendixB, "notification-steps", "notificationSteps", {
          en: "Notification of individuals, or why not",
          fr: "Avis aux intéressés, ou motif de l’absence d’avis",
        }),
        asks(appendixB, "prevention", "prevention", {
          en: "Measures to prevent recurrence",
          fr: "Mesures pour prévenir la récidive",
        }),
        asks(appendixB, "other-organisations", "otherOrganisations", {
          en: "Other organizations involved",
          fr: "Autres organisations concernées",
        }),
        asks(appendixB, "safeguards", "safeguards", {
          en: "Safeguards in place at the time",
          fr: "Mesures de protection en place au moment des faits",
        }),
      ],
      form: [
        {
          en: "The Commissioner’s online form, or the PDF form prescribed by the Directive, to which it is equivalent, reaches both (PIN 2024-02).",
          fr: "Le formulaire en ligne du Commissariat, ou le formulaire PDF prescrit par la Directive, qui lui équivaut, atteint les deux (Avis 2024-02).",
        },
        {
          en: "The report must not contain personal information or protected or classified information.",
          fr: "La déclaration ne doit contenir ni renseignements personnels ni renseignements protégés ou classifiés.",
        },
        {
          en: "Made after efforts to contain, assess and mitigate the breach; an informal notice may come first, the form remains due.",
          fr: "Faite après des efforts pour contenir, évaluer et atténuer l’atteinte; un avis informel peut la précéder, le formulaire reste dû.",
        },
      ],
      inForceFrom: "2022-10-26",
      verifiedOn: "2026-11-25",
      reviewBy: "2027-02-25",
      confirmWithCounsel: true,
      note: {
        en: "To confirm: the items of the prescribed form, which was not read; those listed follow the public guidance of the Commissioner and the Secretariat. The seven days and their start were read in s. 4.2.12 of the Policy; they are taken, at the strictest, as calendar days.",
        fr: "À confirmer : les rubriques du formulaire prescrit, qui n’a pas été lu; celles de la liste suivent les indications publiques du Commissariat et du Secrétariat. Les sept jours et leur départ ont été lus au paragraphe 4.2.12 de la Politique; ils sont pris, au plus strict, comme des jours civils.",
      },
    },
    {
      id: "notify-individuals",
      kind: "tellIndividuals",
      title: { en: "Notification of affected individuals", fr: "Avis aux intéressés" },
      owedBy: ["inControl"],
      to: { code: "individuals", name: { en: "Affected individuals", fr: "Individus touchés" } },
      citation: {
        section: {
          en: "Directive on Privacy Practices, Appendix B; TBS breach toolkit, phase 3",
          fr: "Directive sur les pratiques relatives à la protection de la vie privée, annexe B; trousse du SCT, phase 3",
        },
        url: `${toolkit}/phase-3.html`,
      },
      quote:
        "In the event of a material privacy breach, senior officials and executives of the OPI must ensure affected individuals are notified unless doing so would be inappropriate for security, confidentiality, legal or other reasons",
      clock: { kind: "prompt", standard: "asSoonAsFeasible", from: "determination" },
      threshold: material,
      content: [
        asks(sampleLetter, "awareness", "awareness", {
          en: "When we learned of it",
          fr: "Quand nous l’avons appris",
        }),
        asks(sampleLetter, "circumstances", "circumstances", { en: "What happened", fr: "Ce qui s’est passé" }),
        asks(sampleLetter, "period", "period", { en: "When it happened", fr: "Quand cela s’est produit" }),
        asks(sampleLetter, "information", "information", {
          en: "What information was involved",
          fr: "Renseignements en cause",
        }),
        asks(sampleLetter, "risk", "consequences", { en: "What the risk is", fr: "Quel est le risque" }),
        asks(sampleLetter, "risk-reduction", "riskReduction", {
          en: "What has been done",
          fr: "Ce qui a été fait",
        }),
        asks(sampleLetter, "your-steps", "individualSteps", {
          en: "What you can do",
          fr: "Ce que vous pouvez faire",
        }),
        asks(sampleLetter, "further-information", "furtherInformation", {
          en: "Where to ask",
          fr: "Où vous renseigner",
        }),
        asks(
          { en: "Privacy Act s. 29(1)(h)", fr: "Loi sur la protection des renseignements personnels art. 29(1)(h)" },
          "complaint",
          "complaintRight",
          {
            en: "Your right to complain",
            fr: "Votre droit de porter plainte",
          },
        ),
      ],
      exceptions: [
        {
          en: "Not where inappropriate for security, confidentiality, legal or other reasons; the Commissioner and the Secretariat are then told why.",
          fr: "Pas si des motifs de sécurité, de confidentialité, de droit ou autres s’y opposent; le Commissariat et le Secrétariat en reçoivent alors les motifs.",
        },
      ],
      inForceFrom: "2022-10-26",
      verifiedOn: "2026-11-25",
      reviewBy: "2027-02-25",
      confirmWithCounsel: true,
      note: {
        en: "To confirm: the paragraph of Appendix B that asks for the notice, and whether it sets a time or contents; it was not read. Duty, exception and contents are those of the Secretariat’s toolkit and sample letter. No term is assumed.",
        fr: "À confirmer : le paragraphe de l’annexe B qui demande l’avis, et s’il fixe un délai ou un contenu; il n’a pas été lu. Le devoir, l’exception et le contenu sont ceux de la trousse et de la lettre type du Secrétariat. Aucun délai n’est supposé.",
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
      citation: {
        section: {
          en: "Directive on Privacy Practices, Appendix B, B.2.3.1",
          fr: "Directive sur les pratiques relatives à la protection de la vie privée, annexe B, B.2.3.1",
        },
        url: procedures,
      },
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
      citation: {
        section: {
          en: "Directive on Privacy Practices, Appendix B",
          fr: "Directive sur les pratiques relatives à la protection de la vie privée, annexe B",
        },
        url: procedures,
      },
      quote:
        "These mandatory procedures for privacy breaches provide details on the requirements set out in section 4 of the Directive on Privacy Practices.",
      clock: { kind: "prompt", standard: "asSoonAsFeasible", from: "determination" },
      threshold: { standard: "everyBreach", section: appendixB, wording: "privacy breaches" },
      content: [
        asks({ en: "Appendix B B.2.2.2.1", fr: "annexe B B.2.2.2.1" }, "period", "period", {
          en: "Date and time",
          fr: "Date et heure",
        }),
        asks({ en: "Appendix B B.2.2.2.1", fr: "annexe B B.2.2.2.1" }, "location", "party", {
          en: "Location",
          fr: "Lieu",
        }),
        asks(noticeContents, "circumstances", "circumstances", {
          en: "Brief description",
          fr: "Brève description",
        }),
        asks(noticeContents, "information", "information", {
          en: "Type of personal information",
          fr: "Type de renseignements personnels",
        }),
        asks(noticeContents, "people", "peopleCount", {
          en: "Number of individuals potentially affected",
          fr: "Nombre d’individus susceptibles d’être touchés",
        }),
        asks(noticeContents, "containment", "riskReduction", {
          en: "Containment measures",
          fr: "Mesures de confinement",
        }),
        asks(toolkitPhase2, "risk", "riskAssessment", {
          en: "Risk of harm, and whether the breach is material",
          fr: "Risque de préjudice, et importance de l’atteinte",
        }),
        asks(toolkitPhase2, "other-organisations", "otherOrganisations", {
          en: "Third parties involved",
          fr: "Tiers concernés",
        }),
        asks({ en: "TBS toolkit, phase 4", fr: "trousse du SCT, phase 4" }, "notices", "notificationDates", {
          en: "Report and notifications given",
          fr: "Déclaration et avis donnés",
        }),
      ],
      inForceFrom: "2024-03-01",
      verifiedOn: "2026-11-25",
      reviewBy: "2027-02-25",
      confirmWithCounsel: true,
      note: {
        en: "To confirm: the paragraph of Appendix B on records and how long they are kept; it was not read. The items are those of the internal notice (B.2.2.2) and of the full assessment in the Secretariat’s toolkit. The case is kept five years in any event.",
        fr: "À confirmer : le paragraphe de l’annexe B sur les dossiers et leur durée de conservation; il n’a pas été lu. Les éléments sont ceux de l’avis interne (B.2.2.2) et de l’évaluation complète de la trousse du Secrétariat. Le dossier est conservé cinq ans de toute façon.",
      },
    },
  ],
})
