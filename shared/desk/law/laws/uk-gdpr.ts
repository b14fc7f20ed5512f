import { asks, asksUsual, tellsPeople } from "../content.ts"
import type { Rule } from "../law.ts"
import { defineLaw } from "../law.ts"
import type { RegulatorForm } from "../regulator-form.ts"

const url = "https://www.legislation.gov.uk/eur/2016/679/article/33"
const commissioner = "https://ico.org.uk/for-organisations/report-a-breach/"

const assumedAlike = {
  en: "To confirm: arts. 33(2)-(5) and 34(2)-(4) in the United Kingdom’s text, taken to read as in the European Union’s, and what the Data (Use and Access) Act 2025 changed. Arts. 33(1) and 34(1) were read as quoted from the official site.",
  fr: "À confirmer : les articles 33(2) à (5) et 34(2) à (4) dans le texte du Royaume-Uni, supposés identiques à ceux de l’Union européenne, et ce que la loi de 2025 sur les données a modifié. Les articles 33(1) et 34(1) ont été lus tels que cités du site officiel.",
}

/** What no rule of this law could be read without. */
const standing = {
  inForceFrom: "2021-01-01",
  reading: "secondary",
  reviewBy: "2027-02-25",
  confirmWithCounsel: true,
  note: assumedAlike,
} as const satisfies Partial<Rule>

const reportType = { en: "Report type", fr: "Type de rapport" }
const aboutTheBreach = { en: "About the breach", fr: "À propos de la violation" }

const breachForm: RegulatorForm = {
  name: { en: "Report a personal data breach", fr: "Signaler une violation de données personnelles" },
  language: "en",
  url: "https://www.scribd.com/document/456704011/personal-data-breach-report-ICO",
  readOn: "2026-11-26",
  copy: {
    en: "A copy, without a date, of the older form of seven pages in a word processor, on a site where readers put documents. The Commissioner now has an online form in six parts.",
    fr: "Une copie, sans date, de l’ancien formulaire de sept pages pour traitement de texte, sur un site où des lecteurs déposent des documents. Le Commissaire a maintenant un formulaire en ligne en six parties.",
  },
  unread: {
    en: "the rest of that form, and the online form but for its first heading, “About your report”.",
    fr: "le reste de ce formulaire, et le formulaire en ligne sauf son premier titre, « About your report ».",
  },
  fields: [
    {
      words: {
        en: "If you have already spoken to a member of ICO staff about this breach, please give their name",
        fr: "Si vous avez déjà parlé de cette violation à un membre du personnel de l’ICO, donnez son nom",
      },
      sources: [],
    },
    {
      words: { en: "Initial report, or follow-up report", fr: "Rapport initial, ou rapport de suivi" },
      under: reportType,
      sources: [],
    },
    {
      words: {
        en: "(Follow-up reports only) ICO case reference",
        fr: "(Rapports de suivi seulement) Référence du dossier de l’ICO",
      },
      under: reportType,
      sources: [],
    },
    {
      words: { en: "What has happened?", fr: "Que s’est-il passé?" },
      under: aboutTheBreach,
      sources: ["circumstances"],
    },
    {
      words: {
        en: "Was the breach caused by a cyber incident?",
        fr: "La violation a-t-elle été causée par un cyberincident?",
      },
      under: aboutTheBreach,
      sources: ["cause"],
    },
    {
      words: { en: "How did you find out about the breach?", fr: "Comment avez-vous appris la violation?" },
      under: aboutTheBreach,
      sources: ["finding"],
    },
    {
      words: { en: "When did you discover the breach?", fr: "Quand avez-vous découvert la violation?" },
      under: aboutTheBreach,
      sources: ["awareness"],
    },
    {
      words: { en: "When did the breach happen?", fr: "Quand la violation a-t-elle eu lieu?" },
      under: aboutTheBreach,
      sources: ["period"],
    },
    {
      words: {
        en: "Categories of personal data included in the breach (tick all that apply)",
        fr: "Catégories de données personnelles en cause (cochez tout ce qui s’applique)",
      },
      under: aboutTheBreach,
      sources: ["information"],
    },
    {
      words: {
        en: "Number of personal data records concerned?",
        fr: "Nombre d’enregistrements de données personnelles en cause?",
      },
      under: aboutTheBreach,
      sources: ["peopleCount"],
    },
    {
      words: { en: "How many data subjects could be affected?", fr: "Combien de personnes pourraient être touchées?" },
      under: aboutTheBreach,
      sources: ["peopleCount"],
    },
    {
      words: {
        en: "Categories of data subjects affected (tick all that apply)",
        fr: "Catégories de personnes touchées (cochez tout ce qui s’applique)",
      },
      under: aboutTheBreach,
      sources: [],
    },
  ],
}

