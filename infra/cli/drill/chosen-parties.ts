import { CommandStopped } from "../../../client/command-line/command-stopped.ts"
import type { ReadInvitedParties } from "../../../shared/parties/invitations/invited-party.ts"
import { didYouMean } from "../../../shared/parties/issue-sentences.ts"
import type { ReachedStage } from "../deployed-stage/reach-stage.ts"

/** Where the parties of a stage are found. Without a table there are no invited ones. */
export type Known = Pick<ReachedStage, "parties"> & {
  readonly invitedParties: Pick<ReadInvitedParties, "get" | "each"> | undefined
}

type Invited = Awaited<ReturnType<ReadInvitedParties["get"]>>

/**
 * The ids of the parties that a drill is for: those that were chosen, or all of the file and all approved ones.
 *
 * @throws CommandStopped if the stage has no such party
 */
export async function chosenParties(known: Known, chosen: readonly string[] | undefined): Promise<readonly string[]> {
  const inFile = new Set(known.parties.map(({ id }) => id))
  if (chosen === undefined) return [...inFile, ...(await allInvited(known, inFile))]
  const ids = [...new Set(chosen)]
  for (const id of ids)
    if (!inFile.has(id) && !takesPart(await known.invitedParties?.get(id))) throw stopUnknown(id, [...inFile])
  return ids
}

const takesPart = (one: Invited): boolean => one?.approved !== undefined && one.removedAt === undefined

/** The ids of the invited parties that take part. Nothing else of them is kept. */
async function allInvited({ invitedParties }: Known, inFile: ReadonlySet<string>): Promise<readonly string[]> {
  const ids: string[] = []
  for await (const one of invitedParties?.each() ?? [])
    if (takesPart(one) && !inFile.has(one.partyId)) ids.push(one.partyId)
  return ids
}

function stopUnknown(id: string, inFile: readonly string[]): CommandStopped {
  const meant = didYouMean(id, inFile) || "."
  return new CommandStopped(
    "wrongUsage",
    `--party: no party ${id} takes part in the stage${meant} Its file has: ${inFile.join(", ")}. ` +
      "npx wayseal parties list --state approved shows the invited ones.",
  )
}
