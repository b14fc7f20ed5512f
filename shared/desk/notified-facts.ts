import * as z from "zod"
import { ownString } from "../base/contracts/bounded-string.ts"
import { breachCause } from "../base/contracts/words.ts"
import { countSchema, instantSchema } from "./schemas.ts"

/**
 * What a party knew when it notified people, or when it last wrote again to all of them. What differs now is what a
 * follow-up says.
 */
export const notifiedFactsSchema = z.object({
  from: instantSchema.meta({ description: "When the first of these notices was sent" }),
  to: instantSchema.meta({ description: "When the last of them was sent" }),
  early: z.literal(true).optional().meta({ description: "Facts were missing, and the party promised to write again" }),
  atLeast: z
    .literal(true)
    .optional()
    .meta({ description: "More may have been shown, so nothing was said of what was not" }),
  shipments: countSchema,
  fields: z.array(ownString().min(1)),
  notShown: z
    .array(ownString().min(1))
    .optional()
    .meta({ description: "Of which fields the notices said that they were not shown" }),
  firstExposureAt: instantSchema.optional(),
  lastExposureAt: instantSchema.optional(),
  causes: z.array(breachCause).optional(),
  lawEnforcementDelay: z.boolean().optional(),
})
export type NotifiedFacts = z.infer<typeof notifiedFactsSchema>
