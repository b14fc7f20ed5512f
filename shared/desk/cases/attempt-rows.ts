import * as z from "zod"
import { ownString } from "../../base/contracts/bounded-string.ts"
import { derivedId } from "../../base/contracts/envelope.ts"
import { anomalyDays } from "../../base/contracts/retention.ts"
import { attemptReason } from "../../base/contracts/words.ts"
import { daySeconds } from "../../base/platform/instants.ts"
import { accessorKey } from "../../watch/detection/accessor.ts"
import { inCase, instant, key } from "./participant-rows.ts"

/**
 * That the lookups of an accessor in one tool on one day concern a party of which nothing was seen when they were
 * found. Whether that still holds, the case of the anomaly says: a party that came into it since had something seen.
 * One more anomaly of that day replaces the row, and opens it again.
 */
export const attemptRowSchema = z.object({
  ...inCase,
  type: z.literal("attempt"),
  partyId: ownString().min(1).meta({ description: "For the index by party: the party's list of attempts" }),
  openedAt: instant.meta({ description: "For the index by party: when it was recorded" }),
  attemptId: ownString(),
  anomalyId: ownString().meta({ description: "The latest of that day" }),
  accessorKey,
  closed: z
    .object({ at: instant, reason: attemptReason, by: ownString().optional() })
    .optional()
    .meta({ description: "When and why the party put it away. `by`: opaque id of the person" }),
  expiresAt: z.int().positive(),
})
export type AttemptRow = z.infer<typeof attemptRowSchema>

/** That a day is over on which attempts concerned a party, so that the party is told of them. */
export const attemptsDayRowSchema = z.object({
  ...key,
  type: z.literal("attemptsDay"),
  day: z.iso.date(),
  party: ownString().min(1),
  at: instant,
  expiresAt: z.int().positive(),
})
export type AttemptsDayRow = z.infer<typeof attemptsDayRowSchema>

/** Keys of the attempts of a UTC day, of what tells parties of them, and of who got a mail about them. */
export const attemptKeys = {
  ofDay: (day: string) => `ATTEMPTS#${day}`,
  attempt: (day: string, partyId: string, attemptId: string) => ({
    pk: attemptKeys.ofDay(day),
    sk: `${partyId}#${attemptId}`,
  }),
  dayOver: (day: string, partyId: string) => ({ pk: `ATTEMPTSOVER#${day}`, sk: `PARTY#${partyId}` }),
  /** That every party of a day is told. */
  allTold: (day: string) => ({ pk: `ATTEMPTSOVER#${day}`, sk: "ALL" }),
  mailed: (day: string, partyId: string, receiver: string) => ({
    pk: `ATTEMPTSOVER#${day}`,
    sk: `MAILED#${partyId}#${receiver}`,
  }),
}

/** One for an accessor, or a block of numbers, in a tool. */
export const attemptIdOf = ({ accessorKey, tool }: { accessorKey: string; tool: string }): string =>
  derivedId("attempt", accessorKey, tool)

/** Whose list of attempts a row is in, in the index by party. */
export const attemptsListOf = (partyId: string): string => `attempts#${partyId}`

/** Until when rows about attempts are kept, in epoch seconds: as long as their anomalies. */
export function attemptExpiry(at: string): number {
  return Math.floor(Date.parse(at) / 1_000) + anomalyDays * daySeconds
}
