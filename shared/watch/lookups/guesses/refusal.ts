import type { Proof } from "../../../base/contracts/words.ts"
import { refusedNetworkKeys, subjectKeys } from "../../detection/accessor.ts"
import { type Restriction, restrictsAt } from "../../detection/restrictions/restriction.ts"
import { type KnownVisitor, knew } from "./known-parcels.ts"

/**
 * Whether current restrictions refuse a lookup. A restriction of the subject refuses whatever it proves. One of the
 * network refuses unproven lookups, and on a network of guessers postal codes too. Not refused there are parcels that
 * the visitor knew before, and visitors that proved something before. A link token and a party's own shipments are
 * never refused. Postal code and house number together are refused only to an account, cookie or session that is
 * restricted itself, because strangers share a network, and with it an anonymous subject. One of the neighbourhood of
 * the reference refuses lookups without proof, and one of its code block postal codes alone.
 * @param asked `tag` of the reference, and what was proven
 * @param restrictions of the visitor, and of the numbers around the reference
 */
export function isRefused(
  asked: { tag: string; proof: Proof },
  visitor: KnownVisitor,
  restrictions: readonly Restriction[],
): boolean {
  const { proof } = asked
  const { accessor, at, known } = visitor
  if (proof === "linkToken" || proof === "party") return false
  const [subjects, networks] = [subjectKeys(accessor), refusedNetworkKeys(accessor)]
  return restrictions.some((restriction) => {
    if (!restrictsAt(restriction, at)) return false
    if (restriction.scope === "neighbourhood") return proof === "none"
    if (restriction.scope === "codeBlock") return proof === "postalCode"
    if (subjects.includes(restriction.accessorKey)) {
      return proof !== "houseNumber" || accessor.subject.kind !== "anonymous"
    }
    if (!networks.includes(restriction.accessorKey) || proof === "account" || proof === "houseNumber") return false
    if (proof === "postalCode" && !restriction.voidsPostalCode) return false
    return !knew(asked, known) && !known.some(({ proven }) => proven)
  })
}
