import type { PartyKind } from "../../base/contracts/words.ts"
import { retryLostRace } from "../../base/platform/retry-lost-race.ts"
import type { Party } from "../party.ts"
import { entryProblems, pairProblems } from "../party-rules.ts"
import { deadKeyProblems } from "./dead-keys.ts"
import type { Approved } from "./follow-approval.ts"
import type { InvitedParty } from "./invited-party.ts"
import { freeNumber } from "./party-number.ts"
import { type ChangedBy, changedEntries, PartyContended, partyStep } from "./party-step.ts"
import type { StoredInvitedParties } from "./stored-invited-parties.ts"

/** Which party the hub decides about, and who decides. */
export type Decision = { partyId: string; by: ChangedBy; at: string }

/**
 * What became of an approval.
 *
 * - `approved`: the party takes part with what it entered, under its number. `replaces` says what counted before.
 * - `unknown`: there is no such party.
 * - `noAnswer`: nothing waits for approval.
 * - `outdated`: the party was changed since the hub looked at it.
 * - `invalid`: the parties file or other parties have changed, so that it can no longer be approved as it is.
 * - `noNumberLeft`: every number is given away.
 */
export type ApprovalOutcome =
  | { outcome: "approved"; party: InvitedParty; number: number; replaces: Approved }
  | { outcome: "unknown" | "noAnswer" | "outdated" | "noNumberLeft" }
  | { outcome: "invalid"; sentences: readonly string[] }

type Tools = {
  invitedParties: StoredInvitedParties
  /** The parties of the parties file, which nobody invited. */
  fileParties: readonly Party[]
  /** Ids of the laws that the deployment has. */
  knownLaws: readonly string[]
}

/** Lets a party take part with what it entered. `version`: that of the party which the hub looked at. */
export type ApproveParty = (decision: Decision & { version: number }) => Promise<ApprovalOutcome>

export function makeApproveParty(tools: Tools): ApproveParty {
  const { invitedParties } = tools
  return ({ partyId, version, by, at }) =>
    retryLostRace<ApprovalOutcome>(
      async () => {
        const before = await invitedParties.current(partyId)
        if (before === undefined) return { result: { outcome: "unknown" } }
        if (before.answer === undefined) return { result: { outcome: "noAnswer" } }
        if (before.version !== version) return { result: { outcome: "outdated" } }
        const { party } = before.answer
        const sentences = [
          ...(await approvalProblems(party, tools)),
          ...(await deadKeyProblems(before, party, invitedParties)),
        ]
        if (sentences.length > 0) return { result: { outcome: "invalid", sentences } }
        const number = before.approved?.number ?? (await freeNumber(invitedParties, partyId))
        if (number === undefined) return { result: { outcome: "noNumberLeft" } }
        const { invitation: _, answer: __, removedAt: ___, ...kept } = before
        const changes = changedEntries(before.approved?.party, party)
        const step = partyStep(
          before,
          { ...kept, approved: { at, party, number } },
          { what: "approved", by, at, changes },
        )
        if ((await invitedParties.change(step)) === "refused") return undefined
        const replaces = { party, replaced: before.approved?.party, answeredAt: before.answer.at }
        return { result: { outcome: "approved", party: step.after, number, replaces } }
      },
      () => new PartyContended(),
    )
}

/** What stands against approving a party. The hub reads it, so it names other parties. */
async function approvalProblems(
  party: Party,
  { invitedParties, fileParties, knownLaws }: Tools,
): Promise<readonly string[]> {
  const ids = [...new Set([...party.roles, ...(party.contracts ?? [])].flatMap((entry) => entry.with ?? []))]
  const invited = await Promise.all(ids.map((id) => invitedParties.get(id)))
  const known = new Map([
    // Two invited parties can name each other, so one that waits for its approval counts too.
    ...invited.flatMap((each) => (each === undefined || each.removedAt !== undefined ? [] : [kindById(each)])),
    ...fileParties.map((each) => kindById({ partyId: each.id, kind: each.kind })),
  ])
  const others = fileParties.filter(({ id }) => id !== party.id)
  return [
    ...(others.length < fileParties.length
      ? ["the parties file has a party of this id. Take it out there and deploy, or remove the invited party"]
      : []),
    ...entryProblems(party, { others, namesOthers: true, quotes: true, knownLaws }),
    ...pairProblems(party, {
      kindOf: (id) => known.get(id),
      unknown: (id) => `names no party, "${id}"`,
    }),
  ]
}

const kindById = ({ partyId, kind }: Pick<InvitedParty, "partyId" | "kind">): [string, PartyKind] => [partyId, kind]

/** What became of a refusal. `nothingToDecline`: the party has neither an answer nor an invitation. */
export type DeclineOutcome = { outcome: "declined" | "unknown" | "nothingToDecline" }

/** Drops what a party entered, and takes its invitation back. An approved party stays as it was approved. */
export type DeclineParty = (decision: Decision) => Promise<DeclineOutcome>

export function makeDeclineParty({ invitedParties }: Pick<Tools, "invitedParties">): DeclineParty {
  return ({ partyId, by, at }) =>
    retryLostRace<DeclineOutcome>(
      async () => {
        const before = await invitedParties.current(partyId)
        if (before === undefined) return { result: { outcome: "unknown" } }
        const { invitation, answer, ...kept } = before
        if (invitation === undefined && answer === undefined) return { result: { outcome: "nothingToDecline" } }
        const written = await invitedParties.change(partyStep(before, kept, { what: "declined", by, at }))
        return written === "refused" ? undefined : { result: { outcome: "declined" } }
      },
      () => new PartyContended(),
    )
}
