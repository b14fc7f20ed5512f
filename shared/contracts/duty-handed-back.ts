import * as z from "zod"
import { defineEvent } from "./define-event.ts"
import { actedAt, actor, caseAlias, dutyReference } from "./fields.ts"

/** A party cannot do after all what it took over. */
export const dutyHandedBack = defineEvent({
  detailType: "DutyHandedBack",
  version: 1,
  from: "party",
  to: "hub",
  summary: "A party hands a duty that it took over back to its owner",
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
export const forwardedDutyHandedBack = defineEvent({
  detailType: "DutyHandedBack",
  version: 1,
  from: "hub",
  to: "party",
  form: "forwarded",
  summary: "Another party of the case hands the receiver's duty back",
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
