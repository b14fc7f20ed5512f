import * as z from "zod"
import { ownString } from "../../base/contracts/bounded-string.ts"
import type { FieldName, PartyKind } from "../../base/contracts/words.ts"
import type { Retailer } from "../../parties/party.ts"
import { sortedFields } from "./fields.ts"
import { defined } from "./joined-record.ts"
import { type ParcelStatus, parcelStatus, statusFacts } from "./tracking-record.ts"

const instant = z.iso.datetime()

/** What any visitor with the tracking number may see of a parcel. */
export const phaseParcel = z.strictObject({
  phase: z.enum(["on-its-way", "delivered"]).meta({ title: "Phase", description: "Whether the parcel was delivered" }),
})

/** What the recipient may see of a parcel. */
export const detailedParcel = z.strictObject({
  phase: z
    .enum(["expected", "on-its-way", "out-for-delivery", "ready-for-pickup", "delivered", "returned", "cancelled"])
    .meta({ title: "Phase", description: "How far the parcel is" }),
  dates: z.strictObject({
    orderedAt: instant.optional().meta({ title: "Ordered at", description: "When the retailer created the shipment" }),
    since: instant.optional().meta({ title: "Since", description: "When the parcel entered this phase" }),
    deliveredAt: instant.optional().meta({ title: "Delivered at", description: "When it was delivered" }),
  }),
  signatureRecorded: z
    .boolean()
    .optional()
    .meta({ title: "Signature recorded", description: "Whether somebody signed, never who" }),
})

/** What a party itself sent about a shipment. */
export const ownParcel = z.strictObject({
  shipmentId: ownString()
    .optional()
    .meta({ title: "Shipment id", description: "Only to the retailer of the shipment" }),
  carrierId: ownString().meta({ title: "Carrier id", description: "The carrier of the parcel" }),
  status: parcelStatus.optional(),
  statusAt: instant.optional(),
  createdAt: instant.optional().meta({ title: "Created at", description: "Only to the retailer of the shipment" }),
  cancelledAt: instant.optional().meta({ title: "Cancelled at", description: "Only to the retailer of the shipment" }),
  deliveredAt: instant.optional(),
  signatureRecorded: z.boolean(),
})

/** Every answer that a lookup can have. The schema of a view has only the fields that the view may show. */
export const lookupAnswer = z.discriminatedUnion("shows", [
  z.strictObject({ shows: z.literal("phase"), parcels: z.array(phaseParcel).min(1) }),
  z.strictObject({
    shows: z.literal("details"),
    retailer: ownString().optional().meta({ title: "Retailer", description: "Public name" }),
    parcels: z.array(detailedParcel).min(1),
  }),
  z.strictObject({ shows: z.literal("own"), parcels: z.array(ownParcel).min(1) }),
])
export type LookupAnswer = z.infer<typeof lookupAnswer>
export type PhaseParcel = z.infer<typeof phaseParcel>
export type DetailedParcel = z.infer<typeof detailedParcel>
export type OwnParcel = z.infer<typeof ownParcel>

/** The stored fields of a parcel from which answers are made. */
export type StoredParcel = {
  readonly carrierId: string
  readonly shipmentId?: string
  readonly status?: ParcelStatus
  readonly statusAt?: string
  readonly createdAt?: string
  readonly cancelledAt?: string
  readonly deliveredAt?: string
  readonly signatoryRecorded: boolean
  readonly progressIsHeld?: true
}

/** The parcel without its progress, if that is held: another retailer's claim may turn out to be right. */
function withoutHeld(parcel: StoredParcel): StoredParcel {
  if (parcel.progressIsHeld !== true) return parcel
  const { status: _, statusAt: __, deliveredAt: ___, ...rest } = parcel
  return { ...rest, signatoryRecorded: false }
}

/** A part of an answer, with the names of the fields that it reveals. */
export type Shown<Part> = { readonly part: Part; readonly fields: FieldName[] }

/** The phase of a parcel, which any visitor with its number may see. */
export function showPhase(parcel: StoredParcel): Shown<PhaseParcel> {
  return {
    part: { phase: parcel.status === "delivered" ? "delivered" : "on-its-way" },
    fields: ["existence", "phase"],
  }
}

/** What the recipient may see, limited to what the retailer shows. */
export function showDetails(
  stored: StoredParcel,
  policy: Pick<Retailer["disclosure"], "pickupPoint" | "signatureRecorded" | "retailerAlias">,
): Shown<DetailedParcel> {
  const parcel = withoutHeld(stored)
  const phase = detailedPhase(parcel, policy.pickupPoint)
  const dates = defined({
    orderedAt: parcel.createdAt,
    since: parcel.statusAt ?? parcel.cancelledAt,
    deliveredAt: parcel.deliveredAt,
  })
  const fields: FieldName[] = ["existence", "phase"]
  if (policy.retailerAlias) fields.push("retailer")
  if (Object.keys(dates).length > 0) fields.push("dates")
  if (dates.deliveredAt !== undefined) fields.push("delivery-date")
  if (phase === "ready-for-pickup") fields.push("pickup-point")
  if (policy.signatureRecorded) fields.push("signature-recorded")
  return {
    part: {
      phase,
      dates,
      ...(policy.signatureRecorded ? { signatureRecorded: parcel.signatoryRecorded } : {}),
    },
    fields: sortedFields(fields),
  }
}

/** What a party itself sent: a retailer about its shipment, a carrier about its parcel. */
export function showOwn(stored: StoredParcel, to: PartyKind): Shown<OwnParcel> {
  const parcel = to === "retailer" ? withoutHeld(stored) : stored
  const { carrierId, status, statusAt, deliveredAt, signatoryRecorded, shipmentId, createdAt, cancelledAt } = parcel
  const part: OwnParcel = {
    ...(to === "retailer" ? defined({ shipmentId, createdAt, cancelledAt }) : {}),
    carrierId,
    ...defined({ status, statusAt, deliveredAt }),
    signatureRecorded: signatoryRecorded,
  }
  const fields: FieldName[] = ["existence", "phase", "signature-recorded"]
  if (statusAt !== undefined || to === "retailer") fields.push("dates")
  if (deliveredAt !== undefined) fields.push("delivery-date")
  return { part, fields: sortedFields(fields) }
}

function detailedPhase(parcel: StoredParcel, showsPickup: boolean): DetailedParcel["phase"] {
  const { status } = parcel
  if (status === undefined) return parcel.cancelledAt === undefined ? "expected" : "cancelled"
  const { shown } = statusFacts[status]
  return shown === "ready-for-pickup" && !showsPickup ? "on-its-way" : shown
}
