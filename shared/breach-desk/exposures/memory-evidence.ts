import type { Disclosure } from "../../lookups/ledger/disclosures.ts"
import { type Evidence, fitsEvidence } from "./evidence.ts"

/** Evidence from a ledger in memory. */
export function memoryEvidence(ledger: { rows(): Disclosure[] }): Evidence {
  return {
    async *search(query) {
      yield* ledger.rows().filter((one) => fitsEvidence(one, query))
    },
  }
}
