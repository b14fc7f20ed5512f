import { placeDigits } from "../../shared/base/contracts/mapped-reference.ts"
import type { NumberRange } from "./mapped-numbers.ts"

/** Matches what {@link patternOf} cannot read: digits of other scripts, and signs that are still percent-encoded. */
export const unreadablePattern = "[^ -~]|%"

/**
 * An expression for all references of a range in a text, with blanks, hyphens and other signs between their characters
 * or without. It has no captures, possessive quantifiers and repeated groups, and branches differ in their first
 * character, so that it takes linear time.
 *
 * @param coarseDigits so many last digits are not compared, which makes it shorter: at most 10^coarseDigits - 1 numbers
 *   beside each end match too
 * @returns undefined where a prefix has other characters than letters and digits of ASCII
 */
export function patternOf(range: NumberRange, coarseDigits = 0): string | undefined {
  const { prefix, digits, behind } = range
  const length = Math.min(digits, placeDigits)
  const most = 10 ** length - 1
  if (!/^[A-Za-z0-9]*$/.test(prefix) || range.first > Math.min(range.last, most)) return undefined
  const compared = Math.max(0, length - coarseDigits)
  const endOf = (place: number): string => String(place).padStart(length, "0").slice(0, compared)
  const start = [...prefix].map((one) => (/\d/.test(one) ? one : `[${one.toUpperCase()}${one.toLowerCase()}]`))
  const number = [
    anyDigits(digits - length),
    digitsFrom(endOf(range.first), endOf(Math.min(range.last, most))),
    anyDigits(length - compared),
  ]
  return String.raw`\b${joined(...start, ...number)}${behind === 0 ? String.raw`\b` : ""}`
}

/** Blanks, hyphens and other signs can stand between two characters. */
const joined = (...parts: readonly string[]): string => parts.filter((part) => part !== "").join(String.raw`\W*`)

const anyDigits = (count: number): string => joined(...Array<string>(count).fill(String.raw`\d`))

const oneOf = (from: number, to: number): string => (from === to ? `${from}` : `[${from}-${to}]`)

/** All numbers from one to another, of the same count of digits. */
function digitsFrom(first: string, last: string): string {
  const [laterOfFirst, laterOfLast, others] = [first.slice(1), last.slice(1), Math.max(0, first.length - 1)]
  if (/^0*$/.test(first) && /^9*$/.test(last)) return anyDigits(first.length)
  const [from, to] = [Number(first[0]), Number(last[0])]
  if (from === to) return joined(oneOf(from, to), digitsFrom(laterOfFirst, laterOfLast))
  const [isFromStart, isToEnd] = [/^0*$/.test(laterOfFirst), /^9*$/.test(laterOfLast)]
  const [lowest, highest] = [isFromStart ? from : from + 1, isToEnd ? to : to - 1]
  const branches = [
    ...(isFromStart ? [] : [joined(oneOf(from, from), digitsFrom(laterOfFirst, "9".repeat(others)))]),
    ...(lowest > highest ? [] : [joined(oneOf(lowest, highest), anyDigits(others))]),
    ...(isToEnd ? [] : [joined(oneOf(to, to), digitsFrom("0".repeat(others), laterOfLast))]),
  ]
  return branches.length === 1 ? branches.join("") : `(?:${branches.join("|")})`
}
