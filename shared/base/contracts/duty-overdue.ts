import * as z from "zod"
import { defineEvent } from "./define-event.ts"
import { dutyClockExample, dutyClockSide } from "./duty-clock-events.ts"

/** A duty is overdue. */
export const dutyOverdue = defineEvent({
  detailType: "DutyOverdue",
  version: 1,
  from: "hub",
  to: "party",
  summary: "A duty was not done by its due time",
  data: z.object(dutyClockSide),
  examples: [dutyClockExample],
})
