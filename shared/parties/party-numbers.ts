import { createHash } from "node:crypto"
import type { Party } from "./party.ts"

/** The number of no party, for references of nobody. */
export const noParty = 0

/**
 * Access profiles keep a 16-bit number in place of a party's id. Invited parties get one of these when they are
 * approved, and parties of the file one of those above. So neither takes a number of the other.
 */
export const invitedNumbers = { first: 1, last: 16_383 }

const largestNumber = 0xff_ff

/**
 * A number for each party of the file, from the hash of its id. If two share one, the later in the list takes the next
 * free number.
 */
export function fileNumbers(parties: readonly Pick<Party, "id" | "kind">[]): ReadonlyMap<string, number> {
  const numbers = new Map<string, number>()
  const taken = new Set<number>()
  const retailersFirst = [...parties].sort((one, other) => rank(one) - rank(other))
  for (const { id } of retailersFirst) {
    let number = hashedNumber(id)
    while (taken.has(number)) number = number === largestNumber ? invitedNumbers.last + 1 : number + 1
    taken.add(number)
    numbers.set(id, number)
  }
  return numbers
}

/** The order in which parties choose. Few carriers have numbers that the detector can follow. */
const rank = ({ kind }: Pick<Party, "kind">): number => (kind === "retailer" ? 0 : 1)

/** The first two bytes of the hash that make a number above those of invited parties. */
function hashedNumber(id: string): number {
  const digest = createHash("sha256").update(id).digest()
  for (let place = 0; place < digest.length; place += 2) {
    const number = digest.readUInt16BE(place)
    if (number > invitedNumbers.last) return number
  }
  return largestNumber
}
