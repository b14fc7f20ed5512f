import * as z from "zod"
import { assessmentReasonSchema } from "../contracts/words.ts"
import { instantSchema, remarkSchema } from "./schemas.ts"

/** A party's recorded assessment of the risk to people. A party assesses for itself only. */
export const assessmentSchema = z.strictObject({
  realRiskOfSignificantHarm: z.enum(["yes", "no"]),
  sensitivity: z.enum(["low", "medium", "high"]),
  probabilityOfMisuse: z.enum(["low", "medium", "high"]),
  consequences: remarkSchema.optional(),
  reasons: z.array(assessmentReasonSchema).min(1),
  explanation: remarkSchema.optional(),
  assessedBy: z.string().min(1).max(100).meta({ description: "Function of the person, such as privacy officer" }),
  assessedAt: instantSchema,
})

export type Assessment = z.infer<typeof assessmentSchema>
