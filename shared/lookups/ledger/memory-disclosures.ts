import { keyKind } from "../../detection/accessor.ts"
import { chunksOf } from "../../platform/chunks-of.ts"
import type { IndexPart } from "../../platform/memory-index.ts"
import { type Interrupt, memoryTable, type Observable } from "../../platform/memory-table.ts"
import { appendSideBySide } from "./append-side-by-side.ts"
import { type Appended, type Disclosure, type Disclosures, isWithin, type LedgerPart } from "./disclosures.ts"
import { type LedgerKey, nameOfItem, uniteDisclosures } from "./unite-disclosures.ts"

/** A ledger in memory. It also lists, by place, lookups without proof in one tool and lookups with one token. */
export type MemoryDisclosures = Disclosures &
  Observable<Disclosure> & {
    reported(
      part: Omit<IndexPart, "after"> & { index: "tool" | "tokenKey"; after?: LedgerKey | undefined; limit: number },
    ): AsyncIterable<Disclosure>
  }

/** Items of one BatchWriteItem. */
const itemsPerWrite = 25

/** The disclosure ledger in memory. It writes without conditions what the one in DynamoDB does. */
export function memoryDisclosures(options: { interrupt?: Interrupt } = {}): MemoryDisclosures {
  const table = memoryTable<Disclosure, Index>("disclosures", options.interrupt, indexings)
  const append = (disclosure: Disclosure): Appended => {
    const stored = table.get(nameOfItem(disclosure))
    const { outcome, item } =
      stored === undefined ? { outcome: "appended" as const, item: disclosure } : uniteDisclosures(stored, disclosure)
    table.put(nameOfItem(disclosure), item)
    return outcome
  }
  const appendOne = (item: Disclosure) => table.effect("append", () => append(item))
  const get = (keys: readonly LedgerKey[]) =>
    table.effect("get", () => [...new Set(keys.map(nameOfItem))].flatMap((name) => table.get(name) ?? []))
  const putAll = async (items: readonly Disclosure[]) => {
    for (const some of chunksOf(items, itemsPerWrite))
      await table.effect("putAll", () => some.map((item) => table.put(nameOfItem(item), item)))
  }
  async function* seenUnder(operation: string, index: Index, partition: string, part: LedgerPart) {
    const { since, until, after, pageSize } = part
    const found = table.query(operation, index, {
      partition,
      // Sort keys begin with the time, or with the day for items that unite lookups of a day.
      from: since.slice(0, 10),
      ...(until === undefined ? {} : { to: `${until}~` }),
      after: after === undefined ? undefined : placeOf(after),
      pageSize,
    })
    for await (const item of found) if (isWithin(item, since, until)) yield item
  }
  return {
    ...table.observable,
    append: appendOne,
    appendAll: (items) => appendSideBySide({ append: appendOne, get, putAll }, items),
    get,
    ofAccessor(accessorKey, part) {
      const kind = keyKind(accessorKey)
      const index = kind === "network" || kind === "prefix" ? kind : "subject"
      return seenUnder("ofAccessor", index, accessorKey, part)
    },
    reported: ({ index, after, ...part }) =>
      table.query("reported", index, { ...part, after: after === undefined ? undefined : placeOf(after) }),
    ofBlock: (block, part) => seenUnder("ofBlock", "block", block, part),
    ofRecord: (recordId) => table.query("ofRecord", "recordId", { partition: recordId }),
    async remove(keys) {
      for (const key of keys) await table.effect("remove", () => table.delete(nameOfItem(key)))
    },
  }
}

/** Orders items by sort key, and those with the same one by subject. */
function placeOf({ subject, sortKey }: LedgerKey): string {
  return `${sortKey}|${subject}`
}

type Index = "subject" | "network" | "prefix" | "block" | "recordId" | "tool" | "tokenKey"

const indexings = {
  subject: { partition: ({ subject }: Disclosure) => subject, place: placeOf },
  network: { partition: ({ network }: Disclosure) => network, place: placeOf },
  prefix: { partition: ({ prefix }: Disclosure) => prefix, place: placeOf },
  block: { partition: ({ block }: Disclosure) => block, place: placeOf },
  recordId: { partition: ({ recordId }: Disclosure) => recordId, place: placeOf },
  // Reports are about lookups without proof alone.
  tool: { partition: (of: Disclosure) => (of.provenForExposure ? undefined : of.tool), place: placeOf },
  tokenKey: { partition: ({ tokenKey }: Disclosure) => tokenKey, place: placeOf },
}
