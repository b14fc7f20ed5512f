import type { DocumentLanguage, Proof } from "../../base/contracts/words.ts"
import { type Pair, pair } from "../../base/platform/bilingual.ts"

const proofWords: Readonly<Record<Proof, Pair>> = {
  none: pair("none: only the order or tracking number was given", "aucune : seul le numéro a été donné"),
  postalCode: pair("the postal code of the delivery", "le code postal de la livraison"),
  houseNumber: pair("the postal code and the house number", "le code postal et le numéro civique"),
  linkToken: pair("the personal link that the shop sent", "le lien personnel envoyé par la boutique"),
  account: pair("a signed-in account of the carrier", "un compte ouvert chez le transporteur"),
  party: pair("the shop or the carrier asked by itself", "demande de la boutique ou du transporteur lui-même"),
}

/** What a visitor showed, in words for the person whose parcel it is. They name no value and no visitor. */
export const proofInWords = (proof: Proof, language: DocumentLanguage): string => proofWords[proof][language]
