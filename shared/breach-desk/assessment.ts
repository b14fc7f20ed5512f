import * as z from "zod"
import { assessmentLevel, assessmentReasonSchema, realRisk } from "../contracts/words.ts"
import { instantSchema, remarkSchema } from "./schemas.ts"

/**
 * A party's own assessment of the risk to people. Unlike the one that events carry, it may also hold the words of the
 * party's officer.
 */
export const assessmentSchema = z.strictObject({
  realRiskOfSignificantHarm: realRisk,
  sensitivity: assessmentLevel,
  probabilityOfMisuse: assessmentLevel,
  consequences: remarkSchema.optional(),
  reasons: z.array(assessmentReasonSchema).min(1),
  explanation: remarkSchema.optional(),
  assessedBy: z.string().min(1).max(100).meta({ description: "Function of the person, such as privacy officer" }),
  assessedAt: instantSchema,
})

export type Assessment = z.infer<typeof assessmentSchema>
