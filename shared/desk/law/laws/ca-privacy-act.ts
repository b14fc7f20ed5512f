import { asks } from "../content.ts"
import type { ThresholdInput } from "../law.ts"
import { defineLaw } from "../law.ts"
import { appendixB, materialBreachReport } from "./material-breach-report.ts"

const sampleLetter = { en: "TBS sample letter", fr: "lettre type du SCT" }

const notice =
  "https://www.canada.ca/en/treasury-board-secretariat/services/access-information-privacy/access-information-privacy-notices/privacy-implementation-notice-2024-02.html"
const directive = "https://www.tbs-sct.canada.ca/pol/doc-eng.aspx?id=18309"
const procedures = "https://tbs-sct.canada.ca/pol/doc-eng.aspx?id=18309&p=B&section=procedure"

/** The complete text of the Directive in English, with Appendix B; the French text is beside it. */
const reproduction =
  "https://github.com/jamieadams-nerd/umrs-project/blob/f5fe825c5a89c8b82bae4c67f2faf7f1e76819d6/.claude/agent-memory/henri/corpus/tbs-directive-privacy-en.md"

/** When the Directive that was read took effect (its s. 1.1). Older breaches fall under its older text. */
const directiveInForce = "2024-10-09"

const material: ThresholdInput = {
  standard: "materialPrivacyBreach",
  section: {
    en: "Policy on Privacy Protection s. 4.2.12, Appendix A",
    fr: "Politique sur la protection de la vie privée art. 4.2.12, annexe A",
  },
  wording:
    "a privacy breach that could reasonably be expected to create a real risk of significant harm to an individual",
  factors: [
    { code: "sensitivity", wording: "the sensitivity of the personal information" },
    { code: "probabilityOfMisuse", wording: "the probability of misuse" },
    { code: "harm", wording: "the harm to be expected" },
  ],
}

const read = {
  reading: "verbatim",
  verifiedOn: "2026-11-25",
  reviewBy: "2027-05-25",
  confirmWithCounsel: false,
} as const

