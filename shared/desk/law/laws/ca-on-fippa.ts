import { asks, section } from "../content.ts"
import type { ThresholdInput } from "../law.ts"
import { defineLaw } from "../law.ts"
import type { RegulatorForm } from "../regulator-form.ts"

const commissionerForm = { en: "IPC form", fr: "formulaire du CIPVP" }
const commissionerGuidance = { en: "s. 40.1; IPC guidance", fr: "art. 40.1; orientations du CIPVP" }

const act = "https://www.ontario.ca/laws/statute/90f31"
const commissioner =
  "https://www.ipc.on.ca/en/resources/forms/file-privacy-complaint-under-ontarios-provincial-and-municipal-privacy-laws"

const realRisk: ThresholdInput = {
  standard: "realRiskOfSignificantHarm",
  section: section("40.1"),
  wording:
    "it is reasonable in the circumstances to believe that there is a real risk of significant harm to an individual, or in other prescribed circumstances",
  factors: [
    { code: "sensitivity", wording: "the sensitivity of the personal information" },
    { code: "probabilityOfMisuse", wording: "the probability that it has been, is being or will be misused" },
    {
      code: "stepsOfTheIndividual",
      wording: "the steps available to the individual to reduce the risk or mitigate the harm",
    },
    { code: "guidance", wording: "directions or guidance of the Commissioner" },
  ],
}

/** Every rule of the law rests on accounts: the consolidated statute and its regulation were not to be had. */
const unread = {
  en: "The consolidated text of s. 40.1, as added by S.O. 2024, c. 24, Sched. 2, was not read, nor any amendment of R.R.O. 1990, Reg. 460 made for it. Accounts say that it covers information in the custody or under the control of an institution, so also what one keeps for another.",
  fr: "Le texte codifié de l’art. 40.1, ajouté par L.O. 2024, chap. 24, ann. 2, n’a pas été lu, ni une modification du R.R.O. 1990, Règl. 460, faite pour lui. Selon des comptes rendus, il vise les renseignements dont une institution a la garde ou le contrôle, donc aussi ceux qu’elle conserve pour autrui.",
}

const circumstancesOfForm = {
  en: "Please describe the circumstances of the privacy breach, including",
  fr: "Veuillez décrire les circonstances de l’atteinte à la vie privée, y compris",
}

