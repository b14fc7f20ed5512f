import type { AttributeValue } from "@aws-sdk/client-dynamodb"

/** A value as DynamoDB stores it. Numbers are text. Sets are left out, because no store has one. */
export type Value = AttributeValue

/** An item, or its key. Nothing changes an item: a write replaces it. */
export type Item = Readonly<Record<string, Value>>

/** What DynamoDB refuses a call for, before it reads or writes anything. */
export class Invalid extends Error {
  override readonly name = "ValidationException"
}

/** The size of an item in bytes, by "DynamoDB item sizes and formats" of the developer guide. */
export function itemBytes(item: Item): number {
  const known = sizes.get(item)
  if (known !== undefined) return known
  const bytes = attributesBytes(item)
  sizes.set(item, bytes)
  return bytes
}

const sizes = new WeakMap<Item, number>()

function attributesBytes(item: Item): number {
  let sum = 0
  for (const name in item) {
    const value = item[name]
    if (value !== undefined) sum += Buffer.byteLength(name) + valueBytes(value)
  }
  return sum
}

/** A list or a map has 3 bytes, and 1 byte for each element. */
function valueBytes(value: Value): number {
  if (value.S !== undefined) return Buffer.byteLength(value.S)
  const { N, B, L, M, BOOL, NULL } = value
  if (N !== undefined) return Math.ceil(N.replace(/[-.]/g, "").replace(/^0+/, "").length / 2) + 1
  if (B !== undefined) return B.length
  if (L !== undefined) return 3 + L.reduce((sum, element) => sum + 1 + valueBytes(element), 0)
  if (M !== undefined) return 3 + Object.keys(M).length + attributesBytes(M)
  if (BOOL === undefined && NULL === undefined) throw new Error("A value has a type that no store uses")
  return 1
}

/** Negative when `one` sorts before `other`. Undefined when they have no order. */
export function compare(one: Value, other: Value): number | undefined {
  if (one.S !== undefined && other.S !== undefined) return compareTexts(one.S, other.S)
  if (one.N !== undefined && other.N !== undefined) return Number(one.N) - Number(other.N)
  if (one.B !== undefined && other.B !== undefined) return Buffer.compare(one.B, other.B)
  return undefined
}

function compareTexts(one: string, other: string): number {
  const [left, right] = [inByteOrder(one), inByteOrder(other)]
  return left < right ? -1 : left > right ? 1 : 0
}

/**
 * A text that compares in JavaScript as the given one does in DynamoDB, which compares the bytes of UTF-8. There, what
 * UTF-16 writes with surrogates is behind all else.
 */
export function inByteOrder(text: string): string {
  return !hasHighUnits.test(text)
    ? text
    : text.replace(/[\ud800-\uffff]/g, (unit) => {
        const code = unit.charCodeAt(0)
        return String.fromCharCode(code < 0xe000 ? code + 0x2000 : code - 0x800)
      })
}

const hasHighUnits = /[\ud800-\uffff]/

/** Whether two values are the same. */
export function isSame(one: Value, other: Value): boolean {
  if (one.S !== undefined) return one.S === other.S
  if (one.L !== undefined) {
    const { L = [] } = other
    return other.L !== undefined && one.L.length === L.length && one.L.every((held, at) => isSameHeld(held, L[at]))
  }
  if (one.M !== undefined) return other.M !== undefined && isSameItem(one.M, other.M)
  if (one.BOOL !== undefined) return one.BOOL === other.BOOL
  if (one.NULL !== undefined) return one.NULL === other.NULL
  return compare(one, other) === 0
}

function isSameHeld(one: Value | undefined, other: Value | undefined): boolean {
  return one === other || (one !== undefined && other !== undefined && isSame(one, other))
}

/** Whether two items have the same attributes with the same values. */
export function isSameItem(one: Item, other: Item): boolean {
  const names = Object.keys(one)
  return names.length === Object.keys(other).length && names.every((name) => isSameHeld(one[name], other[name]))
}
