import * as z from "zod"
import { caseSide, caseSideExample } from "./breach-case.ts"
import { defineEvent } from "./define-event.ts"
import { instant } from "./envelope.ts"
import { caseOutcome } from "./words.ts"

/** The hub closed the case. */
export const breachCaseClosed = defineEvent({
  detailType: "BreachCaseClosed",
  version: 1,
  from: "hub",
  to: "party",
  summary: "A breach case that touched this party was closed",
  data: z.object({
    ...caseSide,
    closedAt: instant.meta({ title: "Closed at", description: "Closing", examples: ["2026-11-20T10:00:00.000Z"] }),
    outcome: caseOutcome.meta({ title: "Outcome", description: "How it ended", examples: ["resolved"] }),
  }),
  examples: [{ ...caseSideExample, closedAt: "2026-11-20T10:00:00.000Z", outcome: "resolved" }],
})
