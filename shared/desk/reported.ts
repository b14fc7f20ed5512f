import * as z from "zod"
import { ownString } from "../base/contracts/bounded-string.ts"
import { countSchema, instantSchema } from "./schemas.ts"

/** How large the breach was, as a regulator was told. */
export const reportedSchema = z.strictObject({
  at: instantSchema,
  shipments: countSchema,
  fields: z.array(ownString().min(1)),
})
