import * as z from "zod"
import { countSchema, instantSchema } from "./schemas.ts"

/** How large the breach was, as a regulator was told. */
export const reportedSchema = z.strictObject({
  at: instantSchema,
  shipments: countSchema,
  fields: z.array(z.string().min(1)),
})
