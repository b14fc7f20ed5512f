import sortedBtree from "sorted-btree"
import type { TableDescription, TableKey } from "../../functions/tables.ts"
import { Invalid, type Item, inByteOrder, isSameItem, itemBytes } from "./attribute-values.ts"
import type { KeyTerm } from "./expressions.ts"

const { default: BTree } = sortedBtree

/** A change of an item, as a table's stream carries it. */
export type ItemChange = { readonly before?: Item; readonly after?: Item }

/** What is read of a table or an index: its part, from where on, and in which direction. */
export type Part = {
  readonly index?: string | undefined
  /** The terms of a condition on the key. Of all partitions by default, in no order. */
  readonly terms: readonly KeyTerm[]
  readonly behind?: Item | undefined
  readonly descending: boolean
}

/** The items of one table in memory. */
export type MemoryTable = {
  readonly description: Described
  get(key: Item): Item | undefined
  /** Stores the item at its key, or removes what is there. A write that changes nothing is no change. */
  replace(key: Item, after: Item | undefined): ItemChange
  /** The items of a part, in its order, as the index has them. */
  read(part: Part): Iterable<Item>
  items(): Item[]
  /** @throws Invalid for an item that DynamoDB refuses */
  requireStorable(item: Item | undefined): void
  /** The names of the key of the table, or of an index. @throws Invalid for an index that it does not have */
  keyOf(index: string | undefined): TableKey
  /** The attributes that tell where an item is in the table and in an index. */
  placeOf(item: Item, index?: string): Item
  /** What an index holds of an item. Undefined if it is not in it. */
  indexed(item: Item | undefined, index: string): Item | undefined
  /** Calls the listener with each change, in order. Returns a function that stops it. */
  onChange(listener: (change: ItemChange) => void): () => void
}

/** What decides where items are. */
export type Described = Pick<TableDescription, "key" | "indexes" | "carries">

const largestItemBytes = 400 * 1024
/** Of a partition key, and of a sort key. */
const largestKeyBytes = [2_048, 1_024] as const

