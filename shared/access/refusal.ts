import { type Accessor, networkKeys, subjectKeys } from "../domain/accessor.ts"
import type { Proof } from "../domain/disclosure.ts"
import { type Restriction, restrictsAt } from "../storage/restrictions.ts"

/**
 * Whether standing restrictions refuse a lookup. The subject's own restriction does, whatever it proves; its network's only unproven lookups
 * without a cookie that is older than the restriction. A link token and a party's own shipments are never refused.
 *
 * @param at ISO
 */
export function isRefused(
  lookup: { accessor: Accessor; proof: Proof; at: string },
  restrictions: readonly Restriction[],
): boolean {
  const { accessor, proof, at } = lookup
  if (proof === "linkToken" || proof === "party") return false
  const [subjects, networks] = [subjectKeys(accessor), networkKeys(accessor)]
  return restrictions.some((restriction) => {
    if (!restrictsAt(restriction, at)) return false
    if (subjects.includes(restriction.accessorKey)) return true
    if (!networks.includes(restriction.accessorKey)) return false
    const proven = proof === "account" || (proof === "postalCode" && !restriction.voidsPostalCode)
    const { cookieMintedAt } = accessor
    const knownBefore = cookieMintedAt !== undefined && Date.parse(cookieMintedAt) < Date.parse(restriction.since)
    return !proven && !knownBefore
  })
}
