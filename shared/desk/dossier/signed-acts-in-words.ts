import type { DocumentLanguage } from "../../base/contracts/words.ts"
import { counted, type Pair, pair, say } from "../../base/platform/bilingual.ts"
import type { TimelineEntry } from "../timeline.ts"
import { checkActs, type PartySignatureState } from "./verify-party-signatures.ts"

const byParty = pair("signed by the party", "signé par la partie")
const broken = pair(
  "the signature in the party’s name does NOT hold",
  "la signature au nom de la partie N’EST PAS valable",
)

const stateWords: Readonly<Record<PartySignatureState, Pair>> = {
  unsigned: pair("as received by the exchange", "tel que reçu par la plateforme d’échange"),
  holds: byParty,
  bodyElsewhere: byParty,
  wrong: broken,
  otherAct: broken,
}

/** Who vouches for an entry: the party that signed, or the exchange. Nothing for what the exchange did itself. */
export const receivedInWords = (entry: TimelineEntry, language: DocumentLanguage): string[] =>
  checkActs([entry]).map(({ state }) => stateWords[state][language])

/** How many acts of parties in a timeline are signed, and how many signatures do not hold. */
export function actsInWords(timeline: readonly TimelineEntry[], language: DocumentLanguage): string {
  const states = checkActs(timeline).map(({ state }) => state)
  const count = (...wanted: readonly PartySignatureState[]) => states.filter((state) => wanted.includes(state)).length
  const [signed, received, wrong] = [count("holds", "bodyElsewhere"), count("unsigned"), count("wrong", "otherAct")]
  const acts = counted(states.length, { en: ["act", "acts"], fr: ["acte", "actes"] }, language)
  const faults =
    wrong === 0
      ? ""
      : say(language, ` Signatures that do NOT hold: ${wrong}.`, ` Signatures qui NE sont PAS valables : ${wrong}.`)
  return (
    say(
      language,
      `The timeline has ${acts} of parties: ${signed} signed by the party, ${received} as received by the exchange.`,
      `La chronologie compte ${acts} de parties. Signés par la partie : ${signed}. Tels que reçus par la plateforme d’échange : ${received}.`,
    ) + faults
  )
}
