import type { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { type Disclosure, disclosure } from "../domain/disclosure.ts"
import { putAll } from "./batch-write.ts"
import { dynamoTable } from "./table.ts"

export type { Disclosure } from "../domain/disclosure.ts"

/** The ledger of what lookups revealed: append-only, idempotent by access id, the source of every exposure. */
export type Disclosures = {
  /** Appends before the answer is given; `duplicate` when the access, or a proven repeat of that day, is there already. */
  append(disclosure: Disclosure): Promise<"appended" | "duplicate">
  /** Appends a batch of observed accesses; the order within the batch is not kept. Safe to repeat. */
  appendAll(disclosures: readonly Disclosure[]): Promise<void>
  /** What one accessor key (`subject#...` or `network#...`) saw from `since` to `until`, both ISO and inclusive, by sort key. */
  ofAccessor(accessorKey: string, since: string, until?: string): AsyncIterable<Disclosure>
  /** Who saw this shipment, by sort key. */
  ofRecord(recordId: string): AsyncIterable<Disclosure>
}

const unlessThere = { expression: "attribute_not_exists(sortKey)" } as const

/** The ledger in DynamoDB. Reads by network and by record go through indexes and may lag by a moment. */
export function dynamoDisclosures(options: { client: DynamoDBClient; tableName: string }): Disclosures {
  const table = dynamoTable({ ...options, schema: disclosure })
  const append = async (item: Disclosure) =>
    (await table.put(item, unlessThere)).written ? ("appended" as const) : ("duplicate" as const)

  return {
    append,
    async appendAll(items) {
      // An access without proof has one possible item, so a repeat of it writes the same again and needs no condition. One with proof
      // may be a later repeat of the day, or judged anew since: the first stays.
      const unconditional = new Map<string, Disclosure>()
      const conditional: Disclosure[] = []
      for (const item of items) {
        if (item.proof === "none") unconditional.set(`${item.subject}|${item.sortKey}`, item)
        else conditional.push(item)
      }
      await putAll(options.client, options.tableName, [...unconditional.values()])
      const appendRest = async () => {
        for (let item = conditional.shift(); item !== undefined; item = conditional.shift()) await append(item)
      }
      await Promise.all(Array.from({ length: 8 }, appendRest))
    },
    async *ofAccessor(accessorKey, since, until) {
      const partition = accessorKey.startsWith("network#") ? "network" : "subject"
      const found = table.query({
        ...(partition === "network" ? { index: "byNetwork" } : { consistent: true }),
        expression: "#partition = :key AND sortKey BETWEEN :from AND :to",
        names: { "#partition": partition },
        // Sort keys begin with the time or, for the proven, with the day.
        values: { ":key": accessorKey, ":from": since.slice(0, 10), ":to": until === undefined ? "~" : `${until}~` },
      })
      for await (const item of found) {
        if (item.at >= since && (until === undefined || item.at <= until)) yield item
      }
    },
    ofRecord: (recordId) =>
      table.query({ index: "byRecord", expression: "recordId = :recordId", values: { ":recordId": recordId } }),
  }
}
