import * as z from "zod"
import type { DataOf } from "../../base/contracts/define-event.ts"
import type { dutyEvents, forwardedDutyRequested } from "../../base/contracts/duty-events.ts"
import { type DutyKind, type DutyState, declineReasonSchema } from "../../base/contracts/words.ts"
import { type Pair, pair } from "../../base/platform/bilingual.ts"
import { assessmentOfEntry, assessmentSchema } from "../assessment.ts"
import type { TimelineData } from "../timeline.ts"
import { type DischargeReceipt, type Duty, type DutyActor, dischargeReceiptSchema } from "./duty.ts"

/** What a party, or the hub, wants to do with a duty. */
export const dutyActionSchema = z.discriminatedUnion("operation", [
  z.strictObject({ operation: z.literal("request") }),
  z.strictObject({ operation: z.literal("accept") }),
  z.strictObject({ operation: z.literal("decline"), reason: declineReasonSchema }),
  z.strictObject({ operation: z.literal("markUnanswered") }),
  z.strictObject({ operation: z.literal("offer") }),
  z.strictObject({ operation: z.literal("acceptOffer") }),
  z.strictObject({ operation: z.literal("refuseOffer") }),
  z.strictObject({ operation: z.literal("withdrawOffer") }),
  z.strictObject({ operation: z.literal("takeOver") }),
  z.strictObject({ operation: z.literal("handBack") }),
  z.strictObject({ operation: z.literal("discharge"), receipt: dischargeReceiptSchema }),
  z.strictObject({ operation: z.literal("assessNotOwed"), assessment: assessmentSchema }),
  z.strictObject({ operation: z.literal("reopen") }),
])

export type DutyAction = z.infer<typeof dutyActionSchema>

export type DutyOperation = DutyAction["operation"]

type ActionByOperation = { readonly [Action in DutyAction as Action["operation"]]: Action }

/** The action of one operation. Its form lets the compiler pair each action with its row of the table. */
export type ActionOf<Name extends DutyOperation> = {
  [Key in Name]: { operation: Key } & ActionByOperation[Key]
}[Name]

/** Who did it, and when: ISO instant. */
type Mark = { readonly by: string; readonly at: string }

/** An event that a party sends about a duty. */
export type DutyEvent = {
  [Type in keyof typeof dutyEvents]: {
    readonly detailType: Type
    readonly data: DataOf<(typeof dutyEvents)[Type]["sent"]>
  }
}[keyof typeof dutyEvents]

/** The event by which another party learns of an operation. */
export type DutyMessage = {
  [Type in keyof typeof dutyEvents]: Readonly<z.output<(typeof dutyEvents)[Type]["message"]>>
}[keyof typeof dutyEvents]

/** What the message of every operation says. */
type DutyFacts = DataOf<typeof forwardedDutyRequested>

type Operation<Name extends DutyOperation, EntryType extends string> = {
  readonly meaning: string
  /** From-states per actor. An actor that is absent may never do it. */
  readonly by: Partial<Readonly<Record<DutyActor, readonly DutyState[]>>>
  readonly to: DutyState
  /** Whose duty is meant where a reference fits several: another party's, the stand-in's if it has one, or the own. */
  readonly on: "others" | "standIn" | "own"
  /** What it leaves on the duty besides the new state. */
  readonly records?: (mark: Mark, action: ActionOf<Name>, before: Duty) => Partial<Duty>
  readonly clears?: readonly ("offered" | "takenOver" | "discharged" | "notOwed")[]
  /** The type of its entry in the timeline, and how documents call it. */
  readonly entry: { readonly type: EntryType; readonly words: Pair }
  /** What its entry says besides the duty and its state. */
  readonly details?: (action: ActionOf<Name>, after: Duty, by: string) => TimelineData
  /** What its entry says to the party that acts, and to no other. */
  readonly ownDetails?: (action: ActionOf<Name>) => TimelineData
  /** Whether its request says more than its entry does. */
  readonly saysMore?: true
  /** What other parties receive. Without it they see the operation only in the case. */
  readonly message?: (facts: DutyFacts, action: ActionOf<Name>, before: Duty) => DutyMessage
}

const unsettled = ["open", "requested", "accepted", "declined", "unanswered", "offered"] as const

