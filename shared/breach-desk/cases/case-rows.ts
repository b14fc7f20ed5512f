import * as z from "zod"
import {
  breachCause,
  caseOrigin,
  caseState,
  fieldName,
  finderKind,
  measureCode,
  measureKind,
  partyKind,
  tool,
} from "../../contracts/words.ts"
import { accessorKey } from "../../detection/accessor.ts"
import { publishedFindingSchema } from "../../detection/anomalies/published-finding.ts"
import { assessmentSchema } from "../assessment.ts"
import { dutySchema } from "../duties/duty.ts"
import { remarkSchema } from "../schemas.ts"
import { timelineEntrySchema } from "../timeline.ts"
import { exposureSchema } from "./exposure.ts"
import { outboxMessageSchema } from "./outbox-message.ts"

/**
 * The rows of a breach case. They share the partition `CASE#<caseId>`. Every change also replaces the row `CASE` on
 * condition of its version, so a change fails if somebody changed the case after it was read.
 *
 * A pointer has a partition of its own: the first writer of a pointer decides which case there is. An `UNCLAIMED` row
 * has one too: when a shipment claims a parcel, the claim finds the cases that hold exposures of that parcel.
 */

const instant = z.iso.datetime({ offset: true })
const count = z.int().nonnegative()
const key = { pk: z.string().min(1), sk: z.string().min(1) }
const inCase = { ...key, caseId: z.string().min(8) }

/** A timeline after its latest entry. `mac` is the hub's signature of timeline, sequence and hash. */
export const signedHeadSchema = z.object({ seq: count, hash: z.string(), mac: z.string() })
export type SignedHead = z.infer<typeof signedHeadSchema>

const attributionSchema = z.object({
  attributesFrom: instant.optional(),
  attributesUntil: instant.optional(),
  postalCodesFrom: instant.optional(),
  postalCodesDuring: z.array(z.object({ from: instant, until: instant })).optional(),
  possible: z.literal(true).optional(),
})

/**
 * Which entries of the ledger a case attributes to itself for an accessor key: none without `attributesFrom`, and none
 * after `attributesUntil`. From `postalCodesFrom` on, and during `postalCodesDuring` (ends included), a right postal
 * code may be a guess and proves nothing. `possible`: strangers looked there too, and nobody can distinguish them.
 */
export type Attribution = z.infer<typeof attributionSchema>

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
    .object({ subject: accessorKey, sortKey: z.string() })
    .optional()
    .meta({ description: "Key of the last item of the ledger that was counted" }),
})
export type PendingRow = z.infer<typeof pendingRowSchema>
export type PendingCount = Omit<PendingRow, keyof typeof inCase | "type">

/** Heads of the timelines of some parties, by party id. The hub signs a head with the party's alias of the case. */
export const headsRowSchema = z.object({
  ...inCase,
  type: z.literal("heads"),
  heads: z.record(z.string(), signedHeadSchema.extend({ alias: z.string() })),
})
export type HeadsRow = z.infer<typeof headsRowSchema>

export const finderSchema = z.object({
  kind: finderKind,
  reportedTo: z.string().optional().meta({ description: "Id of the party that the finder informed; absent: the hub" }),
  receivedAt: instant,
})
export type Finder = z.infer<typeof finderSchema>

export const caseRowSchema = z.object({
  ...inCase,
  type: z.literal("case"),
  version: z.int().positive(),
  state: caseState,
  origin: caseOrigin,
  belongsTo: z.string().meta({ description: "What the events of the case belong to: its first anomaly, or the case" }),
  openedAt: instant,
  discoveredAt: instant,
  closedAt: instant.optional(),
  closedBy: z.string().optional(),
  mergedInto: z.string().optional(),
  merging: z
    .array(z.string())
    .optional()
    .meta({ description: "Open cases that are the same breach and will be merged into this one" }),
  finder: finderSchema.optional(),
  tool,
  charts: z.array(z.string()),
  head: signedHeadSchema.meta({ description: "Of the hub's own timeline of the case" }),
  exposures: count,
  lastGrowthAt: instant.optional(),
  parties: z.array(z.string()).meta({ description: "Ids of the parties of the case" }),
  toAlert: z.array(z.string()).meta({ description: "Parties that wait for an alert" }),
  alertedAt: instant.optional().meta({ description: "When the first parties were alerted" }),
  partyId: z.enum(["hub", "hub#closed"]).meta({ description: "For the index by party: the hub's own list" }),
})
export type CaseRow = z.infer<typeof caseRowSchema>

/** For how many of a party's shipments the recipient was notified; see notice-receipts.ts. */
const notifiedCountsSchema = z.object({
  direct: count,
  publicNotice: count.meta({ description: "By public notice alone, each shipment known" }),
  unnamed: count
    .optional()
    .meta({ description: "How many of the others public notices stand for that named no shipments" }),
  stated: count
    .optional()
    .meta({ description: "For how many shipments the party says that its public notices stand, in all" }),
  firstAt: instant.optional(),
  lastAt: instant.optional(),
})
export type NotifiedCounts = z.infer<typeof notifiedCountsSchema>

