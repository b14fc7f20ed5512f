import * as z from "zod"
import { caseSide, caseSideExample } from "./breach-case.ts"
import { defineEvent } from "./define-event.ts"
import { instant } from "./envelope.ts"
import { extensible } from "./extensible.ts"

/** The case grew, was merged into another, or nobody acknowledged its alert. */
export const breachCaseUpdated = defineEvent({
  detailType: "BreachCaseUpdated",
  version: 1,
  from: "hub",
  to: "party",
  summary: "A breach case grew or changed for this party",
  data: z.object({
    ...caseSide,
    updatedAt: instant.meta({ title: "Updated at", description: "Change", examples: ["2026-11-01T15:00:00.000Z"] }),
    reason: z
      .enum(["growth", "merged", "escalation"])
      .meta({ ...extensible, title: "Reason", description: "What changed", examples: ["growth"] }),
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
