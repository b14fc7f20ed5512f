import * as z from "zod"
import { boundedString } from "../base/contracts/bounded-string.ts"
import { measureCode, measureKind } from "../base/contracts/words.ts"
import { instantSchema } from "./schemas.ts"

export const measureFactsSchema = z.strictObject({
  at: instantSchema,
  by: boundedString(64).min(1).meta({ description: "Party id, or hub" }),
  kind: measureKind,
  code: measureCode,
})

export type MeasureFacts = z.infer<typeof measureFactsSchema>
