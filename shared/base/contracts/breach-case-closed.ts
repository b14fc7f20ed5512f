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
  summary: "The hub closed a breach case that affected this party",
  data: z.object({
    ...caseSide,
    closedAt: instant.meta({ title: "Closed at", description: "Closing", examples: ["2026-11-20T10:00:00.000Z"] }),
    outcome: caseOutcome.meta({ title: "Outcome", description: "How it ended", examples: ["resolved"] }),
  }),
  examples: [{ ...caseSideExample, closedAt: "2026-11-20T10:00:00.000Z", outcome: "resolved" }],
})
