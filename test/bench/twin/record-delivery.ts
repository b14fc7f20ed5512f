/** `ShipmentDelivered`: query by the number's hash, update and put event. */
import { QueryCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb"
import * as z from "zod"
import { keyedDigest } from "./keyed-digest.ts"
import { documents } from "./powertools.ts"
import { publish } from "./publish.ts"
import { queueHandler } from "./queue-handler.ts"

const TableName = process.env["SHIPMENTS_TABLE"] ?? ""

const shipmentDelivered = z.object({
  metadata: z.object({ id: z.string(), occurredAt: z.iso.datetime() }),
  data: z.object({ trackingNumber: z.string(), deliveredAt: z.iso.datetime(), signatory: z.string().optional() }),
})
const shipment = z.object({ orderKey: z.string(), shipmentId: z.string() })

export const handler = queueHandler(shipmentDelivered, async ({ data }) => {
  const { trackingNumber, deliveredAt, signatory } = data
  const { Items = [] } = await documents.send(
    new QueryCommand({
      TableName,
      IndexName: "byTrackingKey",
      KeyConditionExpression: "trackingKey = :key",
      ExpressionAttributeValues: { ":key": keyedDigest("tracking", trackingNumber) },
    }),
  )
  for (const { orderKey, shipmentId } of z.array(shipment).parse(Items)) {
    await documents.send(
      new UpdateCommand({
        TableName,
        Key: { orderKey },
        UpdateExpression: "SET #status = :delivered, deliveredAt = :at, signatoryRecorded = :signed",
        ExpressionAttributeNames: { "#status": "status" },
        ExpressionAttributeValues: {
          ":delivered": "delivered",
          ":at": deliveredAt,
          ":signed": signatory !== undefined,
        },
      }),
    )
    await publish("ShipmentDelivered", { shipmentId, deliveredAt, signatoryRecorded: signatory !== undefined })
  }
})
