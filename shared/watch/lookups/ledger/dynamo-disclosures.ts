import { chunksOf } from "../../../base/platform/chunks-of.ts"
import { dynamoTable, type QueryOptions, type TableOptions } from "../../../base/platform/dynamo-table.ts"
import { retryLostRace } from "../../../base/platform/retry-lost-race.ts"
import { keyKind } from "../../detection/accessor.ts"
import { appendSideBySide } from "./append-side-by-side.ts"
import { type Disclosure, disclosure, type LedgerKey, nameOfItem, uniteDisclosures } from "./disclosure.ts"
import { type Appended, type Disclosures, isWithin, LedgerContended, type LedgerPart } from "./disclosures.ts"
import { withReportKeys } from "./report-keys.ts"

/** Keys that an index finds, whose items are then read in one call. */
const keysAtOnce = 100

/** Items that are removed at the same time. */
const deletionsAtOnce = 20

/**
 * The ledger in DynamoDB. Reads by network, prefix, block and record go through indexes of keys, which may lag by a
 * moment.
 */
export function dynamoDisclosures(options: TableOptions): Disclosures {
  const table = dynamoTable({ ...options, schema: disclosure })
  const keysIn = dynamoTable({ ...options, schema: disclosure.pick({ subject: true, sortKey: true }) })
  async function* seenUnder({ index, ...partition }: Partition, { since, until, after, pageSize }: LedgerPart) {
    const [[attribute, key] = ["subject", ""]] = Object.entries(partition)
    const asked = {
      expression: "#partition = :key AND sortKey BETWEEN :from AND :to",
      names: { "#partition": attribute },
      // Sort keys begin with the time, or with the day for items that unite lookups of a day.
      values: { ":key": key, ":from": since.slice(0, 10), ":to": until === undefined ? "~" : `${until}~` },
      ...(pageSize === undefined ? {} : { pageSize }),
      ...(after === undefined ? {} : { after: { ...partition, subject: after.subject, sortKey: after.sortKey } }),
    }
    const found = index === undefined ? table.query({ ...asked, consistent: true }) : throughIndex({ ...asked, index })
    for await (const item of found) if (isWithin(item, since, until)) yield item
  }

  /** The items of an index, in its order. */
  async function* throughIndex(query: QueryOptions) {
    let keys: LedgerKey[] = []
    for await (const key of keysIn.query(query)) {
      keys.push(key)
      if (keys.length < keysAtOnce) continue
      yield* await inOrder(keys)
      keys = []
    }
    yield* await inOrder(keys)
  }

  async function inOrder(keys: readonly LedgerKey[]): Promise<Disclosure[]> {
    const items = new Map((await get(keys)).map((item) => [nameOfItem(item), item]))
    return keys.flatMap((key) => items.get(nameOfItem(key)) ?? [])
  }

  async function get(keys: readonly LedgerKey[]): Promise<Disclosure[]> {
    return keys.length === 0 ? [] : table.getAll(keys.map(({ subject, sortKey }) => ({ subject, sortKey })))
  }

  async function append(reported: Disclosure, found?: Disclosure): Promise<Appended> {
    let held = found
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
    append: (item) => append(item),
    appendAll: (items) =>
      appendSideBySide({ append, get, putAll: (fresh) => table.putAll(fresh.map(withReportKeys)) }, items),
    get,
    ofAccessor: (accessorKey, part) => seenUnder(partitionOf(accessorKey), part),
    ofBlock: (block, part) => seenUnder({ block, index: "byBlock" }, part),
    ofRecord: (recordId) =>
      throughIndex({ index: "byRecord", expression: "recordId = :recordId", values: { ":recordId": recordId } }),
    async remove(keys) {
      for (const some of chunksOf(keys, deletionsAtOnce))
        await Promise.all(some.map(({ subject, sortKey }) => table.delete({ subject, sortKey })))
    },
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
