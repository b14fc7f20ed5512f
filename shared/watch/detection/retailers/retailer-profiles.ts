import * as z from "zod"
import { tool } from "../../../base/contracts/words.ts"
import { type SequenceHeads, sequenceHeadRow } from "./sequence-head.ts"

/** What a schedule learned of a retailer's traffic. */
export const learnedTraffic = z.object({
  ordersPerDay: z.number().positive(),
  missShare: z.number().min(0).max(1),
  wrongCodeShare: z.number().min(0).max(1).optional().meta({ description: "Of the postal codes given" }),
  blockShape: z
    .object({ fresh: z.number(), old: z.number(), misses: z.number() })
    .optional()
    .meta({ description: "a0 of the block charts: 1 is uniform, smaller is denser" }),
  blockCrowding: z
    .object({ fresh: z.number(), old: z.number(), strides: z.array(z.number()).max(31).readonly() })
    .optional()
    .meta({ description: "Most lookups an hour of 64 numbers, and how unevenly numbers are used" }),
  heads: z
    .array(z.object({ day: z.iso.date(), ordinal: z.int().min(0) }))
    .max(15)
    .optional()
    .meta({ description: "Sequence head at the first look of each of the latest UTC days" }),
  rhythm: z
    .object({
      hour: z.int().min(0),
      ordinal: z.int().min(0),
      hours: z
        .array(z.object({ readings: z.int().min(0), mean: z.number().min(0) }))
        .length(24)
        .readonly(),
    })
    .optional()
    .meta({ description: "What each hour of the day (UTC) brings, and the sequence head at the latest hourly look" }),
  lateNumbers: z
    .array(z.object({ from: z.int().min(0), to: z.int().min(0), seenAt: z.iso.datetime() }))
    .max(100)
    .optional()
    .meta({ description: "Ranges of blinded ordinals announced late, and when each was last seen to be missing" }),
  learnedAt: z.iso.datetime().meta({ description: "When all but the late numbers was learned" }),
})

/** The state of a retailer's advisory volume chart, in each tool. */
export const watchedVolume = z.object({
  until: z.iso.datetime().meta({ description: "Sums of ten minutes that began before this have been looked at" }),
  tools: z.record(
    tool,
    z.object({
      state: z.object({ contacts: z.int(), base: z.number(), score: z.number(), alarms: z.int() }),
      from: z.int().nullable().meta({ description: "Where the score last left zero, epoch seconds" }),
    }),
  ),
})

/** What the detector knows of a retailer's numbers and traffic. What is not learned yet is as the party stated it. */
export const retailerProfileRow = z.object({
  ...sequenceHeadRow.shape,
  version: z.int().min(0).default(0).meta({ description: "Counts what was learned; the head does not change it" }),
  learned: learnedTraffic.optional(),
  volume: watchedVolume.optional(),
})

/**
 * The id of the row with what the word of one party taught of another party's numbers: its typing errors and blocks. It
 * is used for what that party says alone, so that nobody can teach the detector about the hub's own visitors.
 */
export const taughtKey = (partyId: string, vouchedBy: string): string => `${partyId}#${vouchedBy}`

export type RetailerProfileRow = z.infer<typeof retailerProfileRow>

export type LearnedTraffic = z.infer<typeof learnedTraffic>

export type WatchedVolume = z.infer<typeof watchedVolume>

/** Retailer profiles; readers cache them for 60 s. */
export type RetailerProfiles = SequenceHeads & {
  get(retailerId: string): Promise<RetailerProfileRow | undefined>
  /** Replaces what was learned, on condition of the version that was read (0: none yet). */
  learn(retailerId: string, learned: LearnedTraffic, readVersion: number): Promise<"learned" | "conflict">
  /** Replaces the state of the volume chart, on condition of the `until` that was read (undefined: none yet). */
  advanceVolume(
    retailerId: string,
    watched: WatchedVolume,
    readUntil: string | undefined,
  ): Promise<"advanced" | "conflict">
}
