import * as z from "zod"
import { caseSide, caseSideExample } from "./breach-case.ts"
import { defineEvent } from "./define-event.ts"

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
