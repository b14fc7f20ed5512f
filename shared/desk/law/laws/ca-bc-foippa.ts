import { asksUsual, section, tellsPeople } from "../content.ts"
import type { ThresholdInput } from "../law.ts"
import { defineLaw } from "../law.ts"

const act = "https://www.bclaws.gov.bc.ca/civix/document/id/complete/statreg/96165_03"
const manual =
  "https://www2.gov.bc.ca/gov/content/governments/services-for-government/policies-procedures/foippa-manual/mandatory-breach-notification"
const regulation = { en: "Regulation s. 11.1", fr: "Règlement art. 11.1" }

const significantHarm: ThresholdInput = {
  standard: "significantHarm",
  section: section("36.3(2)"),
  wording: "could reasonably be expected to result in significant harm to the individual",
  factors: [
    {
      code: "harm",
      wording:
        "identity theft or significant bodily harm, humiliation, damage to reputation or relationships, loss of employment, business or professional opportunities, financial loss, negative impact on a credit record, or damage to, or loss of, property",
    },
  ],
}

const contentsNote = {
  en: "To confirm: the contents that Regulation s. 11.1 prescribes, read only in accounts. The duty covers information in the custody or under the control of the public body, so also what it keeps for another.",
  fr: "À confirmer : le contenu que l’article 11.1 du Règlement prescrit, lu seulement dans des comptes rendus. Le devoir vise les renseignements dont l’organisme public a la garde ou la responsabilité, donc aussi ceux qu’il conserve pour autrui.",
}

/** Read: s. 36.3 in a quotation. Read in accounts: Regulation s. 11.1. Nothing on records or holders was found. */
const readInPart = { reading: "secondary", reviewBy: "2027-02-25", confirmWithCounsel: true } as const

export const caBcFoippa = defineLaw({
  id: "ca-bc-foippa",
  name: {
    en: "Freedom of Information and Protection of Privacy Act, R.S.B.C. 1996, c. 165, s. 36.3, and Regulation, s. 11.1",
    fr: "Loi « Freedom of Information and Protection of Privacy Act » de la Colombie-Britannique, R.S.B.C. 1996, ch. 165, art. 36.3, et Règlement, art. 11.1",
  },
  shortName: { en: "BC FOIPPA", fr: "FOIPPA de la C.-B." },
  jurisdiction: "CA-BC",
  reach: "party",
  binds: {
    en: "Public bodies of British Columbia, in respect of personal information in their custody or under their control",
    fr: "Les organismes publics de la Colombie-Britannique, pour les renseignements personnels dont ils ont la garde ou qui relèvent d’eux",
  },
  noticeLanguages: ["en", "fr"],
  rules: [
    {
      id: "notify-commissioner",
      kind: "tellRegulator",
      title: { en: "Notice to the Commissioner", fr: "Avis au commissaire" },
      owedBy: ["inControl", "holder"],
      to: {
        code: "OIPC-BC",
        name: {
          en: "Information and Privacy Commissioner for British Columbia",
          fr: "Commissaire à l’information et à la protection de la vie privée de la Colombie-Britannique",
        },
        howToReach: "https://www.oipc.bc.ca/report-a-privacy-breach/",
      },
      citation: { section: section("36.3(2)(b)"), url: act },
      quote:
        "the head of the public body must, without unreasonable delay, (a) notify an affected individual if the privacy breach could reasonably be expected to result in significant harm to the individual [...] and (b) notify the commissioner",
      clock: { kind: "prompt", standard: "withoutUnreasonableDelay", from: "awareness" },
      threshold: significantHarm,
      content: asksUsual(
        regulation,
        "organisation",
        "awareness",
        "circumstances",
        "period",
        "information",
        "peopleCount",
        "measures",
        "contact",
      ),
      form: [{ en: "In writing (Regulation s. 11.1).", fr: "Par écrit (Règlement, art. 11.1)." }],
      inForceFrom: "2023-02-01",
      ...readInPart,
      note: contentsNote,
      quoteFrom: manual,
    },
    {
      id: "notify-individuals",
      kind: "tellIndividuals",
      title: { en: "Notice to the affected individual", fr: "Avis à l’individu touché" },
      owedBy: ["inControl", "holder"],
      to: { code: "individuals", name: { en: "Affected individuals", fr: "Individus touchés" } },
      citation: { section: section("36.3(2)(a), (3)"), url: act },
      quote:
        "the head of the public body must, without unreasonable delay, (a) notify an affected individual if the privacy breach could reasonably be expected to result in significant harm to the individual",
      clock: { kind: "prompt", standard: "withoutUnreasonableDelay", from: "awareness" },
      threshold: significantHarm,
      content: tellsPeople(
        regulation,
        "senderAndContact",
        "awareness",
        "circumstances",
        "period",
        "information",
        "riskReduction",
        "individualSteps",
        "complaintRight",
      ),
      exceptions: [
        {
          en: "Not if notification could reasonably be expected to result in immediate and grave harm to the individual’s safety or health, or threaten another’s (s. 36.3(3)). The Commissioner is notified all the same.",
          fr: "Pas si l’avis peut vraisemblablement causer un préjudice immédiat et grave à la sécurité ou à la santé de l’individu, ou menacer celles d’une autre personne (art. 36.3(3)). Le commissaire est avisé quand même.",
        },
      ],
      excusedBy: [{ reason: "noticeWouldEndanger", section: section("36.3(3)") }],
      inForceFrom: "2023-02-01",
      ...readInPart,
      note: contentsNote,
      quoteFrom: manual,
    },
  ],
})
