import type { Disclosure } from "../../lookups/ledger/disclosure.ts"
import type { MemoryDisclosures } from "../../lookups/ledger/memory-disclosures.ts"
import type { LedgerQuery } from "../cases/evidence-query.ts"
import { type Evidence, fitsEvidence, sortKeysOf } from "./evidence.ts"

/** Lookups on one page. */
const lookupsOnPage = 1_000

/** Evidence from a ledger in memory. */
export function memoryEvidence(ledger: Pick<MemoryDisclosures, "rows" | "reported">): Evidence {
  return {
    async page(query, after) {
      const { named } = query
      if (named.kind === "accessIds") return { found: ledger.rows().filter((one) => fitsEvidence(one, query)) }
      const read: Disclosure[] = []
      const part = { after, pageSize: lookupsOnPage, limit: lookupsOnPage, ...partOf(query) }
      for await (const one of ledger.reported(part)) read.push(one)
      const next = read.length < lookupsOnPage ? undefined : read.at(-1)
      return { found: read.filter((one) => fitsEvidence(one, query)), next }
    },
  }
}

function partOf({ tool, named }: LedgerQuery) {
  if (named.kind === "accessorToken") return { index: "tokenKey", partition: named.tokenKey } as const
  const { from = "", to = "~" } = named.kind === "timeRange" ? sortKeysOf(named) : {}
  // Sort keys of repeats begin with the day alone.
  return { index: "tool", partition: tool, from: from.slice(0, 10), to } as const
}
