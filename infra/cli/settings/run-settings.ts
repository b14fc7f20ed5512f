import { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import * as z from "zod"
import { CommandStopped } from "../../../client/command-line/command-stopped.ts"
import type { Invocation, Outcome } from "../../../client/command-line/declare-command.ts"
import { exitStatus } from "../../../client/command-line/exit-status.ts"
import { stopReason } from "../../../client/command-line/stop-reason.ts"
import { dynamoInvitedParties } from "../../../shared/parties/invitations/dynamo-invited-parties.ts"
import type { StoredInvitedParties } from "../../../shared/parties/invitations/stored-invited-parties.ts"
import { didYouMean } from "../../../shared/parties/issue-sentences.ts"
import type { Party } from "../../../shared/parties/party.ts"
import { dynamoSettings } from "../../../shared/parties/settings/dynamo-settings.ts"
import { whoAsks } from "../deployed-stage/operator.ts"
import { type ReachedStage, reachStage } from "../deployed-stage/reach-stage.ts"
import type { StageOptions } from "../deployed-stage/stage-options.ts"
import { followFile, namesIn } from "./follow-file.ts"
import { changersInWords, type Followed, partyInWords, shownParty } from "./settings-in-words.ts"

export type SettingsOptions = StageOptions & { readonly followFile?: string }

/** A stage that leaves invited parties out has none. */
const nobody = { current: async () => undefined }

/**
 * Shows settings, or lets some of a party follow the parties file, or what was approved.
 *
 * @throws CommandStopped if it cannot
 */
export async function runSettings({ options, args, onStep }: Invocation<SettingsOptions>): Promise<Outcome> {
  const partyId = z.string().optional().parse(args[0])
  const wanted = options.followFile === undefined ? undefined : namesIn(options.followFile)
  if (wanted !== undefined && partyId === undefined)
    throw new CommandStopped("wrongUsage", "--follow-file needs a party. Write its id before it.")
  try {
    onStep("Reading what is deployed")
    const reached = await reachStage(options)
    const client = new DynamoDBClient(reached.connection)
    try {
      const settings = dynamoSettings({ client, tableName: reached.outputs("SettingsTableName") ?? "" })
      onStep("Reading settings")
      if (partyId === undefined) {
        const changers = await settings.all()
        return { data: { parties: changers }, text: changersInWords(changers), status: exitStatus.fine }
      }
      const tableName = reached.outputs("InvitedPartiesTableName")
      const invitedParties = tableName === undefined ? nobody : dynamoInvitedParties({ client, tableName })
      const known = await knownParty({ ...reached, invitedParties }, partyId)
      if (wanted !== undefined) {
        const credential = await whoAsks(reached.connection)
        await followFile({ settings, party: known.party, names: wanted, credential, at: new Date().toISOString() })
      }
      const shown = await shownParty(settings, known)
      return { data: shown, text: partyInWords(shown), status: exitStatus.fine }
    } finally {
      client.destroy()
    }
  } catch (error) {
    throw stopReason(error, ["dynamodb:GetItem", "dynamodb:Query", "dynamodb:PutItem", "sts:GetCallerIdentity"])
  }
}

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
