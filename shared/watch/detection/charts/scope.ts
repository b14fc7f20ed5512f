/** S: does a partner's credential look outside what it is entitled to? */
import type { Contact } from "../profiles/access-profile.ts"
import { outOfScopeShare } from "../thresholds/thresholds.ts"
import { type ChartResult, makeExcursion, type Thresholds } from "./excursion.ts"

const [ordinaryShare, misuseShare] = outOfScopeShare
const outOfScopeLlr = Math.log(misuseShare / ordinaryShare)

/**
 * @param entries all scored entries of the credential; a reference inside its entitlement is strongly proven and adds
 *   nothing, and neither does one that does not exist
 */
export const scope = (
  entries: readonly Contact[],
  parameters: { readonly thresholds?: Thresholds } = {},
): ChartResult => {
  const excursion = makeExcursion(parameters.thresholds)
  for (let index = 0; index < entries.length; index += 1) {
    const entry = entries[index]
    if (entry !== undefined && entry.proof !== "strong" && entry.outcome !== "miss") excursion.add(index, outOfScopeLlr)
  }
  return excursion.result()
}
