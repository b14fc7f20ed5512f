import { retryLostRace } from "../../platform/retry-lost-race.ts"
import type { Decision } from "./approve-party.ts"
import type { InvitedParty } from "./invited-party.ts"
import { PartyContended, partyStep } from "./party-step.ts"
import type { StoredInvitedParties } from "./stored-invited-parties.ts"

/** `unchanged`: the party was removed, or restored, before. */
export type RemovalOutcome = { outcome: "changed" | "unchanged" | "unknown" }

type Removal = (decision: Decision) => Promise<RemovalOutcome>

/**
 * Takes a party out of the exchange, with its invitation and what it entered since it was approved. It keeps its id,
 * its number, and what was approved, so that nobody can take its name.
 */
export function makeRemoveParty(options: { invitedParties: StoredInvitedParties }): Removal {
  return change(options.invitedParties, "removed", (before, at) => {
    const { invitation: _, answer: __, ...kept } = before
    return before.removedAt === undefined ? { ...kept, removedAt: at } : undefined
  })
}

/** Lets a party that was removed take part again, as it was approved. */
export function makeRestoreParty(options: { invitedParties: StoredInvitedParties }): Removal {
  return change(options.invitedParties, "restored", ({ removedAt, ...kept }) =>
    removedAt === undefined ? undefined : kept,
  )
}

function change(
  invitedParties: StoredInvitedParties,
  what: "removed" | "restored",
  changed: (before: InvitedParty, at: string) => InvitedParty | undefined,
): Removal {
  return ({ partyId, by, at }) =>
    retryLostRace<RemovalOutcome>(
      async () => {
        const before = await invitedParties.current(partyId)
        if (before === undefined) return { result: { outcome: "unknown" } }
        const after = changed(before, at)
        if (after === undefined) return { result: { outcome: "unchanged" } }
        const written = await invitedParties.change(partyStep(before, after, { what, by, at }))
        return written === "refused" ? undefined : { result: { outcome: "changed" } }
      },
      () => new PartyContended(),
    )
}
