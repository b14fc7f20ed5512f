const fewestDigits = 4
/** At most so many digits are a place. More lead a reference of several parts, such as a shipper's. */
const mostDigits = 12

/**
 * Where the last number of a reference stands, if it is long enough to be one of a sequence: all its digits, from `run`
 * on, and those of its place, from `begin` on.
 */
export const numberWithin = (
  reference: string,
): { readonly run: number; readonly begin: number; readonly end: number } | undefined => {
  const isDigit = (place: number) => reference.charCodeAt(place) >= 48 && reference.charCodeAt(place) <= 57
  let end = reference.length
  while (end > 0 && !isDigit(end - 1)) end -= 1
  let run = end
  while (run > 0 && isDigit(run - 1)) run -= 1
  return end - run < fewestDigits ? undefined : { run, begin: Math.max(run, end - mostDigits), end }
}

/** Without a known format, the last digits of a reference count as its place in a sequence. */
export const lastNumber = (reference: string): number | undefined => {
  const found = numberWithin(reference)
  return found && Number(reference.slice(found.begin, found.end))
}
