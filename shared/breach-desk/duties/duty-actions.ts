import * as z from "zod"
import { type DutyState, declineReasonSchema } from "../../contracts/words.ts"
import { assessmentSchema } from "../assessment.ts"
import type { NoticeProgress, PartyFacts } from "../facts.ts"
import { type DischargeReceipt, type Duty, type DutyActor, dischargeReceiptSchema, isOverdue } from "./duty.ts"

type Operation = {
  readonly to: DutyState
  /** From-states per actor. An actor that is absent may never do it. */
  readonly by: Partial<Readonly<Record<DutyActor, readonly DutyState[]>>>
  readonly meaning: string
}

const unsettled = ["open", "requested", "accepted", "declined", "unanswered", "offered"] as const

/** The state machine. Table-tested: actor x operation x state. */
export const dutyOperations = {
  request: {
    to: "requested",
    by: { other: ["open", "requested", "declined", "unanswered"] },
    meaning: "Another party asks the owner to do its duty; may be repeated",
  },
  accept: {
    to: "accepted",
    by: { owner: ["open", "requested", "declined", "unanswered"] },
    meaning: "The owner says that it will do it",
  },
  decline: {
    to: "declined",
    by: { owner: ["open", "requested", "accepted", "unanswered"] },
    meaning: "The owner says, with a reason code, that it will not do it",
  },
  markUnanswered: {
    to: "unanswered",
    by: { hub: ["requested", "offered"] },
    meaning: "The time to answer has passed",
  },
  offer: {
    to: "offered",
    by: { other: ["open", "requested", "accepted", "declined", "unanswered"] },
    meaning: "Another party offers to do it in the owner's place",
  },
  acceptOffer: {
    to: "takenOver",
    by: { owner: ["offered"] },
    meaning: "The owner hands it over to the one who offered",
  },
  refuseOffer: { to: "open", by: { owner: ["offered"] }, meaning: "The owner keeps it" },
  withdrawOffer: { to: "open", by: { standIn: ["offered"] }, meaning: "The offer no longer stands" },
  takeOver: {
    to: "takenOver",
    by: { other: ["declined", "unanswered", "accepted"] },
    meaning: "Another party does it unasked: the owner declined, did not answer, or accepted and is overdue",
  },
  handBack: { to: "open", by: { standIn: ["takenOver"] }, meaning: "The stand-in cannot do it after all" },
  discharge: {
    to: "discharged",
    by: { owner: [...unsettled, "takenOver"], standIn: ["takenOver"] },
    meaning: "It was done; the receipt proves it",
  },
  assessNotOwed: {
    to: "notOwed",
    by: { owner: unsettled },
    meaning: "The owner records an assessment, for itself only, that the law does not ask for it",
  },
  reopen: {
    to: "open",
    by: { owner: ["notOwed", "discharged"], hub: ["notOwed", "discharged"] },
    meaning: "New facts: the case has grown, or the assessment no longer holds",
  },
} as const satisfies Record<string, Operation>

export type DutyOperation = keyof typeof dutyOperations

export const dutyOperationNames = Object.keys(dutyOperations).filter(
  (name): name is DutyOperation => name in dutyOperations,
)

/** From-states in which `actor` may do `operation`; a store writes them as its condition. */
export const fromStates = (operation: DutyOperation, actor: DutyActor): readonly DutyState[] => {
  const by: Operation["by"] = dutyOperations[operation].by
  return by[actor] ?? []
}

/** What a party (or the hub) wants to do with a duty. */
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

/** Why an action is refused: a rule code, never a value. */
export type DutyRefusal =
  | "notPartyToCase"
  | "notAllowedToActor"
  | "notInThisState"
  | "notYetOverdue"
  | "receiptOfWrongKind"
  | "notEverybodyTold"
  | "assessmentSaysRealRisk"
  | "recordAlwaysOwed"

export type DutyDecision =
  | { readonly ok: true; readonly duty: Duty; readonly from: DutyState; readonly actor: DutyActor }
  | { readonly ok: false; readonly refusal: DutyRefusal }

/** The pseudo-party under which the hub's own clock acts. */
export const hubActor = "hub"

/** In which capacity `by` acts on the duty. */
export const actorFor = (duty: Duty, by: string): DutyActor => {
  if (by === hubActor) return "hub"
  if (by === duty.party) return "owner"
  if (duty.state === "takenOver" && duty.takenOver?.by === by) return "standIn"
  return duty.state === "offered" && duty.offered?.by === by ? "standIn" : "other"
}

const receiptKinds: Record<Duty["kind"], ReadonlySet<DischargeReceipt["kind"]>> = {
  tellRegulator: new Set(["regulatorReceipt"]),
  tellIndividuals: new Set(["individualsNotified", "publicNotice"]),
  tellOtherOrganisation: new Set(["organisationNotified"]),
  keepRecord: new Set(["recordEntry"]),
}

