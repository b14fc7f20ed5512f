import * as z from "zod"
import { ownString } from "../../base/contracts/bounded-string.ts"
import { fieldName, measureCode, measureKind, tool } from "../../base/contracts/words.ts"
import { accessorKey } from "../../watch/detection/accessor.ts"
import { publishedFindingSchema } from "../../watch/detection/anomalies/published-finding.ts"
import { dutySchema } from "../duties/duty.ts"
import { timelineEntrySchema } from "../timeline.ts"
import { type AttemptsDayRow, attemptRowSchema, attemptsDayRowSchema } from "./attempt-rows.ts"
import { evidenceQuerySchema } from "./evidence-query.ts"
import { exposureSchema } from "./exposure.ts"
import { type HubBreachRow, hubBreachRowSchema } from "./hub-breach-row.ts"
import { type LawTextRow, lawTextRowSchema } from "./law-text-row.ts"
import { letterRowSchema } from "./letter-rows.ts"
import { outboxMessageSchema } from "./outbox-message.ts"
import { approvalRowSchema, type DraftRow, draftRowSchema, evidenceRowSchema, noteRowSchema } from "./paper-rows.ts"
import {
  type CaseRow,
  caseRowSchema,
  count,
  inCase,
  instant,
  key,
  partyRowSchema,
  signedHeadSchema,
} from "./participant-rows.ts"
import { attributionSchema, type PointerRow, pointerRowSchema } from "./pointer-row.ts"
import { viewRowSchema } from "./view-rows.ts"

export type { AttemptRow, AttemptsDayRow } from "./attempt-rows.ts"
export type { LetterRow } from "./letter-rows.ts"
export type { CaseRow, Finder, NotifiedCounts, PartyRow, SignedHead } from "./participant-rows.ts"
export type { Attribution, PointerRow } from "./pointer-row.ts"
export type { ViewRow } from "./view-rows.ts"

/**
 * The rows of a breach case. They share the partition `CASE#<caseId>`. Every change also replaces the row `CASE` on
 * condition of its version, so a change fails if somebody changed the case after it was read.
 *
 * A pointer has a partition of its own: the first writer of a pointer decides which case there is. An `UNCLAIMED` row
 * has one too: when a shipment claims a parcel, the claim finds the cases that hold exposures of that parcel.
 */

/** An accessor key of a case. Without `attributesFrom` it only shows which later anomalies belong to this case. */
const caseKeySchema = attributionSchema.extend({ accessorKey })
export type CaseKey = z.infer<typeof caseKeySchema>

export const keyRowSchema = caseKeySchema.extend({ ...inCase, type: z.literal("key") })
export type KeyRow = z.infer<typeof keyRowSchema>

/** A part of the ledger that the case still has to count, not before `dueAt`. */
export const pendingRowSchema = z.object({
  ...inCase,
  type: z.literal("pending"),
  accessorKey,
  from: instant,
  dueAt: instant,
  countedTo: z
    .object({ subject: accessorKey, sortKey: ownString() })
    .optional()
    .meta({ description: "Key of the last item of the ledger that was counted" }),
})
export type PendingRow = z.infer<typeof pendingRowSchema>
export type PendingCount = Omit<PendingRow, keyof typeof inCase | "type">

/** The lookups of a report that the case still has to count. */
export const searchRowSchema = z.object({
  ...inCase,
  type: z.literal("search"),
  dueAt: instant,
  search: evidenceQuerySchema,
  searchedTo: z.object({ subject: ownString(), sortKey: ownString() }).optional().meta({
    description: "Key of the last item of the ledger that was counted",
  }),
})
export type SearchRow = z.infer<typeof searchRowSchema>

/** The receipt of one party that it notified the recipient of one shipment. */
export const noticeReceiptSchema = z.object({
  at: instant,
  method: ownString(),
  public: z.boolean(),
  receipt: ownString().meta({ description: "Id of the event that brought the receipt" }),
})

/** A public notice that covers all people of a party. Each shipment without a receipt is still to get this one. */
export const noticeRowSchema = z.object({
  ...inCase,
  type: z.literal("notice"),
  dueAt: instant,
  partyId: ownString(),
  receipt: noticeReceiptSchema,
  givenTo: ownString().optional().meta({ description: "Sort key of the last shipment that was passed" }),
})
export type NoticeRow = z.infer<typeof noticeRowSchema>

/** Heads of the timelines of some parties, by party id. The hub signs a head with the party's alias of the case. */
export const headsRowSchema = z.object({
  ...inCase,
  type: z.literal("heads"),
  heads: z.record(ownString(), signedHeadSchema.extend({ alias: ownString() })),
})
export type HeadsRow = z.infer<typeof headsRowSchema>

export const exposureRowSchema = exposureSchema.extend({ ...inCase, type: z.literal("exposure") })
export type ExposureRow = z.infer<typeof exposureRowSchema>

/** An accessor that saw at least one of a party's shipments. */
export const accessorRowSchema = z.object({ ...inCase, type: z.literal("accessor"), accessorKey })

/**
 * One shipment with at least one exposure: what was seen of it in all, and who notified its recipient. Possible
 * exposures are left out if there are others.
 */
