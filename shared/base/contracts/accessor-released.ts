import * as z from "zod"
import { restrictedScope, restrictedTokens } from "./accessor-restricted.ts"
import { defineEvent } from "./define-event.ts"
import { instant } from "./envelope.ts"
import { extensible } from "./extensible.ts"
import { restrictionId } from "./fields.ts"

/** The hub no longer refuses an accessor. */
export const accessorReleased = defineEvent({
  detailType: "AccessorReleased",
  version: 1,
  from: "hub",
  to: "carrier",
  summary: "A restriction ended before its time",
  data: z.object({
    restrictionId,
    accessorTokens: restrictedTokens,
    scope: restrictedScope,
    releasedAt: instant.meta({ title: "Released at", description: "End", examples: ["2026-11-01T18:00:00.000Z"] }),
    reason: z
      .enum(["expired", "falseAlarm", "staffDecision"])
      .meta({ ...extensible, title: "Reason", description: "Why the restriction ended", examples: ["falseAlarm"] }),
  }),
  examples: [
    {
      restrictionId: "hX3cT9pLr2sNq8wKd4vJbg",
      accessorTokens: ["tok_c81e728d9d4c2f63"],
      scope: "subject",
      releasedAt: "2026-11-01T18:00:00.000Z",
      reason: "falseAlarm",
    },
  ],
})
