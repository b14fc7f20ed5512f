import * as z from "zod"
import { ownString } from "../../base/contracts/bounded-string.ts"
import type { Party } from "../party.ts"
import { keyBytes, publicKeysOf } from "../party-rules.ts"
import type { InvitedParty } from "./invited-party.ts"
import type { StoredInvitedParties } from "./stored-invited-parties.ts"

const entriesAtOnce = 50

/** The credentials in an entry of a history, as far as they are keys. */
const keysEntry = z.object({ publicKeys: z.array(z.object({ x: ownString() })) })

/**
 * What stands against the keys that a party enters: keys of its own that count no more, because it was removed or has
 * others in their place. Somebody else may have them. The history is never overwritten, so it knows all of them.
 */
export async function deadKeyProblems(
  before: InvitedParty,
  entered: Party,
  { history }: Pick<StoredInvitedParties, "history">,
): Promise<readonly string[]> {
  const keys = publicKeysOf(entered)
  if (before.approved === undefined || keys.length === 0) return []
  const inForce = before.removedAt === undefined ? publicKeysOf(before.approved.party).map(keyBytes) : []
  const approved = await keysEverApproved(before.partyId, history)
  return keys.flatMap((key, index) =>
    approved.has(keyBytes(key)) && !inForce.includes(keyBytes(key)) ? [keyIsDead(index)] : [],
  )
}

const keyIsDead = (index: number): string =>
  `credentials.publicKeys[${index}] was your key before and counts no more, because others may have it. Make a new key`

async function keysEverApproved(
  partyId: string,
  history: StoredInvitedParties["history"],
): Promise<ReadonlySet<string>> {
  const found = new Set<string>()
  let before: number | undefined
  while (true) {
    const page = await history(partyId, { before, limit: entriesAtOnce })
    const approvals = page.filter(({ what }) => what === "approved").flatMap(({ changes }) => changes)
    for (const { field, after } of approvals) {
      const credentials = field === "credentials" ? keysEntry.safeParse(after) : undefined
      for (const key of credentials?.data?.publicKeys ?? []) found.add(keyBytes(key))
    }
    if (page.length < entriesAtOnce) return found
    before = page.at(-1)?.version
  }
}
