import * as z from "zod"
import { defineEvent } from "./define-event.ts"
import { instant } from "./envelope.ts"
import { extensible } from "./extensible.ts"

/** A party's webhook gets nothing any more, which its other channels tell it. */
export const webhookDisabled = defineEvent({
  detailType: "WebhookDisabled",
  version: 1,
  from: "hub",
  to: "party",
  summary: "The hub sends nothing to the party's webhook any more. The party sets webhookUrl again to enable it",
  data: z.object({
    disabledAt: instant.meta({ description: "Since when nothing is sent" }),
    reason: z.enum(["gone", "failing"]).meta({
      ...extensible,
      description: "`gone`: the webhook answered 410. `failing`: it accepted nothing for three days",
      examples: ["failing"],
    }),
  }),
  examples: [
    { disabledAt: "2026-11-01T16:20:00.000Z", reason: "failing" },
    { disabledAt: "2026-11-01T16:20:00.000Z", reason: "gone" },
  ],
})
