import type { Disclosure } from "../../lookups/ledger/disclosure.ts"
import { lastOf } from "../../lookups/ledger/unite-disclosures.ts"
import { parcelPrefix } from "../../tracking/record-ids.ts"

/** How a report names lookups. A token is named by its key; instants are ISO, inclusive. */
export type NamedLookups =
  | { kind: "accessorToken"; tokenKey: string }
  | { kind: "accessIds"; accessIds: readonly string[] }
  | { kind: "timeRange"; since: string; until: string }

/** Which lookups a report is about. All given fields must match. */
export type EvidenceQuery = {
  tool: string
  /** Unclaimed parcels match too, because a retailer may have claimed them since. The caller checks this. */
  retailerId?: string
  carrierId?: string
  named: NamedLookups
}

/**
 * Searches the ledger for the lookups without proof that a report names. It reads what the report names and not the
 * rest: of a time range that tool's lookups of each day. A lookup of the last moment can be missing. Repeats of a day
 * are found by their first access id, and by any time between the first and the last of them.
 */
export type Evidence = { search(query: EvidenceQuery): AsyncIterable<Disclosure> }

/** Whether a disclosure matches a query. */
export function fitsEvidence(one: Disclosure, { tool, retailerId, carrierId, named }: EvidenceQuery): boolean {
  return (
    !one.provenForExposure &&
    one.tool === tool &&
    (retailerId === undefined || one.retailerId === retailerId || one.recordId.startsWith(parcelPrefix)) &&
    (carrierId === undefined || one.carrierId === carrierId) &&
    isNamed(one, named)
  )
}

function isNamed(one: Disclosure, named: NamedLookups): boolean {
  if (named.kind === "accessorToken") return one.tokenKey === named.tokenKey
  if (named.kind === "accessIds") return named.accessIds.includes(one.accessId)
  return Date.parse(lastOf(one)) >= Date.parse(named.since) && Date.parse(one.at) <= Date.parse(named.until)
}
