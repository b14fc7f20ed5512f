import * as z from "zod"
import { instant } from "../../../shared/contracts/envelope.ts"

/** The hours of a case, or of a shipment, in which nobody watched the carrier's tool. */
export const unwatched = z
  .array(
    z.strictObject({
      from: instant,
      until: instant,
      filledAt: instant.optional(),
      goesOn: z.literal(true).optional(),
    }),
  )
  .optional()
  .meta({
    description:
      "Hours in which the carrier's tool did not report its lookups, so that more may have been seen than the hub " +
      "knows: at most 100. `filledAt`: when late reports had filled them, by the carrier's own statement. `goesOn`: " +
      "they had not ended when this was answered. Absent if there are none",
  })
