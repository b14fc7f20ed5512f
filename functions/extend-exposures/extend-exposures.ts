import type { Disclosure } from "../../shared/domain/disclosure.ts"
import { alertParties } from "../../shared/storage/breach-cases-alerting.ts"
import { addExposures, attributed, type GrowthDesk } from "../../shared/storage/breach-cases-growth.ts"

/**
 * Adds new disclosures to the open cases of their accessors, a whole batch at a time: one reading of the pointers tells of
 * all of them which case they belong to, if any. Parties are told when their shipments reach another power of ten. Safe to
 * repeat.
 */
export function makeExtendExposures(desk: GrowthDesk): (disclosures: readonly Disclosure[]) => Promise<string> {
  return async (disclosures) => {
    const byCase = await attributed(desk, disclosures)
    let changed = 0
    for (const [caseId, found] of byCase) {
      changed += await addExposures(desk, caseId, found)
      // Before the first alert the opening of the case is still counting, and tells the parties when it has.
      await alertParties(desk, caseId, { onlyFurther: true })
    }
    return changed === 0 ? "unaffected" : "extended"
  }
}
