import { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import * as z from "zod"
import { CommandStopped, exitStatus } from "../../../client/command-line/command-stopped.ts"
import type { Invocation, Outcome } from "../../../client/command-line/declare-command.ts"
import { stopReason } from "../../../client/command-line/stop-reason.ts"
import { dynamoInvitedParties } from "../../../shared/parties/invitations/dynamo-invited-parties.ts"
import { dynamoSettings } from "../../../shared/parties/settings/dynamo-settings.ts"
import { whoAsks } from "../deployed-stage/operator.ts"
import { reachStage } from "../deployed-stage/reach-stage.ts"
import type { StageOptions } from "../deployed-stage/stage-options.ts"
import { followFile, namesIn } from "./follow-file.ts"
import { knownParty } from "./known-party.ts"
import { changersInWords, partyInWords, shownParty } from "./settings-in-words.ts"

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
