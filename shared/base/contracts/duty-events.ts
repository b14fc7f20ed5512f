import * as z from "zod"
import { assessment, assessmentExample } from "./assessment.ts"
import { boundedString } from "./bounded-string.ts"
import { defineEvent } from "./define-event.ts"
import { instant } from "./envelope.ts"
import { extensible } from "./extensible.ts"
import { actedAt, actor, caseAlias, dutyReference } from "./fields.ts"
import { declineReasonSchema, receiptKind as receiptKindWord, takeOverReason } from "./words.ts"

/**
 * The steps of a duty. Each step has two events: one that a party sends to the hub, and one that the hub
 * forwards to the other party that the step concerns.
 */

const sentData = <Fields extends z.ZodRawShape>(fields: Fields) =>
  z.object({ caseAlias, duty: dutyReference, ...fields, at: actedAt })

const forwardedData = <Fields extends z.ZodRawShape>(fields: Fields) =>
  z.object({ caseAlias, actor, duty: dutyReference, ...fields, at: actedAt })

type Side<Data extends z.ZodType> = { summary: string; data: Data; example: z.input<Data> }

/** Declares both events of a step, and the outbox message from which the hub makes the forwarded one. */
function dutyStep<const Type extends string, Sent extends z.ZodType, Forwarded extends z.ZodType>(
  detailType: Type,
  { sent, forwarded }: { sent: Side<Sent>; forwarded: Side<Forwarded> },
) {
  return {
    sent: defineEvent({
      detailType,
      version: 1,
      from: "party",
      to: "hub",
      summary: sent.summary,
      data: sent.data,
      examples: [sent.example],
    }),
    forwarded: defineEvent({
      detailType,
      version: 1,
      from: "hub",
      to: "party",
      form: "forwarded",
      summary: forwarded.summary,
      data: forwarded.data,
      examples: [forwarded.example],
    }),
    message: z.object({ kind: z.literal(detailType), facts: forwarded.data }),
  }
}

const bySender = { caseAlias: "WS-4K7QX2M9TB" }
const byCarrier = { caseAlias: "WS-8Z3PN5V1RC", actor: { kind: "carrier", alias: "Northpost" } } as const
const byRetailer = { caseAlias: "WS-8Z3PN5V1RC", actor: { kind: "retailer" } } as const

const retailersDuty = { law: "ca-on-fippa", kind: "tellIndividuals" } as const
const carriersDuty = { law: "ca-privacy-act", kind: "tellIndividuals" } as const
const dischargedDuty = { law: "ca-on-fippa", kind: "tellRegulator" } as const
const dayOne = "2026-11-01T16:20:00.000Z"
const dayTwo = "2026-11-02T10:00:00.000Z"
const dischargedAt = "2026-11-05T09:04:00.000Z"

const declineReason = declineReasonSchema.meta({
  ...extensible,
  description: "Reason code",
  examples: ["notInControl"],
})

const reasonToTakeOver = takeOverReason.meta({
  ...extensible,
  description: "Reason code",
  examples: ["declined"],
})

const receiptKind = receiptKindWord.meta({
  ...extensible,
  description: "What kind of proof it is",
  examples: ["regulatorReceipt"],
})

const receiptAt = instant.meta({ description: "When the duty was done, by the date of the receipt" })