/** The form serves health and other organizations too, so it speaks of health information and of its records. */
const breachReportForm: RegulatorForm = {
  name: {
    en: "Report a privacy breach at your organization",
    fr: "Signaler une atteinte à la vie privée dans votre organisation",
  },
  language: "en",
  url: "https://ipc.on.ca/en/resources/forms/report-privacy-breach-your-organization",
  readOn: "2026-11-26",
  copy: {
    en: "A stored copy, without a date, of the page on the Commissioner’s present site. It breaks off within the last field that is listed here.",
    fr: "Une copie archivée, sans date, de la page du site actuel du Commissaire. Elle s’interrompt dans le dernier champ énuméré ici.",
  },
  unread: {
    en: "everything after that field. An older form of the Commissioner, for health information alone, goes on with the number of individuals and with containment.",
    fr: "tout ce qui suit ce champ. Un ancien formulaire du Commissaire, propre aux renseignements sur la santé, continue par le nombre de particuliers et le confinement.",
  },
  fields: [
    { words: { en: "Type of organization: (required)", fr: "Type d’organisation : (obligatoire)" }, sources: [] },
    {
      words: { en: "What happened?", fr: "Que s’est-il passé?" },
      under: circumstancesOfForm,
      sources: ["circumstances"],
    },
    {
      words: {
        en: "Describe how personal information/personal health information (as applicable) came to be stolen or lost or used or disclosed without authority (or collected without authority by means of the EHR)",
        fr: "Décrivez comment les renseignements personnels, ou personnels sur la santé, ont été volés, perdus, utilisés ou divulgués sans autorisation (ou recueillis sans autorisation au moyen du DSE)",
      },
      under: circumstancesOfForm,
      sources: ["cause"],
    },
    {
      words: {
        en: "Date (or date range) of theft(s), loss(es) or unauthorized use(s) or disclosure(s) (or unauthorized collection(s) by means of the EHR) of personal information /personal health information",
        fr: "Date (ou période) du vol, de la perte, de l’utilisation ou de la divulgation non autorisée (ou de la collecte non autorisée au moyen du DSE) de renseignements personnels, ou personnels sur la santé",
      },
      under: circumstancesOfForm,
      sources: ["period"],
    },
    {
      words: {
        en: "Date privacy breach was discovered by the reporting organization",
        fr: "Date à laquelle l’organisation qui fait rapport a découvert l’atteinte",
      },
      under: circumstancesOfForm,
      sources: ["awareness"],
    },
    {
      words: {
        en: "How this privacy breach was discovered by the reporting organization",
        fr: "Comment l’organisation qui fait rapport a découvert l’atteinte",
      },
      under: circumstancesOfForm,
      sources: ["finding"],
    },
    {
      words: {
        en: "Were other organizations (health information custodians/service providers/institutions) involved in this privacy breach? Please explain.",
        fr: "D’autres organisations (dépositaires de renseignements sur la santé, fournisseurs de services, institutions) sont-elles concernées par l’atteinte? Veuillez expliquer.",
      },
      under: circumstancesOfForm,
      sources: ["otherOrganisations"],
    },
    {
      words: {
        en: "Describe the nature of the personal information /personal health information that was stolen or lost or …",
        fr: "Décrivez la nature des renseignements personnels, ou personnels sur la santé, qui ont été volés, perdus, …",
      },
      under: circumstancesOfForm,
      sources: ["information"],
    },
  ],
}

/**
 * Section 40.1 was added by the Strengthening Cyber Security and Building Trust in the Public Sector Act, 2024
 * (Bill 194, S.O. 2024, c. 24, Sched. 2), in force 2025-07-01. Read: the Commissioner’s statement of it, the
 * Commissioner’s report form in part, and bar-association and law-firm accounts; not the statute.
 */
