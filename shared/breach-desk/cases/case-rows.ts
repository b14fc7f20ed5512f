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
import { dutyKey, dutySchema } from "../duties/duty.ts"
import { remarkSchema } from "../schemas.ts"
import { timelineEntrySchema } from "../timeline.ts"
import { exposureKey, exposureSchema } from "./exposure.ts"
import { outboxMessageSchema } from "./outbox-message.ts"

/**
 * The rows of a breach case. Rows of a case share the partition `CASE#<caseId>`; every change of any of them also
 * replaces the row `CASE` on condition of its version, so what was read before a change is what is changed.
 * Pointers live in partitions of their own, so that whoever claims them first decides which case there is; so do the notes of
 * parcels that no shipment had claimed, so that a claim finds the cases that hold one.
 */

const instant = z.iso.datetime({ offset: true })
const count = z.int().nonnegative()
const key = { pk: z.string().min(1), sk: z.string().min(1) }
const inCase = { ...key, caseId: z.string().min(8) }

/** The state of a timeline after its latest entry; `mac` is the hub's proof over timeline, sequence and hash. */
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
 * What of the ledger a case claims of an accessor key; nothing without `attributesFrom`, and nothing after `attributesUntil` where that is
 * given. From `postalCodesFrom` on, and during the episodes of `postalCodesDuring`, ends included, a right postal code was a guess among
 * others and proves nothing. `possible`: strangers looked there as well, and nobody can tell them apart.
 */
export type Attribution = z.infer<typeof attributionSchema>

/** An accessor key that belongs to a case. Without `attributesFrom` it only tells which anomalies are of this case. */
const caseKeySchema = attributionSchema.extend({ accessorKey })
export type CaseKey = z.infer<typeof caseKeySchema>

/** A stretch of the ledger still to be counted into the case, not before `dueAt`. */
const pendingCountSchema = z.object({ accessorKey, from: instant, dueAt: instant })
export type PendingCount = z.infer<typeof pendingCountSchema>

export const finderSchema = z.object({
  kind: finderKind,
  reportedTo: z.string().optional().meta({ description: "Id of the party that the finder told; absent: the hub" }),
  receivedAt: instant,
})
export type Finder = z.infer<typeof finderSchema>

export const caseRowSchema = z.object({
  ...inCase,
  type: z.literal("case"),
  version: z.int().positive(),
  state: caseState,
  origin: caseOrigin,
  correlationId: z.string(),
  openedAt: instant,
  discoveredAt: instant,
  closedAt: instant.optional(),
  closedBy: z.string().optional(),
  mergedInto: z.string().optional(),
  merging: z
    .array(z.string())
    .optional()
    .meta({ description: "Open cases that turned out to be this one, and are being taken into it" }),
  finder: finderSchema.optional(),
  tool,
  charts: z.array(z.string()),
  head: signedHeadSchema.meta({ description: "Of the hub's own timeline of the case" }),
  heads: z.record(z.string(), signedHeadSchema).meta({ description: "Of each party's timeline, by party id" }),
  keys: z.array(caseKeySchema),
  pending: z.array(pendingCountSchema),
  exposures: count,
  lastGrowthAt: instant.optional(),
  parties: z.array(z.string()).meta({ description: "Ids of the parties of the case" }),
  aliases: z.record(z.string(), z.string()).meta({ description: "The alias of the case for each party" }),
  toAlert: z.array(z.string()).meta({ description: "Parties to be told of the case, or of its growth, once counted" }),
  alertedAt: instant.optional().meta({ description: "When the first parties were told" }),
  partyId: z.enum(["hub", "hub#closed"]).meta({ description: "For the index by party: the hub's own list" }),
})
export type CaseRow = z.infer<typeof caseRowSchema>

