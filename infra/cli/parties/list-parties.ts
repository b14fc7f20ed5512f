import type { Outcome } from "../../../client/command-line/declare-command.ts"
import { exitStatus } from "../../../client/command-line/exit-status.ts"
import type { InvitedParty } from "../../../shared/parties/invitations/invited-party.ts"
import type { Hub } from "./hub.ts"
import { type PartyState, partyStates, stateOf } from "./party-state.ts"

export type ListOptions = {
  readonly state?: PartyState
  /** Only parties behind this id. */
  readonly after?: string
  readonly limit: number
}

/** Counts the invited parties by their state, and shows a page of them. */
export async function listParties(hub: Hub, { state, after = "", limit }: ListOptions): Promise<Outcome> {
  const at = hub.now()
  const counts = Object.fromEntries(partyStates.map((each): [PartyState, number] => [each, 0]))
  const shown: ReturnType<typeof entryOf>[] = []
  let more = 0
  for await (const party of hub.invitedParties.each()) {
    const entry = entryOf(party, at)
    counts[entry.state] = (counts[entry.state] ?? 0) + 1
    const isAsked = (state === undefined || entry.state === state) && entry.party > after
    if (isAsked && shown.length < limit) shown.push(entry)
    else if (isAsked) more += 1
  }
  const next = more > 0 ? shown.at(-1)?.party : undefined
  return {
    data: { counts, parties: shown, ...(next === undefined ? {} : { more, next }) },
    text: inWords({ counts, shown, more, next }),
    status: exitStatus.fine,
  }
}

function entryOf(party: InvitedParty, at: string) {
  const { partyId, kind, version, answer, approved } = party
  const alias = (answer ?? approved)?.party.alias
  return {
    party: partyId,
    kind,
    ...stateOf(party, at),
    ...(alias === undefined ? {} : { alias }),
    ...(approved === undefined ? {} : { approvedAt: approved.at }),
    version,
  }
}

function inWords(found: {
  counts: Readonly<Record<string, number>>
  shown: readonly ReturnType<typeof entryOf>[]
  more: number
  next: string | undefined
}): string {
  const { counts, shown, more, next } = found
  const numbers = partyStates.flatMap((state) => (counts[state] ? [`${counts[state]} ${state}`] : []))
  if (numbers.length === 0) return "No party was invited. Invite one with npx wayseal parties invite.\n"
  const lines = shown.map(
    ({ party, kind, state, since, alias }) =>
      `${party}: ${kind}, ${state} since ${since}${alias === undefined ? "" : `, alias ${JSON.stringify(alias)}`}`,
  )
  const rest = next === undefined ? [] : [`${more} more. Go on with --after ${next}`]
  return `${[numbers.join(", "), ...lines, ...rest].join("\n")}\n`
}
