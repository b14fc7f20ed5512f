import * as z from "zod"
import { ownString } from "../../base/contracts/bounded-string.ts"
import { forwardedBreachAlertAcknowledged } from "../../base/contracts/breach-alert-acknowledged.ts"
import { breachAtHub, closedAtHub } from "../../base/contracts/breach-at-hub.ts"
import { caseSide } from "../../base/contracts/breach-case.ts"
import { breachCaseClosed, breachCaseUpdated } from "../../base/contracts/breach-case-events.ts"
import { dutyDue, dutyOverdue, dutyUnanswered } from "../../base/contracts/duty-clock-events.ts"
import { dutyEvents } from "../../base/contracts/duty-events.ts"
import { instant } from "../../base/contracts/envelope.ts"
import { caseAlias } from "../../base/contracts/fields.ts"
import { forwardedIndividualsNotified } from "../../base/contracts/individuals-notified.ts"
import { forwardedMeasureRecorded } from "../../base/contracts/measure-recorded.ts"
import { fieldName } from "../../base/contracts/words.ts"
import { lawCoverageSchema } from "../law-coverage.ts"
import { unknownReason } from "../unknown-reason.ts"
import { letterAnswerSchema, letterRequestKind } from "./letter-rows.ts"

/**
 * Every message that a change of a case can send to a party. `alert-events.ts` makes the event of each kind and
 * `letter-of-message.ts` its mail. Both switch over all kinds, so a new kind does not compile until both handle it.
 */

const addressed = { eventId: ownString(), audience: ownString() }

function message<const Kind extends string, Facts extends z.ZodType>(kind: Kind, facts: Facts) {
  return z.object({ ...addressed, kind: z.literal(kind), facts })
}

/** What a party may know of its side of a case. The head of its timeline is added when the message is sent. */
const forMailAlone = {
  /** Of duties that differ only in the party to which they are owed: the first, and how many are in its state. */
  alike: z.array(z.object({ dutyId: ownString(), count: z.int().positive() })).optional(),
  lawCoverage: lawCoverageSchema.optional(),
  fieldsPossiblyExposed: z.array(fieldName).optional(),
  unknownBecause: z.array(unknownReason).optional(),
  breachAtHub: breachAtHub.optional(),
  /** What the operator had stated before, if it corrected it. */
  breachAtHubBefore: breachAtHub.optional(),
  closedAtHub: closedAtHub.optional(),
}
const side = z.object(caseSide).omit({ timelineHead: true }).extend(forMailAlone)
export type CaseSide = z.infer<typeof side>

const updatedSide = side.extend({ updatedAt: breachCaseUpdated.data.shape.updatedAt })

/** Messages that show a party its whole side of the case, with the head of its timeline. */
const caseMessageSchema = z.discriminatedUnion("kind", [
  message("CaseOpened", side),
  message("CaseGrew", updatedSide),
  message(
    "CaseMerged",
    updatedSide.extend({
      leadingAlias: caseAlias,
      endedDuties: side.shape.duties
        .optional()
        .meta({ description: "As the ended case named them. `duties` are those of the leading case" }),
    }),
  ),
  message("AlertNotAcknowledged", updatedSide),
  message("CaseClosed", breachCaseClosed.data.omit({ timelineHead: true }).extend(forMailAlone)),
])
export type CaseMessage = z.infer<typeof caseMessageSchema>

/** Messages about the due time of a duty. */
const dutyClockMessageSchema = z.discriminatedUnion("kind", [
  message("DutyDue", dutyDue.data),
  message("DutyOverdue", dutyOverdue.data),
  message("DutyUnanswered", dutyUnanswered.data),
])
export type DutyClockMessage = z.infer<typeof dutyClockMessageSchema>

/** Messages that pass on to one party what another party did. */
const forwardedMessageSchema = z.discriminatedUnion("kind", [
  message("BreachAlertAcknowledged", forwardedBreachAlertAcknowledged.data),
  message("MeasureRecorded", forwardedMeasureRecorded.data),
  message("IndividualsNotified", forwardedIndividualsNotified.data),
  ...Object.values(dutyEvents).map((step) => z.object({ ...addressed, ...step.message.shape })),
])
export type ForwardedMessage = z.infer<typeof forwardedMessageSchema>

/** What became of a letter, for the mail to the retailer that asks. */
const letterNewsSchema = z.object({
  caseAlias,
  caseUrl: ownString(),
  became: z.enum(["answered", "notDelivered", "unanswered"]),
  request: letterRequestKind,
  answer: letterAnswerSchema.optional(),
  hasFile: z.boolean().optional(),
  late: z.boolean().optional(),
})
export type LetterNews = z.infer<typeof letterNewsSchema>

/** That a regulator waits for an answer, for the mail to the party that owes it. */
const questionDueSchema = z.object({
  caseAlias,
  caseUrl: ownString(),
  regulator: ownString(),
  dueAt: instant,
  isOverdue: z.boolean(),
  escalation: z.int().nonnegative(),
})
export type QuestionDue = z.infer<typeof questionDueSchema>

/**
 * A message that is no event. About a letter to a named counterparty: that it is to be sent. To the retailer that asks:
 * what became of it. To any party: that a regulator waits, under the id of its question. Release 0.1.0 leaves out all
 * but the first.
 */
const letterMessageSchema = message(
  "LetterAsked",
  z.object({
    letterId: ownString().min(1),
    news: letterNewsSchema.optional(),
    question: questionDueSchema.optional(),
  }),
)
export type LetterMessage = z.infer<typeof letterMessageSchema>

export const outboxMessageSchema = z.discriminatedUnion("kind", [
  caseMessageSchema,
  dutyClockMessageSchema,
  forwardedMessageSchema,
  letterMessageSchema,
])
export type OutboxMessage = z.infer<typeof outboxMessageSchema>

const caseMessageKinds: ReadonlySet<string> = new Set(caseMessageSchema.options.map(({ shape }) => shape.kind.value))

/** Whether a message shows the party its whole side of the case, with the head of its timeline. */
export function isCaseMessage(message: OutboxMessage): message is CaseMessage {
  return caseMessageKinds.has(message.kind)
}

type Without<Message, Names extends string> = Message extends unknown ? Omit<Message, Names> : never

/** Kind and facts of a message, before it has an audience. */
export type MessageContent<Message extends OutboxMessage = OutboxMessage> = Without<Message, "eventId" | "audience">

/**
 * A message that a change of a case decided to send. `once` distinguishes messages of one kind to one party. Leave it
 * out if there can be only one.
 */
export type PlannedMessage = Without<OutboxMessage, "eventId"> & { once?: string | number }