/** Alarms of a duty whose owner is asked again: the time to answer starts anew. */
const askedAgain = ({ alarms: { unansweredAt: _unansweredAt, ...alarms } }: Duty) => alarms

type OperationTable<EntryType extends string> = { readonly [Name in DutyOperation]: Operation<Name, EntryType> }

const operations = {
  request: {
    meaning: "Another party asks the owner to do its duty; may be repeated",
    by: { other: ["open", "requested", "declined", "unanswered"] },
    to: "requested",
    on: "others",
    records: (mark, _action, before) => ({ requests: [...before.requests, mark], alarms: askedAgain(before) }),
    clears: ["offered"],
    entry: { type: "DutyRequested", words: pair("Duty requested", "Obligation demandée") },
    details: (_action, after, by) => ({ nth: after.requests.filter((request) => request.by === by).length }),
    message: (facts) => ({ kind: "DutyRequested", facts }),
  },
  accept: {
    meaning: "The owner says that it will do it",
    by: { owner: ["open", "requested", "declined", "unanswered"] },
    to: "accepted",
    on: "own",
    records: (mark) => ({ accepted: mark }),
    clears: ["offered"],
    entry: { type: "DutyAccepted", words: pair("Duty accepted", "Obligation acceptée") },
    message: (facts) => ({ kind: "DutyAccepted", facts }),
  },
  decline: {
    meaning: "The owner says, with a reason code, that it will not do it",
    by: { owner: ["open", "requested", "accepted", "unanswered"] },
    to: "declined",
    on: "own",
    records: (mark, { reason }) => ({ declined: { ...mark, reason } }),
    clears: ["offered"],
    entry: { type: "DutyDeclined", words: pair("Duty declined", "Obligation refusée") },
    details: ({ reason }) => ({ reason }),
    message: (facts, { reason }) => ({ kind: "DutyDeclined", facts: { ...facts, reason } }),
  },
  markUnanswered: {
    meaning: "The time to answer has passed",
    by: { hub: ["requested", "offered"] },
    to: "unanswered",
    on: "own",
    records: ({ at }, _action, { alarms }) => ({ alarms: { ...alarms, unansweredAt: at } }),
    entry: { type: "DutyUnanswered", words: pair("Duty request unanswered", "Demande sans réponse") },
  },
  offer: {
    meaning: "Another party offers to do it in the owner's place",
    by: { other: ["open", "requested", "accepted", "declined", "unanswered"] },
    to: "offered",
    on: "others",
    records: (mark, _action, before) => ({ offered: mark, alarms: askedAgain(before) }),
    entry: {
      type: "DutyOffered",
      words: pair("Duty: offer to take it over", "Obligation : offre de prise en charge"),
    },
    message: (facts) => ({ kind: "DutyOffered", facts }),
  },
  acceptOffer: {
    meaning: "The owner hands it over to the party that offered",
    by: { owner: ["offered"] },
    to: "takenOver",
    on: "own",
    records: ({ by, at }, _action, { offered }) => ({ takenOver: { by: offered?.by ?? by, at } }),
    entry: { type: "DutyTakenOver", words: pair("Duty taken over", "Obligation prise en charge") },
    message: (facts) => ({ kind: "DutyTakenOver", facts: { ...facts, reason: "agreed" } }),
  },
  refuseOffer: {
    meaning: "The owner keeps it",
    by: { owner: ["offered"] },
    to: "open",
    on: "own",
    clears: ["offered"],
    entry: { type: "DutyOfferRefused", words: pair("Duty: offer refused", "Obligation : offre refusée") },
    message: (facts) => ({ kind: "DutyOfferAnswered", facts: { ...facts, answer: "refused" } }),
  },
  withdrawOffer: {
    meaning: "The party that offered withdraws its offer",
    by: { standIn: ["offered"] },
    to: "open",
    on: "standIn",
    clears: ["offered"],
    entry: { type: "DutyOfferWithdrawn", words: pair("Duty: offer withdrawn", "Obligation : offre retirée") },
    message: (facts) => ({ kind: "DutyOfferAnswered", facts: { ...facts, answer: "withdrawn" } }),
  },
  takeOver: {
    meaning: "Another party does it unasked: the owner declined, did not answer, or accepted and is overdue",
    by: { other: ["declined", "unanswered", "accepted"] },
    to: "takenOver",
    on: "others",
    records: (mark) => ({ takenOver: mark }),
    entry: { type: "DutyTakenOver", words: pair("Duty taken over", "Obligation prise en charge") },
    message: (facts, _action, { state }) => ({
      kind: "DutyTakenOver",
      facts: { ...facts, reason: state === "declined" ? "declined" : "unanswered" },
    }),
  },
  handBack: {
    meaning: "The stand-in cannot do it after all",
    by: { standIn: ["takenOver"] },
    to: "open",
    on: "standIn",
    clears: ["offered", "takenOver"],
    entry: { type: "DutyHandedBack", words: pair("Duty handed back", "Obligation rendue") },
    message: (facts) => ({ kind: "DutyHandedBack", facts }),
  },
  discharge: {
    meaning: "It was done; the receipt proves it",
    by: { owner: [...unsettled, "takenOver"], standIn: ["takenOver"] },
    to: "discharged",
    on: "standIn",
    records: (mark, { receipt }) => ({ discharged: { ...mark, receipt } }),
    entry: { type: "DutyDischarged", words: pair("Duty done", "Obligation remplie") },
    details: ({ receipt: { kind, at } }) => ({ receipt: { kind, at } }),
    saysMore: true,
    message: (facts, { receipt: { kind, at } }) => ({
      kind: "DutyDischarged",
      facts: { ...facts, receipt: { kind, at } },
    }),
  },
  assessNotOwed: {
    meaning: "The owner records an assessment, for itself only, that the law does not ask for it",
    by: { owner: unsettled },
    to: "notOwed",
    on: "own",
    records: (mark, { assessment }) => ({ notOwed: { ...mark, assessment } }),
    entry: {
      type: "DutyAssessedNotOwed",
      words: pair("Duty assessed as not owed", "Obligation évaluée comme non due"),
    },
    ownDetails: ({ assessment }) => assessmentOfEntry(assessment),
    saysMore: true,
    message: (facts) => ({ kind: "DutyAssessed", facts }),
  },
  reopen: {
    meaning: "New facts: the case has grown, or the assessment no longer holds",
    by: { owner: ["notOwed", "discharged"], hub: ["notOwed", "discharged"] },
    to: "open",
    on: "own",
    records: () => ({ alarms: { escalations: 0 } }),
    clears: ["discharged", "notOwed", "offered", "takenOver"],
    entry: { type: "DutyReopened", words: pair("Duty open again", "Obligation rouverte") },
  },
} satisfies OperationTable<`Duty${string}`>

