import { earlier } from "../../../base/platform/instants.ts"
import type { MissingRange } from "./report-streams.ts"

/** Most ranges of missing numbers that are kept. Of more, the lowest are given up. */
export const missingLimit = 200

/** Something that shows that a number was used: a report of it, or a count that names it. */
export type ShownNumber = { readonly number: number; readonly at: string }

/** Which numbers are known and which of them did not arrive. */
export type Numbers = { readonly highest: number; readonly missing: MissingRange[]; readonly givenUp: number }

/**
 * Notes numbers that arrived, and numbers that are known only from counts. The order and repeats change nothing but
 * `since`.
 *
 * @param arrived numbers of reports
 * @param shown all that shows a number, reports included
 */
export function noteNumbers(before: Numbers, arrived: readonly number[], shown: readonly ShownNumber[]): Numbers {
  const later = shown.filter(({ number }) => number > before.highest)
  const highest = Math.max(before.highest, ...later.map(({ number }) => number))
  const sorted = [...new Set(arrived)].sort((one, other) => one - other)
  const known = before.missing.flatMap((range) => withoutNumbers(range, sorted))
  const found = withoutNumbers({ first: before.highest + 1, last: highest, since: "" }, sorted)
  const surplus = Math.max(0, known.length + found.length - missingLimit)
  const missing = [...known, ...found].slice(surplus).map((range) => {
    if (range.since !== "") return range
    const after = later.filter(({ number }) => number >= range.last)
    return { ...range, since: after.map(({ at }) => at).reduce(earlier) }
  })
  return { highest, missing, givenUp: before.givenUp + surplus }
}

/** What is left of a range. */
function withoutNumbers({ first, last, since }: MissingRange, sorted: readonly number[]): MissingRange[] {
  const left: MissingRange[] = []
  let next = first
  for (const number of sorted) {
    if (number < next || number > last) continue
    if (number > next) left.push({ first: next, last: number - 1, since })
    next = number + 1
  }
  if (next <= last) left.push({ first: next, last, since })
  return left
}
