import * as z from "zod"
import { assessment, assessmentExample } from "./assessment.ts"
import { defineEvent } from "./define-event.ts"
import { instant } from "./envelope.ts"
import { extensible } from "./extensible.ts"
import { actedAt, caseAlias } from "./fields.ts"
import { earlyDateReason, withdrawableFact } from "./legal-words.ts"
import { breachCause } from "./words.ts"

/** A party states the facts that its duties depend on, or its assessment of the risk. */
export const breachFactsStated = defineEvent({
  detailType: "BreachFactsStated",
  version: 1,
  from: "party",
  to: "hub",
  summary: "A party states the time or cause of the breach, its assessment, or a delay that law enforcement asked for",
  data: z.object({
    caseAlias,
    discoveredAt: instant.optional().meta({ description: "When the party found out" }),
    determinedAt: instant.optional().meta({ description: "When the party determined that it was a breach" }),
    lawEnforcementDelay: z
      .boolean()
      .optional()
      .meta({ description: "Whether law enforcement asked to delay notice", examples: [false] }),
    causes: z
      .array(breachCause)
      .min(1)
      .max(9)
      .optional()
      .meta({
        ...extensible,
        description: "Why the breach could happen. It replaces the party's earlier statement",
        examples: [["proofNotAsked", "referencesGuessable"]],
      }),
    earlyDateReason: earlyDateReason.optional().meta({
      ...extensible,
      description: "Why a time is before the first recorded lookup. Needed for such a time",
      examples: ["knownFromElsewhere"],
    }),
    withdraw: z
      .array(withdrawableFact)
      .min(1)
      .max(6)
      .optional()
      .meta({
        ...extensible,
        description: "Facts that the party stated and takes back. The timeline keeps what it had said",
        examples: [["determinedAt"]],
      }),
    assessment: assessment.optional(),
    at: actedAt,
  }),
  examples: [
    {
      caseAlias: "WS-4K7QX2M9TB",
      determinedAt: "2026-11-02T09:00:00.000Z",
      causes: ["proofNotAsked", "referencesGuessable"],
      assessment: assessmentExample,
      at: "2026-11-02T10:00:00.000Z",
    },
  ],
})
