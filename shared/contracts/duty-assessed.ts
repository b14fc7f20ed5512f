import * as z from "zod"
import { assessment, assessmentExample } from "./assessment.ts"
import { defineEvent } from "./define-event.ts"
import { actedAt, actor, caseAlias, dutyReference } from "./fields.ts"

/** A party has assessed that a law does not ask its duty of it. */
export const dutyAssessed = defineEvent({
  detailType: "DutyAssessed",
  version: 1,
  from: "party",
  to: "hub",
  summary: "A party assesses its duty as not owed",
  data: z.object({ caseAlias, duty: dutyReference, assessment, at: actedAt }),
  examples: [
    {
      caseAlias: "WS-4K7QX2M9TB",
      duty: { law: "ca-on-fippa", kind: "tellIndividuals" },
      assessment: assessmentExample,
      at: "2026-11-02T10:00:00.000Z",
    },
  ],
})

/** What the other party concerned hears of it: that it is not owed, not why. */
export const forwardedDutyAssessed = defineEvent({
  detailType: "DutyAssessed",
  version: 1,
  from: "hub",
  to: "party",
  form: "forwarded",
  summary: "Another party of the case has assessed its duty as not owed",
  data: z.object({ caseAlias, actor, duty: dutyReference, at: actedAt }),
  examples: [
    {
      caseAlias: "WS-8Z3PN5V1RC",
      actor: { kind: "carrier", alias: "Northpost" },
      duty: { law: "ca-privacy-act", kind: "tellIndividuals" },
      at: "2026-11-02T10:00:00.000Z",
    },
  ],
})
