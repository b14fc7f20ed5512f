import * as z from "zod"

/** A DynamoDB value as it is sent: numbers as text, binaries in base64. Sets are left out, because no store has one. */
export type Value = {
  readonly S?: string | undefined
  readonly N?: string | undefined
  readonly B?: string | undefined
  readonly BOOL?: boolean | undefined
  readonly NULL?: boolean | undefined
  readonly L?: readonly Value[] | undefined
  readonly M?: Readonly<Record<string, Value>> | undefined
}

/** An item, or its key. */
export type Item = Readonly<Record<string, Value>>

const value: z.ZodType<Value> = z.lazy(() =>
  z.strictObject({
    S: z.string().optional(),
    N: z.string().optional(),
    B: z.string().optional(),
    BOOL: z.boolean().optional(),
    NULL: z.boolean().optional(),
    L: z.array(value).optional(),
    M: z.record(z.string(), value).optional(),
  }),
)

export const item: z.ZodType<Item> = z.record(z.string(), value)

/**
 * Size of an item in bytes. The rules are those of "DynamoDB item sizes and formats" in the developer guide.
 */
export function itemBytes(given: Item): number {
  return Object.entries(given).reduce((sum, [name, held]) => sum + Buffer.byteLength(name) + valueBytes(held), 0)
}

/** A list or a map has 3 bytes, and 1 byte for each element. */
function valueBytes(given: Value): number {
  if (given.S !== undefined) return Buffer.byteLength(given.S)
  if (given.B !== undefined) return Buffer.byteLength(given.B, "base64")
  if (given.N !== undefined) return Math.ceil(given.N.replace(/[-.]/g, "").replace(/^0+/, "").length / 2) + 1
  if (given.L !== undefined) return 3 + given.L.reduce((sum, element) => sum + 1 + valueBytes(element), 0)
  if (given.M !== undefined) return 3 + Object.keys(given.M).length + itemBytes(given.M)
  return 1
}

/** Negative when `one` sorts before `other`. Values of different types have no order. */
export function compare(one: Value, other: Value): number | undefined {
  if (one.S !== undefined && other.S !== undefined) return Buffer.compare(Buffer.from(one.S), Buffer.from(other.S))
  if (one.N !== undefined && other.N !== undefined) return Number(one.N) - Number(other.N)
  if (one.B !== undefined && other.B !== undefined)
    return Buffer.compare(Buffer.from(one.B, "base64"), Buffer.from(other.B, "base64"))
  return undefined
}

/** Whether two values are the same. */
export function isSame(one: Value, other: Value): boolean {
  const order = compare(one, other)
  return order === undefined ? JSON.stringify(one) === JSON.stringify(other) : order === 0
}
