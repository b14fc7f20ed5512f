import { type Pair, pair } from "../../base/platform/bilingual.ts"

/** What a notice says if the hub itself was breached. Nobody who receives a parcel has heard of it. */
export const atHubNoticeSentences = {
  readAtHub: pair(
    "Someone may have read delivery records in a system that shops and carriers share.",
    "Quelqu’un a peut-être lu des dossiers de livraison dans un système que partagent boutiques et transporteurs.",
  ),
  whenNotKnown: pair("We do not know from when to when.", "Nous ne savons pas de quand à quand."),
} as const satisfies Readonly<Record<string, Pair>>

/** What a notice says if the breach was at a supplier of the carrier. */
export const supplierNoticeSentences = {
  readAtOurSupplier: pair(
    "Someone may have read delivery records at a firm that works for us.",
    "Quelqu’un a peut-être lu des dossiers de livraison dans une entreprise qui travaille pour nous.",
  ),
  readAtSupplier: pair(
    "Someone may have read delivery records at a firm that works for {name}.",
    "Quelqu’un a peut-être lu des dossiers de livraison dans une entreprise qui travaille pour {name}.",
  ),
} as const satisfies Readonly<Record<string, Pair>>
