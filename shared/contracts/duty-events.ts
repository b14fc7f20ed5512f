import * as z from "zod"
import { assessment, assessmentExample } from "./assessment.ts"
import { defineEvent } from "./define-event.ts"
import { instant } from "./envelope.ts"
import { extensible } from "./extensible.ts"
import { actedAt, actor, caseAlias, dutyReference } from "./fields.ts"
import { declineReasonSchema, receiptKind as receiptKindWord, takeOverReason } from "./words.ts"

/**
 * What parties do about duties. Each step is two events: one that a party sends to the hub, and one that the hub
 * forwards to the other party that it concerns.
 */

const sent = { version: 1, from: "party", to: "hub" } as const

const forwarded = { version: 1, from: "hub", to: "party", form: "forwarded" } as const

const sentData = <Fields extends z.ZodRawShape>(fields: Fields) =>
  z.object({ caseAlias, duty: dutyReference, ...fields, at: actedAt })

const forwardedData = <Fields extends z.ZodRawShape>(fields: Fields) =>
  z.object({ caseAlias, actor, duty: dutyReference, ...fields, at: actedAt })

const retailersDuty = { law: "ca-on-fippa", kind: "tellIndividuals" } as const
const carriersDuty = { law: "ca-privacy-act", kind: "tellIndividuals" } as const
const dayOne = { at: "2026-11-01T16:20:00.000Z" } as const
const dayTwo = { at: "2026-11-02T10:00:00.000Z" } as const

const bySender = { caseAlias: "WS-4K7QX2M9TB" } as const
const byCarrier = { caseAlias: "WS-8Z3PN5V1RC", actor: { kind: "carrier", alias: "Northpost" } } as const
const byRetailer = { caseAlias: "WS-8Z3PN5V1RC", actor: { kind: "retailer" } } as const

export const dutyRequested = defineEvent({
  ...sent,
  detailType: "DutyRequested",
  summary: "A party asks another party of the case to do its duty",
  data: sentData({}),
  examples: [{ ...bySender, duty: retailersDuty, ...dayOne }],
})

export const forwardedDutyRequested = defineEvent({
  ...forwarded,
  detailType: "DutyRequested",
  summary: "Another party of the case asks the receiver to do its duty",
  data: forwardedData({}),
  examples: [{ ...byCarrier, duty: retailersDuty, ...dayOne }],
})

export const dutyAccepted = defineEvent({
  ...sent,
  detailType: "DutyAccepted",
  summary: "A party accepts a duty",
  data: sentData({}),
  examples: [{ ...bySender, duty: retailersDuty, ...dayOne }],
})

export const forwardedDutyAccepted = defineEvent({
  ...forwarded,
  detailType: "DutyAccepted",
  summary: "Another party of the case has accepted its duty",
  data: forwardedData({}),
  examples: [{ ...byCarrier, duty: retailersDuty, ...dayOne }],
})

const declineReason = declineReasonSchema.meta({
  ...extensible,
  title: "Reason",
  description: "Reason code",
  examples: ["notInControl"],
})

export const dutyDeclined = defineEvent({
  ...sent,
  detailType: "DutyDeclined",
  summary: "A party declines a duty",
  data: sentData({ reason: declineReason }),
  examples: [{ ...bySender, duty: retailersDuty, reason: "notInControl", ...dayOne }],
})

export const forwardedDutyDeclined = defineEvent({
  ...forwarded,
  detailType: "DutyDeclined",
  summary: "Another party of the case has declined its duty",
  data: forwardedData({ reason: declineReason }),
  examples: [{ ...byCarrier, duty: retailersDuty, reason: "notInControl", ...dayOne }],
})

const reasonToTakeOver = takeOverReason.meta({
  ...extensible,
  title: "Reason",
  description: "Reason code",
  examples: ["declined"],
})

export const dutyTakenOver = defineEvent({
  ...sent,
  detailType: "DutyTakenOver",
  summary: "A party takes over the duty of another",
  data: sentData({ reason: reasonToTakeOver }),
  examples: [{ ...bySender, duty: retailersDuty, reason: "declined", ...dayOne }],
})

export const forwardedDutyTakenOver = defineEvent({
  ...forwarded,
  detailType: "DutyTakenOver",
  summary: "Another party of the case does the receiver's duty in its place",
  data: forwardedData({ reason: reasonToTakeOver }),
  examples: [{ ...byCarrier, duty: retailersDuty, reason: "declined", ...dayOne }],
})

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

const dischargedDuty = { law: "ca-on-fippa", kind: "tellRegulator" } as const
const dischargedAt = { at: "2026-11-05T09:04:00.000Z" } as const

