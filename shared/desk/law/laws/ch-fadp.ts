import { asksUsual, tellsPeople } from "../content.ts"
import { defineLaw } from "../law.ts"

const act = "https://www.fedlex.admin.ch/eli/cc/2022/491/en"
const ordinance = (provision: string) => ({ en: `Ordinance art. ${provision}`, fr: `Ordonnance art. ${provision}` })

/** Read word for word in reproductions: Act art. 24, Ordinance art. 15. */
const reproduction = "https://www.omnilex.ai/en/ch/dpo/art-15"

const read = { reading: "verbatim", verifiedOn: "2026-11-25", reviewBy: "2027-11-25" } as const

export const chFadp = defineLaw({
  id: "ch-fadp",
  name: {
    en: "Federal Act on Data Protection (Switzerland), art. 24, and Data Protection Ordinance, art. 15",
    fr: "Loi fédérale sur la protection des données (Suisse), art. 24, et Ordonnance sur la protection des données, art. 15",
  },
  shortName: { en: "Swiss FADP", fr: "LPD suisse" },
  jurisdiction: "CH",
  reach: "party",
  binds: {
    en: "Private persons and federal bodies that process personal data, if it has effects in Switzerland",
    fr: "Les personnes privées et les organes fédéraux qui traitent des données personnelles, si cela déploie des effets en Suisse",
  },
  noticeLanguages: ["fr", "en"],
  rules: [
    {
      id: "report-to-commissioner",
      kind: "tellRegulator",
      title: { en: "Report to the Commissioner", fr: "Annonce au préposé" },
      owedBy: ["inControl"],
      to: {
        code: "FDPIC",
        name: {
          en: "Federal Data Protection and Information Commissioner",
          fr: "Préposé fédéral à la protection des données et à la transparence",
        },
        howToReach: "https://databreach.edoeb.admin.ch/report",
      },
      citation: { section: "art. 24(1)-(2)", url: act },
      quote:
        "any breach of data security that is likely to lead to a high risk to the data subject's personality or fundamental rights as quickly as possible",
      clock: { kind: "prompt", standard: "asQuicklyAsPossible", from: "awareness" },
      threshold: {
        standard: "highRiskToRightsAndFreedoms",
        section: "art. 24(1)",
        wording: "likely to lead to a high risk to the data subject's personality or fundamental rights",
      },
      content: [
        ...asksUsual(ordinance("15(1)(a)"), "circumstances"),
        ...asksUsual(ordinance("15(1)(b)"), "period"),
        ...asksUsual(ordinance("15(1)(c)"), "information"),
        ...asksUsual(ordinance("15(1)(d)"), "peopleCount"),
        ...asksUsual(ordinance("15(1)(e)"), "consequences"),
        ...asksUsual(ordinance("15(1)(f)"), "measures"),
        ...asksUsual(ordinance("15(1)(g)"), "contact"),
      ],
      form: [
        {
          en: "Missing details are submitted later, as quickly as possible (Ordinance art. 15(2)).",
          fr: "Les indications manquantes sont fournies plus tard, dans les meilleurs délais (Ordonnance, art. 15(2)).",
        },
      ],
      inForceFrom: "2023-09-01",
      ...read,
      confirmWithCounsel: false,
      quoteFrom: reproduction,
    },
    {
      id: "supplement-report",
      kind: "supplementReport",
      title: { en: "Missing details to the Commissioner", fr: "Indications manquantes au préposé" },
      owedBy: ["inControl"],
      to: {
        code: "FDPIC",
        name: {
          en: "Federal Data Protection and Information Commissioner",
          fr: "Préposé fédéral à la protection des données et à la transparence",
        },
        howToReach: "https://databreach.edoeb.admin.ch/report",
      },
      citation: { section: ordinance("15(2)"), url: "https://www.fedlex.admin.ch/eli/cc/2022/568/en" },
      quote: "[missing details follow] as quickly as possible",
      clock: { kind: "prompt", standard: "asQuicklyAsPossible", from: "growth" },
      threshold: {
        standard: "highRiskToRightsAndFreedoms",
        section: "art. 24(1)",
        wording: "likely to lead to a high risk to the data subject's personality or fundamental rights",
      },
      onlyAfter: "growthSinceReport",
      inForceFrom: "2023-09-01",
      ...read,
      confirmWithCounsel: false,
      quoteFrom: reproduction,
    },
    {
      id: "inform-data-subjects",
      kind: "tellIndividuals",
      title: { en: "Information of the data subjects", fr: "Information des personnes concernées" },
      owedBy: ["inControl"],
      to: { code: "individuals", name: { en: "Data subjects", fr: "Personnes concernées" } },
      citation: { section: "art. 24(4)-(5)", url: act },
      quote: "[inform the data subject] if this is required for their protection or if the FDPIC so requests",
      clock: { kind: "prompt", standard: "asQuicklyAsPossible", from: "awareness" },
      threshold: {
        standard: "onOrderOfRegulator",
        section: "art. 24(4)",
        wording: "if this is required for their protection or if the FDPIC so requests",
      },
      content: [
        ...tellsPeople(ordinance("15(3)"), "circumstances", "consequences", "riskReduction", "individualSteps"),
        ...tellsPeople(ordinance("15(3)"), "furtherInformation"),
      ],
      form: [{ en: "In simple and comprehensible language.", fr: "Dans un langage simple et compréhensible." }],
      exceptions: [
        {
          en: "Restricted, postponed or waived for the reasons of art. 26, or if impossible or disproportionate, or if a public announcement informs as well (art. 24(5)). The report to the Commissioner stays due.",
          fr: "Restreinte, différée ou supprimée pour les motifs de l’art. 26, ou si elle est impossible ou disproportionnée, ou si une communication publique informe aussi bien (art. 24(5)). L’annonce au préposé reste due.",
        },
      ],
      excusedBy: [{ reason: "lawEnforcementProhibits", section: "art. 24(5)(a)" }],
      inForceFrom: "2023-09-01",
      ...read,
      confirmWithCounsel: false,
      quoteFrom: reproduction,
    },
    {
      id: "processor-tells-controller",
      kind: "tellOtherOrganisation",
      title: {
        en: "Report by the processor to the controller",
        fr: "Annonce du sous-traitant au responsable du traitement",
      },
      owedBy: ["holder"],
      to: { code: "organisation", name: { en: "The controller", fr: "Le responsable du traitement" } },
      citation: { section: "art. 24(3)", url: act },
      quote: "[the processor notifies the controller] as quickly as possible [of any breach of data security]",
      clock: { kind: "prompt", standard: "asQuicklyAsPossible", from: "awareness" },
      threshold: {
        standard: "suspectedInHeldData",
        section: "art. 24(3)",
        wording: "any breach of data security",
      },
      toEachCounterparty: true,
      inForceFrom: "2023-09-01",
      ...read,
      confirmWithCounsel: false,
      quoteFrom: reproduction,
    },
    {
      id: "document-breach",
      kind: "keepRecord",
      title: { en: "Documentation of reported breaches", fr: "Documentation des violations annoncées" },
      owedBy: ["inControl"],
      to: {
        code: "own-register",
        name: { en: "The controller’s own documentation", fr: "La documentation du responsable du traitement" },
      },
      citation: { section: ordinance("15(4)"), url: "https://www.fedlex.admin.ch/eli/cc/2022/568/en" },
      quote:
        "The controller must document the breaches. [...] a summary of the circumstances of the incidents, their effects and the measures taken [...] for a minimum of two years",
      clock: { kind: "prompt", standard: "asQuicklyAsPossible", from: "awareness" },
      threshold: { standard: "everyBreach", section: ordinance("15(4)"), wording: "the facts, effects and measures" },
      content: asksUsual(ordinance("15(4)"), "circumstances", "period", "information", "consequences", "measures"),
      retention: { kind: "atLeast", months: 24, from: "report", section: ordinance("15(4)") },
      inForceFrom: "2023-09-01",
      reading: "secondary",
      reviewBy: "2027-11-25",
      confirmWithCounsel: true,
      note: {
        en: "To confirm: whether breaches that are not reported are documented too; they are here.",
        fr: "À confirmer : si les violations qui ne sont pas annoncées sont documentées aussi; elles le sont ici.",
      },
    },
  ],
})
