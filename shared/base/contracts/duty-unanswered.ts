import * as z from "zod"
import { defineEvent } from "./define-event.ts"
import { dutyClockExample, dutyClockSide } from "./duty-clock-events.ts"

/** A request was not answered in the configured time, so another party may take over the duty. */
export const dutyUnanswered = defineEvent({
  detailType: "DutyUnanswered",
  version: 1,
  from: "hub",
  to: "party",
  summary: "A request to do a duty was not answered in time",
  data: z.object(dutyClockSide),
  examples: [dutyClockExample],
})
