/**
 * Do several accessors fail the challenge of one shipment? One accessor's failures on one shipment are one entry, so G
 * does not see them. Here each further accessor counts.
 */
import type { Contact } from "../profiles/access-profile.ts"
import { type ChartResult, makeExcursion, type Thresholds } from "./excursion.ts"
import { failedChallengeLlr } from "./guess.ts"

/** @param entries the pairs of one block that failed the challenge of one shipment */
export const shipmentGuess = (
  entries: readonly Contact[],
  parameters: { readonly thresholds?: Thresholds } = {},
): ChartResult => {
  const excursion = makeExcursion(parameters.thresholds)
  const accessors = new Set<number | null>()
  for (let index = 0; index < entries.length; index += 1) {
    const entry = entries[index]
    if (entry === undefined || entry.outcome !== "challengeFailed" || accessors.has(entry.subject)) continue
    accessors.add(entry.subject)
    excursion.add(index, failedChallengeLlr)
  }
  return excursion.result()
}
