import type { DocumentLanguage } from "../../../base/contracts/words.ts"
import { type Pair, pair } from "../../../base/platform/bilingual.ts"
import type { ShownFinding } from "./published-finding.ts"

type Voucher = NonNullable<ShownFinding["vouchedBy"]>

const words: Readonly<Record<Exclude<Voucher["how"], "delegated">, Pair>> = {
  seen: pair(
    "the exchange itself, which saw the lookups",
    "la plateforme d’échange elle-même, qui a vu les consultations",
  ),
  reported: pair(
    "the carrier, about lookups in its own tool",
    "le transporteur, au sujet de consultations dans son propre outil",
  ),
}

const delegated: Readonly<Record<Voucher["kind"], Pair>> = {
  carrier: pair(
    "a carrier, about visitors of its own site",
    "un transporteur, au sujet de visiteurs de son propre site",
  ),
  retailer: pair(
    "the retailer, about visitors of its own site",
    "le détaillant, au sujet de visiteurs de son propre site",
  ),
  hub: words.seen,
}

/** A retailer vouches for visitors of its own site alone, and a carrier for its own tool. */
const itself: Readonly<Partial<Record<`${Voucher["kind"]} ${Voucher["how"]}`, Pair>>> = {
  "retailer delegated": pair(
    "your organization, about visitors of its own site",
    "votre organisation, au sujet de visiteurs de son propre site",
  ),
  "carrier reported": pair(
    "your organization, about lookups in its own tool",
    "votre organisation, au sujet de consultations dans son propre outil",
  ),
}

/**
 * Who says that the lookups happened, without the party's name.
 *
 * @param reader what the party is that reads it, where one does
 */
export function voucherInWords({ kind, how }: Voucher, language: DocumentLanguage, reader?: Voucher["kind"]): string {
  const own = reader === kind ? itself[`${kind} ${how}`] : undefined
  return (own ?? (how === "delegated" ? delegated[kind] : words[how]))[language]
}

/** A sentence about a finding that rests on a party's word. What the exchange saw itself needs none. */
export function vouchedInWords({ vouchedBy }: ShownFinding, language: DocumentLanguage): readonly string[] {
  if (vouchedBy === undefined || vouchedBy.how === "seen") return []
  const who = voucherInWords(vouchedBy, language)
  return [{ en: `This is said by ${who}.`, fr: `C’est ce que dit ${who}.` }[language]]
}