/** How many of a party's shipments were told of; see notice-receipts.ts. */
const notifiedCountsSchema = z.object({
  direct: count,
  publicNotice: count.meta({ description: "Told by public notice alone, each known" }),
  unnamed: count
    .optional()
    .meta({ description: "Of the others, so many as public notices stand for that named nobody" }),
  stated: count.optional().meta({ description: "For how many the party said that its public notices stand, in all" }),
  firstAt: instant.optional(),
  lastAt: instant.optional(),
})
export type NotifiedCounts = z.infer<typeof notifiedCountsSchema>

export const partyRowSchema = z.object({
  ...inCase,
  type: z.literal("party"),
  partyId: z.string().min(1),
  openedAt: instant.meta({ description: "When the party became one of the case" }),
  kind: partyKind,
  tool: tool.meta({ description: "The tool through which the case first touched this party" }),
  alias: z.string(),
  counterparties: z.array(z.string()).meta({
    description: "Parties of the other kind with which it shares shipments, or the finding or report that drew it in",
  }),
  exposures: count,
  shipments: count,
  possible: z.object({ exposures: count, shipments: count, alerted: count }).optional().meta({
    description:
      "Possible exposures, shipments that have no others, and how many of these the party was told of; not counted above",
  }),
  shipmentsByField: z.partialRecord(fieldName, count),
  firstAt: instant.optional(),
  lastAt: instant.optional(),
  awareAt: instant.optional().meta({ description: "When it was alerted, or knew by itself" }),
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
    .meta({ description: "Cases taken into this one in which this party's timeline began, under the same alias" }),
  acknowledgeEscalations: count,
  notified: notifiedCountsSchema,
  byRetailer: z
    .record(z.string(), z.object({ shipments: count, notified: notifiedCountsSchema }))
    .optional()
    .meta({ description: "Of a carrier: how many of its shipments are of each retailer, and were told of" }),
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

/** How an affected person was told about one shipment, by the party named. */
export const noticeReceiptSchema = z.object({
  at: instant,
  method: z.string(),
  public: z.boolean(),
  receipt: z.string().meta({ description: "Id of the event that brought the receipt" }),
})

/**
 * One shipment with at least one exposure: what was seen of it in all, and who told its addressee. Possible exposures are left out where
 * there are others.
 */
export const affectedRowSchema = z.object({
  ...inCase,
  type: z.literal("affected"),
  recordId: z.string().min(1),
  retailerId: z.string(),
  shipmentId: z.string().optional(),
  carrierId: z.string(),
  possible: z.literal(true).optional().meta({ description: "Nothing but possible exposures is known of it" }),
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

/** That a case holds exposures of a parcel or an order which no shipment had claimed: whoever learns of a claim finds the case by it. */
export const unclaimedRowSchema = z.object({ ...inCase, type: z.literal("unclaimed"), recordId: z.string().min(1) })

export const anomalyOfCaseSchema = z.object({
  ...inCase,
  type: z.literal("anomaly"),
  ...publishedFindingSchema.shape,
  anomalyId: z.string(),
  accessorKey,
  retailerId: z.string(),
  partyIds: z.array(z.string()).meta({ description: "Parties that may hear of it" }),
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
  entry: timelineEntrySchema.meta({ description: "As it stands in the hub's own timeline" }),
  head: signedHeadSchema.meta({ description: "Head of the hub's timeline after the change that this entry is of" }),
  copies: z.array(z.object({ partyId: z.string(), entry: timelineEntrySchema, head: signedHeadSchema })).meta({
    description: "As it stands in the timelines of the parties that may see it, with their heads after the change",
  }),
  correlationId: z.string(),
  outbox: z
    .array(outboxMessageSchema)
    .meta({ description: "Messages that the same transaction decided on; `alert-parties` sends them" }),
})
export type TimelineRow = z.infer<typeof timelineRowSchema>

/** That something was done once: a command of a party, or the messages of a timeline entry. */
export const markerRowSchema = z.object({
  ...inCase,
  type: z.literal("marker"),
  at: instant,
  answer: z.json().optional(),
})
export type MarkerRow = z.infer<typeof markerRowSchema>

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
  partyRowSchema,
  exposureRowSchema,
  affectedRowSchema,
  unclaimedRowSchema,
  anomalyOfCaseSchema,
  dutyRowSchema,
  measureRowSchema,
  timelineRowSchema,
  markerRowSchema,
  pointerRowSchema,
])
export type BreachCaseItem = z.infer<typeof breachCaseItemSchema>
/** An item of a case other than its head. */
export type CaseItem = Exclude<BreachCaseItem, CaseRow | PointerRow>

/** Keys of the items of a case. */
export const caseKeys = {
  case: (caseId: string) => ({ pk: `CASE#${caseId}`, sk: "CASE" }),
  party: (caseId: string, partyId: string) => ({ pk: `CASE#${caseId}`, sk: `PARTY#${partyId}` }),
  exposure: (caseId: string, of: { recordId: string; accessor: string }) => ({
    pk: `CASE#${caseId}`,
    sk: `EXPOSURE#${exposureKey(of)}`,
  }),
  affected: (caseId: string, recordId: string) => ({ pk: `CASE#${caseId}`, sk: `AFFECTED#${recordId}` }),
  unclaimed: (caseId: string, recordId: string) => ({ pk: `UNCLAIMED#${recordId}`, sk: caseId }),
  anomaly: (caseId: string, anomalyId: string) => ({ pk: `CASE#${caseId}`, sk: `ANOMALY#${anomalyId}` }),
  duty: (caseId: string, duty: Parameters<typeof dutyKey>[0]) => ({
    pk: `CASE#${caseId}`,
    sk: `DUTY#${dutyKey(duty)}`,
  }),
  measure: (caseId: string, measureId: string) => ({ pk: `CASE#${caseId}`, sk: `MEASURE#${measureId}` }),
  timeline: (caseId: string, seq: number) => ({ pk: `CASE#${caseId}`, sk: `TIMELINE#${String(seq).padStart(9, "0")}` }),
  command: (caseId: string, partyId: string, eventId: string) => ({
    pk: `CASE#${caseId}`,
    sk: `MARKER#COMMAND#${partyId}#${eventId}`,
  }),
  mergedDuty: (caseId: string, mergedId: string, duty: Parameters<typeof dutyKey>[0]) => ({
    pk: `CASE#${caseId}`,
    sk: `MARKER#MERGED#${mergedId}#DUTY#${dutyKey(duty)}`,
  }),
  sent: (caseId: string, seq: number) => ({ pk: `CASE#${caseId}`, sk: `MARKER#SENT#${String(seq).padStart(9, "0")}` }),
}

/** Keys of the pointers to a case. */
export const pointerKeys = {
  accessor: (accessorKey: string) => ({ pk: `ACCESSOR#${accessorKey}`, sk: "OPEN" }),
  anomaly: (anomalyId: string) => ({ pk: `ANOMALY#${anomalyId}`, sk: "CASE" }),
  report: (partyId: string, eventId: string) => ({ pk: `REPORT#${partyId}#${eventId}`, sk: "CASE" }),
  alias: (alias: string) => ({ pk: `ALIAS#${alias}`, sk: "CASE" }),
}

const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

/**
 * The name of a case for one party: `WS-` and 50 bits in Crockford's base 32.
 * @param hash base64url of at least 7 bytes: the keyed hash of case and party
 */
export function caseAlias(hash: string): string {
  const bytes = Buffer.from(hash, "base64url")
  if (bytes.length < 7) throw new Error("a case alias needs 7 bytes of hash")
  let bits = 0n
  for (const byte of bytes.subarray(0, 7)) bits = (bits << 8n) | BigInt(byte)
  let alias = ""
  for (let place = 9n; place >= 0n; place--) alias += crockford.charAt(Number((bits >> (place * 5n + 6n)) & 31n))
  return `WS-${alias}`
}

/** The decade of a count: 0 for none, 1 for 1-9, 2 for 10-99 and so on. Alerts repeat when it rises. */
export function decadeOf(shipments: number): number {
  return shipments < 1 ? 0 : String(Math.floor(shipments)).length
}
