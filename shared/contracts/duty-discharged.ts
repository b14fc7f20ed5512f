import * as z from "zod"
import { defineEvent } from "./define-event.ts"
import { instant } from "./envelope.ts"
import { extensible } from "./extensible.ts"
import { actedAt, actor, caseAlias, dutyReference } from "./fields.ts"
import { receiptKind as receiptKindWord } from "./words.ts"

const receiptKind = receiptKindWord.meta({
  ...extensible,
  title: "Receipt kind",
  description: "What proves it",
  examples: ["regulatorReceipt"],
})
const receiptAt = instant.meta({
  title: "Receipt at",
  description: "When it was done, as the receipt says",
  examples: ["2026-11-05T09:00:00.000Z"],
})

/** The addressee's file number or the party's own. */
const receiptReference = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9 ._/#-]{0,99}$/)
  .meta({
    title: "Receipt reference",
    description: "File number; never a person's name",
    examples: ["PHIPA-2026-0193"],
  })

/** A party did what was owed, and can prove it. */
export const dutyDischarged = defineEvent({
  detailType: "DutyDischarged",
  version: 1,
  from: "party",
  to: "hub",
  summary: "A party has done a duty and gives the receipt",
  data: z.object({
    caseAlias,
    duty: dutyReference,
    receipt: z
      .object({ kind: receiptKind, reference: receiptReference, at: receiptAt })
      .meta({ title: "Receipt", description: "Proof that it was done" }),
    at: actedAt,
  }),
  examples: [
    {
      caseAlias: "WS-4K7QX2M9TB",
      duty: { law: "ca-on-fippa", kind: "tellRegulator" },
      receipt: { kind: "regulatorReceipt", reference: "PR26-00193", at: "2026-11-05T09:00:00.000Z" },
      at: "2026-11-05T09:04:00.000Z",
    },
  ],
})

/** What the other party concerned hears of it: that it was done and when, without the file number. */
export const forwardedDutyDischarged = defineEvent({
  detailType: "DutyDischarged",
  version: 1,
  from: "hub",
  to: "party",
  form: "forwarded",
  summary: "Another party of the case has done a duty",
  data: z.object({
    caseAlias,
    actor,
    duty: dutyReference,
    receipt: z
      .object({ kind: receiptKind, at: receiptAt })
      .meta({ title: "Receipt", description: "That there is proof, without its reference" }),
    at: actedAt,
  }),
  examples: [
    {
      caseAlias: "WS-8Z3PN5V1RC",
      actor: { kind: "retailer" },
      duty: { law: "ca-on-fippa", kind: "tellRegulator" },
      receipt: { kind: "regulatorReceipt", at: "2026-11-05T09:00:00.000Z" },
      at: "2026-11-05T09:04:00.000Z",
    },
  ],
})
