import * as z from "zod"
import { ownString } from "../../base/contracts/bounded-string.ts"
import { instant } from "../../base/contracts/envelope.ts"
import { partyId } from "../../base/contracts/words.ts"
import type { ClaimKey } from "./claim-keys.ts"
import type { InvitedParty, ReadInvitedParties } from "./invited-party.ts"

/** What can happen to an invited party. */
export const partyChangeKinds = [
  "invited",
  "invitedAgain",
  "answered",
  "approved",
  "declined",
  "removed",
  // In histories that release 0.1.0 wrote. Nothing restores a party any more.
  "restored",
] as const

/** One change of an invited party. It is never overwritten. */
export const partyChange = z.object({
  partyId,
  version: z.int().positive(),
  at: instant,
  what: z.enum(partyChangeKinds),
  /** The hub with its role or user, or the party with the word `invitation`. */
  by: z.object({ party: ownString(), credential: ownString() }),
  /** What the party entered anew, or what the hub approved of that. */
  changes: z
    .array(z.object({ field: ownString(), before: z.unknown().optional(), after: z.unknown().optional() }))
    .default([]),
  /** Whether the webhook got another secret. */
  newWebhookSecret: z.boolean().optional(),
})
export type PartyChange = z.infer<typeof partyChange>

/** A row that says which party has something that at most one party may have. */
export const claimRow = z.object({ pk: ownString(), sk: ownString(), partyId, inForce: z.boolean() })
export type ClaimRow = z.infer<typeof claimRow>

/** Invited parties, what they claim, and every change. */
export type StoredInvitedParties = ReadInvitedParties & {
  /** The party as it is now. Reads consistently. */
  current(partyId: string): Promise<InvitedParty | undefined>
  /** The party whose invitation has a token of this hash, as it is now. Reads consistently. */
  invitedBy(tokenHash: string): Promise<InvitedParty | undefined>
  /** Which of these another party claims. Reads consistently. */
  takenFrom(partyId: string, claims: readonly ClaimKey[]): Promise<readonly ClaimKey[]>
  /** The rows of those of these claims that some party has. Reads consistently. */
  holdersOf(claims: readonly ClaimKey[]): Promise<readonly ClaimRow[]>
  /**
   * Stores a party with what it claims and the change that led to it, all or nothing.
   *
   * @returns `refused`: somebody changed the party since it was read, or another party claims the same. Nothing was
   * written. Read and decide again
   */
  change(step: {
    readonly before: InvitedParty | undefined
    readonly after: InvitedParty
    readonly change: PartyChange
  }): Promise<"changed" | "refused">
  /** Changes of a party, the newest first, older than a version. Reads consistently. */
  history(partyId: string, page: { before?: number | undefined; limit: number }): Promise<readonly PartyChange[]>
}
