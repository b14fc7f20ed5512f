import {
  type AttributeValue,
  BatchGetItemCommand,
  BatchWriteItemCommand,
  type DynamoDBClient,
} from "@aws-sdk/client-dynamodb"
import { chunksOf } from "./chunks-of.ts"

/** A batch read or write is incomplete after several attempts. A later retry of the whole event can succeed. */
export class BatchThrottled extends Error {
  override name = "BatchThrottled"
  readonly isTransient = true
  constructor(of: "Reads" | "Writes", tableName: string) {
    super(`${of} of ${tableName} were throttled`)
  }
}

type Item = Record<string, AttributeValue>

/** BatchGetItem takes at most 100 keys, and BatchWriteItem at most 25 items. */
const keysPerCall = 100
const itemsPerCall = 25

const attempts = 6

/**
 * Reads these keys, strongly consistently unless told otherwise. The result has no missing items and no fixed order.
 *
 * @param keys distinct
 * @throws BatchThrottled
 */
export async function readBatches(
  client: DynamoDBClient,
  tableName: string,
  keys: readonly Item[],
  consistent = true,
): Promise<Item[]> {
  const items: Item[] = []
  const read = async (wanted: Item[]) => {
    const request = { [tableName]: { Keys: wanted, ConsistentRead: consistent } }
    const answer = await client.send(new BatchGetItemCommand({ RequestItems: request }))
    items.push(...(answer.Responses?.[tableName] ?? []))
    return answer.UnprocessedKeys?.[tableName]?.Keys ?? []
  }
  await Promise.all(
    chunksOf(keys, keysPerCall).map((some) =>
      untilNoneIsLeft(some, read, () => new BatchThrottled("Reads", tableName)),
    ),
  )
  return items
}

/**
 * Puts these items, each by itself and without a condition.
 *
 * @param items with distinct keys
 * @throws BatchThrottled
 */
export async function writeBatches(client: DynamoDBClient, tableName: string, items: readonly Item[]): Promise<void> {
  const write = async (wanted: Item[]) => {
    const request = { [tableName]: wanted.map((one) => ({ PutRequest: { Item: one } })) }
    const answer = await client.send(new BatchWriteItemCommand({ RequestItems: request }))
    const left = answer.UnprocessedItems?.[tableName] ?? []
    return left.map(({ PutRequest }) => PutRequest?.Item).filter((item) => item !== undefined)
  }
  await Promise.all(
    chunksOf(items, itemsPerCall).map((some) =>
      untilNoneIsLeft(some, write, () => new BatchThrottled("Writes", tableName)),
    ),
  )
}

/** Makes a call with what the one before left over, after a longer and longer wait. */
async function untilNoneIsLeft(
  given: readonly Item[],
  call: (wanted: Item[]) => Promise<Item[]>,
  throttled: () => BatchThrottled,
): Promise<void> {
  let left = [...given]
  for (let attempt = 0; left.length > 0; attempt++) {
    if (attempt === attempts) throw throttled()
    if (attempt > 0) await new Promise((resolve) => setTimeout(resolve, 25 * 2 ** attempt))
    left = await call(left)
  }
}
