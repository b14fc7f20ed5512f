import type { TableDescription, TableKey } from "../../../../functions/tables.ts"
import { compare, type Item, isSame, itemBytes } from "./attribute-values.ts"

/** Capacity that a call used, in DynamoDB's units. */
export type Units = { readonly read: number; readonly write: number; readonly indexWrite: number }

/** A change of a row, as a table's stream carries it. */
export type Change = { readonly before?: Item; readonly after?: Item }

/** A table in memory, and what its calls cost. */
export type MemoryTable = {
  /** Every change since the last call, the oldest first. None for a table without a stream. */
  takeChanges(): Change[]
  get(key: Item): Item | undefined
  /** Stores the item at its key, or removes what is there. Units are those of a write outside of a transaction. */
  replace(key: Item, after: Item | undefined): Units
  /** Units of a write whose condition did not hold. */
  refuse(key: Item): Units
  /** Items of the table or of an index that have its key, in its order. */
  sorted(index: string | undefined): Item[]
  /** Attributes that identify an item on the table or the index. */
  keyOf(item: Item, index: string | undefined): Item
}

/** Units of a write of so many bytes. */
export function writeUnits(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / 1024))
}

/** Units of a read of so many bytes. An eventually consistent read costs half. */
export function readUnits(bytes: number, isConsistent: boolean): number {
  return Math.max(1, Math.ceil(bytes / 4096)) * (isConsistent ? 1 : 0.5)
}

export function memoryTable({ key, indexes = {}, carries = {}, stream }: TableDescription): MemoryTable {
  const items = new Map<string, Item>()
  /** What an index holds of an item; undefined if the item is not in it. */
  const indexed = (index: string, item: Item | undefined): Item | undefined => {
    if (item === undefined || !hasKey(item, indexKey(index))) return undefined
    const carried = carries[index]
    return carried === undefined ? item : pick(item, [...key, ...indexKey(index), ...carried])
  }
  let changes: Change[] = []
  const nameOf = (item: Item) => JSON.stringify(partsOf(item, key))
  const indexKey = (index: string | undefined): TableKey => {
    const found = index === undefined ? key : indexes[index]
    if (found === undefined) throw new Error(`The table has no index ${index}`)
    return found
  }
  return {
    takeChanges() {
      const taken = changes
      changes = []
      return taken
    },
    get: (given) => items.get(nameOf(given)),
    replace(given, after) {
      const name = nameOf(given)
      const before = items.get(name)
      if (after === undefined) items.delete(name)
      else items.set(name, after)
      // A write that changes nothing makes no stream record.
      if (stream !== undefined && JSON.stringify(before) !== JSON.stringify(after))
        changes.push({ ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) })
      const indexWrite = Object.keys(indexes).reduce(
        (sum, index) => sum + indexUnits(indexKey(index), indexed(index, before), indexed(index, after)),
        0,
      )
      return { read: 0, write: writeUnits(larger(before, after)), indexWrite }
    },
    refuse: (given) => ({ read: 0, write: writeUnits(larger(items.get(nameOf(given)), undefined)), indexWrite: 0 }),
    sorted(index) {
      const attributes = [...indexKey(index), ...key].filter((name) => name !== undefined)
      const held = [...items.values()].flatMap((item) => (index === undefined ? [item] : (indexed(index, item) ?? [])))
      return held.sort((one, other) => orderBy(attributes, one, other))
    },
    keyOf: (item, index) => pick(item, [...key, ...indexKey(index)]),
  }
}

function pick(item: Item, names: readonly (string | undefined)[]): Item {
  return Object.fromEntries(Object.entries(item).filter(([name]) => names.includes(name)))
}

function larger(before: Item | undefined, after: Item | undefined): number {
  return Math.max(...[before, after].map((item) => (item === undefined ? 0 : itemBytes(item))))
}

function partsOf(item: Item, key: TableKey) {
  return key.map((name = "") => {
    const value = item[name]?.S
    if (value === undefined) throw new Error(`A key has no ${name}`)
    return value
  })
}

function hasKey(item: Item, key: TableKey): boolean {
  return key.every((name = "") => item[name]?.S !== undefined)
}

function orderBy(attributes: readonly string[], one: Item, other: Item): number {
  for (const name of attributes) {
    const order = compare(one[name] ?? {}, other[name] ?? {}) ?? 0
    if (order !== 0) return order
  }
  return 0
}

/** Units of what an index holds of an item, also in a transaction. A changed key costs a delete and a put. */
function indexUnits(key: TableKey, old: Item | undefined, next: Item | undefined): number {
  if (old === undefined && next === undefined) return 0
  const keepsKey = key.every((name = "") => isSame(old?.[name] ?? {}, next?.[name] ?? {}))
  if (old !== undefined && next !== undefined && !keepsKey)
    return writeUnits(itemBytes(old)) + writeUnits(itemBytes(next))
  if (JSON.stringify(old) === JSON.stringify(next)) return 0
  return writeUnits(larger(old, next))
}
