/** Which ordinary visitors prove with a postal code that a parcel is theirs, and how often the code is wrong. */
import type { Access } from "../../shared/watch/detection/access.ts"
import type { VisitorKind } from "./world/identities.ts"

/** Of the lookups of an existing order by a typed number, in 100. The others ask for the phase, or have none. */
const givesCode = 40
/** Typing errors, of 100 postal codes. */
const wrong = 6

const kinds: readonly VisitorKind[] = [
  "recipient",
  "office",
  "family",
  "student",
  "mailRoom",
  "peakMailRoom",
  "groupMember",
]

const hashOf = (value: number): number => {
  const mixed = Math.imul((value ^ (value >>> 16)) >>> 0, 0x45d9f3b)
  return ((mixed ^ (mixed >>> 16)) >>> 0) % 100
}

/**
 * The access with the postal code that the visitor gives, if any.
 *
 * @param of `session` decides whether the visitor gives codes, and `index` of the lookup whether the code is wrong
 */
export const withPostalCode = (
  access: Access,
  of: { readonly kind: VisitorKind; readonly session: number; readonly index: number },
): Access => {
  if (access.outcome !== "hit" || access.proof !== "none" || access.series !== access.retailer) return access
  if (!kinds.includes(of.kind) || hashOf(of.session) >= givesCode) return access
  if (hashOf(of.index + 7_919) < wrong) return { ...access, outcome: "challengeFailed", deliveryPoint: null }
  return { ...access, proof: "postalCode" }
}