/**
 * The Act itself (R.S.C. 1985, c. P-21) requires no breach report. Treasury Board policy under its s. 71(1)(d) does.
 *
 * Read word for word: Directive on Privacy Practices of 2024-10-09 with its Appendix B, in both languages. Read in
 * accounts or in part: Policy on Privacy Protection s. 4.2.12 and its Appendix A; Privacy Implementation Notice
 * 2024-02; the Secretariat’s sample letter. Not read: the prescribed form.
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
  timeZone: "America/Toronto",
  reach: "party",
  binds: {
    en: "Federal government institutions, among them Crown corporations that carry parcels",
    fr: "Les institutions fédérales, dont les sociétés d’État qui transportent des colis",
  },
  noticeLanguages: ["en", "fr"],
  complaintsTo: {
    en: "Office of the Privacy Commissioner of Canada",
    fr: "Commissariat à la protection de la vie privée du Canada",
  },
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
          en: "Policy on Privacy Protection s. 4.2.12; Appendix B B.2.4.4-B.2.4.5",
          fr: "Politique sur la protection de la vie privée art. 4.2.12; annexe B B.2.4.4-B.2.4.5",
        },
        url: notice,
      },
      quote:
        "Institutions must report material privacy breaches after making efforts to contain, assess and mitigate the breach, and no later than seven days after the institution determines the breach is material.",
      clock: { kind: "within", amount: 7, unit: "calendarDays", from: "determination", determines: "material" },
      threshold: material,
      content: materialBreachReport,
      form: [
        {
          en: "By the Privacy Act Material Privacy Breach form (B.2.4.5). The Commissioner’s online form reaches both (PIN 2024-02).",
          fr: "Au moyen du Formulaire de rapport d’atteintes substantielles à la vie privée (B.2.4.5). Le formulaire en ligne du Commissariat atteint les deux (Avis 2024-02).",
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
      inForceFrom: directiveInForce,
      reading: "secondary",
      reviewBy: "2027-02-25",
      confirmWithCounsel: true,
      note: {
        en: "To confirm: the present wording of Policy s. 4.2.12 and of the definition of a material breach in its Appendix A; whether its seven days are calendar days, as is taken here at the strictest; and the prescribed form, which was not read. The fourteen items were read word for word.",
        fr: "À confirmer : le texte actuel du paragraphe 4.2.12 de la Politique et de la définition d’une atteinte substantielle à son annexe A; si ses sept jours sont des jours civils, comme supposé ici au plus strict; et le formulaire prescrit, qui n’a pas été lu. Les quatorze éléments ont été lus mot à mot.",
      },
    },
    {
      id: "notify-individuals",
      kind: "tellIndividuals",
      title: { en: "Notification of affected individuals", fr: "Avis aux intéressés" },
      owedBy: ["inControl"],
      to: { code: "individuals", name: { en: "Affected individuals", fr: "Individus touchés" } },
      citation: { section: appendixB("B.2.3.3, B.2.3.5"), url: procedures },
      quote:
        "determine appropriate mitigation measures to reduce the risks of harm to affected individuals and to the institution from the breach, which, in the event of a material privacy breach, must include notification of the affected individuals unless such notification would be inappropriate for security, confidentiality, legal or other reasons",
      clock: { kind: "prompt", standard: "inReasonableTime", from: "determination" },
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
          en: "Not if the notification would be inappropriate for security, confidentiality, legal or other reasons (B.2.3.3). The report then gives the justification (B.2.4.4.10).",
          fr: "Pas si l’avis est inapproprié pour des raisons juridiques, de sécurité, de confidentialité ou autres (B.2.3.3). La déclaration en donne alors la justification (B.2.4.4.10).",
        },
      ],
      excusedBy: [
        { reason: "lawEnforcementProhibits", section: appendixB("B.2.3.3") },
        { reason: "noticeWouldEndanger", section: appendixB("B.2.3.3") },
      ],
      inForceFrom: directiveInForce,
      reading: "verbatim",
      verifiedOn: "2026-11-25",
      reviewBy: "2027-05-25",
      confirmWithCounsel: true,
      note: {
        en: "To confirm: the definition of a material breach in Appendix A of the Policy, read in accounts. No contents are prescribed: those listed are the ones of the Secretariat’s sample letter. The notification is one of the mitigation measures, which are enacted “within a reasonable time frame” (B.2.3.5).",
        fr: "À confirmer : la définition d’une atteinte substantielle à l’annexe A de la Politique, lue dans des comptes rendus. Aucun contenu n’est prescrit : les éléments sont ceux de la lettre type du Secrétariat. L’avis est une des mesures d’atténuation, mises en œuvre « dans un délai raisonnable » (B.2.3.5).",
      },
      quoteFrom: reproduction,
    },
    {
      id: "notify-parties-to-agreement",
      kind: "tellOtherOrganisation",
      title: {
        en: "Notification of the parties to the contract or arrangement",
        fr: "Avis aux parties au contrat ou à l’entente",
      },
      owedBy: ["inControl"],
      to: {
        code: "organisation",
        name: {
          en: "Parties to the contract, information-sharing agreement or arrangement",
          fr: "Parties au contrat, à l’accord ou à l’entente d’échange de renseignements",
        },
      },
      citation: { section: appendixB("B.2.3.1"), url: procedures },
      quote:
        "If personal information affected by a privacy breach is the subject of a contract, information-sharing agreement or information-sharing arrangement, promptly notify the parties to that contract, information-sharing agreement or information-sharing arrangement",
      clock: { kind: "prompt", standard: "promptly", from: "awareness" },
      threshold: {
        standard: "affectsContractedData",
        section: appendixB("B.2.3.1"),
        wording:
          "personal information affected by a privacy breach is the subject of a contract, information-sharing agreement or information-sharing arrangement",
      },
      toEachCounterparty: true,
      inForceFrom: directiveInForce,
      ...read,
      quoteFrom: reproduction,
    },
    {
      id: "tell-institution-in-control",
      kind: "tellOtherOrganisation",
      title: {
        en: "Notification of the institution that controls the information",
        fr: "Avis à l’institution dont relèvent les renseignements",
      },
      owedBy: ["holder"],
      to: {
        code: "organisation",
        name: {
          en: "The government institution under whose control the information lies",
          fr: "L’institution fédérale dont relèvent les renseignements",
        },
      },
      citation: {
        section: {
          en: "Directive on Privacy Practices s. 4.1.5",
          fr: "Directive sur les pratiques relatives à la protection de la vie privée art. 4.1.5",
        },
        url: directive,
      },
      quote:
        "In the event of a privacy breach affecting personal information that is held by the institution but is under the control of another government institution, promptly notifying the institution under whose control the personal information lies",
      clock: { kind: "prompt", standard: "promptly", from: "awareness" },
      threshold: {
        standard: "suspectedInHeldData",
        section: "4.1.5",
        wording:
          "a privacy breach affecting personal information that is held by the institution but is under the control of another government institution",
      },
      form: [
        {
          en: "The holder responds together with the institution in control (s. 4.1.5). A private contractor is bound only by its contract.",
          fr: "Le détenteur réagit de concert avec l’institution dont relèvent les renseignements (art. 4.1.5). Un entrepreneur privé n’est lié que par son contrat.",
        },
      ],
      toEachCounterparty: true,
      inForceFrom: directiveInForce,
      ...read,
      quoteFrom: reproduction,
    },
    {
      id: "keep-record",
      kind: "keepRecord",
      title: { en: "Record of all privacy breaches", fr: "Registre de toutes les atteintes à la vie privée" },
      owedBy: ["inControl", "holder"],
      to: { code: "own-register", name: { en: "The institution’s own records", fr: "Les dossiers de l’institution" } },
      citation: { section: appendixB("B.2.4.6"), url: procedures },
      quote:
        "Maintain a record of all privacy breaches for a period of five years after the date the institution became aware of the breach.",
      clock: { kind: "prompt", standard: "inReasonableTime", from: "awareness" },
      threshold: { standard: "everyBreach", section: appendixB("B.2.4.6"), wording: "all privacy breaches" },
      content: [
        asks(appendixB("B.2.4.6.1"), "period", "period", {
          en: "Date of the breach, or period during which it occurred",
          fr: "Date de l’atteinte, ou période au cours de laquelle elle s’est produite",
        }),
        asks(appendixB("B.2.4.6.2"), "circumstances", "circumstances", {
          en: "General description of the circumstances",
          fr: "Description générale des circonstances",
        }),
        asks(appendixB("B.2.4.6.2"), "information", "information", {
          en: "Nature of the information involved",
          fr: "Nature des renseignements en cause",
        }),
        asks(appendixB("B.2.4.6.3"), "risk", "riskAssessment", {
          en: "Full assessment of the breach, if one was undertaken",
          fr: "Évaluation complète de l’atteinte, si elle a été réalisée",
        }),
        asks(appendixB("B.2.4.6.4"), "notices", "notificationDates", {
          en: "If the breach is material, what was provided to the Commissioner and the Secretariat",
          fr: "En cas d’atteinte substantielle, le rapport fourni au Commissariat et au Secrétariat",
        }),
      ],
      retention: { kind: "atLeast", months: 60, from: "awareness", section: appendixB("B.2.4.6") },
      inForceFrom: directiveInForce,
      ...read,
      note: {
        en: "The law names no time for making the record. A reasonable time is assumed.",
        fr: "La loi ne fixe pas de délai pour tenir le registre. Un délai raisonnable est supposé.",
      },
      quoteFrom: reproduction,
    },
  ],
})
