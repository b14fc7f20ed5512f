import { asks, section } from "../content.ts"
import type { ThresholdInput } from "../law.ts"
import { defineLaw } from "../law.ts"

const regulation = (provision: string) => ({ en: `SOR/2018-64 s. ${provision}`, fr: `DORS/2018-64 art. ${provision}` })

const act = "https://laws-lois.justice.gc.ca/eng/acts/P-8.6/section-10.1.html"
const otherOrganisations = "https://laws-lois.justice.gc.ca/eng/acts/P-8.6/section-10.2.html"
const records = "https://laws-lois.justice.gc.ca/eng/acts/P-8.6/section-10.3.html"

const realRisk: ThresholdInput = {
  standard: "realRiskOfSignificantHarm",
  section: section("10.1(1), (7), (8)"),
  wording:
    "it is reasonable in the circumstances to believe that the breach creates a real risk of significant harm to an individual",
  factors: [
    { code: "sensitivity", wording: "the sensitivity of the personal information involved in the breach" },
    {
      code: "probabilityOfMisuse",
      wording: "the probability that the personal information has been, is being or will be misused",
    },
  ],
}

const read = {
  reading: "verbatim",
  verifiedOn: "2026-11-25",
  reviewBy: "2027-05-25",
  confirmWithCounsel: false,
} as const

/**
 * Read in full in both languages: Act ss. 2, 10.1 to 10.3 and 28 (consolidation current to 2026-03-31), SOR/2018-64
 * (current to 2025-07-24). No other factor (s. 10.1(8)(c)) and no other condition (s. 10.2(1)) is prescribed there.
 */
