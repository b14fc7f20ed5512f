import { type Pair, pair } from "../../base/platform/bilingual.ts"

/** What a notice says if the hub itself was breached. Nobody who receives a parcel has heard of it. */
export const atHubNoticeSentences = {
  readAtHub: pair(
    "Someone may have read delivery records in a system that shops and carriers share.",
    "Quelqu’un a peut-être lu des dossiers de livraison dans un système que partagent boutiques et transporteurs.",
  ),
  whenNotKnown: pair("We do not know from when to when.", "Nous ne savons pas de quand à quand."),
} as const satisfies Readonly<Record<string, Pair>>
