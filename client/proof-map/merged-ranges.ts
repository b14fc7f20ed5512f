import type { NumberRange } from "./mapped-numbers.ts"

/**
 * The ranges that stand at a time, with those that touch or overlap made one. What ends latest comes first.
 *
 * @param now epoch milliseconds
 */
export function mergedRanges(ranges: readonly NumberRange[], now: number): readonly NumberRange[] {
  const merged: NumberRange[] = []
  const current = ranges.filter(({ until }) => Date.parse(until) > now)
  for (const range of current.toSorted((a, b) => compare(formOf(a), formOf(b)) || a.first - b.first)) {
    const before = merged.at(-1)
    if (before === undefined || formOf(before) !== formOf(range) || range.first > before.last + 1) merged.push(range)
    else
      merged.splice(-1, 1, {
        ...before,
        last: Math.max(before.last, range.last),
        until: Date.parse(range.until) > Date.parse(before.until) ? range.until : before.until,
      })
  }
  return merged.toSorted((a, b) => Date.parse(b.until) - Date.parse(a.until))
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const formOf = ({ scope, prefix, digits, behind }: NumberRange): string =>
  JSON.stringify([scope, prefix, digits, behind])