export const affectedRowSchema = z.object({
  ...inCase,
  type: z.literal("affected"),
  recordId: ownString().min(1),
  retailerId: ownString(),
  shipmentId: ownString().optional(),
  carrierId: ownString(),
  possible: z.literal(true).optional().meta({ description: "It has only possible exposures" }),
  fields: z.array(fieldName),
  accessors: count,
  firstAt: instant,
  lastAt: instant,
  sealedOrderReference: ownString().optional(),
  sealedTrackingNumber: ownString().optional(),
  deliveryPoint: z.int().optional(),
  region: ownString().optional(),
  receipts: z.record(ownString(), noticeReceiptSchema).meta({ description: "By the id of the party that gave them" }),
})
export type AffectedRow = z.infer<typeof affectedRowSchema>

/**
 * A case holds exposures of a parcel or an order that no shipment had claimed. A later claim finds the case by this
 * row.
 */
export const unclaimedRowSchema = z.object({ ...inCase, type: z.literal("unclaimed"), recordId: ownString().min(1) })

export const anomalyOfCaseSchema = z.object({
  ...inCase,
  type: z.literal("anomaly"),
  ...publishedFindingSchema.shape,
  anomalyId: ownString(),
  accessorKey,
  retailerId: ownString(),
  partyIds: z.array(ownString()).meta({ description: "Parties that may see it" }),
  detectedAt: instant,
  tool,
  reportedBy: ownString().optional(),
  delegatedBy: ownString().optional(),
  retailerFinding: publishedFindingSchema.meta({ description: "The finding as the retailer may see it: its own part" }),
  joinedAt: instant,
})
export type AnomalyOfCase = z.infer<typeof anomalyOfCaseSchema>

export const dutyRowSchema = z.object({
  ...inCase,
  type: z.literal("duty"),
  duty: dutySchema,
  text: ownString()
    .optional()
    .meta({ description: "Hash of the text of the law that it was last derived from. Version 0.1.0 drops it" }),
})
export type DutyRow = z.infer<typeof dutyRowSchema>

export const measureRowSchema = z.object({
  ...inCase,
  type: z.literal("measure"),
  measureId: ownString(),
  by: ownString(),
  at: instant,
  kind: measureKind,
  code: measureCode,
})
export type MeasureRow = z.infer<typeof measureRowSchema>

export const timelineRowSchema = z.object({
  ...inCase,
  type: z.literal("timeline"),
  entry: timelineEntrySchema.meta({ description: "The entry in the hub's own timeline" }),
  head: signedHeadSchema.meta({ description: "Head of the hub's timeline after the change" }),
  copies: z.array(z.object({ partyId: ownString(), entry: timelineEntrySchema, head: signedHeadSchema })).meta({
    description: "The entry in the timelines of the parties that may see it, with their heads after the change",
  }),
  belongsTo: caseRowSchema.shape.belongsTo,
  outbox: z
    .array(outboxMessageSchema)
    .meta({ description: "Messages of the same change, which `alert-parties` sends" }),
})
export type TimelineRow = z.infer<typeof timelineRowSchema>

/**
 * A note that something was done: a command of a party, a duty that was merged, messages that were sent, or the count
 * of what was seen of a parcel or an order before a shipment claimed it.
 */
export const markerRowSchema = z.object({
  ...inCase,
  type: z.literal("marker"),
  at: instant,
  answer: z.json().optional(),
  content: ownString().min(1).optional().meta({ description: "Keyed hash of the event that was the command" }),
  expiresAt: z.int().positive().optional(),
})
export type MarkerRow = z.infer<typeof markerRowSchema>

/** A command of a party over HTTPS: what it asked for, and the answer once it is done. */
export const commandRowSchema = z.object({
  ...key,
  type: z.literal("command"),
  content: ownString().min(1).meta({ description: "Keyed hash of method, path and body" }),
  answer: z.object({ status: z.int(), json: ownString().meta({ description: "The answer's body" }) }).optional(),
  busyUntil: z.iso
    .datetime()
    .optional()
    .meta({ description: "Until then its first sending can be under way. Without it, a repeat is carried out anew" }),
  expiresAt: z.int().positive(),
})
export type CommandRow = z.infer<typeof commandRowSchema>

export const breachCaseItemSchema = z.discriminatedUnion("type", [
  caseRowSchema,
  keyRowSchema,
  pendingRowSchema,
  searchRowSchema,
  noticeRowSchema,
  headsRowSchema,
  partyRowSchema,
  exposureRowSchema,
  accessorRowSchema,
  affectedRowSchema,
  unclaimedRowSchema,
  anomalyOfCaseSchema,
  dutyRowSchema,
  measureRowSchema,
  timelineRowSchema,
  markerRowSchema,
  commandRowSchema,
  pointerRowSchema,
  noteRowSchema,
  evidenceRowSchema,
  approvalRowSchema,
  draftRowSchema,
  letterRowSchema,
  viewRowSchema,
  attemptRowSchema,
  attemptsDayRowSchema,
  hubBreachRowSchema,
  lawTextRowSchema,
])
export type BreachCaseItem = z.infer<typeof breachCaseItemSchema>

/** The rows of one type. */
export function rowsOfType<Type extends BreachCaseItem["type"]>(
  rows: readonly BreachCaseItem[],
  type: Type,
): Extract<BreachCaseItem, { type: Type }>[] {
  return rows.filter((row): row is Extract<BreachCaseItem, { type: Type }> => row.type === type)
}

/** An item of a case other than its row `CASE`. */
export type CaseItem = Exclude<
  BreachCaseItem,
  CaseRow | CommandRow | PointerRow | DraftRow | AttemptsDayRow | HubBreachRow | LawTextRow
>
