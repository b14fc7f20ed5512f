/** The disclosure ledger, with the indexes of the exchange's, each of which carries all attributes. */
import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb"
import {
  BatchGetCommand,
  BatchWriteCommand,
  type BatchWriteCommandInput,
  PutCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb"
import * as z from "zod"
import { type Disclosure, disclosureSortKey } from "../../../../shared/watch/lookups/ledger/disclosure.ts"
import { withReportKeys } from "../../../../shared/watch/lookups/ledger/report-keys.ts"
import { documents, inDays } from "../powertools.ts"

export const ledgerTable = process.env["LEDGER_TABLE"] ?? ""
const ledgerDays = 396
const ledgerKey = z.object({ subject: z.string(), sortKey: z.string() })

export const ledgerRow = z.object({
  subject: z.string(),
  sortKey: z.string(),
  network: z.string(),
  recordId: z.string(),
  block: z.string().optional(),
  fields: z.array(z.string()),
})

/** An entry of the ledger. A proven visitor's lookups of one day are one entry. */
export function entryOf(shown: Omit<Disclosure, "sortKey" | "expiresAt">): Disclosure {
  return withReportKeys({ ...shown, sortKey: disclosureSortKey(shown), expiresAt: inDays(ledgerDays) })
}

/** Appends what a lookup is about to show. */
export async function append(entry: Disclosure): Promise<void> {
  const { subject, sortKey, at } = entry
  try {
    await documents.send(
      new PutCommand({ TableName: ledgerTable, Item: entry, ConditionExpression: "attribute_not_exists(sortKey)" }),
    )
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error
    await documents.send(
      new UpdateCommand({
        TableName: ledgerTable,
        Key: { subject, sortKey },
        UpdateExpression: "SET lastAt = :at",
        ExpressionAttributeValues: { ":at": at },
      }),
    )
  }
}

const itemsPerWrite = 25
const attempts = 5

/** Appends the accesses of one event, at most a hundred. What an earlier report said stays. */
export async function appendAll(entries: readonly Disclosure[]): Promise<void> {
  const Keys = entries.map(({ subject, sortKey }) => ({ subject, sortKey }))
  const { Responses = {} } = await documents.send(
    new BatchGetCommand({ RequestItems: { [ledgerTable]: { Keys, ConsistentRead: true } } }),
  )
  const held = z.array(ledgerKey).parse(Responses[ledgerTable] ?? [])
  const known = new Set(held.map(({ subject, sortKey }) => `${subject} ${sortKey}`))
  const puts = entries
    .filter(({ subject, sortKey }) => !known.has(`${subject} ${sortKey}`))
    .map((Item) => ({ PutRequest: { Item } }))
  for (let from = 0; from < puts.length; from += itemsPerWrite)
    await write({ [ledgerTable]: puts.slice(from, from + itemsPerWrite) })
}

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
