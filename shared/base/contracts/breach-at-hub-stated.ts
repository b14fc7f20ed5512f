import * as z from "zod"
import { hubBreachId } from "./breach-at-hub.ts"
import { defineEvent } from "./define-event.ts"
import { partyId } from "./words.ts"

/** The operator states to one party that the hub itself was breached. What it says stands in a row, and in no event. */
export const breachAtHubStated = defineEvent({
  detailType: "BreachAtHubStated",
  version: 1,
  from: "hub",
  to: "hub",
  summary: "The operator states a breach at the hub itself, which opens a case for one party",
  data: z.object({
    hubBreachId,
    partyId: partyId.meta({ description: "For whom the case opens", examples: ["leafline"] }),
  }),
  examples: [{ hubBreachId: "stolen-backup-2026-11", partyId: "leafline" }],
})
