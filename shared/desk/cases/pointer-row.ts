import * as z from "zod"
import { ownString } from "../../base/contracts/bounded-string.ts"
import { instant, key } from "./participant-rows.ts"

export const attributionSchema = z.object({
  attributesFrom: instant.optional(),
  attributesUntil: instant.optional(),
  postalCodesFrom: instant.optional(),
  postalCodesDuring: z.array(z.object({ from: instant, until: instant })).optional(),
  possible: z.literal(true).optional(),
})

/**
 * Which entries of the ledger a case attributes to itself for an accessor key: none without `attributesFrom`, and none
 * after `attributesUntil`. From `postalCodesFrom` on, and during `postalCodesDuring` (ends included), a right postal
 * code may be a guess and proves nothing. `possible`: strangers looked there too, and nobody can distinguish them.
 */
export type Attribution = z.infer<typeof attributionSchema>

/** Most cases that were set aside before, of which an accessor key is known. */
export const mostSetAside = 30

/** Which case an accessor key, an anomaly, a report, an alias, or the link of a letter or a view belongs to. */
export const pointerRowSchema = z.object({
  ...key,
  type: z.literal("pointer"),
  caseId: ownString().min(8),
  content: ownString()
    .min(1)
    .optional()
    .meta({ description: "Keyed hash of the event, if it is the pointer of a report" }),
  ...attributionSchema.shape,
  setAside: z
    .array(attributionSchema.extend({ caseId: ownString().min(8) }))
    .max(mostSetAside)
    .optional()
    .meta({
      description: "Of an accessor key: cases before that had ended it, with what they attribute, latest first",
    }),
})
export type PointerRow = z.infer<typeof pointerRowSchema>
