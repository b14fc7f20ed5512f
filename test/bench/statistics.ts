/** Median of numbers. Of two middle ones it takes the upper. 0 when there are none. */
export const median = (numbers: readonly number[]): number => {
  const sorted = [...numbers].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}

const poissonAtMost = (count: number, mean: number): number => {
  let term = Math.exp(-mean)
  let sum = term
  for (let k = 1; k <= count; k += 1) {
    term *= mean / k
    sum += term
  }
  return sum
}

const solve = (decreasing: (mean: number) => number, target: number): number => {
  let low = 0
  let high = 1000
  for (let step = 0; step < 100; step += 1) {
    const middle = (low + high) / 2
    if (decreasing(middle) > target) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/** Exact 95 % interval of the mean of a Poisson count (Garwood 1936). Counts up to about 500. */
export const poissonInterval = (count: number): { low: number; high: number } => ({
  low: count === 0 ? 0 : solve((mean) => poissonAtMost(count - 1, mean), 0.975),
  high: solve((mean) => poissonAtMost(count, mean), 0.025),
})
