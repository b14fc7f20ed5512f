import * as z from "zod"
import { defineEvent } from "./define-event.ts"
import { dutyClockExample, dutyClockSide } from "./duty-clock-events.ts"

/** A request has not been answered for the configured time, so the duty may be taken over. */
export const dutyUnanswered = defineEvent({
  detailType: "DutyUnanswered",
  version: 1,
  from: "hub",
  to: "party",
  summary: "A request to do a duty was not answered in time",
  data: z.object(dutyClockSide),
  examples: [dutyClockExample],
})
