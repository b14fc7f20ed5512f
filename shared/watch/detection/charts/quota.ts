/** Q: does a credential look up far more parcels an hour than its quota, with or without a right to see them? */
import type { Contact } from "../profiles/access-profile.ts"
import { quotaTimes } from "../thresholds/thresholds.ts"
import { type ChartResult, makeExcursion, type Thresholds } from "./excursion.ts"

/**
 * @param entries all scored entries of the credential
 * @param parameters `quotaPerHour`: different references that its work needs in a busy hour
 */
export const quota = (
  entries: readonly Contact[],
  parameters: { readonly quotaPerHour: number; readonly thresholds?: Thresholds },
): ChartResult => {
  const perSecond = parameters.quotaPerHour / 3600
  const excursion = makeExcursion(parameters.thresholds)
  let previousAt: number | null = null
  for (const [index, entry] of entries.entries()) {
    if (previousAt !== null) excursion.decay((quotaTimes - 1) * perSecond * (entry.at - previousAt))
    previousAt = entry.at
    excursion.add(index, Math.log(quotaTimes))
  }
  return excursion.result()
}
