/**
 * What a subject's contacts of one reference add to the profiles that it shares with others: of its network and of the
 * block of numbers. These are pure functions of all that the subject's profile holds of the reference. So the order in
 * which contacts arrive does not decide whether a lookup counts as proven there.
 */
import { type Contact, joinContacts } from "./access-profile.ts"
import { isProven } from "./proof.ts"

/**
 * The reference as its block of postal codes holds it; null if the subject gave no code for it, or gave the house
 * number too. A right code that follows a wrong one is recorded there too.
 */
export const contactForCodes = (ofReference: readonly Contact[]): Contact | null =>
  ofReference.some(({ outcome, proof }) => outcome === "challengeFailed" || proof === "postalCode")
    ? joinAll(ofReference)
    : null

const joinAll = (contacts: readonly Contact[]): Contact | null =>
  contacts.length === 0 ? null : contacts.reduce(joinContacts)

/**
 * The reference as its network's profile holds it; null if every contact was proven, which adds nothing there and would
 * push other entries out.
 */
export const contactForNetwork = (ofReference: readonly Contact[]): Contact | null =>
  ofReference.every(({ proof }) => proof === "strong") ? null : joinAll(ofReference)

/**
 * The reference as its block of numbers holds it, without misses, or as its block of misses holds it; null if every
 * contact was proven. Later proof is recorded there too, and takes the pair out of the score.
 * @param of `misses`: whether it is the block of misses; `postalCodesTrusted`: whether the subject's postal codes still
 *   count as proof
 */
export const contactForBlock = (
  ofReference: readonly Contact[],
  { misses, postalCodesTrusted }: { misses: boolean; postalCodesTrusted: boolean },
): Contact | null => {
  const counted = ofReference.filter(({ outcome }) => (outcome === "miss") === misses)
  const joined = counted.every((contact) => isProven(contact, postalCodesTrusted)) ? null : joinAll(counted)
  if (joined === null) return null
  return joined.proof === "strong" || isProven(joined, postalCodesTrusted) ? joined : { ...joined, proof: "none" }
}
