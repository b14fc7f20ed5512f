import * as z from "zod"

/** What the detector knows of a retailer's traffic, learned on a schedule; until then parties.json says. */
export const retailerProfileRow = z.object({
  retailerId: z.string().min(1),
  version: z.int().positive(),
  ordersPerDay: z.number().positive(),
  missShare: z.number().min(0).max(1),
  sequenceHead: z.int().min(0).optional().meta({ description: "Highest blinded ordinal seen" }),
  blockShape: z
    .object({ fresh: z.number(), old: z.number(), misses: z.number() })
    .optional()
    .meta({ description: "a0 of the block charts: 1 is uniform, smaller is denser" }),
  learnedAt: z.iso.datetime().optional(),
})
export type RetailerProfileRow = z.infer<typeof retailerProfileRow>

/** Retailer profiles; `get` is meant to be cached by its reader for 60 s. */
export type RetailerProfiles = {
  get(retailerId: string): Promise<RetailerProfileRow | undefined>
  /** Replaces what was learned, on condition of the version read (0: none yet). Keeps the higher sequence head. */
  learn(profile: Omit<RetailerProfileRow, "sequenceHead">, readVersion: number): Promise<"learned" | "conflict">
  /** Raises the sequence head; a lower ordinal changes nothing. */
  advanceHead(retailerId: string, ordinal: number): Promise<void>
}
