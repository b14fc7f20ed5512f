import * as z from "zod"
import { boundedString, ownString } from "../../base/contracts/bounded-string.ts"
import { clockEventSchema, legalTestSchema } from "../../base/contracts/legal-words.ts"
import {
  assessmentReasonSchema,
  declineReasonSchema,
  dueIs,
  dutyKindSchema,
  dutyStateSchema,
  lawOrContract,
  receiptKind,
} from "../../base/contracts/words.ts"
import { assessmentSchema } from "../assessment.ts"
import type { NoticeProgress, PartyFacts } from "../facts.ts"
import { settledStates } from "./settled-states.ts"

const nobodyAffected: NoticeProgress = { affected: 0, notified: 0, notifiedByPublicNotice: 0 }

/**
 * How many of the people that a duty to notify covers were notified. A duty towards one retailer covers that retailer's
 * people; a duty towards nobody in particular covers the people of no retailer that has a duty of its own.
 * A retailer without a count has nobody who is known to be affected.
 */
export const progressOfDuty = (
  { notice, byRetailer = [] }: Pick<PartyFacts, "notice" | "byRetailer">,
  duty: Pick<Duty, "towards">,
): NoticeProgress | undefined => {
  if (notice === undefined) return undefined
  if (duty.towards !== undefined)
    return byRetailer.find(({ retailer }) => retailer === duty.towards)?.notice ?? nobodyAffected
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

/** Affected shipments whose person nobody has notified, directly or by public notice. */
export const notNotified = (progress: NoticeProgress): number =>
  Math.max(0, progress.affected - progress.notified - progress.notifiedByPublicNotice)

/**
 * Who acts. `owner` owes the duty. `other` is another party of the case. `standIn` is a party that offered to do the
 * duty or took it over. `hub` acts when time passes or the case grows.
 */
export const dutyActors = ["owner", "other", "standIn", "hub"] as const

export type DutyActor = (typeof dutyActors)[number]

const instantSchema = z.iso.datetime({ offset: true })

const byAtSchema = z.strictObject({ by: ownString().min(1), at: instantSchema })

/** Proof that a duty was done. `reference` is a file number of the addressee or of the party, never a person's name. */
export const dischargeReceiptSchema = z.strictObject({
  kind: receiptKind,
  reference: boundedString(200).min(1),
  at: instantSchema.meta({ description: "When it was done, as the receipt says" }),
})

export type DischargeReceipt = z.infer<typeof dischargeReceiptSchema>

export const dutySchema = z.strictObject({
  party: ownString().min(1).meta({ description: "Party id of the owner" }),
  law: lawOrContract,
  kind: dutyKindSchema,
  stage: ownString().min(1).optional().meta({ description: "Which report, of one that the law asks for in stages" }),
  rule: ownString().min(1).meta({ description: "Rule id in the law" }),
  addressee: ownString().min(1).meta({ description: "Code of the regulator, or individuals, or organisation" }),
  towards: ownString()
    .min(1)
    .optional()
    .meta({ description: "Id of the party, or of the retailer to whose people, it is owed apart" }),
  state: dutyStateSchema,
  clock: z.strictObject({
    from: clockEventSchema,
    startedAt: instantSchema
      .nullable()
      .meta({ description: "null: the event has not happened, the clock has not started" }),
    standsInFor: clockEventSchema
      .optional()
      .meta({ description: "The law's event, when it is not recorded and an earlier one is counted from instead" }),
    dueAt: instantSchema.nullable(),
    dueIs: dueIs.meta({
      description:
        "legalDeadline: the law sets it, or the contract. target: the law names no term, this is the deployment's own",
    }),
    basis: ownString().min(1).meta({ description: "Why the duty is due then, as a sentence" }),
    citation: boundedString(200).min(1).optional().meta({ description: "Law and section" }),
  }),
  presumption: z.enum(["owed", "assess", "probablyNotOwed"]).meta({
    description: "owed whatever the risk; to be assessed; or the law's own definition seems not to cover the fields",
  }),
  test: legalTestSchema
    .optional()
    .meta({ description: "The legal test that decides whether it is owed. Absent: it is owed whatever the risk" }),
  excuses: z
    .array(assessmentReasonSchema)
    .default([])
    .meta({ description: "Reasons that excuse it although the test is met" }),
  requests: z.array(byAtSchema).default([]).meta({ description: "Each time another party asked for it, oldest first" }),
  accepted: byAtSchema.optional(),
  declined: z.strictObject({ ...byAtSchema.shape, reason: declineReasonSchema }).optional(),
  offered: byAtSchema.optional(),
  takenOver: byAtSchema.optional(),
  discharged: z.strictObject({ ...byAtSchema.shape, receipt: dischargeReceiptSchema }).optional(),
  notOwed: z.strictObject({ ...byAtSchema.shape, assessment: assessmentSchema }).optional(),
  alarms: z
    .strictObject({
      dueSoonAt: instantSchema.optional(),
      overdueAt: instantSchema.optional(),
      escalations: z.int().nonnegative().default(0),
      unansweredAt: instantSchema.optional(),
    })
    .prefault({}),
})

/** A duty. `text`: hash of the text of the law that it was last derived from, kept in its row beside it. */
export type Duty = z.infer<typeof dutySchema> & { text?: string | undefined }

export type DutyInput = z.input<typeof dutySchema>

export const isSettled = (duty: Pick<Duty, "state">): boolean => settledStates.has(duty.state)

/** Whether the duty has a due time before `at` (ISO instant). */
export const isOverdue = (duty: Pick<Duty, "clock">, at: string): boolean =>
  duty.clock.dueAt !== null && Date.parse(duty.clock.dueAt) < Date.parse(at)
