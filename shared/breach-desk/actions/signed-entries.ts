import { signatureMember } from "../../contracts/act-signature.ts"
import type { PartyRow } from "../cases/case-rows.ts"
import { type PlannedEntry, readersOfEntry } from "../cases/change-case.ts"
import { readersOfSignature, type Viewer } from "../visibility.ts"
import type { SignedAct } from "./action.ts"

/** An entry with more readers gives the signature to the party itself alone: a row holds the copies of all of them. */
export const readersOfSignatureAtMost = 100

/**
 * The entries of what a party did, with its signature in the copies of those that may have it. Whoever gets the entry
 * without it has what the hub received.
 */
export function withSignature(
  entries: readonly PlannedEntry[],
  { own: { partyId, alias }, viewer }: { own: Pick<PartyRow, "partyId" | "alias">; viewer: Viewer },
  signed: SignedAct | undefined,
): PlannedEntry[] {
  if (signed === undefined) return [...entries]
  const { body, ...rest } = signed.signature
  const signature = signed.isWhole ? { ...rest, body } : rest
  return entries.map((entry) => {
    if (entry.actor !== alias) return entry
    const { data, shown = {} } = entry
    const entitled = readersOfSignature(viewer, readersOfEntry(entry), signed)
    const readers = entitled.length > readersOfSignatureAtMost ? [partyId] : entitled
    const copies = readers.map((id) => {
      const own = shown[id]
      return [id, { ...own, data: { ...(own?.data ?? data), [signatureMember]: signature } }] as const
    })
    return { ...entry, shown: { ...shown, ...Object.fromEntries(copies) } }
  })
}
