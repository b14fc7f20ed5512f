/** The exchange takes this many order numbers in one report, at most. */
export const mostReferences = 20_000

/**
 * How many order numbers a range has, at most: where numbers end with a check digit, they are fewer.
 *
 * @returns undefined if the two do not differ in one number alone, or the last one comes first
 */
export function rangeSize(first: string, last: string): number | undefined {
  const [one, other] = [numbered(first), numbered(last)]
  if (one === undefined || other === undefined || one.around !== other.around) return undefined
  const size = other.number - one.number + 1
  return size > 0 && Number.isSafeInteger(size) ? size : undefined
}

/** The last number in a text, and what is around it. */
function numbered(text: string): { readonly number: number; readonly around: string } | undefined {
  const found = /^(\D*(?:\d+\D+)*?)(\d{1,15})(\D*)$/.exec(text.trim())
  if (found === null) return undefined
  const [, before = "", digits = "", after = ""] = found
  return { number: Number(digits), around: `${before} ${after}` }
}
