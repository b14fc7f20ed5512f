import type { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { keyKind } from "../../detection/accessor.ts"
import { dynamoTable } from "../../platform/dynamo-table.ts"
import { retryLostRace } from "../../platform/retry-lost-race.ts"
import { type Disclosure, disclosure } from "./disclosure.ts"
import { type Appended, type Disclosures, isWithin, LedgerContended, type LedgerPart } from "./disclosures.ts"
import { withReportKeys } from "./report-keys.ts"
import { uniteDisclosures } from "./unite-disclosures.ts"

/** Items that are written at the same time. */
const itemsAtOnce = 8

/** The ledger in DynamoDB. Reads by network, prefix, block and record go through indexes and may lag by a moment. */
export function dynamoDisclosures(options: { client: DynamoDBClient; tableName: string }): Disclosures {
  const table = dynamoTable({ ...options, schema: disclosure })
  async function* seenUnder({ index, ...partition }: Partition, { since, until, after }: LedgerPart) {
    const [[attribute, key] = ["subject", ""]] = Object.entries(partition)
    const found = table.query({
      ...(index === undefined ? { consistent: true } : { index }),
      expression: "#partition = :key AND sortKey BETWEEN :from AND :to",
      names: { "#partition": attribute },
      // Sort keys begin with the time, or with the day for proven accesses.
      values: { ":key": key, ":from": since.slice(0, 10), ":to": until === undefined ? "~" : `${until}~` },
      ...(after === undefined ? {} : { after: { ...partition, subject: after.subject, sortKey: after.sortKey } }),
    })
    for await (const item of found) if (isWithin(item, since, until)) yield item
  }

  async function append(reported: Disclosure): Promise<Appended> {
    let held: Disclosure | undefined
    return retryLostRace(
      async () => {
        const { outcome, item } =
          held === undefined ? { outcome: "appended" as const, item: reported } : uniteDisclosures(held, reported)
        if (item === held) return { result: outcome }
        const write = await table.put(withReportKeys(item), conditionOn(held))
        if (write.written) return { result: outcome }
        held = write.current
        return undefined
      },
      () => new LedgerContended(),
    )
  }

  return {
    append,
    appendAll: (items) => appendSideBySide(append, items),
    get: (keys) =>
      keys.length === 0
        ? Promise.resolve([])
        : table.getAll(keys.map(({ subject, sortKey }) => ({ subject, sortKey }))),
    ofAccessor: (accessorKey, part) => seenUnder(partitionOf(accessorKey), part),
    ofBlock: (block, part) => seenUnder({ block, index: "byBlock" }, part),
    ofRecord: (recordId) =>
      table.query({ index: "byRecord", expression: "recordId = :recordId", values: { ":recordId": recordId } }),
  }
}

function conditionOn(held: Disclosure | undefined) {
  if (held === undefined) return { expression: "attribute_not_exists(sortKey)" }
  return held.revision === undefined
    ? { expression: "attribute_exists(sortKey) AND attribute_not_exists(revision)" }
    : { expression: "revision = :revision", values: { ":revision": held.revision } }
}

type Partition =
  | { subject: string; index?: never }
  | { network: string; index: "byNetwork" }
  | { prefix: string; index: "byPrefix" }
  | { block: string; index: "byBlock" }

function partitionOf(accessorKey: string): Partition {
  const kind = keyKind(accessorKey)
  if (kind === "network") return { network: accessorKey, index: "byNetwork" }
  return kind === "prefix" ? { prefix: accessorKey, index: "byPrefix" } : { subject: accessorKey }
}

/** Appends several items at once, but one item's reports one after the other. */
async function appendSideBySide(
  append: (reported: Disclosure) => Promise<Appended>,
  items: readonly Disclosure[],
): Promise<Appended[]> {
  const outcomes: Appended[] = []
  const places = Map.groupBy(items.keys(), (place) => `${items[place]?.subject}|${items[place]?.sortKey}`)
  const waiting = [...places.values()]
  const appendNext = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      for (const place of next) {
        const item = items[place]
        if (item !== undefined) outcomes[place] = await append(item)
      }
    }
  }
  await Promise.all(Array.from({ length: itemsAtOnce }, appendNext))
  return outcomes
}