/** PECR binds only providers of public electronic communications, and is not here. */
export const ukGdpr = defineLaw({
  id: "uk-gdpr",
  name: {
    en: "UK General Data Protection Regulation, arts. 33-34, and Data Protection Act 2018",
    fr: "RGPD du Royaume-Uni, art. 33 et 34, et Data Protection Act 2018",
  },
  shortName: { en: "UK GDPR", fr: "RGPD du Royaume-Uni" },
  jurisdiction: "GB",
  reach: "party",
  binds: {
    en: "Controllers and processors established in the United Kingdom, or offering goods to people who are in it",
    fr: "Les responsables du traitement et sous-traitants établis au Royaume-Uni, ou offrant des biens à des personnes qui s’y trouvent",
  },
  noticeLanguages: ["en"],
  rules: [
    {
      id: "notify-commissioner",
      kind: "tellRegulator",
      title: { en: "Notification to the Information Commissioner", fr: "Notification au commissaire à l’information" },
      owedBy: ["inControl"],
      to: {
        code: "ICO",
        name: { en: "Information Commissioner", fr: "Commissaire à l’information du Royaume-Uni" },
        howToReach: commissioner,
      },
      citation: { section: "art. 33(1), (3), (4)", url },
      quote:
        "the controller shall without undue delay and, where feasible, not later than 72 hours after having become aware of it, notify the personal data breach to the Commissioner, unless the personal data breach is unlikely to result in a risk to the rights and freedoms of natural persons",
      clock: { kind: "within", amount: 72, unit: "hours", from: "awareness", standard: "withoutUndueDelay" },
      threshold: {
        standard: "riskToRightsAndFreedoms",
        section: "art. 33(1)",
        wording:
          "unless the personal data breach is unlikely to result in a risk to the rights and freedoms of natural persons",
      },
      regulatorForm: breachForm,
      content: [
        ...asksUsual("art. 33(3)(a)", "circumstances", "information", "peopleCount"),
        ...asksUsual("art. 33(3)(b)", "contact"),
        ...asksUsual("art. 33(3)(c)", "consequences"),
        ...asksUsual("art. 33(3)(d)", "measures"),
        asks("art. 33(1)", "delay", "delayReason", {
          en: "Reasons for the delay, if later than 72 hours",
          fr: "Motifs du retard, si plus de 72 heures",
        }),
      ],
      form: [
        {
          en: "In phases, without undue further delay (art. 33(4)).",
          fr: "De manière échelonnée, sans autre retard indu (art. 33(4)).",
        },
      ],
      ...standing,
    },
    {
      id: "supplement-notification",
      kind: "supplementReport",
      title: {
        en: "Further information to the Information Commissioner",
        fr: "Informations complémentaires au commissaire à l’information",
      },
      owedBy: ["inControl"],
      to: {
        code: "ICO",
        name: { en: "Information Commissioner", fr: "Commissaire à l’information du Royaume-Uni" },
        howToReach: commissioner,
      },
      citation: { section: "art. 33(4)", url },
      quote:
        "Where, and in so far as, it is not possible to provide the information at the same time, the information may be provided in phases without undue further delay.",
      clock: { kind: "prompt", standard: "withoutUndueDelay", from: "growth" },
      threshold: {
        standard: "riskToRightsAndFreedoms",
        section: "art. 33(1), (4)",
        wording:
          "unless the personal data breach is unlikely to result in a risk to the rights and freedoms of natural persons",
      },
      onlyAfter: "growthSinceReport",
      ...standing,
    },
    {
      id: "communicate-to-data-subjects",
      kind: "tellIndividuals",
      title: { en: "Communication to the data subjects", fr: "Communication aux personnes concernées" },
      owedBy: ["inControl"],
      to: { code: "individuals", name: { en: "Data subjects", fr: "Personnes concernées" } },
      citation: { section: "art. 34(1)-(3)", url: "https://www.legislation.gov.uk/eur/2016/679/article/34" },
      quote:
        "When the personal data breach is likely to result in a high risk to the rights and freedoms of natural persons, the controller shall communicate the personal data breach to the data subject without undue delay.",
      clock: { kind: "prompt", standard: "withoutUndueDelay", from: "awareness" },
      threshold: {
        standard: "highRiskToRightsAndFreedoms",
        section: "art. 34(1)",
        wording: "likely to result in a high risk to the rights and freedoms of natural persons",
      },
      content: tellsPeople(
        "art. 34(2)",
        "circumstances",
        "information",
        "consequences",
        "riskReduction",
        "individualSteps",
        "furtherInformation",
      ),
      exceptions: [
        {
          en: "Not if the data were unintelligible to anybody not authorised, if the high risk is no longer likely, or if it would take disproportionate effort: then by public communication (art. 34(3)). These free from telling people only.",
          fr: "Pas si les données étaient incompréhensibles pour toute personne non autorisée, si le risque élevé n’est plus probable, ou si l’effort est disproportionné : alors par communication publique (art. 34(3)). Cela ne dispense que de l’avis aux personnes.",
        },
      ],
      excusedBy: [
        { reason: "encryptedOrUnintelligible", section: "art. 34(3)(a)" },
        { reason: "recoveredBeforeUse", section: "art. 34(3)(b)" },
      ],
      ...standing,
    },
    {
      id: "processor-tells-controller",
      kind: "tellOtherOrganisation",
      title: {
        en: "Notification by the processor to the controller",
        fr: "Notification du sous-traitant au responsable du traitement",
      },
      owedBy: ["holder"],
      to: { code: "organisation", name: { en: "The controller", fr: "Le responsable du traitement" } },
      citation: { section: "art. 33(2)", url },
      quote:
        "The processor shall notify the controller without undue delay after becoming aware of a personal data breach.",
      clock: { kind: "prompt", standard: "withoutUndueDelay", from: "awareness" },
      threshold: {
        standard: "suspectedInHeldData",
        section: "art. 33(2)",
        wording: "after becoming aware of a personal data breach",
      },
      toEachCounterparty: true,
      ...standing,
    },
    {
      id: "document-breach",
      kind: "keepRecord",
      title: { en: "Documentation of every breach", fr: "Documentation de toute violation" },
      owedBy: ["inControl"],
      to: {
        code: "own-register",
        name: { en: "The controller’s own documentation", fr: "La documentation du responsable du traitement" },
      },
      citation: { section: "art. 33(5)", url },
      quote:
        "The controller shall document any personal data breaches, comprising the facts relating to the personal data breach, its effects and the remedial action taken.",
      clock: { kind: "prompt", standard: "withoutUndueDelay", from: "awareness" },
      threshold: { standard: "everyBreach", section: "art. 33(5)", wording: "any personal data breaches" },
      content: asksUsual(
        "art. 33(5)",
        "circumstances",
        "period",
        "information",
        "consequences",
        "riskAssessment",
        "measures",
      ),
      retention: { kind: "unstated", section: "art. 33(5)" },
      ...standing,
    },
  ],
})
