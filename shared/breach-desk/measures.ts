import * as z from "zod"
import { measureCode, measureKind } from "../contracts/words.ts"
import { instantSchema } from "./schemas.ts"

export const measureFactsSchema = z.strictObject({
  at: instantSchema,
  by: z.string().min(1).meta({ description: "Party id, or hub" }),
  kind: measureKind,
  code: measureCode,
})

export type MeasureFacts = z.infer<typeof measureFactsSchema>
