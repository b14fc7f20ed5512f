import type { KeyedHash } from "../../shared/base/keyed-hash/keyed-hash.ts"
import { makeProveAccesses } from "../../shared/watch/lookups/log/prove-accesses.ts"
import type { Interrupt } from "../dynamo/memory-dynamo.ts"
import { memoryDisclosureLog } from "../watch/lookups/memory-stores.ts"

/** The log of the ledger in memory, and what proves by it. */
export function ledgerLog(hashes: KeyedHash, interrupt: Interrupt) {
  const disclosureLog = memoryDisclosureLog(interrupt)
  return { disclosureLog, proveAccesses: makeProveAccesses({ log: disclosureLog, hashes }) }
}

export type LedgerLog = ReturnType<typeof ledgerLog>
