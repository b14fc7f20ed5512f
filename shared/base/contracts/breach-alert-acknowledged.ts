import * as z from "zod"
import { defineEvent } from "./define-event.ts"
import { actedAt, actor, caseAlias } from "./fields.ts"

/** A party acknowledges an alert. */
export const breachAlertAcknowledged = defineEvent({
  detailType: "BreachAlertAcknowledged",
  version: 1,
  from: "party",
  to: "hub",
  summary: "A party acknowledges the alert of a case",
  data: z.object({ caseAlias, at: actedAt }),
  examples: [{ caseAlias: "WS-4K7QX2M9TB", at: "2026-11-01T16:20:00.000Z" }],
})

/** Published to the other parties of the case. */
export const forwardedBreachAlertAcknowledged = defineEvent({
  detailType: "BreachAlertAcknowledged",
  version: 1,
  from: "hub",
  to: "party",
  form: "forwarded",
  summary: "Another party of the case has acknowledged its alert",
  data: z.object({ caseAlias, actor, at: actedAt }),
  examples: [
    { caseAlias: "WS-8Z3PN5V1RC", actor: { kind: "carrier", alias: "Northpost" }, at: "2026-11-01T16:20:00.000Z" },
  ],
})
