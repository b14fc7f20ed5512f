/** `ShipmentDelivered`: one update of the parcel, whether it is known or not. */
import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb"
import { UpdateCommand } from "@aws-sdk/lib-dynamodb"
import * as z from "zod"
import { documents, inDays } from "../powertools.ts"
import { onceHandler } from "./idempotent.ts"
import { recordsTable } from "./records.ts"
import { parcelIdOf } from "./references.ts"

const carrierId = "northpost"

const shipmentDelivered = z.object({
  metadata: z.object({ id: z.string(), occurredAt: z.iso.datetime() }),
  data: z.object({ trackingNumber: z.string(), deliveredAt: z.iso.datetime(), signatory: z.string().optional() }),
})

export const handler = onceHandler(shipmentDelivered, async ({ data }) => {
  const { trackingNumber, deliveredAt, signatory } = data
  try {
    await documents.send(
      new UpdateCommand({
        TableName: recordsTable,
        Key: { recordId: parcelIdOf(carrierId, trackingNumber) },
        UpdateExpression:
          "SET kind = :kind, carrierId = :carrier, #status = :delivered, deliveredAt = :at, " +
          "signatoryRecorded = :signed, expiresAt = :expiresAt",
        // The first word about a delivery stays.
        ConditionExpression: "attribute_not_exists(deliveredAt) OR deliveredAt > :at",
        ExpressionAttributeNames: { "#status": "status" },
        ExpressionAttributeValues: {
          ":kind": "parcel",
          ":carrier": carrierId,
          ":delivered": "delivered",
          ":at": deliveredAt,
          ":signed": signatory !== undefined,
          ":expiresAt": inDays(90),
        },
      }),
    )
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error
  }
})
