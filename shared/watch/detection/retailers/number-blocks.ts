/**
 * Names of the blocks of a party's blinded numbers: `block#<series>#<n>` of lookups, `missBlock#<series>#<n>` of
 * misses, `codeBlock#<series>#<n>` of postal codes. Findings of charts without an accessor have these keys, and the
 * ledger finds lookups by them. `neighbourhood#<series>#<n>` names 64 blocks in a row, whose lookups need proof
 * together.
 *
 * These are of what the hub saw itself. What a party says of visitors is counted in blocks of its own, such as
 * `block#<party>#<series>#<n>`, so that nothing of it adds to what others meet.
 */
import { blockSize, missBlockSize } from "../thresholds/thresholds.ts"
import { blockOf, missBlockOf, neighbourhoodSize } from "./retailer-profile.ts"

type BlockKind = "block" | "missBlock" | "codeBlock"

/** Whose numbers are counted, and the party whose word is counted; the hub's own contacts unless there is one. */
type CountedNumbers = { readonly series: string; readonly vouchedBy?: string | undefined }

const nameOf = (kind: BlockKind | "neighbourhood", { series, vouchedBy }: CountedNumbers, place: number): string =>
  [kind, ...(vouchedBy === undefined ? [] : [vouchedBy]), series, place].join("#")

/**
 * Name of the block that a number is in.
 *
 * @param vouchedBy the party whose word is counted there; by default what the hub saw itself
 */
export const blockKey = (series: string, ordinal: number, vouchedBy?: string): string =>
  nameOf("block", { series, vouchedBy }, blockOf(ordinal))

/** The same for the block of misses. */
export const missBlockKey = (series: string, ordinal: number, vouchedBy?: string): string =>
  nameOf("missBlock", { series, vouchedBy }, missBlockOf(ordinal))

/** The same for the block of postal codes. */
export const codeBlockKey = (series: string, ordinal: number, vouchedBy?: string): string =>
  nameOf("codeBlock", { series, vouchedBy }, missBlockOf(ordinal))

/** The same for the neighbourhood of blocks. */
export const neighbourhoodKey = (series: string, ordinal: number, vouchedBy?: string): string =>
  nameOf("neighbourhood", { series, vouchedBy }, Math.floor(ordinal / neighbourhoodSize))

/** Numbers from the first to the last, as far as the hub saw them or one party speaks of them. */
type NumberBlock = {
  readonly kind: BlockKind
  readonly numbers: CountedNumbers
  readonly first: number
  readonly last: number
}

const blockPattern = /^(block|missBlock|codeBlock)#(?:([^#]+)#)?([^#]+)#(\d+)$/

/** The block that a key names; null for any other key. */
export const blockNamed = (key: string): NumberBlock | null => {
  const [, kind, vouchedBy, series, place] = blockPattern.exec(key) ?? []
  if (kind !== "block" && kind !== "missBlock" && kind !== "codeBlock") return null
  if (series === undefined) return null
  const size = kind === "block" ? blockSize : missBlockSize
  const first = Number(place) * size
  return { kind, numbers: vouchedBy === undefined ? { series } : { series, vouchedBy }, first, last: first + size - 1 }
}

/** Numbers that a restriction is about, as far as the hub saw them or one party speaks of them. */
type RestrictedNumbers = Omit<NumberBlock, "kind">

/** The numbers of a restricted key: of a neighbourhood or a code block; null for any other key. */
export const restrictedNumbers = (key: string): RestrictedNumbers | null => {
  const [, vouchedBy, series, place] = /^neighbourhood#(?:([^#]+)#)?([^#]+)#(\d+)$/.exec(key) ?? []
  if (series === undefined) return blockNamed(key)
  const first = Number(place) * neighbourhoodSize
  const numbers = vouchedBy === undefined ? { series } : { series, vouchedBy }
  return { numbers, first, last: first + neighbourhoodSize - 1 }
}

/** The key that is restricted because of an anomaly of a key: of a block its neighbourhood, else the key itself. */
export const restrictedKeyOf = (accessorKey: string): string => {
  const found = blockNamed(accessorKey)
  if (found?.kind !== "block") return accessorKey
  return neighbourhoodKey(found.numbers.series, found.first, found.numbers.vouchedBy)
}

/** The same block as the hub's own contacts fill it; any other key stays as it is. */
export const blockOfHub = (accessorKey: string): string => {
  const found = blockNamed(accessorKey)
  if (found === null) return accessorKey
  const { kind, numbers, first } = found
  return nameOf(kind, { series: numbers.series }, kind === "block" ? blockOf(first) : missBlockOf(first))
}

const from = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, step) => first + step)

/** Names of the blocks of lookups that hold the numbers of a block of any kind; none for any other key. */
export const blocksOf = (key: string): string[] => {
  const found = blockNamed(key)
  if (found === null) return []
  return from(blockOf(found.first), blockOf(found.last)).map((place) => nameOf("block", found.numbers, place))
}

/**
 * Names of the blocks that a walk in this block may have come from, or go to next: those that border on it, and those
 * of the other kinds that hold its numbers. All are of the same voucher.
 */
export const neighbouringBlocks = (key: string): string[] => {
  const block = blockNamed(key)
  if (block === null) return []
  const { kind, numbers, first, last } = block
  const reach = kind === "block" ? 0 : 1
  const found = [
    ...from(blockOf(first) - 1, blockOf(last) + 1).map((place) => nameOf("block", numbers, place)),
    ...from(missBlockOf(first) - reach, missBlockOf(last) + reach).flatMap((place) => [
      nameOf("missBlock", numbers, place),
      nameOf("codeBlock", numbers, place),
    ]),
  ]
  return found.filter((name) => name !== key)
}
