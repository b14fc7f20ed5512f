import type { accessAnomalyDetected } from "../../base/contracts/access-anomaly-detected.ts"
import type { DataOf } from "../../base/contracts/define-event.ts"
import { count, pair, say, timeSpan } from "../../base/platform/bilingual.ts"
import { type Letter, type Line, paragraph } from "../../parties/channels/letter.ts"
import type { Party } from "../../parties/party.ts"
import { titleOfChart } from "../detection/anomalies/finding-in-words.ts"
import { voucherInWords } from "../detection/anomalies/voucher-in-words.ts"

type Finding = DataOf<typeof accessAnomalyDetected>
type Reader = Pick<Party, "language" | "jurisdiction">

const tools = {
  guarded: pair("the exchange’s own lookup", "la consultation propre à la plateforme d’échange"),
  observed: pair("the carrier’s own tracking tool", "l’outil de suivi propre au transporteur"),
} as const

/**
 * The letter about an anomaly to a party of a stage without the breach desk. It says what was noticed, what may have
 * been shown, and that nobody follows it up here. It names no other party.
 */
export function anomalyLetter({ language, jurisdiction: { timeZone } }: Reader, finding: Finding): Letter {
  const { chart, tool, firstAt, lastAt, counts, vouchedBy, anomalyId, revision = 1 } = finding
  const isUpdate = revision > 1
  const kind = isUpdate ? say(language, "Alert, updated", "Alerte mise à jour") : say(language, "Alert", "Alerte")
  const label = (en: string, fr: string, value: string) => ({ label: say(language, en, fr), value })
  const facts = [
    label("Where", "Où", tools[tool === "guarded" ? "guarded" : "observed"][language]),
    label("When", "Quand", timeSpan(firstAt, lastAt, timeZone, language)),
    label(
      "References looked up without proof",
      "Références consultées sans preuve",
      count(counts.references, language),
    ),
    label("Of these, may have been shown", "Dont ont pu être montrées", count(counts.hits, language)),
    ...(vouchedBy === undefined ? [] : [label("Who says so", "Selon", voucherInWords(vouchedBy, language))]),
    label("Anomaly", "Anomalie", anomalyId),
  ]
  const heading = say(language, "What to do now", "Ce qu’il faut faire maintenant")
  return {
    language,
    subject: say(language, `${kind}: ${titleOfChart(chart, language)}`, `${kind} : ${titleOfChart(chart, language)}`),
    sections: [
      ...(isUpdate ? [paragraph({ text: ofUpdate[language] })] : []),
      paragraph({ text: introduction[language] }),
      { parts: [{ kind: "facts", facts }] },
      { heading, parts: [{ kind: "list", isOrdered: true, items: steps(finding, language) }] },
    ],
  }
}

const introduction = pair(
  "The exchange noticed lookups that are not like those of recipients. The numbers below are from when it noticed them: " +
    "they may have gone on. It has no breach desk: it opens no case, works out no deadline and reminds nobody. What the " +
    "law asks of you is for you to find out.",
  "La plateforme d’échange a remarqué des consultations qui ne ressemblent pas à celles de destinataires. Les nombres " +
    "ci-dessous datent de ce moment : elles ont pu continuer. La plateforme n’a pas de bureau des atteintes : elle n’ouvre " +
    "aucun dossier, ne calcule aucune échéance et n’envoie aucun rappel. C’est à vous d’établir ce que la loi vous " +
    "demande.",
)

/** Why a party gets an anomaly again: see `announce`. The first time may have been a notice, which is no mail. */
const ofUpdate = pair(
  "This is an update. The exchange sent you an event about this anomaly before. Since then it became an alert, or what " +
    "your tracking tool has to do changed.",
  "Ceci est une mise à jour. La plateforme d’échange vous a déjà envoyé un événement au sujet de cette anomalie. Depuis, " +
    "l’anomalie est devenue une alerte, ou ce que votre outil de suivi doit faire a changé.",
)

function steps({ accessorTokens = [], proofRequiredUntil }: Finding, language: Reader["language"]): Line[] {
  const step = (en: string, fr: string): Line => ({ text: say(language, en, fr) })
  return [
    ...(accessorTokens.length === 0
      ? []
      : [
          step(
            "Let your tracking tool refuse the visitors that the event AccessAnomalyDetected of this anomaly names.",
            "Faites refuser par votre outil de suivi les visiteurs que nomme l’événement AccessAnomalyDetected de cette anomalie.",
          ),
        ]),
    ...(proofRequiredUntil === undefined
      ? []
      : [
          step(
            "Let your tracking tool ask for proof, as that event says for whom and until when.",
            "Faites demander une preuve par votre outil de suivi, comme l’indique cet événement, qui dit pour qui et jusqu’à quand.",
          ),
        ]),
    step(
      "Find out which of your shipments were looked up: see the guide “When a customer asks”.",
      "Établissez lesquels de vos envois ont été consultés : voir le guide « When a customer asks ».",
    ),
    step(
      "Hand this to whoever answers for privacy at your organisation.",
      "Transmettez ceci à la personne responsable de la protection des renseignements personnels chez vous.",
    ),
  ]
}
