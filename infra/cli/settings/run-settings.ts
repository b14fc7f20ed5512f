import { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import * as z from "zod"
import { dynamoInvitedParties } from "../../../shared/parties/invitations/dynamo-invited-parties.ts"
import { didYouMean } from "../../../shared/parties/issue-sentences.ts"
import type { Party } from "../../../shared/parties/party.ts"
import { dynamoSettings } from "../../../shared/parties/settings/dynamo-settings.ts"
import { exitStatus, type Invocation, type Outcome } from "../command-line/declare-command.ts"
import { CommandStopped, stopReason } from "../command-line/stop-reason.ts"
import { whoAsks } from "../deployed-stage/operator.ts"
import { type ReachedStage, reachStage } from "../deployed-stage/reach-stage.ts"
import type { StageOptions } from "../deployed-stage/stage-options.ts"
import { followFile, namesIn } from "./follow-file.ts"
import { changersInWords, partyInWords, shownParty } from "./settings-in-words.ts"

export type SettingsOptions = StageOptions & { readonly followFile?: string }

/**
 * Shows settings, or lets some of a party follow the parties file.
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
      const party = await knownParty(reached, client, partyId)
      if (wanted !== undefined) {
        const credential = await whoAsks(reached.connection)
        await followFile({ settings, party, names: wanted, credential, at: new Date().toISOString() })
      }
      const shown = await shownParty(settings, party)
      return { data: shown, text: partyInWords(shown), status: exitStatus.fine }
    } finally {
      client.destroy()
    }
  } catch (error) {
    throw stopReason(error, ["dynamodb:GetItem", "dynamodb:Query", "dynamodb:PutItem", "sts:GetCallerIdentity"])
  }
}

/** A party of the file, or else one that was invited and approved. */
async function knownParty(reached: ReachedStage, client: DynamoDBClient, partyId: string): Promise<Party> {
  const { parties, stage } = reached
  const tableName = reached.outputs("InvitedPartiesTableName") ?? ""
  const party =
    parties.find(({ id }) => id === partyId) ??
    (await dynamoInvitedParties({ client, tableName }).current(partyId))?.approved?.party
  if (party !== undefined) return party
  const meant = didYouMean(
    partyId,
    parties.map(({ id }) => id),
  )
  throw new CommandStopped(
    "wrongUsage",
    `Stage "${stage.name}" has no party "${partyId}"${meant || "."} npx wayseal parties list shows the invited ones.`,
  )
}
