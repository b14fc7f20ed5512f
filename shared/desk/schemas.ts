import * as z from "zod"
import { boundedString } from "../base/contracts/bounded-string.ts"

/**
 * Parts of the schemas of a case's facts. Facts hold counts, field names, times and fingerprints, never personal data
 * of an affected person. A fact that the desk cannot know is `null` or absent, and documents say that it is unknown.
 */
export const instantSchema = z.iso.datetime({ offset: true })

/** Prose by a party's officer. It must not identify an affected person. */
export const remarkSchema = boundedString(2000).min(1)

export const countSchema = z.int().nonnegative()

/** Hours in which nobody watched a carrier's tool. */
export const unwatchedSchema = z.strictObject({
  from: instantSchema,
  until: instantSchema,
  filledAt: instantSchema.optional(),
  goesOn: z.literal(true).optional(),
})
