import { makeRandom } from "./random.ts"

export const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0)

/** Median of numbers. Of two middle ones it takes the upper. 0 when there are none. */
export const median = (numbers: readonly number[]): number => {
  const sorted = [...numbers].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}

const logFactorial = (n: number): number => {
  let total = 0
  for (let k = 2; k <= n; k += 1) total += Math.log(k)
  return total
}

/** Chance of at most `count` when so many are expected: the terms from the largest down. */
const poissonAtMost = (count: number, mean: number, logOfFactorial: number): number => {
  let term = Math.exp(count * Math.log(mean) - mean - logOfFactorial)
  let total = 0
  for (let k = count; k >= 0 && (term > total * 1e-17 || k > mean); k -= 1) {
    total += term
    term *= k / mean
  }
  return total
}

/** The mean at which at most `count` has a chance. */
const meanAt = (count: number, chance: number): number => {
  const logOfFactorial = logFactorial(count)
  const spread = 10 * Math.sqrt(count) + 20
  let low = Math.max(1e-9, count - spread)
  let high = count + spread
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2
    if (poissonAtMost(count, middle, logOfFactorial) > chance) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/** Exact 95 % interval of the mean of a Poisson count (Garwood 1936). */
export const poissonInterval = (count: number): { low: number; high: number } => ({
  low: count === 0 ? 0 : meanAt(count - 1, 0.975),
  high: meanAt(count, 0.025),
})

const replicates = 4_000

/** Chances of at most 0, 1, 2 ... when one is expected. */
const atMostOfOne = Array.from({ length: 12 }, (_, most) =>
  sum(Array.from({ length: most + 1 }, (_, count) => Math.exp(-1 - logFactorial(count)))),
)

/**
 * 95 % interval of the mean of a total that comes in clusters: each replicate takes each cluster a Poisson number of
 * times, one on average (the Poisson bootstrap, Hanley and MacGibbon 2006). Few clusters vary more than they show, so
 * that it is at least the exact interval of their number, times their mean size. The same sizes give the same interval.
 *
 * @param sizes of the clusters, above 0
 */
export const clusteredInterval = (sizes: readonly number[]): { low: number; high: number } => {
  const random = makeRandom(1)
  const draw = () => {
    const uniform = random.uniform()
    const count = atMostOfOne.findIndex((chance) => uniform < chance)
    return count < 0 ? atMostOfOne.length : count
  }
  const totals = Float64Array.from({ length: replicates }, () =>
    sizes.reduce((total, size) => total + size * draw(), 0),
  ).sort()
  const exact = poissonInterval(sizes.length)
  const mean = sizes.length === 0 ? 1 : sum(sizes) / sizes.length
  return {
    low: Math.min(totals[0.025 * replicates] ?? 0, exact.low * mean),
    high: Math.max(totals[0.975 * replicates - 1] ?? 0, exact.high * mean),
  }
}

/**
 * Welch's t of two samples: how many standard errors their means are apart, without assuming equal variances
 * (Welch 1947). Beyond 4.5 a difference counts as found, as in the evaluation of timing leaks (Goodwill et al. 2011).
 */
export const welchT = (first: readonly number[], second: readonly number[]): number => {
  const [a, b] = [meanAndVariance(first), meanAndVariance(second)]
  return (a.mean - b.mean) / Math.sqrt(a.variance / first.length + b.variance / second.length)
}

const meanAndVariance = (numbers: readonly number[]): { mean: number; variance: number } => {
  const mean = sum(numbers) / numbers.length
  const variance = sum(numbers.map((number) => (number - mean) ** 2)) / (numbers.length - 1)
  return { mean, variance }
}
