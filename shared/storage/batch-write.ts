import { BatchWriteItemCommand, type DynamoDBClient, type WriteRequest } from "@aws-sdk/client-dynamodb"
import { marshall } from "@aws-sdk/util-dynamodb"

/** A batch write kept coming back unfinished; a retry of the whole event mends it. */
export class WriteThrottled extends Error {
  override name = "WriteThrottled"
  constructor(tableName: string) {
    super(`Writes to ${tableName} were throttled`)
  }
}

const itemsPerCall = 25
const callsAtOnce = 4

/**
 * Puts rows without conditions, 25 a call. Each row must carry its whole key; a repeat of the same row changes nothing.
 *
 * @throws WriteThrottled when the table keeps refusing part of a batch.
 */
export async function putAll(
  client: DynamoDBClient,
  tableName: string,
  rows: readonly Readonly<Record<string, unknown>>[],
): Promise<void> {
  const batches: WriteRequest[][] = []
  for (let from = 0; from < rows.length; from += itemsPerCall) {
    const batch = rows.slice(from, from + itemsPerCall)
    batches.push(batch.map((row) => ({ PutRequest: { Item: marshall(row, { removeUndefinedValues: true }) } })))
  }
  const write = async (): Promise<void> => {
    for (let batch = batches.shift(); batch !== undefined; batch = batches.shift()) {
      await putBatch(client, tableName, batch)
    }
  }
  await Promise.all(Array.from({ length: callsAtOnce }, write))
}

async function putBatch(client: DynamoDBClient, tableName: string, batch: WriteRequest[]): Promise<void> {
  let left = batch
  for (let attempt = 0; attempt < 6; attempt++) {
    if (attempt > 0) await new Promise((resolve) => setTimeout(resolve, 25 * 2 ** attempt))
    const answer = await client.send(new BatchWriteItemCommand({ RequestItems: { [tableName]: left } }))
    left = answer.UnprocessedItems?.[tableName] ?? []
    if (left.length === 0) return
  }
  throw new WriteThrottled(tableName)
}