const receiptReference = boundedString(256)
  .regex(/^[A-Za-z0-9][A-Za-z0-9 ._/#-]{0,99}$/)
  .meta({
    description: "File number of the addressee or of the party, never a person's name",
    examples: ["PHIPA-2026-0193"],
  })

const answer = z.enum(["accepted", "refused", "withdrawn"]).meta({
  ...extensible,
  description: "The owner answers `accepted` or `refused`. The party that made the offer can answer `withdrawn`",
  examples: ["accepted"],
})

/** Both events of every step, by their type. The catalogue and the breach desk read them from here. */
export const dutyEvents = {
  DutyRequested: dutyStep("DutyRequested", {
    sent: {
      summary: "A party asks another party of the case to do its duty",
      data: sentData({}),
      example: { ...bySender, duty: retailersDuty, at: dayOne },
    },
    forwarded: {
      summary: "Another party of the case asks the receiver to do its duty",
      data: forwardedData({}),
      example: { ...byCarrier, duty: retailersDuty, at: dayOne },
    },
  }),
  DutyAccepted: dutyStep("DutyAccepted", {
    sent: {
      summary: "A party accepts a duty",
      data: sentData({}),
      example: { ...bySender, duty: retailersDuty, at: dayOne },
    },
    forwarded: {
      summary: "Another party of the case has accepted its duty",
      data: forwardedData({}),
      example: { ...byCarrier, duty: retailersDuty, at: dayOne },
    },
  }),
  DutyDeclined: dutyStep("DutyDeclined", {
    sent: {
      summary: "A party declines a duty",
      data: sentData({ reason: declineReason }),
      example: { ...bySender, duty: retailersDuty, reason: "notInControl", at: dayOne },
    },
    forwarded: {
      summary: "Another party of the case has declined its duty",
      data: forwardedData({ reason: declineReason }),
      example: { ...byCarrier, duty: retailersDuty, reason: "notInControl", at: dayOne },
    },
  }),
  DutyTakenOver: dutyStep("DutyTakenOver", {
    sent: {
      summary: "A party takes over the duty of another",
      data: sentData({
        reason: reasonToTakeOver.meta({
          ...extensible,
          description: "The sender's reason. The hub forwards the reason that follows from the state of the duty",
        }),
      }),
      example: { ...bySender, duty: retailersDuty, reason: "declined", at: dayOne },
    },
    forwarded: {
      summary: "Another party of the case does the receiver's duty in its place",
      data: forwardedData({ reason: reasonToTakeOver }),
      example: { ...byCarrier, duty: retailersDuty, reason: "declined", at: dayOne },
    },
  }),
  DutyDischarged: dutyStep("DutyDischarged", {
    sent: {
      summary: "A party has done a duty and gives the receipt",
      data: sentData({
        receipt: z
          .object({ kind: receiptKind, reference: receiptReference, at: receiptAt })
          .meta({ description: "Proof that the duty was done" }),
      }),
      example: {
        ...bySender,
        duty: dischargedDuty,
        receipt: { kind: "regulatorReceipt", reference: "PR26-00193", at: "2026-11-05T09:00:00.000Z" },
        at: dischargedAt,
      },
    },
    // The file number stays with the party that did the duty.
    forwarded: {
      summary: "Another party of the case has done a duty",
      data: forwardedData({
        receipt: z
          .object({ kind: receiptKind, at: receiptAt })
          .meta({ description: "The kind of proof, without its reference" }),
      }),
      example: {
        ...byRetailer,
        duty: dischargedDuty,
        receipt: { kind: "regulatorReceipt", at: "2026-11-05T09:00:00.000Z" },
        at: dischargedAt,
      },
    },
  }),
  DutyAssessed: dutyStep("DutyAssessed", {
    sent: {
      summary: "A party assesses its duty as not owed",
      data: sentData({ assessment }),
      example: {
        ...bySender,
        duty: retailersDuty,
        assessment: assessmentExample,
        at: dayTwo,
      },
    },
    // The reasons stay with the party that assessed the duty.
    forwarded: {
      summary: "Another party of the case has assessed its duty as not owed",
      data: forwardedData({}),
      example: { ...byCarrier, duty: carriersDuty, at: dayTwo },
    },
  }),
  DutyOffered: dutyStep("DutyOffered", {
    sent: {
      summary: "A party offers to do the duty of another",
      data: sentData({}),
      example: { ...bySender, duty: carriersDuty, at: dayTwo },
    },
    forwarded: {
      summary: "Another party of the case offers to do the receiver's duty",
      data: forwardedData({}),
      example: { ...byRetailer, duty: carriersDuty, at: dayTwo },
    },
  }),
  DutyOfferAnswered: dutyStep("DutyOfferAnswered", {
    sent: {
      summary: "An offer to do a duty is accepted, refused or withdrawn",
      data: sentData({ answer }),
      example: { ...bySender, duty: carriersDuty, answer: "accepted", at: dayTwo },
    },
    forwarded: {
      summary: "Another party of the case has answered or withdrawn an offer",
      data: forwardedData({ answer }),
      example: { ...byRetailer, duty: carriersDuty, answer: "accepted", at: dayTwo },
    },
  }),
  DutyHandedBack: dutyStep("DutyHandedBack", {
    sent: {
      summary: "A party hands a duty that it took over back to its owner",
      data: sentData({}),
      example: { ...bySender, duty: carriersDuty, at: dayTwo },
    },
    forwarded: {
      summary: "Another party of the case hands the receiver's duty back",
      data: forwardedData({}),
      example: { ...byRetailer, duty: carriersDuty, at: dayTwo },
    },
  }),
} as const

/** The events that a party can send about duties. */
export const sentDutyEvents = Object.values(dutyEvents).map((step) => step.sent)

export const { sent: dutyRequested, forwarded: forwardedDutyRequested } = dutyEvents.DutyRequested
export const { sent: dutyAccepted, forwarded: forwardedDutyAccepted } = dutyEvents.DutyAccepted
export const { sent: dutyDeclined, forwarded: forwardedDutyDeclined } = dutyEvents.DutyDeclined
export const { sent: dutyTakenOver, forwarded: forwardedDutyTakenOver } = dutyEvents.DutyTakenOver
export const { sent: dutyDischarged, forwarded: forwardedDutyDischarged } = dutyEvents.DutyDischarged
export const { sent: dutyAssessed, forwarded: forwardedDutyAssessed } = dutyEvents.DutyAssessed
export const { sent: dutyOffered, forwarded: forwardedDutyOffered } = dutyEvents.DutyOffered
export const { sent: dutyOfferAnswered, forwarded: forwardedDutyOfferAnswered } = dutyEvents.DutyOfferAnswered
export const { sent: dutyHandedBack, forwarded: forwardedDutyHandedBack } = dutyEvents.DutyHandedBack
