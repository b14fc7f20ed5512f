import type { Party } from "../party.ts"
import { nameOfClaim } from "./claim-keys.ts"
import { type ClaimedThing, claimsOfParty } from "./party-claims.ts"
import type { StoredInvitedParties } from "./stored-invited-parties.ts"

/** Something that a party of the file has and an invited party has too. */
export type FileConflict = {
  /** The party of the file. */
  readonly partyId: string
  readonly invitedId: string
  readonly thing: ClaimedThing
}

/**
 * What parties of the file have in common with invited ones. It reads the claims of the file's parties together, and
 * then only the invited parties that have one of them. One that was removed or declined is in nobody's way.
 */
export async function fileConflicts(
  file: readonly Party[],
  invitedParties: Pick<StoredInvitedParties, "holdersOf" | "current">,
): Promise<readonly FileConflict[]> {
  const wanted = file.flatMap((party) => claimsOfParty(party).map((claim) => ({ ...claim, partyId: party.id })))
  const holders = new Map(
    (await invitedParties.holdersOf(wanted.map(({ key }) => key))).map((row) => [nameOfClaim(row), row.partyId]),
  )
  const ids = [...new Set(holders.values())]
  const rows = await Promise.all(ids.map((id) => invitedParties.current(id)))
  const present = new Set(
    rows.flatMap((row) => (row === undefined || row.removedAt !== undefined || isDeclined(row) ? [] : [row.partyId])),
  )
  const found = wanted.flatMap(({ partyId, thing, key }) => {
    const invitedId = holders.get(nameOfClaim(key))
    return invitedId === undefined || !present.has(invitedId) ? [] : [{ partyId, invitedId, thing }]
  })
  // Of two parties of one id, everything else can be the same too.
  return found.filter(({ partyId, invitedId, thing }) => partyId !== invitedId || thing === "id")
}

const isDeclined = ({ invitation, answer, approved }: Readonly<Record<string, unknown>>): boolean =>
  invitation === undefined && answer === undefined && approved === undefined

/** What follows from a conflict: the party of the file comes first. */
const consequences: Readonly<Record<ClaimedThing, (of: FileConflict) => string>> = {
  id: ({ partyId, invitedId }) => `The id of ${partyId} of the file is a name of the invited party ${invitedId}`,
  alias: ({ partyId, invitedId }) =>
    `${partyId} of the file has an alias that is a name of the invited party ${invitedId}, so that name finds ${partyId} alone`,
  publicKey: ({ partyId, invitedId }) =>
    `${partyId} of the file has a key of the invited party ${invitedId}, so each can sign as the other`,
  issuer: ({ partyId, invitedId }) =>
    `${partyId} of the file has the issuer and subject of the invited party ${invitedId}, whose tokens count as those of ${partyId}`,
  shipperAccount: ({ partyId, invitedId }) =>
    `${partyId} of the file has a carrier's account number of the invited party ${invitedId}, so parcels of it count as those of ${partyId}`,
}

/** A conflict in a sentence, and how to end it. It holds no key and no account number. */
export function conflictInWords(conflict: FileConflict, stage: string): string {
  const { partyId, invitedId, thing } = conflict
  const command = (word: string, more = "") => `npx wayseal parties ${word} ${invitedId} --stage ${stage}${more}`
  if (partyId === invitedId)
    return `${partyId} stands in the file and was invited too. The file counts. Remove the invited one: ${command("remove")}. Or take it out of the file, and deploy.`
  const says = consequences[thing](conflict)
  return `${says}. Change ${partyId} in the file and deploy, or have ${invitedId} enter another: ${command("invite", " --again")}.`
}
