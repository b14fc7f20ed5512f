/** `ShipmentCreated`: shipment and claim of its parcel in one transaction. Their stream sends the events. */
import { TransactionCanceledException } from "@aws-sdk/client-dynamodb"
import { PutCommand, TransactWriteCommand } from "@aws-sdk/lib-dynamodb"
import * as z from "zod"
import { normalisePostalCode } from "../../../../shared/base/contracts/postal-code.ts"
import { keyedDigest } from "../keyed-digest.ts"
import { documents, inDays } from "../powertools.ts"
import { onceHandler } from "./idempotent.ts"
import { recordsTable } from "./records.ts"
import { destinationOf, orderKeyOf, ordinalOf, parcelIdOf, tagOf } from "./references.ts"
import { raiseHead, retailerId } from "./retailer.ts"
import { seal } from "./sealing.ts"

const shipmentCreated = z.object({
  metadata: z.object({ id: z.string(), occurredAt: z.iso.datetime() }),
  data: z.object({
    shipmentId: z.string(),
    orderReference: z.string(),
    carrierId: z.string(),
    trackingNumber: z.string(),
    linkTokenDigest: z.string().optional(),
    recipient: z.object({ postalCode: z.string(), country: z.string(), addressLine: z.string().optional() }),
    createdAt: z.iso.datetime(),
  }),
})
type Shipment = z.output<typeof shipmentCreated>["data"]

export const handler = onceHandler(shipmentCreated, async ({ data }) => {
  const shipment = await shipmentOf(data)
  const put = { TableName: recordsTable, Item: shipment, ConditionExpression: "attribute_not_exists(recordId)" }
  try {
    await documents.send(new TransactWriteCommand({ TransactItems: [{ Put: put }, { Update: claimOf(shipment) }] }))
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error
    const [ofShipment] = error.CancellationReasons ?? []
    // The shipment is known already. Else another retailer has the parcel, and this claim waits.
    if (ofShipment?.Code === "ConditionalCheckFailed") return
    await documents.send(new PutCommand({ ...put, Item: { ...shipment, waits: true } }))
  }
  if (shipment.ordinal !== null) await raiseHead(shipment.ordinal, Math.floor(Date.parse(data.createdAt) / 1_000))
})

async function shipmentOf({ shipmentId, carrierId, orderReference, trackingNumber, ...data }: Shipment) {
  const recordId = `${retailerId}#${shipmentId}`
  const orderKey = orderKeyOf(retailerId, orderReference)
  const { postalCode, country } = data.recipient
  return {
    recordId,
    kind: "shipment",
    retailerId,
    shipmentId,
    carrierId,
    parcelId: parcelIdOf(carrierId, trackingNumber),
    orderKey,
    linkKey: data.linkTokenDigest === undefined ? undefined : keyedDigest("link", data.linkTokenDigest),
    postalProof: keyedDigest("postal", orderKey, normalisePostalCode(country, postalCode) ?? ""),
    tag: tagOf(orderKey),
    ordinal: ordinalOf(orderReference),
    deliveryPoint: destinationOf(retailerId, data.recipient),
    sealed: await seal(retailerId, JSON.stringify({ orderReference, trackingNumber })),
    createdAt: data.createdAt,
    expiresAt: inDays(180),
  }
}

/** The claim of the parcel, of which the carrier may have sent news before. */
function claimOf({
  parcelId,
  retailerId: owner,
  shipmentId,
  carrierId,
  ...shipment
}: Awaited<ReturnType<typeof shipmentOf>>) {
  return {
    TableName: recordsTable,
    Key: { recordId: parcelId },
    UpdateExpression:
      "SET kind = :kind, carrierId = :carrier, #status = if_not_exists(#status, :status), retailerId = :owner, " +
      "shipmentId = :shipment, tag = :tag, #ordinal = :ordinal, deliveryPoint = :point, expiresAt = :expiresAt",
    ConditionExpression: "attribute_not_exists(retailerId) OR retailerId = :owner",
    ExpressionAttributeNames: { "#status": "status", "#ordinal": "ordinal" },
    ExpressionAttributeValues: {
      ":kind": "parcel",
      ":carrier": carrierId,
      ":status": "pre-transit",
      ":owner": owner,
      ":shipment": shipmentId,
      ":tag": shipment.tag,
      ":ordinal": shipment.ordinal,
      ":point": shipment.deliveryPoint,
      ":expiresAt": shipment.expiresAt,
    },
  }
}
