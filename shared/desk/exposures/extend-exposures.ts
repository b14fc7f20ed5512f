import type { Disclosure } from "../../watch/lookups/ledger/disclosure.ts"
import { queueAlerts } from "../alerts/queue-alerts.ts"
import { addExposures } from "./add-exposures.ts"
import { attributed } from "./count-pending.ts"
import type { ExposurePorts } from "./exposure-ports.ts"

/**
 * Adds new disclosures to the open cases of their accessors. It takes a whole batch, because one read of the pointers
 * finds the cases of all of them. A party is alerted when its shipments reach another power of ten. Repeating the call
 * has no effect.
 */
export function makeExtendExposures(desk: ExposurePorts): (disclosures: readonly Disclosure[]) => Promise<string> {
  return async (disclosures) => {
    const byCase = await attributed(desk, disclosures)
    let changed = 0
    for (const [caseId, found] of byCase) {
      changed += await addExposures(desk, caseId, found)
      await queueAlerts(desk, caseId, { afterFirst: true })
    }
    return changed === 0 ? "unaffected" : "extended"
  }
}
