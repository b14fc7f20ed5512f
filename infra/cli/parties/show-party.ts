import type { Outcome } from "../../../client/command-line/declare-command.ts"
import { exitStatus } from "../../../client/command-line/exit-status.ts"
import { enteredOf } from "../../../shared/parties/invitations/entered-party.ts"
import type { InvitedParty } from "../../../shared/parties/invitations/invited-party.ts"
import { changedEntries } from "../../../shared/parties/invitations/party-step.ts"
import type { PartyChange } from "../../../shared/parties/invitations/stored-invited-parties.ts"
import { type Hub, knownParty } from "./hub.ts"
import { stateOf } from "./party-state.ts"

/** How many changes are shown. */
const changesShown = 10

/** Shows an invited party: what it entered, what is in force, and its last changes. */
export async function showParty(hub: Hub, partyId: string): Promise<Outcome> {
  const party = await knownParty(hub, partyId)
  const history = await hub.invitedParties.history(partyId, { limit: changesShown })
  const text = [...partyInWords(party, hub.now()), "Last changes:", ...history.map(changeInWords)].join("\n")
  return { data: { ...partyAsData(party, hub.now()), history }, text: `${text}\n`, status: exitStatus.fine }
}

/** A party for programs, without the hash of its token and without sealed secrets. */
export function partyAsData(party: InvitedParty, at: string) {
  const { partyId, kind, language, version, invitation, answer, approved } = party
  return {
    ...{ party: partyId, kind, language, ...stateOf(party, at), version },
    ...(invitation === undefined ? {} : { invitedUntil: invitation.expiresAt }),
    ...(answer === undefined ? {} : { entered: enteredOf(answer.party) }),
    ...(approved === undefined
      ? {}
      : { approved: { at: approved.at, number: approved.number, entered: enteredOf(approved.party) } }),
  }
}

/** A party for people, line by line: first what the hub has yet to decide about. */
export function partyInWords(party: InvitedParty, at: string): readonly string[] {
  const { partyId, kind, version, invitation, answer, approved, removedAt } = party
  const { state, since } = stateOf(party, at)
  return [
    `${partyId}: ${kind}, ${state} since ${since}, version ${version}`,
    ...(removedAt === undefined || state === "removed"
      ? []
      : [`It was removed at ${removedAt}, and stays out until you approve what it enters.`]),
    ...(invitation === undefined ? [] : [`It can answer until ${invitation.expiresAt}.`]),
    ...(answer === undefined ? [] : ["What it entered:", ...lines(enteredOf(answer.party))]),
    ...(approved === undefined ? [] : approvedInWords(approved, answer)),
  ]
}

function approvedInWords(
  approved: NonNullable<InvitedParty["approved"]>,
  answer: InvitedParty["answer"],
): readonly string[] {
  if (answer === undefined) return [`Approved at ${approved.at}:`, ...lines(enteredOf(approved.party))]
  const changes = changedEntries(approved.party, answer.party)
  return [
    `What would change, compared with what was approved at ${approved.at}:`,
    ...(changes.length === 0 ? ["  nothing, except secrets"] : changes.map((each) => `  ${fieldInWords(each)}`)),
  ]
}

const lines = (entered: Readonly<Record<string, unknown>>): readonly string[] =>
  Object.entries(entered).map(([name, value]) => `  ${name}: ${JSON.stringify(value)}`)

const fieldInWords = ({ field, before, after }: PartyChange["changes"][number]): string =>
  `${field} from ${JSON.stringify(before ?? null)} to ${JSON.stringify(after ?? null)}`

function changeInWords({ version, at, what, by, changes, newWebhookSecret }: PartyChange): string {
  const details = [...changes.map(fieldInWords), ...(newWebhookSecret === true ? ["a new webhook secret"] : [])]
  const end = details.length === 0 ? "" : `: ${details.join("; ")}`
  return `  ${version}. ${at}, ${what} by ${by.party} with ${by.credential}${end}`
}
