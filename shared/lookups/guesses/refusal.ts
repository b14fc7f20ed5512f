import type { Proof } from "../../contracts/words.ts"
import { networkKeys, subjectKeys } from "../../detection/accessor.ts"
import { type Restriction, restrictsAt } from "../../detection/restrictions/restriction.ts"
import { type KnownVisitor, knew } from "./known-parcels.ts"

/**
 * Whether standing restrictions refuse a lookup. The subject's own restriction does, whatever it proves; its network's only unproven lookups,
 * and from a network of guessers a postal code is no proof. Of those, what the visitor knew before is spared, and whoever proved something
 * before is. A link token and a party's own shipments are never refused.
 *
 * @param asked `tag` of the reference asked for, and what was proven of it
 */
export function isRefused(
  asked: { tag: string; proof: Proof },
  visitor: KnownVisitor,
  restrictions: readonly Restriction[],
): boolean {
  const { proof } = asked
  const { accessor, at, known } = visitor
  if (proof === "linkToken" || proof === "party") return false
  const [subjects, networks] = [subjectKeys(accessor), networkKeys(accessor)]
  return restrictions.some((restriction) => {
    if (!restrictsAt(restriction, at)) return false
    if (subjects.includes(restriction.accessorKey)) return true
    if (!networks.includes(restriction.accessorKey) || proof === "account") return false
    if (proof === "postalCode" && !restriction.voidsPostalCode) return false
    return !knew(asked, known) && !known.some(({ proven }) => proven)
  })
}
