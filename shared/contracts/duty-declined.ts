import * as z from "zod"
import { defineEvent } from "./define-event.ts"
import { extensible } from "./extensible.ts"
import { actedAt, actor, caseAlias, dutyReference } from "./fields.ts"
import { declineReasonSchema } from "./words.ts"

/** A party says that it will not do what it was asked for. */
export const dutyDeclined = defineEvent({
  detailType: "DutyDeclined",
  version: 1,
  from: "party",
  to: "hub",
  summary: "A party declines a duty",
  data: z.object({
    caseAlias,
    duty: dutyReference,
    reason: declineReasonSchema.meta({
      ...extensible,
      title: "Reason",
      description: "Reason code",
      examples: ["notInControl"],
    }),
    at: actedAt,
  }),
  examples: [
    {
      caseAlias: "WS-4K7QX2M9TB",
      duty: { law: "ca-on-fippa", kind: "tellIndividuals" },
      reason: "notInControl",
      at: "2026-11-01T16:20:00.000Z",
    },
  ],
})

/** What the other party concerned hears of it. */
export const forwardedDutyDeclined = defineEvent({
  detailType: "DutyDeclined",
  version: 1,
  from: "hub",
  to: "party",
  form: "forwarded",
  summary: "Another party of the case has declined its duty",
  data: z.object({
    caseAlias,
    actor,
    duty: dutyReference,
    reason: declineReasonSchema.meta({
      ...extensible,
      title: "Reason",
      description: "Reason code",
      examples: ["notInControl"],
    }),
    at: actedAt,
  }),
  examples: [
    {
      caseAlias: "WS-8Z3PN5V1RC",
      actor: { kind: "carrier", alias: "Northpost" },
      duty: { law: "ca-on-fippa", kind: "tellIndividuals" },
      reason: "notInControl",
      at: "2026-11-01T16:20:00.000Z",
    },
  ],
})
