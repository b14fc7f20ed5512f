import * as z from "zod"
import { boundedString } from "./bounded-string.ts"
import { defineEvent } from "./define-event.ts"
import { partyId } from "./words.ts"

/** The hub leaves to itself what a shop's message asks for and what takes longer than the shop waits. */
export const shopTaskDue = defineEvent({
  detailType: "ShopTaskDue",
  version: 1,
  from: "hub",
  to: "hub",
  summary: "Something is to be done for a retailer's shop: a link to write, shipments to erase, or contacts to inform",
  data: z.object({
    retailerId: partyId.meta({ description: "Whose shop it is" }),
    sealedTask: boundedString(200000)
      .regex(/^[A-Za-z0-9+/=_.-]{1,200000}$/)
      .meta({
        description: "What is to be done, sealed under the retailer's key: the archive shows nothing of it",
        examples: ["pE0xQm9ZdTNs"],
      }),
  }),
  examples: [{ retailerId: "leafline", sealedTask: "pE0xQm9ZdTNs" }],
})
