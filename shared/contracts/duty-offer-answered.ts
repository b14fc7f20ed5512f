import * as z from "zod"
import { defineEvent } from "./define-event.ts"
import { extensible } from "./extensible.ts"
import { actedAt, actor, caseAlias, dutyReference } from "./fields.ts"

const answer = z.enum(["accepted", "refused", "withdrawn"]).meta({
  ...extensible,
  title: "Answer",
  description: "`withdrawn` by whoever made the offer",
  examples: ["accepted"],
})

/** The owner of a duty accepts or refuses an offer, or whoever made it withdraws it. */
export const dutyOfferAnswered = defineEvent({
  detailType: "DutyOfferAnswered",
  version: 1,
  from: "party",
  to: "hub",
  summary: "An offer to do a duty is accepted, refused or withdrawn",
  data: z.object({ caseAlias, duty: dutyReference, answer, at: actedAt }),
  examples: [
    {
      caseAlias: "WS-4K7QX2M9TB",
      duty: { law: "ca-privacy-act", kind: "tellIndividuals" },
      answer: "accepted",
      at: "2026-11-02T10:00:00.000Z",
    },
  ],
})

/** What the other side of the offer hears of it. */
export const forwardedDutyOfferAnswered = defineEvent({
  detailType: "DutyOfferAnswered",
  version: 1,
  from: "hub",
  to: "party",
  form: "forwarded",
  summary: "Another party of the case has answered or withdrawn an offer",
  data: z.object({ caseAlias, actor, duty: dutyReference, answer, at: actedAt }),
  examples: [
    {
      caseAlias: "WS-8Z3PN5V1RC",
      actor: { kind: "retailer" },
      duty: { law: "ca-privacy-act", kind: "tellIndividuals" },
      answer: "accepted",
      at: "2026-11-02T10:00:00.000Z",
    },
  ],
})
