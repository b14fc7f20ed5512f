import type { DocumentLanguage, PartyKind } from "../../base/contracts/words.ts"
import type { RandomBytes } from "../../base/platform/random-id.ts"
import { retryLostRace } from "../../base/platform/retry-lost-race.ts"
import { isReservedId, longestCarrierId } from "../counterparty-id.ts"
import type { Party } from "../party.ts"
import { sameName } from "../same-name.ts"
import { hashOfToken, newToken } from "./invitation-token.ts"
import type { InvitedParty } from "./invited-party.ts"
import { changedClaims } from "./party-claims.ts"
import { type ChangedBy, PartyContended, partyStep } from "./party-step.ts"
import type { StoredInvitedParties } from "./stored-invited-parties.ts"

/** How many days an invitation can count. */
export const invitationDays = { least: 1, usual: 14, most: 60 } as const

/** Whom the hub wants to invite. */
export type InvitationWish = {
  partyId: string
  /** Needed for a party that was never invited. It never changes. */
  kind?: PartyKind | undefined
  /** Of the letter, and of mails until the party chooses. As before, or English. */
  language?: DocumentLanguage | undefined
  /** From `invitationDays.least` to `invitationDays.most`. */
  days: number
  /** Whether the party was invited before, so that it can enter other keys, laws and contacts. */
  again: boolean
  by: ChangedBy
  at: string
}

/**
 * What became of a wish.
 *
 * - `invited`: the token is here and nowhere else. An invitation before it counts no more.
 * - `inFile`: the parties file has a party of this id.
 * - `nameTaken`: another party has this id as its alias.
 * - `nameReserved`: the id has the form of a named counterparty's.
 * - `nameTooLong`: a carrier with this id could name no supplier.
 * - `knownAlready`: the party was invited, and `again` was not asked for.
 * - `unknown`: `again` was asked for, and the party was never invited.
 * - `kindMissing`, `kindDiffers`: the kind of a new party is needed, and that of a known one is fixed.
 */
export type InvitationOutcome =
  | { outcome: "invited"; token: string; party: InvitedParty & { invitation: NonNullable<InvitedParty["invitation"]> } }
  | { outcome: InvitationRefusal }

export type InvitationRefusal =
  | "inFile"
  | "nameTaken"
  | "nameReserved"
  | "nameTooLong"
  | "knownAlready"
  | "unknown"
  | "kindMissing"
  | "kindDiffers"

/**
 * Invites a party, or invites it again. An approved party stays as it is until its new answer is approved, and a
 * removed one stays out of the exchange until then.
 */
export type InviteParty = (wish: InvitationWish) => Promise<InvitationOutcome>

export function makeInviteParty(options: {
  invitedParties: StoredInvitedParties
  /** The parties of the parties file, which nobody invited. */
  fileParties: readonly Party[]
  random: RandomBytes
}): InviteParty {
  const { invitedParties, fileParties, random } = options
  return async (wish) => {
    const { partyId, by, at } = wish
    return retryLostRace<InvitationOutcome>(
      async () => {
        const before = await invitedParties.current(partyId)
        const base = partyToInvite(wish, before, fileParties)
        if (typeof base === "string") return { result: { outcome: base } }
        const token = newToken(random)
        const invitation = { tokenHash: hashOfToken(token), invitedAt: at, expiresAt: daysAfter(at, wish.days) }
        const step = partyStep(
          before,
          { ...base, invitation },
          { what: wish.again ? "invitedAgain" : "invited", by, at },
        )
        const taken = await invitedParties.takenFrom(partyId, changedClaims(before, step.after).put)
        if (taken.some(({ pk }) => pk === "alias")) return { result: { outcome: "nameTaken" } }
        if ((await invitedParties.change(step)) === "refused") return undefined
        return { result: { outcome: "invited", token, party: { ...step.after, invitation } } }
      },
      () => new PartyContended(),
    )
  }
}

function partyToInvite(
  { partyId, kind, language, again }: InvitationWish,
  before: InvitedParty | undefined,
  fileParties: readonly Party[],
): InvitationRefusal | Omit<InvitedParty, "version" | "changedAt"> {
  if (isReservedId(partyId)) return "nameReserved"
  if (fileParties.some(({ id }) => id === partyId)) return "inFile"
  if (fileParties.some(({ alias }) => sameName(alias) === partyId)) return "nameTaken"
  if (before === undefined) {
    if (again) return "unknown"
    if (kind === "carrier" && partyId.length > longestCarrierId) return "nameTooLong"
    return kind === undefined ? "kindMissing" : { partyId, kind, language: language ?? "en" }
  }
  if (!again) return "knownAlready"
  if (kind !== undefined && kind !== before.kind) return "kindDiffers"
  return { ...before, language: language ?? before.language }
}

const daysAfter = (at: string, days: number): string => new Date(Date.parse(at) + days * 86_400_000).toISOString()