/** An empty table of this description. */
export function memoryTable(description: Described): MemoryTable {
  const { key, indexes = {}, carries = {} } = description
  const rows = new Map<string, Item>()
  const listeners = new Set<(change: ItemChange) => void>()
  const keyNames = new Set(namesOf(key))
  const ofTable = key[1] === undefined ? undefined : ordered(key)
  const ofIndexes = new Map(Object.entries(indexes).map(([name, of]) => [name, ordered(of)]))
  const indexKey = (index: string | undefined): TableKey => {
    const found = index === undefined ? key : indexes[index]
    if (found === undefined) throw new Invalid(`The table does not have the index ${index}`)
    return found
  }
  const carried = new Map(
    Object.entries(carries).map(([index, names]) => [index, [...keyNames, ...namesOf(indexKey(index)), ...names]]),
  )
  /** The name of a key, by which a row is found. */
  const nameOf = (item: Item): string => {
    const partition = keyText(item, key[0], largestKeyBytes[0])
    return key[1] === undefined ? partition : `${partition}${keyText(item, key[1], largestKeyBytes[1])}`
  }
  const indexed = (item: Item | undefined, index: string) => {
    if (item === undefined || !namesOf(indexKey(index)).every((name) => item[name] !== undefined)) return undefined
    const names = carried.get(index)
    return names === undefined ? item : pick(item, names)
  }
  const requireStorable = (item: Item | undefined): void => {
    if (item === undefined) return
    for (const of of Object.values(indexes))
      of.forEach((name = "", at) => {
        if (item[name] !== undefined) keyText(item, name, largestKeyBytes[at])
      })
    if (itemBytes(item) > largestItemBytes) throw new Invalid("Item size has exceeded the maximum allowed size")
  }
  return {
    description,
    requireStorable,
    get(given) {
      if (Object.keys(given).length !== keyNames.size) throw new Invalid("A key has other attributes than the table's")
      return rows.get(nameOf(given))
    },
    replace(given, after) {
      const name = nameOf(given)
      const before = rows.get(name)
      requireStorable(after)
      Object.freeze(after)
      if (before === after || (before !== undefined && after !== undefined && isSameItem(before, after))) return {}
      if (after === undefined) rows.delete(name)
      else rows.set(name, after)
      ofTable?.replace(name, before, after)
      for (const index of ofIndexes.values()) index.replace(name, before, after)
      const change = { ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) }
      for (const listener of listeners) listener(change)
      return change
    },
    keyOf: indexKey,
    *read({ index, terms, behind, descending }) {
      const of = index === undefined ? ofTable : ofIndexes.get(index)
      if (behind !== undefined) requirePlace(behind, [...keyNames, ...namesOf(indexKey(index))])
      const start = behind === undefined ? undefined : nameOf(behind)
      if (of === undefined || terms.length === 0) yield* withoutOrder(rows, indexKey(index), terms, start)
      else
        for (const item of of.read(terms, { behind, name: start, descending }))
          yield index === undefined ? item : (indexed(item, index) ?? item)
    },
    items: () => [...rows.values()],
    placeOf: (item, index) => pick(item, [...keyNames, ...namesOf(indexKey(index))]),
    indexed,
    onChange(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}

/** The items of a table without a sort key, or all. */
function* withoutOrder(rows: ReadonlyMap<string, Item>, key: TableKey, terms: readonly KeyTerm[], behind?: string) {
  if (terms.length > 0) {
    const { partition } = rangeOf(terms, key)
    const found = rows.get(lengthFirst(partition))
    if (found !== undefined && behind === undefined) yield found
    return
  }
  // DynamoDB goes on behind a place without an item too. Here, nobody knows where that was.
  if (behind !== undefined && !rows.has(behind)) throw new Error("A scan cannot go on behind an item that is gone")
  let isBehind = behind === undefined
  for (const [name, item] of rows) {
    if (isBehind) yield item
    else isBehind = name === behind
  }
}

/** Where an item is in an order: its partition, its sort key, and the name of its key in the table. */
type Place = readonly [partition: string, sort: string, name: string]

/** Behind every text. No text begins so. */
const last = "\uffff\uffff"

/** Items in the order of a key. One that lacks a part of the key is not in it. */
function ordered(key: TableKey) {
  const items = new BTree<Place, Item>(undefined, (one, other) => {
    for (const at of [0, 1, 2] as const) if (one[at] !== other[at]) return one[at] < other[at] ? -1 : 1
    return 0
  })
  const placeOf = (name: string, item: Item | undefined): Place | undefined => {
    if (item === undefined) return undefined
    const [partition, sort] = [item[key[0]]?.S, key[1] === undefined ? "" : item[key[1]]?.S]
    if (partition === undefined || sort === undefined) return undefined
    return [inByteOrder(partition), inByteOrder(sort), name]
  }
  return {
    replace(name: string, before: Item | undefined, after: Item | undefined): void {
      const [old, next] = [placeOf(name, before), placeOf(name, after)]
      if (old !== undefined && (next === undefined || old[0] !== next[0] || old[1] !== next[1])) items.delete(old)
      if (next !== undefined && after !== undefined) items.set(next, after)
    },
    *read(
      terms: readonly KeyTerm[],
      { behind, name = "", descending }: { behind: Item | undefined; name: string | undefined; descending: boolean },
    ): Generator<Item> {
      const { partition, low = "", high = last, without } = rangeOf(terms, key)
      const of = inByteOrder(partition)
      const start = behind === undefined ? undefined : placeOf(name, behind)
      if (behind !== undefined && (start?.[0] !== of || start[1] < low || start[1] > high))
        throw new Invalid("The provided starting key is outside query boundaries based on provided conditions")
      const entries = descending
        ? items.entriesReversed(start ?? [of, high, last])
        : items.entries(start ?? [of, low, ""])
      for (const [place, item] of entries) {
        if (place[0] !== of || (descending ? place[1] < low : place[1] > high)) return
        const isStart = start !== undefined && place[1] === start[1] && place[2] === start[2]
        if (!isStart && place[1] !== without) yield item
      }
    },
  }
}

/** A partition, and its part from `low` to `high` in the order of bytes, both included, `without` one of them. */
type Range = { readonly partition: string; readonly low?: string; readonly high?: string; readonly without?: string }

/** @throws Invalid for what DynamoDB takes as no condition on this key */
function rangeOf(terms: readonly KeyTerm[], [partitionName, sortName]: TableKey): Range {
  const [partition, sort, ...more] = [...terms].sort((one, other) =>
    one.attribute === partitionName ? -1 : other.attribute === partitionName ? 1 : 0,
  )
  if (partition?.attribute !== partitionName || partition.operator !== "=" || more.length > 0)
    throw new Invalid("The key condition has no equality of the partition key")
  const texts = [...partition.operands, ...(sort?.operands ?? [])].map(({ S }) => S)
  const [of = "", first = "", second = ""] = texts.map((text) => {
    if (text === undefined) throw new Invalid("A value of the key condition is no text")
    if (text === "") throw new Invalid("A value of the key condition is empty")
    return text
  })
  if (sort === undefined) return { partition: of }
  if (sort.attribute !== sortName) throw new Invalid(`The key condition has ${sort.attribute}, which is not in the key`)
  const [edge, end] = [inByteOrder(first), inByteOrder(second)]
  if (sort.operator === "BETWEEN" && end < edge)
    throw new Invalid("The BETWEEN operator requires upper bound to be greater than or equal to lower bound")
  const ranges = {
    "=": { low: edge, high: edge },
    "<": { high: edge, without: edge },
    "<=": { high: edge },
    ">": { low: edge, without: edge },
    ">=": { low: edge },
    BETWEEN: { low: edge, high: end },
    begins_with: { low: edge, high: `${edge}${last}` },
  }
  return { partition: of, ...ranges[sort.operator] }
}

/** @throws Invalid unless the place has these attributes, and no other one */
function requirePlace(place: Item, names: readonly string[]): void {
  if (Object.keys(place).length !== new Set(names).size || names.some((name) => place[name] === undefined))
    throw new Invalid("The provided starting key is invalid")
}

const namesOf = (key: TableKey): string[] => key.filter((name) => name !== undefined)

function pick(item: Item, names: readonly string[]): Item {
  const picked: Record<string, Item[string]> = {}
  for (const name of names) if (item[name] !== undefined) picked[name] = item[name]
  return picked
}

/** @throws Invalid for a key that DynamoDB refuses */
function keyText(item: Item, name = "", largest = 0): string {
  const { S: text } = item[name] ?? {}
  if (text === undefined) throw new Invalid(`The key has no text as ${name}`)
  if (text === "") throw new Invalid(`The key attribute ${name} is empty`)
  if (text.length * 3 > largest && Buffer.byteLength(text) > largest)
    throw new Invalid(`The key attribute ${name} is too long`)
  return lengthFirst(text)
}

/** A text with its length, so that two of them together are never two others. */
const lengthFirst = (text: string): string => `${text.length}:${text}`
