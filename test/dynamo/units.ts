import { type Item, isSame, isSameItem, itemBytes } from "./attribute-values.ts"
import type { MemoryTable } from "./memory-table.ts"

/** Capacity that a call used, in DynamoDB's units. */
export type Units = { readonly read: number; readonly write: number; readonly indexWrite: number }

export const noUnits: Units = { read: 0, write: 0, indexWrite: 0 }

/** Units of a write of so many bytes. */
function writeUnits(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / 1024))
}

/** Units of a read of so many bytes. An eventually consistent read costs half. */
export function readUnits(bytes: number, isConsistent: boolean): number {
  return Math.max(1, Math.ceil(bytes / 4096)) * (isConsistent ? 1 : 0.5)
}

/** Units of a write whose condition did not hold. */
export function refusedUnits(held: Item | undefined): Units {
  return { ...noUnits, write: writeUnits(larger(held, undefined)) }
}

/** Units of a write outside of a transaction. */
export function writtenUnits(table: MemoryTable, before: Item | undefined, after: Item | undefined): Units {
  const indexWrite = Object.entries(table.description.indexes ?? {}).reduce((sum, [index, key]) => {
    const keyNames = key.filter((name) => name !== undefined)
    return sum + indexUnits(keyNames, table.indexed(before, index), table.indexed(after, index))
  }, 0)
  return { read: 0, write: writeUnits(larger(before, after)), indexWrite }
}

/** Units of what an index holds of an item, also in a transaction. A changed key costs a delete and a put. */
function indexUnits(key: readonly string[], old: Item | undefined, next: Item | undefined): number {
  if (old === undefined || next === undefined)
    return old === undefined && next === undefined ? 0 : writeUnits(larger(old, next))
  const keepsKey = key.every((name) => {
    const [one, other] = [old[name], next[name]]
    return one !== undefined && other !== undefined && isSame(one, other)
  })
  if (!keepsKey) return writeUnits(itemBytes(old)) + writeUnits(itemBytes(next))
  return isSameItem(old, next) ? 0 : writeUnits(larger(old, next))
}

function larger(before: Item | undefined, after: Item | undefined): number {
  return Math.max(...[before, after].map((item) => (item === undefined ? 0 : itemBytes(item))))
}
