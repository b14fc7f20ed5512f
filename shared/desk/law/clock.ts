import * as z from "zod"
import { clockEventSchema } from "../../base/contracts/legal-words.ts"

/** Standards of promptness without a number of hours or days. */
export const promptnessStandardSchema = z.enum([
  "asSoonAsFeasible",
  "asSoonAsPracticable",
  "asQuicklyAsPossible",
  "withoutUndueDelay",
  "withoutUnreasonableDelay",
  "inReasonableTime",
  "promptly",
  "immediately",
])

export type PromptnessStandard = z.infer<typeof promptnessStandardSchema>

const promptClockSchema = z.strictObject({
  kind: z
    .literal("prompt")
    .meta({ description: "The law names a standard and no term: no legal deadline is computed" }),
  standard: promptnessStandardSchema,
  from: clockEventSchema,
})

export const termClockSchema = z.strictObject({
  kind: z.literal("within").meta({ description: "The law names a term" }),
  amount: z.int().positive(),
  unit: z.enum(["hours", "calendarDays", "calendarMonths"]),
  from: clockEventSchema,
  standard: promptnessStandardSchema
    .optional()
    .meta({ description: "The standard that applies besides the outer term, if the law has both" }),
  determines: z
    .literal("material")
    .optional()
    .meta({
      description:
        "The law counts from determining this of the breach, and not from determining that it occurred. Its time is not " +
        "recorded, so the clock starts at the latter, which is never later",
    }),
})

export const clockSchema = z.discriminatedUnion("kind", [promptClockSchema, termClockSchema])

export type Clock = z.infer<typeof clockSchema>