export const caOnFippa = defineLaw({
  id: "ca-on-fippa",
  name: {
    en: "Freedom of Information and Protection of Privacy Act, R.S.O. 1990, c. F.31, s. 40.1",
    fr: "Loi sur l’accès à l’information et la protection de la vie privée, L.R.O. 1990, chap. F.31, art. 40.1",
  },
  shortName: { en: "Ontario FIPPA", fr: "LAIPVP de l’Ontario" },
  jurisdiction: "CA-ON",
  reach: "party",
  binds: {
    en: "Provincial institutions of Ontario, among them Crown agencies that sell by mail; not municipal institutions",
    fr: "Les institutions provinciales de l’Ontario, dont les organismes de la Couronne qui vendent par la poste; pas les institutions municipales",
  },
  noticeLanguages: ["en", "fr"],
  rules: [
    {
      id: "report-to-commissioner",
      kind: "tellRegulator",
      title: {
        en: "Report to the Information and Privacy Commissioner",
        fr: "Rapport au commissaire à l’information et à la protection de la vie privée",
      },
      owedBy: ["inControl", "holder"],
      to: {
        code: "IPC",
        name: {
          en: "Information and Privacy Commissioner of Ontario",
          fr: "Commissaire à l’information et à la protection de la vie privée de l’Ontario",
        },
        howToReach: "https://www.ipc.on.ca/en/resources/forms/report-privacy-breach-your-organization",
      },
      citation: { section: section("40.1"), url: act },
      quote:
        "Such breaches must be reported to the IPC as soon as feasible after the head determines that the theft, loss or unauthorized use or disclosure has occurred.",
      clock: { kind: "prompt", standard: "asSoonAsFeasible", from: "determination" },
      threshold: realRisk,
      regulatorForm: breachReportForm,
      content: [
        asks(commissionerGuidance, "organisation", "organisation", { en: "Institution", fr: "Institution" }),
        asks(commissionerGuidance, "contact", "contact", { en: "Contact person", fr: "Personne-ressource" }),
        asks(commissionerForm, "circumstances", "circumstances", {
          en: "Circumstances: what happened",
          fr: "Circonstances : ce qui s’est passé",
        }),
        asks(commissionerForm, "cause", "cause", {
          en: "How the information came to be used or disclosed without authority",
          fr: "Comment les renseignements ont été utilisés ou divulgués sans autorisation",
        }),
        asks(commissionerForm, "period", "period", { en: "Date or date range", fr: "Date ou période" }),
        asks(commissionerForm, "awareness", "awareness", {
          en: "When the breach was discovered",
          fr: "Date de la découverte",
        }),
        asks(commissionerForm, "finding", "finding", {
          en: "How the breach was discovered",
          fr: "Manière dont l’atteinte a été découverte",
        }),
        asks(commissionerForm, "other-organisations", "otherOrganisations", {
          en: "Other organizations involved",
          fr: "Autres organismes concernés",
        }),
        asks(commissionerForm, "information", "information", {
          en: "Types of personal information",
          fr: "Types de renseignements personnels",
        }),
        asks(commissionerGuidance, "people", "peopleCount", {
          en: "Number of individuals affected",
          fr: "Nombre de particuliers touchés",
        }),
        asks(commissionerGuidance, "risk", "riskAssessment", {
          en: "Assessment of the real risk of significant harm",
          fr: "Évaluation du risque réel de préjudice grave",
        }),
        asks(commissionerGuidance, "containment", "riskReduction", {
          en: "Containment and risk reduction",
          fr: "Confinement et réduction du risque",
        }),
        asks(commissionerGuidance, "notification-steps", "notificationSteps", {
          en: "Notification of individuals",
          fr: "Avis aux particuliers",
        }),
        asks(commissionerGuidance, "prevention", "prevention", {
          en: "Steps to prevent recurrence",
          fr: "Mesures pour prévenir la récidive",
        }),
      ],
      form: [
        {
          en: "Do not include any personal information in the form.",
          fr: "Ne pas inclure de renseignements personnels dans le formulaire.",
        },
        {
          en: "The form may be sent before everything is known; what is missing follows.",
          fr: "Le formulaire peut être envoyé avant que tout soit connu; le reste suit.",
        },
      ],
      inForceFrom: "2025-07-01",
      reading: "secondary",
      reviewBy: "2027-02-25",
      confirmWithCounsel: true,
      note: {
        en: `${unread.en} To confirm: the subsection, the prescribed circumstances and contents of the report. Threshold, clock and start are in the Commissioner’s own words; the items marked “IPC form” are those of its form, of which the end was not read.`,
        fr: `${unread.fr} À confirmer : le paragraphe, les circonstances et le contenu prescrits du rapport. Le seuil, le délai et son départ sont dans les mots du Commissaire; les éléments marqués « formulaire du CIPVP » sont ceux de son formulaire, dont la fin n’a pas été lue.`,
      },
      quoteFrom: commissioner,
    },
    {
      id: "notify-individuals",
      kind: "tellIndividuals",
      title: { en: "Notification of affected individuals", fr: "Avis aux particuliers touchés" },
      owedBy: ["inControl", "holder"],
      to: { code: "individuals", name: { en: "Affected individuals", fr: "Particuliers touchés" } },
      citation: { section: section("40.1"), url: act },
      quote:
        "In these circumstances, the FIPPA Institution is also required to notify the individuals affected by the breach.",
      clock: { kind: "prompt", standard: "asSoonAsFeasible", from: "determination" },
      threshold: realRisk,
      content: [
        asks(commissionerGuidance, "circumstances", "circumstances", {
          en: "What happened",
          fr: "Ce qui s’est passé",
        }),
        asks(commissionerGuidance, "period", "period", { en: "When it happened", fr: "Quand cela s’est produit" }),
        asks(commissionerGuidance, "information", "information", {
          en: "What information was involved",
          fr: "Renseignements en cause",
        }),
        asks(commissionerGuidance, "risk-reduction", "riskReduction", {
          en: "What has been done",
          fr: "Ce qui a été fait",
        }),
        asks(commissionerGuidance, "your-steps", "individualSteps", {
          en: "What you can do",
          fr: "Ce que vous pouvez faire",
        }),
        asks(commissionerGuidance, "further-information", "furtherInformation", {
          en: "Where to ask",
          fr: "Où vous renseigner",
        }),
        asks(commissionerGuidance, "complaint", "complaintRight", {
          en: "Your right to complain",
          fr: "Votre droit de porter plainte",
        }),
      ],
      exceptions: [{ en: "Unless otherwise prohibited by law.", fr: "Sauf si une règle de droit l’interdit." }],
      excusedBy: [{ reason: "lawEnforcementProhibits", section: section("40.1") }],
      inForceFrom: "2025-07-01",
      reading: "secondary",
      reviewBy: "2027-02-25",
      confirmWithCounsel: true,
      note: {
        en: `${unread.en} To confirm: the subsection, what the notice must contain, whether it states a time for complaints, and the cases in which a report is due but the notice is prohibited. The items follow the Commissioner’s guidance.`,
        fr: `${unread.fr} À confirmer : le paragraphe, le contenu obligatoire de l’avis, s’il indique un délai de plainte, et les cas où un rapport est dû mais l’avis interdit. Les éléments suivent les indications du Commissaire.`,
      },
      quoteFrom: commissioner,
    },
    {
      id: "keep-record",
      kind: "keepRecord",
      title: { en: "Record for the annual report", fr: "Dossier en vue du rapport annuel" },
      owedBy: ["inControl", "holder"],
      to: {
        code: "own-register",
        name: {
          en: "The institution’s own records and its annual report",
          fr: "Les dossiers de l’institution et son rapport annuel",
        },
      },
      citation: { section: { en: "ss. 34, 40.1", fr: "art. 34, 40.1" }, url: act },
      quote:
        "Institutions are also required to submit an annual report to the IPC detailing privacy breaches that met the “real risk of significant harm” threshold, among other reporting requirements.",
      clock: { kind: "prompt", standard: "asSoonAsFeasible", from: "determination" },
      threshold: {
        standard: "everyBreach",
        section: section("40.1"),
        wording: "theft, loss or unauthorized use or disclosure of personal information",
      },
      content: [
        asks(section("34"), "circumstances", "circumstances", { en: "Circumstances", fr: "Circonstances" }),
        asks(section("34"), "period", "period", { en: "Date or period", fr: "Date ou période" }),
        asks(section("34"), "information", "information", {
          en: "Types of personal information",
          fr: "Types de renseignements personnels",
        }),
        asks(section("34"), "people", "peopleCount", { en: "Number of individuals", fr: "Nombre de particuliers" }),
        asks(section("34"), "risk", "riskAssessment", { en: "Assessment of the risk", fr: "Évaluation du risque" }),
        asks(section("34"), "notices", "notificationDates", {
          en: "Report and notifications given",
          fr: "Rapport et avis donnés",
        }),
      ],
      inForceFrom: "2025-07-01",
      reading: "secondary",
      reviewBy: "2027-02-25",
      confirmWithCounsel: true,
      note: {
        en: `${unread.en} To confirm: the section on the annual report, its contents, and how long a record is kept, of which nothing was read. The quotation is a law firm’s account.`,
        fr: `${unread.fr} À confirmer : l’article sur le rapport annuel, son contenu et la durée de conservation d’un dossier, sur laquelle rien n’a été lu. La citation est d’un cabinet d’avocats.`,
      },
      quoteFrom: "https://www.dww.com/articles/major-changes-to-ontario%E2%80%99s-privacy-law-now-effect",
    },
  ],
})
