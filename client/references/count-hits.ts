import type { SurveyedForm } from "./reference-form.ts"

/** How many guesses are counted. */
export const guesses = 100
const eachWay = guesses / 2
/** So many known references, at even distances. The share of hits is then right within 4 percentage points. */
const knownAtMost = 500
const gapsAtMost = 10_000

/** What a guesser finds who knows one valid reference and the form. */
export type Hits = {
  /** Among 100 guesses: 50 steps up and 50 steps down from the one that is known. */
  readonly fromNeighbours: number
  /** Among 100 guesses that draw each place as often as it occurs. */
  readonly fromForm: number
}

/** How far apart neighbours are, lowest to highest. In steps of the last place, or of what all gaps have in common. */
export type Gaps = { readonly median: number; readonly ninetieth: number; readonly step: bigint }

/** Counts the hits of a guesser. */
export function countHits({ numbers, entropyBits }: SurveyedForm, gaps: Gaps | undefined): Hits {
  const steps = gaps === undefined ? [] : [...new Set([1n, gaps.step])]
  return {
    fromNeighbours: Math.max(0, ...steps.map((step) => hitsAround(numbers, step))),
    fromForm: guesses * Math.min(1, numbers.length / 2 ** entropyBits),
  }
}

/**
 * The gaps between neighbours, or undefined for fewer than two references. A constant suffix makes every gap a multiple
 * of some step, which a guesser sees as well.
 */
export function gapsBetween(numbers: BigUint64Array): Gaps | undefined {
  const sampled = evenly(Math.max(0, numbers.length - 1), gapsAtMost).map(
    (index) => (numbers[index + 1] ?? 0n) - (numbers[index] ?? 0n),
  )
  if (sampled.length === 0) return undefined
  const step = sampled.reduce(commonDivisor)
  const sorted = sampled.map((gap) => Number(gap / step)).sort((a, b) => a - b)
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? 0
  return { median: at(0.5), ninetieth: at(0.9), step }
}

function commonDivisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : commonDivisor(b, a % b)
}

function hitsAround(numbers: BigUint64Array, step: bigint): number {
  const known = evenly(numbers.length, knownAtMost)
  const hits = known.reduce((sum, index) => sum + hitsUp(numbers, index, step) + hitsDown(numbers, index, step), 0)
  return known.length === 0 ? 0 : hits / known.length
}

function hitsUp(numbers: BigUint64Array, index: number, step: bigint): number {
  const start = numbers[index] ?? 0n
  let hits = 0
  for (let next = index + 1; next < numbers.length; next++) {
    const distance = (numbers[next] ?? 0n) - start
    if (distance > BigInt(eachWay) * step) break
    if (distance % step === 0n) hits += 1
  }
  return hits
}

function hitsDown(numbers: BigUint64Array, index: number, step: bigint): number {
  const start = numbers[index] ?? 0n
  let hits = 0
  for (let next = index - 1; next >= 0; next--) {
    const distance = start - (numbers[next] ?? 0n)
    if (distance > BigInt(eachWay) * step) break
    if (distance % step === 0n) hits += 1
  }
  return hits
}

/** At most so many of the first `length` whole numbers, at even distances. */
function evenly(length: number, atMost: number): readonly number[] {
  const taken = Math.min(length, atMost)
  return Array.from({ length: taken }, (_, index) => Math.floor((index * length) / taken))
}
