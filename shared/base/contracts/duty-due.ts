import * as z from "zod"
import { defineEvent } from "./define-event.ts"
import { dutyClockExample, dutyClockSide } from "./duty-clock-events.ts"

/** A duty is due soon. */
export const dutyDue = defineEvent({
  detailType: "DutyDue",
  version: 1,
  from: "hub",
  to: "party",
  summary: "A duty is due soon",
  data: z.object(dutyClockSide),
  examples: [dutyClockExample],
})
