/**
 * A further reading of K: do several accessors of one block each go on from a number to the next? An accessor that
 * walks only a few numbers stays below the threshold of its own walk, and so do many of them.
 *
 * Each accessor counts once, by its second number in the block: a step if it lies one to three beside the first.
 */
import type { Contact } from "../profiles/access-profile.ts"
import { leftStretchShare, ordinaryStepShare } from "../thresholds/thresholds.ts"
import { chainLinkLlr, longestStep } from "./chain.ts"
import { type ChartResult, makeExcursion, type Thresholds } from "./excursion.ts"

export type BlockStepsParameters = {
  /** Range over which numbers lie at random, in numbers. */
  readonly width: number
  readonly thresholds?: Thresholds
}

/** What an accessor adds whose second number is no step. */
const noStepLlr = Math.log(leftStretchShare)

/** @param entries the unproven pairs of one block, the first for each destination; indices in the result count them */
export const blockSteps = (entries: readonly Contact[], { width, thresholds }: BlockStepsParameters): ChartResult => {
  const excursion = makeExcursion(thresholds)
  const firstNumbers = new Map<number, number>()
  const counted = new Set<number>()
  for (const [index, { subject, ordinal }] of entries.entries()) {
    if (subject === null || ordinal === null || counted.has(subject)) continue
    const first = firstNumbers.get(subject)
    if (first === undefined) firstNumbers.set(subject, ordinal)
    else if (first !== ordinal) {
      counted.add(subject)
      excursion.add(index, stepLlr(Math.abs(ordinal - first), width))
    }
  }
  return excursion.result()
}

const stepLlr = (step: number, width: number): number =>
  step > longestStep
    ? noStepLlr
    : chainLinkLlr(step, 1, { width, neighbourDensity: 1, contamination: ordinaryStepShare })
