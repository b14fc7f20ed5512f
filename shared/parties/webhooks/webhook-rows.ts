import * as z from "zod"
import { ownString } from "../../base/contracts/bounded-string.ts"
import { instant } from "../../base/contracts/envelope.ts"
import { partyId } from "../../base/contracts/words.ts"

/** How long events and attempts are kept, so that a party can look them up and have them sent again. */
export const daysKept = 30

/** What an endpoint answered: a status, or why there is none. */
export const postStatus = z.union([z.int(), z.enum(["unreachable", "notPublic"])])

/** An event for the webhook of one party, and how far its delivery is. */
export const webhookMessage = z.object({
  partyId,
  eventId: ownString(),
  type: ownString(),
  /** When the hub began to deliver it. */
  receivedAt: instant,
  /** The event as EventBridge delivered it, sealed under the party's key. It can name a parcel or an accessor. */
  sealedBody: ownString(),
  /** `undelivered`: it is not tried any more unless the party asks for it. */
  status: z.enum(["waiting", "delivered", "undelivered"]),
  /** Attempts since it came, or since somebody asked to send it again. */
  attempts: z.int().min(0),
  firstAttemptAt: instant.optional(),
  /** When to try again. Absent unless it waits. */
  nextAttemptAt: instant.optional(),
  /** When it is looked at next. While somebody delivers it, this is later than `nextAttemptAt`. */
  dueAt: instant.optional(),
  /** Epoch seconds. */
  expiresAt: z.int(),
})
export type WebhookMessageRow = z.infer<typeof webhookMessage>

/** One attempt to deliver an event. It holds nothing of the event. */
export const webhookAttempt = z.object({
  partyId,
  attemptId: ownString(),
  at: instant,
  eventId: ownString(),
  type: ownString(),
  status: postStatus,
  durationMilliseconds: z.int().min(0),
  /** 1 for the first. */
  attempt: z.int().positive(),
  nextAttemptAt: instant.optional(),
  expiresAt: z.int(),
})
export type WebhookAttempt = z.infer<typeof webhookAttempt>

/** How the endpoint of one party fares. */
export const endpointRow = z.object({
  partyId,
  /** Which endpoint this is about. A new address begins anew. */
  endpointId: ownString(),
  version: z.int().positive(),
  /** Failures in a row of the endpoint as a whole, not of one event. */
  failures: z.int().min(0),
  /** Since when nothing was delivered although it was tried. */
  failingSince: instant.optional(),
  pausedUntil: instant.optional(),
  /** Since when its answers take long. */
  slowSince: instant.optional(),
  /** Since when invocations of the queue have waited for its answers, each of those that have for a second. */
  awaitedSince: z.array(instant).max(10).optional(),
  /** Until when it is slow, because too many invocations waited for it. */
  crowdedUntil: instant.optional(),
  disabledAt: instant.optional(),
  disabledBecause: z.enum(["gone", "failing"]).optional(),
  /** The party has not been told yet that its endpoint is disabled. */
  noticeDue: z.boolean().optional(),
  /** What came of the event by which an address is verified, or of the first event that was accepted. */
  verification: z
    .object({ requestedAt: instant.optional(), answeredAt: instant.optional(), status: postStatus.optional() })
    .optional(),
})
export type EndpointRow = z.infer<typeof endpointRow>

/** When a row expires that was written at a time, in epoch seconds. */
export function expiryFrom(at: Date): number {
  return Math.floor(at.getTime() / 1000) + daysKept * 86_400
}
