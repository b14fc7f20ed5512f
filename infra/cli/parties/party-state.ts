import type { InvitedParty } from "../../../shared/parties/invitations/invited-party.ts"

/** How far an invited party has come. One that was invited again is what its new answer is. */
export const partyStates = ["invited", "answered", "approved", "expired", "declined", "removed"] as const
export type PartyState = (typeof partyStates)[number]

/**
 * The state of a party, and since when it is so.
 *
 * - `answered`: the hub has to approve or decline what the party entered.
 * - `expired`: its invitation ran out before it answered.
 * - `declined`: it is neither approved nor invited any more.
 */
export function stateOf(party: InvitedParty, at: string): { readonly state: PartyState; readonly since: string } {
  const { invitation, answer, approved, removedAt, changedAt } = party
  if (removedAt !== undefined && answer === undefined && invitation === undefined)
    return { state: "removed", since: removedAt }
  if (answer !== undefined) return { state: "answered", since: answer.at }
  if (approved !== undefined && removedAt === undefined) return { state: "approved", since: approved.at }
  if (invitation === undefined) return { state: "declined", since: changedAt }
  return at < invitation.expiresAt
    ? { state: "invited", since: invitation.invitedAt }
    : { state: "expired", since: invitation.expiresAt }
}
