import type { GoodsKind } from "../../base/contracts/words.ts"
import { type Pair, pair } from "../../base/platform/bilingual.ts"

/** What a retailer states of its goods, as far as it bears on what a name beside its deliveries can tell. */
export const goodsWords: Readonly<Record<GoodsKind, Pair>> = {
  ordinary: pair(
    "The retailer states that it sells ordinary goods.",
    "Le détaillant déclare vendre des biens ordinaires.",
  ),
  health: pair(
    "The retailer states that its goods can show a condition or a treatment. A name beside its deliveries can be information on health.",
    "Le détaillant déclare que ses biens peuvent révéler un état ou un traitement. Un nom joint à ses livraisons peut être un renseignement sur la santé.",
  ),
  ageRestricted: pair(
    "The retailer states that its goods are restricted by age. A name beside its deliveries can show what somebody buys.",
    "Le détaillant déclare que ses biens sont réservés à un certain âge. Un nom joint à ses livraisons peut révéler ce que la personne achète.",
  ),
}
