/** The stream of shipments: what was seen of a parcel before its retailer claimed it. */
import { QueryCommand } from "@aws-sdk/lib-dynamodb"
import * as z from "zod"
import { documents } from "../powertools.ts"
import { addExposure } from "./cases.ts"
import { ledgerRow, ledgerTable } from "./ledger.ts"
import { shipmentRow } from "./records.ts"
import { streamHandler } from "./stream-handler.ts"

export const handler = streamHandler(shipmentRow, async ({ parcelId }) => {
  const { Items = [] } = await documents.send(
    new QueryCommand({
      TableName: ledgerTable,
      IndexName: "byRecord",
      KeyConditionExpression: "recordId = :record",
      ExpressionAttributeValues: { ":record": parcelId },
    }),
  )
  for (const seen of z.array(ledgerRow).parse(Items)) await addExposure(seen)
})
