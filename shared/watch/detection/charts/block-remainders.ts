/**
 * A further reading of K: do the numbers of a block that are looked up lie on a grid, such as every tenth number, in
 * whatever order? Ordinary lookups leave all remainders alike. A walk that spreads its numbers evenly over a range, by
 * reversed bits or by a stretch for each address, begins on a coarse grid.
 *
 * Each accessor counts once, by its first number in the block, and each number once.
 */
import type { Contact } from "../profiles/access-profile.ts"
import { griddedShare } from "../thresholds/thresholds.ts"
import { type ChartResult, makeExcursion, type Thresholds } from "./excursion.ts"

export type BlockRemaindersParameters = {
  /** How far apart the numbers of the grid lie. */
  readonly spacing: number
  readonly remainder: number
  /** How many times as often as at random ordinary numbers leave the commonest remainder. */
  readonly crowding: number
  readonly thresholds?: Thresholds
}

/** The first entry of each accessor in a block, unless another accessor's is of the same number. */
export const firstOfAccessors = (entries: readonly Contact[]): Contact[] => {
  const subjects = new Set<number | null>()
  const ordinals = new Set<number>()
  return entries.filter(({ subject, ordinal }) => {
    if (ordinal === null || subjects.has(subject)) return false
    subjects.add(subject)
    if (ordinals.has(ordinal)) return false
    ordinals.add(ordinal)
    return true
  })
}

/** What a number on the grid adds. */
export const onGridLlr = (spacing: number, crowding: number): number =>
  Math.log((griddedShare + (1 - griddedShare) / spacing) / Math.min(1, crowding / spacing))

/**
 * @param entries the first of each accessor in one block, see {@link firstOfAccessors}; indices in the result count
 *   them
 */
export const blockRemainders = (
  entries: readonly Contact[],
  { spacing, remainder, crowding, thresholds }: BlockRemaindersParameters,
): ChartResult => {
  const excursion = makeExcursion(thresholds)
  const gain = onGridLlr(spacing, crowding)
  for (const [index, { ordinal }] of entries.entries()) {
    excursion.add(index, (ordinal ?? 0) % spacing === remainder ? gain : Math.log(1 - griddedShare))
  }
  return excursion.result()
}
