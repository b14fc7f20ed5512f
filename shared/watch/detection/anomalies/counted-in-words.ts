import type { DocumentLanguage } from "../../../base/contracts/words.ts"
import { type Pair, pair } from "../../../base/platform/bilingual.ts"
import type { ShownFinding } from "./published-finding.ts"

const sentences: Readonly<Record<NonNullable<ShownFinding["standsFor"]>, Pair>> = {
  visitor: pair("Counted for one visitor.", "Compté pour un seul visiteur."),
  network: pair(
    "Counted for one network, which several people may share.",
    "Compté pour un seul réseau, que plusieurs personnes partagent peut-être.",
  ),
  numbers: pair(
    "Counted for a range of numbers, whoever looked them up.",
    "Compté pour une plage de numéros, quels que soient ceux qui les ont consultés.",
  ),
}

/** Whose lookups were counted, so that a visitor and its network do not read as two visitors. */
export function countedInWords({ standsFor }: ShownFinding, language: DocumentLanguage): readonly string[] {
  return standsFor === undefined ? [] : [sentences[standsFor][language]]
}
