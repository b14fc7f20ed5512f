import { randomBytes } from "node:crypto"

/** Digits and capitals without I, L, O and U, which are read wrongly or make words: 5 bits each. */
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
const bitsEach = 5
const leastBits = 80

/** The form of the references that a carrier mints. */
export type MintedForm = {
  /** Capitals and digits before the random part, such as `NP`. */
  readonly prefix?: string
  /** The same after it. */
  readonly suffix?: string
  /** Random bits, at least 80. By default 100, which are 20 characters. */
  readonly bits?: number
}

/**
 * Mints a tracking number, or an order reference, that nobody can guess: it is random, so no number leads to the next.
 * It fits `trackingNumber` of the contracts.
 *
 * @throws RangeError for fewer than 80 random bits, other characters, or more than 40 in all
 */
export function mintReference({ prefix = "", suffix = "", bits = 100 }: MintedForm = {}): string {
  const length = Math.ceil(bits / bitsEach)
  if (!(bits >= leastBits)) throw new RangeError(`A reference needs at least ${leastBits} random bits.`)
  if (!/^[A-Z0-9]*$/.test(prefix + suffix)) throw new RangeError("prefix and suffix take capitals and digits only.")
  if (prefix.length + length + suffix.length > 40) throw new RangeError("A reference has at most 40 characters.")
  const random = [...randomBytes(length)].map((byte) => alphabet.charAt(byte % alphabet.length)).join("")
  return `${prefix}${random}${suffix}`
}
