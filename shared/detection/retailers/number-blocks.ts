/**
 * Names of the blocks of a retailer's blinded numbers: `block#<retailer>#<n>` of lookups, `missBlock#<retailer>#<n>` of
 * misses, `codeBlock#<retailer>#<n>` of postal codes. Findings of charts without an accessor have these keys, and the
 * ledger finds lookups by them. `neighbourhood#<retailer>#<n>` names 64 blocks in a row, whose lookups need proof
 * together.
 */
import { blockOf, blockSize, missBlockOf, missBlockSize, neighbourhoodSize } from "./retailer-profile.ts"

/** Name of the block that a number is in. */
export const blockKey = (retailerId: string, ordinal: number): string => `block#${retailerId}#${blockOf(ordinal)}`

/** Name of the block of misses that a number is in. */
export const missBlockKey = (retailerId: string, ordinal: number): string =>
  `missBlock#${retailerId}#${missBlockOf(ordinal)}`

/** Name of the block of postal codes that a number is in. */
export const codeBlockKey = (retailerId: string, ordinal: number): string =>
  `codeBlock#${retailerId}#${missBlockOf(ordinal)}`

type Range = { readonly isLarge: boolean; readonly retailerId: string; readonly first: number; readonly last: number }

/** Name of the neighbourhood that a number is in. */
export const neighbourhoodKey = (retailerId: string, ordinal: number): string =>
  `neighbourhood#${retailerId}#${Math.floor(ordinal / neighbourhoodSize)}`

/** The key that is restricted because of an anomaly of a key: of a block its neighbourhood, else the key itself. */
export const restrictedKeyOf = (accessorKey: string): string => {
  const range = rangeOf(accessorKey)
  return range === null || range.isLarge ? accessorKey : neighbourhoodKey(range.retailerId, range.first)
}

/** The numbers of a block, the first and the last; null for any other key. */
const rangeOf = (key: string): Range | null => {
  const [, kind, retailerId, place] = /^(block|missBlock|codeBlock)#(.+)#(\d+)$/.exec(key) ?? []
  if (kind === undefined || retailerId === undefined) return null
  const isLarge = kind !== "block"
  const size = isLarge ? missBlockSize : blockSize
  const first = Number(place) * size
  return { isLarge, retailerId, first, last: first + size - 1 }
}

const from = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, step) => first + step)

/** Names of the blocks of lookups that hold the numbers of a block of any kind; none for any other key. */
export const blocksOf = (key: string): string[] => {
  const range = rangeOf(key)
  if (range === null) return []
  return from(blockOf(range.first), blockOf(range.last)).map((place) => `block#${range.retailerId}#${place}`)
}

/**
 * Names of the blocks that a walk in this block may have come from, or go to next: those that border on it, and those
 * of the other kinds that hold its numbers.
 */
export const neighbouringBlocks = (key: string): string[] => {
  const range = rangeOf(key)
  if (range === null) return []
  const { isLarge, retailerId, first, last } = range
  const reach = isLarge ? 1 : 0
  const found = [
    ...from(blockOf(first) - 1, blockOf(last) + 1).map((place) => `block#${retailerId}#${place}`),
    ...from(missBlockOf(first) - reach, missBlockOf(last) + reach).flatMap((place) => [
      `missBlock#${retailerId}#${place}`,
      `codeBlock#${retailerId}#${place}`,
    ]),
  ]
  return found.filter((name) => name !== key)
}
