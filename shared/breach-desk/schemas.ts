import * as z from "zod"

/**
 * Parts of the schemas of a case's facts. Facts hold counts, field names, times and fingerprints, never personal data
 * of an affected person. A fact that the desk cannot know is `null` or absent, and documents say that it is unknown.
 */
export const instantSchema = z.iso.datetime({ offset: true })

/** Prose by a party's officer. It must not identify an affected person. */
export const remarkSchema = z.string().min(1).max(2000)

export const countSchema = z.int().nonnegative()
