/** `TrackingAccessed`: puts the accesses of an event, 25 a call. */
import { BatchWriteCommand, type BatchWriteCommandInput } from "@aws-sdk/lib-dynamodb"
import * as z from "zod"
import { keyedDigest } from "./keyed-digest.ts"
import { documents, inDays } from "./powertools.ts"
import { queueHandler } from "./queue-handler.ts"

const tableName = process.env["ACCESSES_TABLE"] ?? ""

/** BatchWriteItem takes at most 25 items. */
const itemsPerCall = 25
const attempts = 5

const trackingAccessed = z.object({
  metadata: z.object({ id: z.string(), occurredAt: z.iso.datetime() }),
  data: z.object({
    accesses: z.array(
      z.object({
        accessId: z.string(),
        at: z.iso.datetime(),
        reference: z.object({ kind: z.string(), trackingNumber: z.string() }),
        accessor: z.object({ kind: z.string(), ip: z.union([z.ipv4(), z.ipv6()]), session: z.string().optional() }),
        outcome: z.string(),
        proof: z.string(),
        fields: z.array(z.string()),
      }),
    ),
  }),
})

export const handler = queueHandler(trackingAccessed, async ({ data }) => {
  const puts = data.accesses.map(({ accessId, at, reference, accessor, outcome, proof, fields }) => ({
    PutRequest: {
      Item: {
        recordKey: keyedDigest("tracking", reference.trackingNumber),
        accessId,
        at,
        network: keyedDigest("network", accessor.ip),
        session: accessor.session === undefined ? undefined : keyedDigest("session", accessor.session),
        outcome,
        proof,
        fields,
        expiresAt: inDays(90),
      },
    },
  }))
  for (let from = 0; from < puts.length; from += itemsPerCall)
    await write({ [tableName]: puts.slice(from, from + itemsPerCall) })
})

async function write(requested: NonNullable<BatchWriteCommandInput["RequestItems"]>): Promise<void> {
  let waiting = requested
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const { UnprocessedItems = {} } = await documents.send(new BatchWriteCommand({ RequestItems: waiting }))
    if (Object.keys(UnprocessedItems).length === 0) return
    waiting = UnprocessedItems
    await new Promise((resolve) => setTimeout(resolve, 50 * 2 ** attempt))
  }
  throw new Error("Writes were throttled")
}
