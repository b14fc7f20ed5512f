import * as z from "zod"
import { caseSide, caseSideExample } from "./breach-case.ts"
import { defineEvent } from "./define-event.ts"
import { instant } from "./envelope.ts"
import { extensible } from "./extensible.ts"
import { caseOutcome } from "./words.ts"

/** The hub opened a case that affects this party. Each party receives this event once per case. */
export const breachCaseOpened = defineEvent({
  detailType: "BreachCaseOpened",
  version: 1,
  from: "hub",
  to: "party",
  summary: "The hub opened a breach case that affects this party",
  data: z.object(caseSide),
  examples: [caseSideExample],
})

/** The case grew, was merged into another, nobody acknowledged its alert, or the operator corrected its statement. */
export const breachCaseUpdated = defineEvent({
  detailType: "BreachCaseUpdated",
  version: 1,
  from: "hub",
  to: "party",
  summary: "A breach case grew or changed for this party",
  data: z.object({
    ...caseSide,
    updatedAt: instant.meta({ description: "Change" }),
    reason: z
      .enum(["growth", "merged", "escalation", "corrected"])
      .meta({ ...extensible, description: "What changed", examples: ["growth"] }),
  }),
  examples: [
    {
      ...caseSideExample,
      counts: { shipments: 60, shareOfTotal: 0.0003 },
      updatedAt: "2026-11-01T15:00:00.000Z",
      reason: "growth",
    },
  ],
})

/** The hub closed the case. */
export const breachCaseClosed = defineEvent({
  detailType: "BreachCaseClosed",
  version: 1,
  from: "hub",
  to: "party",
  summary: "The hub closed a breach case that affected this party",
  data: z.object({
    ...caseSide,
    closedAt: instant.meta({ description: "Closing" }),
    outcome: caseOutcome.meta({ description: "How it ended", examples: ["resolved"] }),
  }),
  examples: [{ ...caseSideExample, closedAt: "2026-11-20T10:00:00.000Z", outcome: "resolved" }],
})
