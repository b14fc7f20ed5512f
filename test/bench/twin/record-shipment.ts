/** `ShipmentCreated`: get, put and put event. Stores hashes in place of reference, number and postal code. */
import { GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb"
import * as z from "zod"
import { keyedDigest } from "./keyed-digest.ts"
import { documents, inDays } from "./powertools.ts"
import { publish } from "./publish.ts"
import { queueHandler } from "./queue-handler.ts"

const TableName = process.env["SHIPMENTS_TABLE"] ?? ""

const shipmentCreated = z.object({
  metadata: z.object({ id: z.string(), occurredAt: z.iso.datetime() }),
  data: z.object({
    shipmentId: z.string(),
    orderReference: z.string(),
    carrierId: z.string(),
    trackingNumber: z.string().optional(),
    recipient: z.object({ postalCode: z.string(), country: z.string(), addressLine: z.string().optional() }),
    createdAt: z.iso.datetime(),
  }),
})

export const handler = queueHandler(shipmentCreated, async ({ data }) => {
  const { shipmentId, carrierId, orderReference, trackingNumber, recipient, createdAt } = data
  const orderKey = keyedDigest("order", orderReference)
  const { Item: known } = await documents.send(new GetCommand({ TableName, Key: { orderKey } }))
  if (known !== undefined) return
  await documents.send(
    new PutCommand({
      TableName,
      Item: {
        orderKey,
        shipmentId,
        carrierId,
        trackingKey: trackingNumber === undefined ? undefined : keyedDigest("tracking", trackingNumber),
        postalProof: keyedDigest("postal", orderKey, recipient.postalCode),
        status: "pre-transit",
        createdAt,
        expiresAt: inDays(180),
      },
      ConditionExpression: "attribute_not_exists(orderKey)",
    }),
  )
  await publish("ShipmentCreated", { shipmentId, carrierId, trackingNumber })
})
