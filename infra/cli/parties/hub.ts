import { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { SESv2Client, SendEmailCommand } from "@aws-sdk/client-sesv2"
import { CommandStopped } from "../../../client/command-line/command-stopped.ts"
import { stopReason } from "../../../client/command-line/stop-reason.ts"
import { type RandomBytes, secureRandomBytes } from "../../../shared/base/platform/random-id.ts"
import { dynamoInvitedParties } from "../../../shared/parties/invitations/dynamo-invited-parties.ts"
import type { InvitedParty } from "../../../shared/parties/invitations/invited-party.ts"
import type { ChangedBy } from "../../../shared/parties/invitations/party-step.ts"
import type { StoredInvitedParties } from "../../../shared/parties/invitations/stored-invited-parties.ts"
import { didYouMean } from "../../../shared/parties/issue-sentences.ts"
import type { Party } from "../../../shared/parties/party.ts"
import { dynamoSettings } from "../../../shared/parties/settings/dynamo-settings.ts"
import type { StoredSettings } from "../../../shared/parties/settings/stored-settings.ts"
import { whoAsks } from "../deployed-stage/operator.ts"
import { type ReachedStage, reachStage } from "../deployed-stage/reach-stage.ts"
import type { StageOptions } from "../deployed-stage/stage-options.ts"
import { topicDeleter } from "./delete-topic.ts"
import type { Letter } from "./invitation-letter.ts"

/** What commands about invited parties work with. */
export type Hub = {
  readonly stage: string
  /** Base URL of the HTTP API. */
  readonly apiUrl: string
  readonly invitedParties: StoredInvitedParties
  /** What parties changed about themselves. */
  readonly settings: StoredSettings
  /** The parties of the parties file, which nobody invited. */
  readonly fileParties: readonly Party[]
  /** Who runs the command, for the history. */
  readonly by: () => Promise<ChangedBy>
  readonly now: () => string
  readonly random: RandomBytes
  /** Sends a letter through SES. Absent in a stage without `mail`. */
  readonly send: ((to: string, letter: Letter) => Promise<void>) | undefined
  /** Deletes the topic that mails the contacts of a party, if there is one. Absent in a stage with `mail`. */
  readonly deleteTopic: ((partyId: string) => Promise<void>) | undefined
}

/**
 * Works with the invited parties of a deployed stage, with the caller's credentials.
 *
 * @param needs the IAM actions that the work takes, which are named when one is denied
 * @throws CommandStopped if it cannot
 */
export async function withHub<Result>(
  { options, onStep }: { readonly options: StageOptions; readonly onStep: (step: string) => void },
  needs: readonly string[],
  work: (hub: Hub) => Promise<Result>,
): Promise<Result> {
  try {
    onStep("Reading what is deployed")
    const reached = await reachStage(options)
    const client = new DynamoDBClient(reached.connection)
    try {
      onStep("Reading invited parties")
      return await work(hubOf(reached, client))
    } finally {
      client.destroy()
    }
  } catch (error) {
    throw stopReason(error, needs)
  }
}

function hubOf({ stage, apiUrl, parties, connection, outputs }: ReachedStage, client: DynamoDBClient): Hub {
  const tableName = outputs("InvitedPartiesTableName")
  if (!stage.settings.parts.invitedParties)
    throw new CommandStopped(
      "wrongUsage",
      `Stage "${stage.name}" leaves invited parties out. Enter the party in its parties file, or set ` +
        "parts.invitedParties to true in its file and deploy.",
    )
  if (tableName === undefined)
    throw new CommandStopped("noAnswer", "The stage has no invited parties yet. Deploy this version first.")
  const { mail } = stage.settings
  return {
    stage: stage.name,
    apiUrl,
    invitedParties: dynamoInvitedParties({ client, tableName }),
    settings: dynamoSettings({ client, tableName: outputs("SettingsTableName") ?? "" }),
    fileParties: parties,
    by: async () => ({ party: "hub", credential: await whoAsks(connection) }),
    now: () => new Date().toISOString(),
    random: secureRandomBytes,
    send: mail === undefined ? undefined : sender(connection, mail.from),
    deleteTopic: mail === undefined ? topicDeleter(connection, stage.name) : undefined,
  }
}

function sender(connection: ReachedStage["connection"], from: string): NonNullable<Hub["send"]> {
  return async (to, { subject, text }) => {
    const client = new SESv2Client(connection)
    const [Subject, Text] = [subject, text].map((Data) => ({ Data, Charset: "UTF-8" }))
    try {
      await client.send(
        new SendEmailCommand({
          FromEmailAddress: from,
          Destination: { ToAddresses: [to] },
          Content: { Simple: { Subject, Body: { Text } } },
        }),
      )
    } finally {
      client.destroy()
    }
  }
}

/**
 * An invited party.
 *
 * @throws CommandStopped if it was never invited
 */
export async function knownParty(hub: Hub, partyId: string): Promise<InvitedParty> {
  return (await hub.invitedParties.current(partyId)) ?? (await stopUnknown(hub, partyId))
}

/** @throws CommandStopped always: the party was never invited. It says which one may be meant */
export async function stopUnknown(hub: Hub, partyId: string): Promise<never> {
  if (hub.fileParties.some(({ id }) => id === partyId))
    throw new CommandStopped(
      "wrongUsage",
      `${partyId} stands in the parties file, so it was not invited. Change it there, and deploy.`,
    )
  const ids: string[] = []
  for await (const each of hub.invitedParties.each()) ids.push(each.partyId)
  const meant = didYouMean(partyId, ids)
  throw new CommandStopped("wrongUsage", `No invited party has the id "${partyId}"${meant || "."}`)
}
