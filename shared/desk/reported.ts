import * as z from "zod"
import { ownString } from "../base/contracts/bounded-string.ts"
import { breachCause } from "../base/contracts/words.ts"
import { countSchema, instantSchema } from "./schemas.ts"

/** What a regulator was told of the breach. */
export const reportedSchema = z.strictObject({
  at: instantSchema,
  shipments: countSchema,
  fields: z.array(ownString().min(1)),
  also: z
    .strictObject({
      firstExposureAt: instantSchema.optional(),
      lastExposureAt: instantSchema.optional(),
      causes: z.array(breachCause),
    })
    .optional()
    .meta({ description: "Between which lookups it was, and why it was possible. Absent: not recorded" }),
})