/**
 * Every operation on a duty in one table: who may do it in which state, what it changes, and what other parties learn.
 * A test lists each combination of actor, operation and state.
 */
export const dutyOperations: OperationTable<DutyEntryType> = operations

/** Every type of timeline entry that an operation on a duty writes. */
export const dutyEntryType = z.enum(Object.values(operations).map(({ entry }) => entry.type))
export type DutyEntryType = z.infer<typeof dutyEntryType>

/** The receipts that discharge a duty of each kind, the usual one first. */
export const receiptsOf = {
  tellRegulator: ["regulatorReceipt"],
  supplementReport: ["regulatorReceipt"],
  tellIndividuals: ["individualsNotified", "publicNotice"],
  tellOtherOrganisation: ["organisationNotified"],
  keepRecord: ["recordEntry"],
} as const satisfies Record<DutyKind, readonly [DischargeReceipt["kind"], ...DischargeReceipt["kind"][]]>

/** The operation that a party's event asks for. */
export function actionOfEvent(event: DutyEvent): DutyAction {
  switch (event.detailType) {
    case "DutyRequested":
      return { operation: "request" }
    case "DutyAccepted":
      return { operation: "accept" }
    case "DutyDeclined":
      return { operation: "decline", reason: event.data.reason }
    case "DutyTakenOver":
      return { operation: "takeOver" }
    case "DutyDischarged":
      return { operation: "discharge", receipt: event.data.receipt }
    case "DutyAssessed":
      return { operation: "assessNotOwed", assessment: event.data.assessment }
    case "DutyOffered":
      return { operation: "offer" }
    case "DutyOfferAnswered":
      return { operation: offerAnswers[event.data.answer] }
    case "DutyHandedBack":
      return { operation: "handBack" }
  }
}

const offerAnswers = { accepted: "acceptOffer", refused: "refuseOffer", withdrawn: "withdrawOffer" } as const