export const partyRowSchema = z.object({
  ...inCase,
  type: z.literal("party"),
  partyId: z.string().min(1),
  openedAt: instant.meta({ description: "When the party came into the case" }),
  kind: partyKind,
  tool: tool.meta({ description: "The tool through which its shipments were first seen" }),
  alias: z.string(),
  counterparties: z.array(z.string()).meta({
    description: "Parties of the other kind with which it shares shipments, a finding or a report",
  }),
  exposures: count,
  shipments: count,
  possible: z.object({ exposures: count, shipments: count, alerted: count }).optional().meta({
    description: "Possible exposures, shipments with no others, and of how many of these the party was alerted",
  }),
  shipmentsByField: z.partialRecord(fieldName, count),
  firstAt: instant.optional(),
  lastAt: instant.optional(),
  awareAt: instant.optional().meta({ description: "When it was alerted, or learned of it by itself" }),
  alertedAt: instant.optional(),
  alertedShipments: count,
  alerts: count,
  acknowledgedAt: instant.optional(),
  saysFalseAlarmAt: instant.optional(),
  formerAliases: z
    .array(z.string())
    .optional()
    .meta({ description: "Aliases of cases that were merged into this one" }),
  earlierCases: z
    .array(z.string())
    .optional()
    .meta({ description: "Merged cases in which this party's timeline began, under the same alias" }),
  acknowledgeEscalations: count,
  notified: notifiedCountsSchema,
  byRetailer: z
    .record(z.string(), z.object({ shipments: count, notified: notifiedCountsSchema }))
    .optional()
    .meta({ description: "Of a carrier: its shipments of each retailer" }),
  discoveredAt: instant.optional(),
  determinedAt: instant.optional(),
  assessment: assessmentSchema.optional(),
  lawEnforcementDelay: z.boolean().optional(),
  causes: z.array(breachCause).optional().meta({ description: "Why it could happen, as this party says" }),
  cause: remarkSchema.optional().meta({ description: "The same in the words of the party's officer" }),
})
export type PartyRow = z.infer<typeof partyRowSchema>

export const exposureRowSchema = exposureSchema.extend({ ...inCase, type: z.literal("exposure") })
export type ExposureRow = z.infer<typeof exposureRowSchema>

/** An accessor that saw at least one of a party's shipments. */
export const accessorRowSchema = z.object({ ...inCase, type: z.literal("accessor"), accessorKey })
export type AccessorRow = z.infer<typeof accessorRowSchema>

/** The receipt of one party that it notified the recipient of one shipment. */
export const noticeReceiptSchema = z.object({
  at: instant,
  method: z.string(),
  public: z.boolean(),
  receipt: z.string().meta({ description: "Id of the event that brought the receipt" }),
})

/**
 * One shipment with at least one exposure: what was seen of it in all, and who notified its recipient. Possible
 * exposures are left out if there are others.
 */
export const affectedRowSchema = z.object({
  ...inCase,
  type: z.literal("affected"),
  recordId: z.string().min(1),
  retailerId: z.string(),
  shipmentId: z.string().optional(),
  carrierId: z.string(),
  possible: z.literal(true).optional().meta({ description: "It has only possible exposures" }),
  fields: z.array(fieldName),
  accessors: count,
  firstAt: instant,
  lastAt: instant,
  sealedOrderReference: z.string().optional(),
  sealedTrackingNumber: z.string().optional(),
  deliveryPoint: z.int().optional(),
  receipts: z.record(z.string(), noticeReceiptSchema).meta({ description: "By the id of the party that gave them" }),
})
export type AffectedRow = z.infer<typeof affectedRowSchema>

/**
 * A case holds exposures of a parcel or an order that no shipment had claimed. A later claim finds the case by this
 * row.
 */
export const unclaimedRowSchema = z.object({ ...inCase, type: z.literal("unclaimed"), recordId: z.string().min(1) })

export const anomalyOfCaseSchema = z.object({
  ...inCase,
  type: z.literal("anomaly"),
  ...publishedFindingSchema.shape,
  anomalyId: z.string(),
  accessorKey,
  retailerId: z.string(),
  partyIds: z.array(z.string()).meta({ description: "Parties that may see it" }),
  detectedAt: instant,
  tool,
  reportedBy: z.string().optional(),
  retailerFinding: publishedFindingSchema.meta({ description: "The finding as the retailer may see it: its own part" }),
  joinedAt: instant,
})
export type AnomalyOfCase = z.infer<typeof anomalyOfCaseSchema>

export const dutyRowSchema = z.object({ ...inCase, type: z.literal("duty"), duty: dutySchema })
export type DutyRow = z.infer<typeof dutyRowSchema>

export const measureRowSchema = z.object({
  ...inCase,
  type: z.literal("measure"),
  measureId: z.string(),
  by: z.string(),
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
  copies: z.array(z.object({ partyId: z.string(), entry: timelineEntrySchema, head: signedHeadSchema })).meta({
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
})
export type MarkerRow = z.infer<typeof markerRowSchema>

/** A command of a party over HTTPS: what it asked for, and the answer once it is done. */
export const commandRowSchema = z.object({
  ...key,
  type: z.literal("command"),
  content: z.string().min(1).meta({ description: "Keyed hash of method, path and body" }),
  answer: z.object({ status: z.int(), json: z.string().meta({ description: "The answer's body" }) }).optional(),
  expiresAt: z.int().positive(),
})
export type CommandRow = z.infer<typeof commandRowSchema>

/** Which case an accessor key, an anomaly, a report or an alias belongs to. */
export const pointerRowSchema = z.object({
  ...key,
  type: z.literal("pointer"),
  caseId: z.string().min(8),
  ...attributionSchema.shape,
})
export type PointerRow = z.infer<typeof pointerRowSchema>

export const breachCaseItemSchema = z.discriminatedUnion("type", [
  caseRowSchema,
  keyRowSchema,
  pendingRowSchema,
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
export type CaseItem = Exclude<BreachCaseItem, CaseRow | CommandRow | PointerRow>
