import * as z from "zod"
import { defineEvent } from "./define-event.ts"
import { actedAt, actor, caseAlias, dutyReference } from "./fields.ts"

/** A party says that it will do what it owes. */
export const dutyAccepted = defineEvent({
  detailType: "DutyAccepted",
  version: 1,
  from: "party",
  to: "hub",
  summary: "A party accepts a duty",
  data: z.object({ caseAlias, duty: dutyReference, at: actedAt }),
  examples: [
    {
      caseAlias: "WS-4K7QX2M9TB",
      duty: { law: "ca-on-fippa", kind: "tellIndividuals" },
      at: "2026-11-01T16:20:00.000Z",
    },
  ],
})

/** What the other party concerned hears of it. */
export const forwardedDutyAccepted = defineEvent({
  detailType: "DutyAccepted",
  version: 1,
  from: "hub",
  to: "party",
  form: "forwarded",
  summary: "Another party of the case has accepted its duty",
  data: z.object({ caseAlias, actor, duty: dutyReference, at: actedAt }),
  examples: [
    {
      caseAlias: "WS-8Z3PN5V1RC",
      actor: { kind: "carrier", alias: "Northpost" },
      duty: { law: "ca-on-fippa", kind: "tellIndividuals" },
      at: "2026-11-01T16:20:00.000Z",
    },
  ],
})
