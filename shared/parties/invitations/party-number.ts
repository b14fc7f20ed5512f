import { createHash } from "node:crypto"
import { invitedNumbers } from "../party-numbers.ts"
import { numberKey } from "./claim-keys.ts"
import type { StoredInvitedParties } from "./stored-invited-parties.ts"

const amount = invitedNumbers.last - invitedNumbers.first + 1
const readTogether = 50

/**
 * A number that no party has, or undefined if all are given away. The search starts at a place that the id gives, so
 * that parties which are approved at the same moment hardly meet.
 */
export async function freeNumber(
  invitedParties: Pick<StoredInvitedParties, "takenFrom">,
  partyId: string,
): Promise<number | undefined> {
  const start = createHash("sha256").update(partyId).digest().readUInt32BE() % amount
  for (let from = 0; from < amount; from += readTogether) {
    const numbers = Array.from(
      { length: Math.min(readTogether, amount - from) },
      (_, index) => invitedNumbers.first + ((start + from + index) % amount),
    )
    const taken = await invitedParties.takenFrom(partyId, numbers.map(numberKey))
    const free = numbers.find((number) => !taken.some(({ sk }) => sk === String(number)))
    if (free !== undefined) return free
  }
  return undefined
}
