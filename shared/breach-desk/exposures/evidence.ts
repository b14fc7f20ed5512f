import type { Disclosure } from "../../lookups/ledger/disclosure.ts"
import { parcelPrefix } from "../../tracking/record-ids.ts"

/** Which lookups a report is about. All given fields must match. */
export type EvidenceQuery = {
  tool: string
  /** Unclaimed parcels match too, because a retailer may have claimed them since. The caller checks this. */
  retailerId?: string
  carrierId?: string
  tokenKey?: string
  accessIds?: readonly string[]
  /** ISO instants, inclusive. */
  since?: string
  until?: string
}

/** Searches the ledger for the lookups of a report. Without an accessor key it has to read the whole ledger. */
export type Evidence = { search(query: EvidenceQuery): AsyncIterable<Disclosure> }

/** Whether a disclosure matches a query. */
export function fitsEvidence(one: Disclosure, query: EvidenceQuery): boolean {
  const { since, until, accessIds } = query
  const at = Date.parse(one.at)
  return (
    one.tool === query.tool &&
    (query.retailerId === undefined || one.retailerId === query.retailerId || one.recordId.startsWith(parcelPrefix)) &&
    (query.carrierId === undefined || one.carrierId === query.carrierId) &&
    (query.tokenKey === undefined || one.tokenKey === query.tokenKey) &&
    (accessIds === undefined || accessIds.includes(one.accessId)) &&
    (since === undefined || at >= Date.parse(since)) &&
    (until === undefined || at <= Date.parse(until))
  )
}
