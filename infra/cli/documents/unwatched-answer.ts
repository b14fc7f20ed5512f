import * as z from "zod"
import { instant } from "../../../shared/contracts/envelope.ts"

/** The hours of a case in which nobody watched the carrier's tool. */
export const unwatched = z
  .array(z.strictObject({ from: instant, until: instant, filledAt: instant.optional() }))
  .optional()
  .meta({
    description:
      "Hours since the first exposure in which the carrier's tool did not report its lookups, so that more may have " +
      "been seen than the hub knows. `filledAt`: when late reports had filled them. Absent if there are none",
  })
