import * as z from "zod"
import { defineEvent } from "./define-event.ts"
import { instant } from "./envelope.ts"
import { extensible } from "./extensible.ts"
import { shipmentId } from "./fields.ts"
import { claimAnswer } from "./words.ts"

/**
 * Published to the retailer that claimed a tracking number. The answer is `claimPending` until the carrier has named
 * the shipper, whether or not another retailer has claimed the number, so that a claim reveals no other.
 */
export const claimAnswered = defineEvent({
  detailType: "ClaimAnswered",
  version: 1,
  from: "hub",
  to: "retailer",
  summary: "Whether the carrier has confirmed that a tracking number belongs to a shipment of this retailer",
  data: z.object({
    shipmentId,
    numberedAt: instant.meta({
      description: "When this retailer gave the shipment the number: `occurredAt` of its own event",
    }),
    answer: claimAnswer.meta({
      ...extensible,
      description:
        "`claimPending`: the carrier has named no shipper yet. `claimConfirmed`: it named this retailer. " +
        "`claimRefused`: it named another one, and no progress follows. `claimPending` comes before the others; " +
        "of the others, the one that occurred later counts. Progress also comes after a day of `claimPending`, if no other " +
        "retailer claimed the number",
      examples: ["claimPending"],
    }),
  }),
  examples: [
    { shipmentId: "shp_7Hq2mZ0c", numberedAt: "2026-11-01T14:03:00.000Z", answer: "claimPending" },
    { shipmentId: "shp_7Hq2mZ0c", numberedAt: "2026-11-01T14:03:00.000Z", answer: "claimRefused" },
  ],
})
