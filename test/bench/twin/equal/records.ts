/** The rows of shipments and parcels. */
import * as z from "zod"
import { sealedText } from "./sealing.ts"

export const recordsTable = process.env["RECORDS_TABLE"] ?? ""

/** What a parcel takes over from the shipment that claims it. */
const claimed = {
  retailerId: z.string(),
  shipmentId: z.string(),
  tag: z.string(),
  ordinal: z.int().nullable(),
  deliveryPoint: z.int().nullable(),
}

export const shipmentRow = z.object({
  kind: z.literal("shipment"),
  recordId: z.string(),
  carrierId: z.string(),
  parcelId: z.string(),
  orderKey: z.string(),
  postalProof: z.string(),
  /** The order reference and the tracking number. */
  sealed: sealedText,
  ...claimed,
})

export const parcelRow = z.object({
  kind: z.literal("parcel"),
  recordId: z.string(),
  carrierId: z.string(),
  status: z.string(),
  deliveredAt: z.string().optional(),
  signatoryRecorded: z.boolean().optional(),
  ...z.object(claimed).partial().shape,
})
