/** M: the block chart on misses alone, and touches of canaries: numbers that were planted and never issued. */
import type { Contact } from "../profiles/access-profile.ts"
import { canaryLlr, comparedMisses } from "../thresholds/thresholds.ts"
import { block } from "./block.ts"
import type { ChartResult, Thresholds } from "./excursion.ts"

export type BlockMissesParameters = {
  readonly width: number
  readonly shape: number
  readonly isCanary: (entry: Contact) => boolean
  /** What a canary touch adds: `ln(1 / share of typing errors that reach one)`; see `canaryTouchLlr`. */
  readonly canaryLlr: number
  readonly thresholds?: Thresholds
}

/** What a canary touch adds: less where any typing error can reach a canary, because the number has no check digit. */
export const canaryTouchLlr = (typoRate: number, hasCheckDigit: boolean): number =>
  Math.min(
    hasCheckDigit ? canaryLlr.withCheckDigit : canaryLlr.withoutCheckDigit,
    Math.log(1 / Math.max(typoRate, 1e-9)),
  )

/** @param entries the old misses and canary touches of one block of 4,096 numbers */
export const blockMisses = (entries: readonly Contact[], parameters: BlockMissesParameters): ChartResult =>
  block(entries, {
    width: parameters.width,
    previous: comparedMisses,
    shape: () => parameters.shape,
    isCanary: parameters.isCanary,
    canaryLlr: parameters.canaryLlr,
    ...(parameters.thresholds === undefined ? {} : { thresholds: parameters.thresholds }),
  })
