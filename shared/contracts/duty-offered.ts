import * as z from "zod"
import { defineEvent } from "./define-event.ts"
import { actedAt, actor, caseAlias, dutyReference } from "./fields.ts"

/** A party offers to do in another's place what the other owes. */
export const dutyOffered = defineEvent({
  detailType: "DutyOffered",
  version: 1,
  from: "party",
  to: "hub",
  summary: "A party offers to do the duty of another",
  data: z.object({ caseAlias, duty: dutyReference, at: actedAt }),
  examples: [
    {
      caseAlias: "WS-4K7QX2M9TB",
      duty: { law: "ca-privacy-act", kind: "tellIndividuals" },
      at: "2026-11-02T10:00:00.000Z",
    },
  ],
})

/** What the party that owes it hears of it. */
export const forwardedDutyOffered = defineEvent({
  detailType: "DutyOffered",
  version: 1,
  from: "hub",
  to: "party",
  form: "forwarded",
  summary: "Another party of the case offers to do the receiver's duty",
  data: z.object({ caseAlias, actor, duty: dutyReference, at: actedAt }),
  examples: [
    {
      caseAlias: "WS-8Z3PN5V1RC",
      actor: { kind: "retailer" },
      duty: { law: "ca-privacy-act", kind: "tellIndividuals" },
      at: "2026-11-02T10:00:00.000Z",
    },
  ],
})
