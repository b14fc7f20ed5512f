import * as z from "zod"
import { defineEvent } from "./define-event.ts"
import { extensible } from "./extensible.ts"
import { actedAt, actor, caseAlias, dutyReference } from "./fields.ts"
import { takeOverReason } from "./words.ts"

/** A party does what another owes and does not do. */
export const dutyTakenOver = defineEvent({
  detailType: "DutyTakenOver",
  version: 1,
  from: "party",
  to: "hub",
  summary: "A party takes over the duty of another",
  data: z.object({
    caseAlias,
    duty: dutyReference,
    reason: takeOverReason.meta({ ...extensible, title: "Reason", description: "Reason code", examples: ["declined"] }),
    at: actedAt,
  }),
  examples: [
    {
      caseAlias: "WS-4K7QX2M9TB",
      duty: { law: "ca-on-fippa", kind: "tellIndividuals" },
      reason: "declined",
      at: "2026-11-01T16:20:00.000Z",
    },
  ],
})

/** What the other party concerned hears of it. */
export const forwardedDutyTakenOver = defineEvent({
  detailType: "DutyTakenOver",
  version: 1,
  from: "hub",
  to: "party",
  form: "forwarded",
  summary: "Another party of the case does the receiver's duty in its place",
  data: z.object({
    caseAlias,
    actor,
    duty: dutyReference,
    reason: takeOverReason.meta({ ...extensible, title: "Reason", description: "Reason code", examples: ["declined"] }),
    at: actedAt,
  }),
  examples: [
    {
      caseAlias: "WS-8Z3PN5V1RC",
      actor: { kind: "carrier", alias: "Northpost" },
      duty: { law: "ca-on-fippa", kind: "tellIndividuals" },
      reason: "declined",
      at: "2026-11-01T16:20:00.000Z",
    },
  ],
})
