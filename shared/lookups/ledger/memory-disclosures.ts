import { type Interrupt, memoryTable, type Observable } from "../../platform/memory-table.ts"
import { type Appended, type Disclosure, type Disclosures, isWithin, type LedgerPart } from "./disclosures.ts"
import { type LedgerKey, uniteDisclosures } from "./unite-disclosures.ts"

/** The disclosure ledger in memory. */
export function memoryDisclosures(options: { interrupt?: Interrupt } = {}): Disclosures & Observable<Disclosure> {
  const table = memoryTable<Disclosure>("disclosures", options.interrupt)
  const key = (item: LedgerKey) => `${item.subject}|${item.sortKey}`
  const append = (disclosure: Disclosure): Appended => {
    const stored = table.get(key(disclosure))
    const { outcome, item } =
      stored === undefined ? { outcome: "appended" as const, item: disclosure } : uniteDisclosures(stored, disclosure)
    table.put(key(disclosure), item)
    return outcome
  }
  const select = (chosen: (item: Disclosure) => boolean) =>
    table
      .all()
      .filter(chosen)
      .sort((one, other) => (placeOf(one) < placeOf(other) ? -1 : 1))

  return {
    ...table.observable,
    append: (item) => table.effect("append", () => append(item)),
    async appendAll(items) {
      const outcomes: Appended[] = []
      for (const item of items) outcomes.push(await table.effect("appendAll", () => append(item)))
      return outcomes
    },
    get: (keys) => table.effect("get", () => [...new Set(keys.map(key))].flatMap((name) => table.get(name) ?? [])),
    async *ofAccessor(accessorKey, part) {
      const found = await table.effect("ofAccessor", () =>
        select((item) => {
          const mine = [item.subject, item.network, item.prefix].includes(accessorKey)
          return mine && isIn(item, part)
        }),
      )
      yield* found
    },
    async *ofBlock(block, part) {
      yield* await table.effect("ofBlock", () => select((item) => item.block === block && isIn(item, part)))
    },
    async *ofRecord(recordId) {
      yield* await table.effect("ofRecord", () => select((item) => item.recordId === recordId))
    },
  }
}

/** Orders items by sort key, and those with the same one by subject. */
function placeOf({ subject, sortKey }: LedgerKey): string {
  return `${sortKey}|${subject}`
}

function isIn(item: Disclosure, { since, until, after }: LedgerPart): boolean {
  return isWithin(item, since, until) && (after === undefined || placeOf(item) > placeOf(after))
}
