import * as z from "zod"
import { ownString } from "../../base/contracts/bounded-string.ts"
import { instant } from "../../base/contracts/envelope.ts"
import { documentLanguages, partyId, partyKind } from "../../base/contracts/words.ts"
import { enteredOf } from "./entered-party.ts"
import { type OpenInvitation, openInvitation } from "./invitation-token.ts"
import type { StoredInvitedParties } from "./stored-invited-parties.ts"

const nextSteps = {
  invited: "Enter what is asked for. The hub then looks at it and approves it",
  answered: "The hub looks at what you entered and approves it. Until then you can enter it again",
  approved:
    "You take part with what is shown here. What you enter now replaces it once the hub approves it, and not before",
} as const

/** What an invited party sees of its invitation. */
export const invitationView = z.object({
  party: partyId,
  kind: partyKind.meta({ description: "As what the party is invited" }),
  language: z.enum(documentLanguages).meta({ description: "Of mails, unless another is entered" }),
  until: instant.meta({ description: "When the invitation runs out" }),
  state: z.enum(["invited", "answered", "approved"]).meta({
    description: "answered: the hub has yet to look at it. approved: nothing was entered since the hub approved",
  }),
  entered: z
    .record(ownString(), z.unknown())
    .optional()
    .meta({ description: "What was entered last. A webhook's secret is never shown again" }),
  next: ownString().meta({ description: "What happens next" }),
})
export type InvitationView = z.infer<typeof invitationView>

/** What an invited party sees of its open invitation. */
export function viewOf(invited: OpenInvitation): InvitationView {
  const { partyId: id, kind, language, invitation, answer, removedAt } = invited
  // Of a removed party nothing is in force, and its keys are dead.
  const approved = removedAt === undefined ? invited.approved : undefined
  const party = answer?.party ?? approved?.party
  const state = answer !== undefined ? "answered" : approved === undefined ? "invited" : "approved"
  return {
    party: id,
    kind,
    language,
    until: invitation.expiresAt,
    state,
    ...(party === undefined ? {} : { entered: enteredOf(party) }),
    next: nextSteps[state],
  }
}

/** Shows a party its invitation. Undefined: no open invitation has this token. */
export type ReadInvitation = (asked: { token: string; at: string }) => Promise<InvitationView | undefined>

export function makeReadInvitation(options: {
  invitedParties: Pick<StoredInvitedParties, "invitedBy">
}): ReadInvitation {
  return async (asked) => {
    const found = await openInvitation(options.invitedParties, asked)
    return found === undefined ? undefined : viewOf(found)
  }
}
