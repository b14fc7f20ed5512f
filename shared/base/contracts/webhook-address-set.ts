import * as z from "zod"
import { defineEvent } from "./define-event.ts"
import { instant } from "./envelope.ts"

/** The first event for an address that a party set. It comes to the webhook alone. */
export const webhookAddressSet = defineEvent({
  detailType: "WebhookAddressSet",
  version: 1,
  from: "hub",
  to: "party",
  summary: "The party set the address of its webhook. An answer of 2xx verifies it, and nothing else has to be done",
  data: z.object({
    setAt: instant.meta({ description: "When the party set the address" }),
  }),
  examples: [{ setAt: "2026-11-01T16:20:00.000Z" }],
})
