import * as z from "zod"

/**
 * The facts of one breach case from which duties are derived and documents are built. The desk computes them from
 * the ledger; what it cannot know is `null` or absent and is said to be unknown in every document. No personal data
 * of an affected person belongs in here: counts, field names, times and fingerprints only.
 */
export const instantSchema = z.iso.datetime({ offset: true })

/** One line of prose by a party's officer; never about an identifiable affected person. */
export const remarkSchema = z.string().min(1).max(2000)

export const countSchema = z.int().nonnegative()
