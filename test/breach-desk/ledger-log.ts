import { memoryDisclosureLog } from "../../shared/lookups/log/memory-disclosure-log.ts"
import { makeProveAccesses } from "../../shared/lookups/log/prove-accesses.ts"
import type { Interrupt } from "../../shared/platform/memory-table.ts"
import type { KeyedHash } from "../../shared/tracking/keyed-hash.ts"

/** The log of the ledger in memory, and what proves by it. */
export function ledgerLog(hashes: KeyedHash, interrupt: Interrupt) {
  const disclosureLog = memoryDisclosureLog(interrupt)
  return { disclosureLog, proveAccesses: makeProveAccesses({ log: disclosureLog, hashes }) }
}

export type LedgerLog = ReturnType<typeof ledgerLog>
