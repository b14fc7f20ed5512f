import canonicalize from "canonicalize"
import type { Party } from "../party.ts"
import { enteredOf } from "./entered-party.ts"
import type { InvitedParty } from "./invited-party.ts"
import type { PartyChange, StoredInvitedParties } from "./stored-invited-parties.ts"

/** Who changes a party: the hub, by its role or user, or the party that was invited. */
export type ChangedBy = PartyChange["by"]

/** Whether two values are the same JSON. */
export const isSame = (one: unknown, other: unknown): boolean => canonicalize(one) === canonicalize(other)

/** A change of a party as the store takes it: the party after it, and the entry of its history. */
export function partyStep(
  before: InvitedParty | undefined,
  after: Omit<InvitedParty, "version" | "changedAt">,
  did: Pick<PartyChange, "at" | "by" | "what"> & Partial<Pick<PartyChange, "changes" | "newWebhookSecret">>,
): Parameters<StoredInvitedParties["change"]>[0] {
  const version = (before?.version ?? 0) + 1
  const { partyId } = after
  return {
    before,
    after: { ...after, version, changedAt: did.at },
    change: { changes: [], ...did, partyId, version },
  }
}

/** Which entries of a party differ, before and after. Secrets are no entries. */
export function changedEntries(before: Party | undefined, after: Party): PartyChange["changes"] {
  const old: Readonly<Record<string, unknown>> = before === undefined ? {} : enteredOf(before)
  const now: Readonly<Record<string, unknown>> = enteredOf(after)
  return [...new Set([...Object.keys(old), ...Object.keys(now)])]
    .filter((field) => !isSame(old[field], now[field]))
    .map((field) => ({ field, before: old[field], after: now[field] }))
}

/** Others changed the same party again and again. Trying later can succeed. */
export class PartyContended extends Error {
  override readonly name = "PartyContended"
  constructor() {
    super("An invited party was changed by others at the same time")
  }
}
