import * as z from "zod"
import { defineEvent } from "./define-event.ts"
import { instant } from "./envelope.ts"
import { shipmentId, trackingNumber } from "./fields.ts"
import { erasureId, erasurePart, heldPart, notLookedFor } from "./part-of-erasure.ts"

const erasedAt = instant.meta({ description: "When the hub had removed the shipment from its tables" })

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
      description:
        "Whether the hub had anything of the shipment. If not, check the id. Late events of it are kept out all the same",
    }),
    held: z
      .array(heldPart)
      .max(erasurePart.options.length)
      .meta({ description: "What is held, each part once. Empty when nothing is held of what was looked for" }),
    notLookedFor: notLookedFor.optional(),
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
