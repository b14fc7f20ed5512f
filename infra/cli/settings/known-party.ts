import { CommandStopped } from "../../../client/command-line/command-stopped.ts"
import type { StoredInvitedParties } from "../../../shared/parties/invitations/stored-invited-parties.ts"
import { didYouMean } from "../../../shared/parties/issue-sentences.ts"
import type { Party } from "../../../shared/parties/party.ts"
import type { ReachedStage } from "../deployed-stage/reach-stage.ts"
import type { Followed } from "./settings-in-words.ts"

/**
 * A party of the file, or else one that was invited and approved, and what its settings follow.
 *
 * @throws CommandStopped if there is none
 */
export async function knownParty(
  {
    parties,
    stage,
    invitedParties,
  }: Pick<ReachedStage, "parties"> & {
    readonly stage: Pick<ReachedStage["stage"], "name">
    readonly invitedParties: Pick<StoredInvitedParties, "current">
  },
  partyId: string,
): Promise<{ readonly party: Party; readonly follows: Followed }> {
  const inFile = parties.find(({ id }) => id === partyId)
  if (inFile !== undefined) return { party: inFile, follows: "file" }
  const approved = (await invitedParties.current(partyId))?.approved
  if (approved !== undefined) return { party: approved.party, follows: "approval" }
  const ids = parties.map(({ id }) => id)
  throw new CommandStopped(
    "wrongUsage",
    `Stage "${stage.name}" has no party "${partyId}"${didYouMean(partyId, ids) || "."} npx wayseal parties list shows the invited ones.`,
  )
}
