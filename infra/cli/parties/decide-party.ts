import { failureOf } from "../../../client/command-line/aws-failure.ts"
import { CommandStopped } from "../../../client/command-line/command-stopped.ts"
import type { Outcome } from "../../../client/command-line/declare-command.ts"
import { exitStatus } from "../../../client/command-line/exit-status.ts"
import { lawIdsByFile } from "../../../shared/desk/law/load-law-ids.ts"
import { type Decision, makeApproveParty, makeDeclineParty } from "../../../shared/parties/invitations/approve-party.ts"
import {
  type Approved,
  makeFollowApproval,
  settingsEnteredAnew,
} from "../../../shared/parties/invitations/follow-approval.ts"
import { makeRemoveParty } from "../../../shared/parties/invitations/remove-party.ts"
import { makeChangeSettings } from "../../../shared/parties/settings/change-settings.ts"
import { type Hub, knownParty, stopUnknown } from "./hub.ts"
import { partyAsData, partyInWords } from "./show-party.ts"

/**
 * Approves a version of what a party entered. Without a version it shows what was entered, and how to approve that.
 *
 * @throws CommandStopped if it cannot
 */
export async function approveParty(hub: Hub, partyId: string, version: number | undefined): Promise<Outcome> {
  if (version === undefined) return showForApproval(hub, partyId)
  const decision = await decisionOf(hub, partyId)
  const result = await makeApproveParty({ ...hub, knownLaws: lawIdsByFile() })({ ...decision, version })
  switch (result.outcome) {
    case "approved": {
      const { number, party, replaces } = result
      const followed = await letSettingsFollow(hub, replaces, decision)
      return {
        data: { party: partyId, number, version: party.version, ...followed.data },
        text: `${partyId} is approved and takes part. Its number is ${number}.${followed.text}\n`,
        status: followed.status,
      }
    }
    case "unknown":
      return stopUnknown(hub, partyId)
    case "noAnswer":
      throw new CommandStopped("wrongUsage", nothingEntered(partyId))
    case "outdated":
      throw new CommandStopped(
        "wrongUsage",
        `${partyId} was changed since version ${version}. Look at it again: ${command(hub, "approve", partyId)}`,
      )
    case "noNumberLeft":
      throw new CommandStopped(
        "stopped",
        `${partyId} cannot be approved: every number of invited parties is given away.`,
      )
    case "invalid":
      throw new CommandStopped(
        "wrongUsage",
        `${partyId} cannot be approved as it is: ${result.sentences.join(". ")}. It can enter it again.`,
      )
  }
}

/**
 * Lets settings follow what the party entered anew. The approval stands already, so a failure says how to go on.
 */
async function letSettingsFollow(hub: Hub, approved: Approved, { by, at }: Decision): Promise<Outcome> {
  const { settings } = hub
  // Nothing is set, so nothing can be wrong with it.
  const changeSettings = makeChangeSettings({
    settings,
    usualThresholds: {},
    knownLaws: lawIdsByFile(),
    isInFile: () => false,
  })
  try {
    const names = await makeFollowApproval({ settings, changeSettings })({ ...approved, by, at })
    const text = names.length === 0 ? "" : ` Of its settings, ${names.join(", ")} now count as it entered them.`
    return { data: names.length === 0 ? {} : { settingsFollow: names }, text, status: exitStatus.fine }
  } catch (error) {
    const followWith = `npx wayseal settings ${approved.party.id} --stage ${hub.stage} --follow-file ${settingsEnteredAnew(approved).join(",")}`
    const { reason } = failureOf(error)
    return {
      data: { reason, followWith },
      text: ` What it had set itself still counts in place of what it entered, because the settings could not be changed: ${reason}. To change that:\n  ${followWith}`,
      status: exitStatus.needsPerson,
    }
  }
}