export const caPipeda = defineLaw({
  id: "ca-pipeda",
  name: {
    en: "Personal Information Protection and Electronic Documents Act, S.C. 2000, c. 5, and Breach of Security Safeguards Regulations, SOR/2018-64",
    fr: "Loi sur la protection des renseignements personnels et les documents électroniques, L.C. 2000, ch. 5, et Règlement sur les atteintes aux mesures de sécurité, DORS/2018-64",
  },
  shortName: { en: "PIPEDA", fr: "LPRPDE" },
  jurisdiction: "CA",
  reach: "party",
  binds: {
    en: "Private-sector organizations in Canada, in respect of personal information under their control. Counsel must confirm where the laws of Québec, Alberta and British Columbia apply instead, for business inside these provinces",
    fr: "Les organisations du secteur privé au Canada, pour les renseignements personnels qui relèvent d’elles. Un conseiller juridique doit confirmer où les lois du Québec, de l’Alberta et de la Colombie-Britannique s’appliquent à leur place, pour les activités dans ces provinces",
  },
  noticeLanguages: ["en", "fr"],
  rules: [
    {
      id: "report-to-commissioner",
      kind: "tellRegulator",
      title: {
        en: "Report to the Privacy Commissioner",
        fr: "Déclaration au commissaire à la protection de la vie privée",
      },
      owedBy: ["inControl"],
      to: {
        code: "OPC",
        name: {
          en: "Office of the Privacy Commissioner of Canada",
          fr: "Commissariat à la protection de la vie privée du Canada",
        },
        howToReach: "https://www.priv.gc.ca/en/report-a-concern/report-a-privacy-breach-at-your-organization/",
      },
      citation: { section: section("10.1(1)-(2)"), url: act },
      quote:
        "The report shall contain the prescribed information and shall be made in the prescribed form and manner as soon as feasible after the organization determines that the breach has occurred.",
      clock: { kind: "prompt", standard: "asSoonAsFeasible", from: "determination" },
      threshold: realRisk,
      content: [
        asks(regulation("2(1)(a)"), "circumstances", "circumstances", {
          en: "Circumstances of the breach",
          fr: "Circonstances de l’atteinte",
        }),
        asks(regulation("2(1)(a)"), "cause", "cause", { en: "Cause, if known", fr: "Cause, si elle est connue" }),
        asks(regulation("2(1)(b)"), "period", "period", {
          en: "Day or period of the breach, or approximately",
          fr: "Date ou période de l’atteinte, ou une approximation",
        }),
        asks(regulation("2(1)(c)"), "information", "information", {
          en: "Personal information that is the subject of the breach, as far as known",
          fr: "Nature des renseignements personnels visés par l’atteinte, pour autant qu’elle soit connue",
        }),
        asks(regulation("2(1)(d)"), "people", "peopleCount", {
          en: "Number of individuals affected, or approximately",
          fr: "Nombre d’individus visés par l’atteinte, ou une approximation",
        }),
        asks(regulation("2(1)(e)"), "risk-reduction", "riskReduction", {
          en: "Steps taken to reduce or mitigate the risk of harm",
          fr: "Mesures prises pour réduire ou atténuer le risque de préjudice",
        }),
        asks(regulation("2(1)(f)"), "notification-steps", "notificationSteps", {
          en: "Steps taken or intended to notify the affected individuals",
          fr: "Mesures prises ou prévues pour aviser les intéressés",
        }),
        asks(regulation("2(1)(g)"), "contact", "contact", {
          en: "Person who can answer the Commissioner’s questions",
          fr: "Personne pouvant répondre aux questions du commissaire",
        }),
      ],
      form: [
        { en: "In writing (s. 2(1)).", fr: "Par écrit (par. 2(1))." },
        {
          en: "By any secure means of communication (s. 2(3)).",
          fr: "Par tout moyen de communication sécurisé (par. 2(3)).",
        },
        {
          en: "New information may be submitted after the report (s. 2(2)).",
          fr: "De nouveaux renseignements peuvent être communiqués après la déclaration (par. 2(2)).",
        },
      ],
      inForceFrom: "2018-11-01",
      ...read,
    },
    {
      id: "notify-individuals",
      kind: "tellIndividuals",
      title: { en: "Notification to affected individuals", fr: "Avis aux intéressés" },
      owedBy: ["inControl"],
      to: { code: "individuals", name: { en: "Affected individuals", fr: "Individus touchés" } },
      citation: { section: section("10.1(3)-(6)"), url: act },
      quote:
        "The notification shall be given as soon as feasible after the organization determines that the breach has occurred.",
      clock: { kind: "prompt", standard: "asSoonAsFeasible", from: "determination" },
      threshold: realRisk,
      content: [
        asks(regulation("3(a)"), "circumstances", "circumstances", {
          en: "What happened",
          fr: "Ce qui s’est passé",
        }),
        asks(regulation("3(b)"), "period", "period", { en: "When it happened", fr: "Quand cela s’est produit" }),
        asks(regulation("3(c)"), "information", "information", {
          en: "What information was involved",
          fr: "Renseignements en cause",
        }),
        asks(section("10.1(4)"), "significance", "consequences", {
          en: "What it can mean for you",
          fr: "Ce que cela peut signifier pour vous",
        }),
        asks(regulation("3(d)"), "risk-reduction", "riskReduction", {
          en: "What has been done",
          fr: "Ce qui a été fait",
        }),
        asks(regulation("3(e)"), "your-steps", "individualSteps", {
          en: "What you can do",
          fr: "Ce que vous pouvez faire",
        }),
        asks(regulation("3(f)"), "further-information", "furtherInformation", {
          en: "Where to ask",
          fr: "Où vous renseigner",
        }),
      ],
      form: [
        {
          en: "Conspicuous, and directly to the individual (s. 10.1(5)): in person, by telephone, mail, email or another appropriate form (SOR/2018-64 s. 4).",
          fr: "Manifeste et donné directement à l’intéressé (par. 10.1(5)) : en personne, par téléphone, courrier, courriel ou autre forme convenable (DORS/2018-64, art. 4).",
        },
        {
          en: "Indirectly, by public communication, if direct notice would cause further harm or undue hardship, or there is no contact information (SOR/2018-64 s. 5).",
          fr: "Indirectement, par communication publique, si l’avis direct causerait un préjudice accru ou une difficulté excessive, ou en l’absence de coordonnées (DORS/2018-64, art. 5).",
        },
      ],
      exceptions: [
        {
          en: "Unless otherwise prohibited by law (s. 10.1(3)).",
          fr: "Sauf si une règle de droit l’interdit (par. 10.1(3)).",
        },
      ],
      excusedBy: [{ reason: "lawEnforcementProhibits", section: section("10.1(3)") }],
      inForceFrom: "2018-11-01",
      ...read,
    },
    {
      id: "notify-organizations",
      kind: "tellOtherOrganisation",
      title: {
        en: "Notification to organizations that can reduce the harm",
        fr: "Avis aux organisations pouvant réduire le préjudice",
      },
      owedBy: ["inControl"],
      to: {
        code: "organisation",
        name: {
          en: "Organizations and government institutions that may be able to reduce the risk of harm",
          fr: "Organisations et institutions gouvernementales pouvant réduire le risque de préjudice",
        },
      },
      citation: { section: section("10.2(1)-(2)"), url: otherOrganisations },
      quote:
        "An organization that notifies an individual of a breach of security safeguards under subsection 10.1(3) shall notify any other organization, a government institution or a part of a government institution of the breach if the notifying organization believes that the other organization or the government institution or part concerned may be able to reduce the risk of harm",
      clock: { kind: "prompt", standard: "asSoonAsFeasible", from: "determination" },
      threshold: {
        standard: "canReduceHarm",
        section: section("10.2(1)"),
        wording:
          "believes that the other organization may be able to reduce the risk of harm that could result from it or mitigate that harm",
      },
      onlyAfter: "individualsNotified",
      inForceFrom: "2018-11-01",
      ...read,
    },
    {
      id: "keep-record",
      kind: "keepRecord",
      title: { en: "Record of every breach", fr: "Registre de toute atteinte" },
      owedBy: ["inControl"],
      to: {
        code: "own-register",
        name: { en: "The organization’s own register", fr: "Le registre de l’organisation" },
      },
      citation: { section: { en: "s. 10.3; SOR/2018-64 s. 6", fr: "art. 10.3; DORS/2018-64 art. 6" }, url: records },
      quote:
        "An organization shall, in accordance with any prescribed requirements, keep and maintain a record of every breach of security safeguards involving personal information under its control.",
      clock: { kind: "prompt", standard: "asSoonAsFeasible", from: "determination" },
      threshold: {
        standard: "everyBreach",
        section: section("10.3(1)"),
        wording: "every breach of security safeguards",
      },
      content: [
        asks(regulation("6(2)"), "circumstances", "circumstances", { en: "Circumstances", fr: "Circonstances" }),
        asks(regulation("6(2)"), "period", "period", { en: "Day or period", fr: "Date ou période" }),
        asks(regulation("6(2)"), "information", "information", {
          en: "Personal information involved",
          fr: "Renseignements personnels en cause",
        }),
        asks(regulation("6(2)"), "risk", "riskAssessment", {
          en: "Whether there is a real risk of significant harm, and why",
          fr: "Existence d’un risque réel de préjudice grave, et motifs",
        }),
        asks(regulation("6(2)"), "notices", "notificationDates", {
          en: "Report and notifications given",
          fr: "Déclaration et avis donnés",
        }),
      ],
      form: [
        {
          en: "The Commissioner is given access to, or a copy of, a record on request (s. 10.3(2)).",
          fr: "Le commissaire reçoit, à sa demande, accès au registre ou copie de celui-ci (par. 10.3(2)).",
        },
      ],
      retention: { kind: "atLeast", months: 24, from: "determination", section: regulation("6(1)") },
      inForceFrom: "2018-11-01",
      ...read,
      note: {
        en: "Section 6(2) asks for any information that lets the Commissioner verify compliance with s. 10.1(1) and (3); the items are the ones that do.",
        fr: "Le paragraphe 6(2) demande tout renseignement permettant au commissaire de vérifier la conformité aux paragraphes 10.1(1) et (3); les éléments sont ceux qui le permettent.",
      },
    },
  ],
})