/** Whose notices a duty to tell people waits for: those of one retailer, or all that no retailer has a duty of its own for. */
export const progressOfDuty = (
  { notice, byRetailer = [] }: Pick<PartyFacts, "notice" | "byRetailer">,
  duty: Pick<Duty, "towards">,
): NoticeProgress | undefined => {
  if (duty.towards !== undefined) return byRetailer.find(({ retailer }) => retailer === duty.towards)?.notice
  if (notice === undefined) return undefined
  const rest = (of: (progress: NoticeProgress) => number): number =>
    Math.max(
      0,
      byRetailer.reduce((left, share) => left - of(share.notice), of(notice)),
    )
  return {
    ...notice,
    affected: rest(({ affected }) => affected),
    notified: rest(({ notified }) => notified),
    notifiedByPublicNotice: rest(({ notifiedByPublicNotice }) => notifiedByPublicNotice),
  }
}

/** Affected shipments whose addressee nobody has told, directly or by public notice. */
export const notNotified = (progress: NoticeProgress): number =>
  Math.max(0, progress.affected - progress.notified - progress.notifiedByPublicNotice)

/**
 * Decides an action on a duty.
 * @param context.by party id, or {@link hubActor}
 * @param context.at ISO instant of the action
 * @param context.parties ids of the parties of the case; anybody else is refused
 * @param context.progress receipts so far; required to discharge a duty to tell individuals
 * @returns the new duty, or the code of the rule that forbids it
 */
export const applyDutyAction = (
  duty: Duty,
  action: DutyAction,
  context: {
    readonly by: string
    readonly at: string
    readonly parties: readonly string[]
    readonly progress?: NoticeProgress
  },
): DutyDecision => {
  const { by, at } = context
  if (by !== hubActor && !context.parties.includes(by)) return { ok: false, refusal: "notPartyToCase" }
  const actor = actorFor(duty, by)
  const refusal = refusalOf(duty, action, actor, at, context.progress)
  if (refusal !== undefined) return { ok: false, refusal }
  return { ok: true, duty: applied(duty, action, by, at), from: duty.state, actor }
}

function refusalOf(
  duty: Duty,
  action: DutyAction,
  actor: DutyActor,
  at: string,
  progress: NoticeProgress | undefined,
): DutyRefusal | undefined {
  const from = fromStates(action.operation, actor)
  if (from.length === 0) return "notAllowedToActor"
  if (!from.includes(duty.state)) return "notInThisState"
  switch (action.operation) {
    case "takeOver":
      return duty.state === "accepted" && !isOverdue(duty, at) ? "notYetOverdue" : undefined
    case "discharge":
      if (!receiptKinds[duty.kind].has(action.receipt.kind)) return "receiptOfWrongKind"
      if (duty.kind !== "tellIndividuals") return undefined
      return progress === undefined || notNotified(progress) > 0 ? "notEverybodyTold" : undefined
    case "assessNotOwed":
      if (duty.presumption === "owed" && duty.kind === "keepRecord") return "recordAlwaysOwed"
      return saysRealRisk(action.assessment) ? "assessmentSaysRealRisk" : undefined
    default:
      return undefined
  }
}

/** Reasons for which a duty is not owed even where the risk is real. */
const reasonsBesidesRisk: ReadonlySet<string> = new Set([
  "outsideLegalDefinition",
  "lawDoesNotBind",
  "belowResidentThreshold",
  "lawEnforcementProhibits",
  "encryptedOrUnintelligible",
])

const saysRealRisk = (assessment: z.infer<typeof assessmentSchema>): boolean =>
  assessment.realRiskOfSignificantHarm === "yes" && !assessment.reasons.some((reason) => reasonsBesidesRisk.has(reason))

function applied(duty: Duty, action: DutyAction, by: string, at: string): Duty {
  const next: Duty = { ...duty, state: dutyOperations[action.operation].to }
  switch (action.operation) {
    case "request": {
      const { unansweredAt: _answeredAnew, ...alarms } = duty.alarms
      return withoutKeys({ ...next, requests: [...duty.requests, { by, at }], alarms }, ["offered"])
    }
    case "accept":
      return withoutKeys({ ...next, accepted: { by, at } }, ["offered"])
    case "decline":
      return withoutKeys({ ...next, declined: { by, at, reason: action.reason } }, ["offered"])
    case "markUnanswered":
      return { ...next, alarms: { ...duty.alarms, unansweredAt: at } }
    case "offer": {
      const { unansweredAt: _answeredAnew, ...alarms } = duty.alarms
      return { ...next, offered: { by, at }, alarms }
    }
    case "acceptOffer":
      return { ...next, takenOver: { by: duty.offered?.by ?? by, at } }
    case "takeOver":
      return { ...next, takenOver: { by, at } }
    case "discharge":
      return { ...next, discharged: { by, at, receipt: action.receipt } }
    case "assessNotOwed":
      return { ...next, notOwed: { by, at, assessment: action.assessment } }
    case "refuseOffer":
    case "withdrawOffer":
      return withoutKeys(next, ["offered"])
    case "handBack":
      return withoutKeys(next, ["offered", "takenOver"])
    case "reopen":
      return withoutKeys({ ...next, alarms: { escalations: 0 } }, ["discharged", "notOwed", "offered", "takenOver"])
  }
}

type Optional = "offered" | "takenOver" | "discharged" | "notOwed"

function withoutKeys(duty: Duty, keys: readonly Optional[]): Duty {
  const copy = { ...duty }
  for (const key of keys) delete copy[key]
  return copy
}
