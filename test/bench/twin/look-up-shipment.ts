/** `POST /v1/lookups`: get, put access, answer. No detector, no limits, no constant time. */
import { randomUUID } from "node:crypto"
import { GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb"
import * as z from "zod"
import { httpHandler } from "./http-handler.ts"
import { keyedDigest } from "./keyed-digest.ts"
import { documents, inDays } from "./powertools.ts"

const lookup = z.object({ retailer: z.string(), orderReference: z.string(), postalCode: z.string().optional() })
const shipment = z.object({
  orderKey: z.string(),
  postalProof: z.string(),
  status: z.string(),
  deliveredAt: z.string().optional(),
  signatoryRecorded: z.boolean().optional(),
})

const notFound = { status: 404, body: { title: "Not found" } }

export const handler = httpHandler(async ({ body, requestContext }) => {
  const asked = lookup.safeParse(JSON.parse(body ?? "{}"))
  if (!asked.success) return { status: 400, body: { title: "Invalid request" } }
  const { orderReference, postalCode } = asked.data
  const orderKey = keyedDigest("order", orderReference)
  const { Item } = await documents.send(
    new GetCommand({ TableName: process.env["SHIPMENTS_TABLE"] ?? "", Key: { orderKey } }),
  )
  const found = Item === undefined ? undefined : shipment.parse(Item)
  const proven = postalCode !== undefined && found?.postalProof === keyedDigest("postal", orderKey, postalCode)
  await documents.send(
    new PutCommand({
      TableName: process.env["ACCESSES_TABLE"] ?? "",
      Item: {
        recordKey: orderKey,
        accessId: randomUUID(),
        at: new Date().toISOString(),
        network: keyedDigest("network", requestContext.http.sourceIp),
        outcome: found === undefined ? "miss" : "hit",
        proof: proven ? "postalCode" : "none",
        expiresAt: inDays(90),
      },
    }),
  )
  if (found === undefined) return notFound
  const { status, deliveredAt, signatoryRecorded } = found
  return { status: 200, body: proven ? { status, deliveredAt, signatoryRecorded } : { status } }
})
