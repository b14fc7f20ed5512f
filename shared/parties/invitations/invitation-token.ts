import { createHash } from "node:crypto"
import type { RandomBytes } from "../../base/platform/random-id.ts"
import type { InvitedParty } from "./invited-party.ts"
import type { StoredInvitedParties } from "./stored-invited-parties.ts"

/** Makes the token of an invitation: 256 random bits in base64url. */
export const newToken = (random: RandomBytes): string => Buffer.from(random(32)).toString("base64url")

/** What is kept of a token: its SHA-256, in hexadecimal. A token is random, so the hash needs no secret. */
export const hashOfToken = (token: string): string => createHash("sha256").update(token).digest("hex")

/** An invited party whose invitation counts. */
export type OpenInvitation = InvitedParty & { readonly invitation: NonNullable<InvitedParty["invitation"]> }

/** The party that a token invites, unless the invitation ran out, was used up or was taken back. */
export async function openInvitation(
  invitedParties: Pick<StoredInvitedParties, "invitedBy">,
  { token, at }: { token: string; at: string },
): Promise<OpenInvitation | undefined> {
  const tokenHash = hashOfToken(token)
  const found = await invitedParties.invitedBy(tokenHash)
  const invitation = found?.invitation
  if (found === undefined || invitation === undefined) return undefined
  // The claim and the row are two reads. Between them another invitation can have taken the place of this one.
  const counts = invitation.tokenHash === tokenHash && at < invitation.expiresAt
  return counts ? { ...found, invitation } : undefined
}
