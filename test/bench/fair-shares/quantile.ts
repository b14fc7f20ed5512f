/** The smallest of sorted numbers that at least this share of them does not exceed. */
export function quantile(sorted: readonly number[], share: number): number {
  const found = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]
  if (found === undefined) throw new Error("there are no numbers")
  return found
}