export const dutyDischarged = defineEvent({
  ...sent,
  detailType: "DutyDischarged",
  summary: "A party has done a duty and gives the receipt",
  data: sentData({
    receipt: z
      .object({ kind: receiptKind, reference: receiptReference, at: receiptAt })
      .meta({ title: "Receipt", description: "Proof that it was done" }),
  }),
  examples: [
    {
      ...bySender,
      duty: dischargedDuty,
      receipt: { kind: "regulatorReceipt", reference: "PR26-00193", at: "2026-11-05T09:00:00.000Z" },
      ...dischargedAt,
    },
  ],
})

/** Says that the duty was done and when. The file number stays with the party that did it. */
export const forwardedDutyDischarged = defineEvent({
  ...forwarded,
  detailType: "DutyDischarged",
  summary: "Another party of the case has done a duty",
  data: forwardedData({
    receipt: z
      .object({ kind: receiptKind, at: receiptAt })
      .meta({ title: "Receipt", description: "That there is proof, without its reference" }),
  }),
  examples: [
    {
      ...byRetailer,
      duty: dischargedDuty,
      receipt: { kind: "regulatorReceipt", at: "2026-11-05T09:00:00.000Z" },
      ...dischargedAt,
    },
  ],
})

export const dutyAssessed = defineEvent({
  ...sent,
  detailType: "DutyAssessed",
  summary: "A party assesses its duty as not owed",
  data: sentData({ assessment }),
  examples: [{ ...bySender, duty: retailersDuty, assessment: assessmentExample, ...dayTwo }],
})

/** Says that the duty is not owed. The reasons stay with the party that assessed it. */
export const forwardedDutyAssessed = defineEvent({
  ...forwarded,
  detailType: "DutyAssessed",
  summary: "Another party of the case has assessed its duty as not owed",
  data: forwardedData({}),
  examples: [{ ...byCarrier, duty: carriersDuty, ...dayTwo }],
})

export const dutyOffered = defineEvent({
  ...sent,
  detailType: "DutyOffered",
  summary: "A party offers to do the duty of another",
  data: sentData({}),
  examples: [{ ...bySender, duty: carriersDuty, ...dayTwo }],
})

export const forwardedDutyOffered = defineEvent({
  ...forwarded,
  detailType: "DutyOffered",
  summary: "Another party of the case offers to do the receiver's duty",
  data: forwardedData({}),
  examples: [{ ...byRetailer, duty: carriersDuty, ...dayTwo }],
})

const answer = z.enum(["accepted", "refused", "withdrawn"]).meta({
  ...extensible,
  title: "Answer",
  description: "`accepted` or `refused` by the owner; `withdrawn` by the party that made the offer",
  examples: ["accepted"],
})

export const dutyOfferAnswered = defineEvent({
  ...sent,
  detailType: "DutyOfferAnswered",
  summary: "An offer to do a duty is accepted, refused or withdrawn",
  data: sentData({ answer }),
  examples: [{ ...bySender, duty: carriersDuty, answer: "accepted", ...dayTwo }],
})

export const forwardedDutyOfferAnswered = defineEvent({
  ...forwarded,
  detailType: "DutyOfferAnswered",
  summary: "Another party of the case has answered or withdrawn an offer",
  data: forwardedData({ answer }),
  examples: [{ ...byRetailer, duty: carriersDuty, answer: "accepted", ...dayTwo }],
})

export const dutyHandedBack = defineEvent({
  ...sent,
  detailType: "DutyHandedBack",
  summary: "A party hands a duty that it took over back to its owner",
  data: sentData({}),
  examples: [{ ...bySender, duty: carriersDuty, ...dayTwo }],
})

export const forwardedDutyHandedBack = defineEvent({
  ...forwarded,
  detailType: "DutyHandedBack",
  summary: "Another party of the case hands the receiver's duty back",
  data: forwardedData({}),
  examples: [{ ...byRetailer, duty: carriersDuty, ...dayTwo }],
})

/** Both events of every step, by their type. The catalogue and the breach desk read them from here. */
export const dutyEvents = {
  DutyRequested: { sent: dutyRequested, forwarded: forwardedDutyRequested },
  DutyAccepted: { sent: dutyAccepted, forwarded: forwardedDutyAccepted },
  DutyDeclined: { sent: dutyDeclined, forwarded: forwardedDutyDeclined },
  DutyTakenOver: { sent: dutyTakenOver, forwarded: forwardedDutyTakenOver },
  DutyDischarged: { sent: dutyDischarged, forwarded: forwardedDutyDischarged },
  DutyAssessed: { sent: dutyAssessed, forwarded: forwardedDutyAssessed },
  DutyOffered: { sent: dutyOffered, forwarded: forwardedDutyOffered },
  DutyOfferAnswered: { sent: dutyOfferAnswered, forwarded: forwardedDutyOfferAnswered },
  DutyHandedBack: { sent: dutyHandedBack, forwarded: forwardedDutyHandedBack },
} as const

/** The events that a party can send about duties. */
export const sentDutyEvents = Object.values(dutyEvents).map((step) => step.sent)
