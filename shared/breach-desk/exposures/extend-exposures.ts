import type { Disclosure } from "../../lookups/ledger/disclosure.ts"
import { queueAlerts } from "../alerts/queue-alerts.ts"
import { addExposures } from "./add-exposures.ts"
import { attributed } from "./count-pending.ts"
import type { GrowthDesk } from "./growth-desk.ts"

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
      await queueAlerts(desk, caseId, { afterFirst: true })
    }
    return changed === 0 ? "unaffected" : "extended"
  }
}
