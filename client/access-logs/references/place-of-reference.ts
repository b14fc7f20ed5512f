/** Without a known format, the last digits of a reference count as its place in a sequence. */
export const lastNumber = (reference: string): number | undefined => {
  const digits = /(\d{4,12})\D*$/.exec(reference)?.[1]
  return digits === undefined ? undefined : Number(digits)
}
