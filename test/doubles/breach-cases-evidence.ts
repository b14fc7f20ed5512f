import { type Evidence, fitsEvidence } from "../../shared/breach-desk/exposures/evidence.ts"
import type { Disclosure } from "../../shared/lookups/ledger/disclosures.ts"

/** Evidence from a ledger in memory. */
export function memoryEvidence(ledger: { rows(): Disclosure[] }): Evidence {
  return {
    async *search(query) {
      yield* ledger.rows().filter((one) => fitsEvidence(one, query))
    },
  }
}
