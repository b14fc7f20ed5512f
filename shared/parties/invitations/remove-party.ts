import { retryLostRace } from "../../base/platform/retry-lost-race.ts"
import type { Decision } from "./approve-party.ts"
import { PartyContended, partyStep } from "./party-step.ts"
import type { StoredInvitedParties } from "./stored-invited-parties.ts"

/** `unchanged`: the party was removed before, and has neither an invitation nor entries since. */
export type RemovalOutcome = { outcome: "changed" | "unchanged" | "unknown" }

/**
 * Takes a party out of the exchange, with its invitation and what it entered since it was approved. It keeps its id,
 * its number, and what was approved, so that nobody can take its name. Its keys are dead for good: it can only be
 * invited again, and enter others.
 */
export function makeRemoveParty({
  invitedParties,
}: {
  invitedParties: StoredInvitedParties
}): (decision: Decision) => Promise<RemovalOutcome> {
  return ({ partyId, by, at }) =>
    retryLostRace<RemovalOutcome>(
      async () => {
        const before = await invitedParties.current(partyId)
        if (before === undefined) return { result: { outcome: "unknown" } }
        const { invitation, answer, ...kept } = before
        if (before.removedAt !== undefined && invitation === undefined && answer === undefined)
          return { result: { outcome: "unchanged" } }
        const after = { ...kept, removedAt: before.removedAt ?? at }
        const written = await invitedParties.change(partyStep(before, after, { what: "removed", by, at }))
        return written === "refused" ? undefined : { result: { outcome: "changed" } }
      },
      () => new PartyContended(),
    )
}
