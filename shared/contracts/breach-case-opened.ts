import * as z from "zod"
import { caseSide, caseSideExample } from "./breach-case.ts"
import { defineEvent } from "./define-event.ts"

/** A breach touches this party. Sent once per party and case. */
export const breachCaseOpened = defineEvent({
  detailType: "BreachCaseOpened",
  version: 1,
  from: "hub",
  to: "party",
  summary: "A breach case that touches this party was opened",
  data: z.object(caseSide),
  examples: [caseSideExample],
})
