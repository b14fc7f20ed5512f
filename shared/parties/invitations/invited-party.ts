import * as z from "zod"
import { ownString } from "../../base/contracts/bounded-string.ts"
import { instant } from "../../base/contracts/envelope.ts"
import { documentLanguages, partyId, partyKind } from "../../base/contracts/words.ts"
import { party } from "../party.ts"

/**
 * What the hub knows of a party that it invited. Such a party has no AWS account and stands in no parties file. It is
 * in the exchange once the hub approved what it answered, and until the hub removes it.
 */
export const invitedParty = z.object({
  partyId,
  kind: partyKind,
  language: z.enum(documentLanguages),
  /** Number of the last change. */
  version: z.int().positive(),
  changedAt: instant,
  /** Absent once the invitation was used up, taken back, or answered and approved. */
  invitation: z
    .object({
      /** SHA-256 of the token, in hexadecimal. The token itself is kept nowhere. */
      tokenHash: ownString(),
      invitedAt: instant,
      expiresAt: instant,
    })
    .optional(),
  /** What the party entered, until the hub approves or declines it. */
  answer: z.object({ at: instant, party }).optional(),
  /** The party as the exchange knows it. */
  approved: z
    .object({
      at: instant,
      party,
      /** The number under which access profiles keep it. It never changes. */
      number: z.int(),
    })
    .optional(),
  /** Until the hub approves an answer to a new invitation. */
  removedAt: instant.optional(),
})
export type InvitedParty = z.infer<typeof invitedParty>

/** What at most one party has. */
export type PartyClaim =
  | { readonly kind: "alias"; readonly alias: string }
  | { readonly kind: "issuer"; readonly issuer: string; readonly subject: string }
  | { readonly kind: "shipperAccount"; readonly carrierId: string; readonly account: string }
  | { readonly kind: "number"; readonly number: number }

/** Invited parties, as lookups of parties need them. An approved party that was removed is still there. */
export type ReadInvitedParties = {
  get(partyId: string): Promise<InvitedParty | undefined>
  /** The id of the approved party that has this. What is only in an answer does not count yet. */
  idOf(claim: PartyClaim): Promise<string | undefined>
  /** Every invited party, a page at a time, ordered by id. */
  each(): AsyncIterable<InvitedParty>
}
