import * as z from "zod"
import { defineEvent } from "./define-event.ts"
import { instant } from "./envelope.ts"
import { extensible } from "./extensible.ts"
import { accessorToken, restrictionId } from "./fields.ts"
import { accessorTokensPerEvent } from "./per-event-limits.ts"
import { restrictionReasonCode, restrictionScope } from "./words.ts"

/** The carrier's own tokens of an accessor. */
export const restrictedTokens = z
  .array(accessorToken)
  .max(accessorTokensPerEvent)
  .meta({ description: "The carrier's own tokens of this accessor" })

/** Which part of the accessor the restriction applies to. */
export const restrictedScope = restrictionScope.exclude(["neighbourhood", "codeBlock"]).meta({
  description:
    "`network`: applies to lookups without proof and without a session. The hub's own lookup also refuses postal codes " +
    "alone there, once some were guessed",
  examples: ["subject"],
})

/** The hub refuses an accessor. The carrier's tool should refuse it too. */
export const accessorRestricted = defineEvent({
  detailType: "AccessorRestricted",
  version: 1,
  from: "hub",
  to: "carrier",
  summary: "The hub refuses an accessor, and the carrier's tool should refuse it too",
  data: z.object({
    restrictionId,
    accessorTokens: restrictedTokens,
    scope: restrictedScope,
    until: instant.meta({ description: "End, unless renewed" }),
    reason: restrictionReasonCode.meta({
      ...extensible,
      description: "Reason code",
      examples: ["anomaly"],
    }),
  }),
  examples: [
    {
      restrictionId: "hX3cT9pLr2sNq8wKd4vJbg",
      accessorTokens: ["tok_c81e728d9d4c2f63"],
      scope: "subject",
      until: "2026-11-02T14:04:10.000Z",
      reason: "anomaly",
    },
  ],
})

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
    releasedAt: instant.meta({ description: "End" }),
    reason: z
      .enum(["expired", "falseAlarm", "staffDecision"])
      .meta({ ...extensible, description: "Why the restriction ended", examples: ["falseAlarm"] }),
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
