import * as z from "zod"
import { boundedString } from "./bounded-string.ts"
import { defineEvent } from "./define-event.ts"
import { instant } from "./envelope.ts"
import { extensible } from "./extensible.ts"
import { caseAlias, shipmentId, trackingNumber } from "./fields.ts"
import { heldPart, heldReason } from "./words.ts"

/** The name of the erasure of one shipment. The same shipment always gets the same one. */
export const erasureId = boundedString(256)
  .regex(/^era_[A-Za-z0-9_-]{43}$/)
  .meta({
    title: "Erasure id",
    description: "Names the receipt: `GET /v1/erasures/{erasureId}`",
    examples: ["era_n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg"],
  })

/** Most parts that one answer names. */
export const heldLimit = 100

/** A part of a shipment that an erasure leaves in place. */
export const heldEvidence = z
  .object({
    part: heldPart.meta({
      ...extensible,
      title: "Part",
      description:
        "`caseEvidence`: what a breach case holds about the shipment. `ledgerEntries`: lookups without proof, or by " +
        "postal code, that an open case may still count",
      examples: ["caseEvidence"],
    }),
    reason: heldReason.meta({
      ...extensible,
      title: "Reason",
      description:
        "`openCase`: people may still have to be notified. `keptCase`: the laws of the parties ask for a record of " +
        "the breach",
      examples: ["openCase"],
    }),
    caseAlias: caseAlias.optional(),
    until: instant.optional().meta({
      title: "Until",
      description:
        "The part is held at least until then. Absent while the case is open, and where no law of the receiver names " +
        "a time",
      examples: ["2028-11-01T14:03:00.000Z"],
    }),
  })
  .meta({ title: "Held evidence", description: "A part that the erasure leaves in place, and why" })
export type HeldEvidence = z.infer<typeof heldEvidence>

const erasedAt = instant.meta({
  title: "Erased at",
  description: "When the hub had removed the shipment from its tables",
  examples: ["2026-11-01T14:03:00.000Z"],
})

/**
 * The hub erased a shipment. It is published again when a part is let go that was held before.
 */
export const shipmentErased = defineEvent({
  detailType: "ShipmentErased",
  version: 1,
  from: "hub",
  to: "retailer",
  summary: "The hub erased a shipment of this retailer, but for what is held",
  data: z.object({
    shipmentId,
    erasureId,
    erasedAt,
    wasKnown: z.boolean().meta({
      title: "Was known",
      description:
        "Whether the hub had anything of the shipment. If not, check the id. Late events of it are kept out all the same",
    }),
    held: z.array(heldEvidence).max(heldLimit).meta({ title: "Held", description: "Empty when nothing is held" }),
  }),
  examples: [
    {
      shipmentId: "shp_7Hq2mZ0c",
      erasureId: "era_n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg",
      erasedAt: "2026-11-01T14:03:00.000Z",
      wasKnown: true,
      held: [],
    },
  ],
})

/** Published to the carrier, which keeps data about the parcel itself and decides about that by itself. */
export const parcelErased = defineEvent({
  detailType: "ParcelErased",
  version: 1,
  from: "hub",
  to: "carrier",
  summary: "The hub erased the shipment of one of this carrier's parcels, and records no more about the parcel",
  data: z.object({ trackingNumber, erasedAt }),
  examples: [{ trackingNumber: "NP4021887304CA", erasedAt: "2026-11-01T14:03:00.000Z" }],
})
