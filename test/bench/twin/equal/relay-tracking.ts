/** The outbox: the stream of shipments and parcels. One PutEvents for each changed row. */
import * as z from "zod"
import { publishAll } from "../publish.ts"
import { parcelRow, shipmentRow } from "./records.ts"
import { open } from "./sealing.ts"
import { streamHandler } from "./stream-handler.ts"

const references = z.object({ trackingNumber: z.string() })

export const handler = streamHandler(z.discriminatedUnion("kind", [shipmentRow, parcelRow]), async (row) => {
  if (row.kind === "shipment") {
    const { shipmentId, carrierId, retailerId, sealed } = row
    const { trackingNumber } = references.parse(JSON.parse(await open(retailerId, sealed)))
    await publishAll("ShipmentCreated", [
      { audience: retailerId, shipmentId },
      { audience: carrierId, trackingNumber, retailerId },
    ])
  } else if (row.deliveredAt !== undefined && row.retailerId !== undefined) {
    const { retailerId, shipmentId, deliveredAt, signatoryRecorded } = row
    await publishAll("ShipmentDelivered", [{ audience: retailerId, shipmentId, deliveredAt, signatoryRecorded }])
  }
})