async function showForApproval(hub: Hub, partyId: string): Promise<Outcome> {
  const party = await knownParty(hub, partyId)
  if (party.answer === undefined) throw new CommandStopped("wrongUsage", nothingEntered(partyId))
  const approveWith = `${command(hub, "approve", partyId)} --version ${party.version}`
  const text = [
    ...partyInWords(party, hub.now()),
    `This version is not approved yet.${party.approved === undefined ? "" : " What was approved before stays in force."} If this is right:`,
    `  ${approveWith}`,
    "If not:",
    `  ${command(hub, "decline", partyId)}`,
  ]
  return {
    data: { ...partyAsData(party, hub.now()), approveWith },
    text: `${text.join("\n")}\n`,
    status: exitStatus.needsPerson,
  }
}

/**
 * Drops what a party entered, and takes its invitation back.
 *
 * @throws CommandStopped if there is nothing to decline
 */
export async function declineParty(hub: Hub, partyId: string): Promise<Outcome> {
  const { outcome } = await makeDeclineParty(hub)(await decisionOf(hub, partyId))
  if (outcome === "unknown") return stopUnknown(hub, partyId)
  if (outcome === "nothingToDecline")
    throw new CommandStopped(
      "wrongUsage",
      `${partyId} has no invitation and entered nothing, so there is nothing to decline.`,
    )
  const again = `${command(hub, "invite", partyId)} --again`
  return done(`What ${partyId} entered is dropped, and its invitation counts no more. To let it try again: ${again}`, {
    party: partyId,
  })
}

/** Takes a party out of the exchange, with the topic that mails its contacts. Again it changes nothing. */
export async function removeParty(hub: Hub, partyId: string): Promise<Outcome> {
  const { outcome } = await makeRemoveParty(hub)(await decisionOf(hub, partyId))
  if (outcome === "unknown") return stopUnknown(hub, partyId)
  const said =
    outcome === "changed"
      ? `${partyId} is removed. Within a minute its tokens count no more. Nobody else gets its id, alias, keys and number, and its keys never count again. To let it take part with other keys: ${command(hub, "invite", partyId)} --again`
      : `${partyId} was removed before.`
  const topic = await deleteTopic(hub, partyId)
  return {
    data: { party: partyId, outcome, ...topic.data },
    text: [said, ...topic.lines, ""].join("\n"),
    status: topic.status,
  }
}

type DeletedTopic = Pick<Outcome, "data" | "status"> & { readonly lines: readonly string[] }

/** Deletes the topic of a removed party, which holds the addresses of its contacts. */
async function deleteTopic(hub: Hub, partyId: string): Promise<DeletedTopic> {
  if (!(await hasOwnTopic(hub, partyId))) return { data: {}, lines: [], status: exitStatus.fine }
  try {
    await hub.deleteTopic?.(partyId)
    const lines = ["The topic that mailed its contacts is deleted, with their addresses."]
    return { data: { topicDeleted: true }, lines, status: exitStatus.fine }
  } catch (error) {
    const { reason } = failureOf(error)
    const lines = [
      `The topic that mailed its contacts could not be deleted: ${reason}. It holds their addresses. ` +
        "Run the command again with sns:DeleteTopic.",
    ]
    return { data: { topicDeleted: false, reason }, lines, status: exitStatus.needsPerson }
  }
}

/** Whether an invited party can have a topic. One of the same id in the file keeps its own. */
async function hasOwnTopic(hub: Hub, partyId: string): Promise<boolean> {
  if (hub.deleteTopic === undefined || hub.fileParties.some(({ id }) => id === partyId)) return false
  return (await hub.invitedParties.current(partyId))?.approved !== undefined
}

const decisionOf = async (hub: Hub, partyId: string): Promise<Decision> => ({
  partyId,
  by: await hub.by(),
  at: hub.now(),
})

const done = (text: string, data: object): Outcome => ({ data, text: `${text}\n`, status: exitStatus.fine })

const nothingEntered = (partyId: string): string =>
  `${partyId} has entered nothing that waits for approval. npx wayseal parties show says how it is.`

/** How to run another command about the same party. */
export const command = ({ stage }: Pick<Hub, "stage">, word: string, partyId: string): string =>
  `npx wayseal parties ${word} ${partyId} --stage ${stage}`
