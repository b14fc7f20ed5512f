import type { Disclosure, Disclosures } from "../../shared/storage/disclosures.ts"
import { type Interrupt, memoryTable, type Observable } from "./memory-table.ts"

/** The disclosure ledger in memory. */
export function memoryDisclosures(options: { interrupt?: Interrupt } = {}): Disclosures & Observable<Disclosure> {
  const table = memoryTable<Disclosure>("disclosures", options.interrupt)
  const key = (item: Disclosure) => `${item.subject}|${item.sortKey}`
  const append = (item: Disclosure) => {
    if (table.get(key(item)) !== undefined) return "duplicate" as const
    table.put(key(item), item)
    return "appended" as const
  }
  const select = (chosen: (item: Disclosure) => boolean) =>
    table
      .all()
      .filter(chosen)
      .sort((one, other) => (one.sortKey < other.sortKey ? -1 : 1))

  return {
    ...table.observable,
    append: (item) => table.effect("append", () => append(item)),
    async appendAll(items) {
      for (const item of items) await table.effect("appendAll", () => append(item))
    },
    async *ofAccessor(accessorKey, since, until) {
      const found = await table.effect("ofAccessor", () =>
        select((item) => {
          const mine = item.subject === accessorKey || item.network === accessorKey
          return mine && item.at >= since && (until === undefined || item.at <= until)
        }),
      )
      yield* found
    },
    async *ofRecord(recordId) {
      yield* await table.effect("ofRecord", () => select((item) => item.recordId === recordId))
    },
  }
}
