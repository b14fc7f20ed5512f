import type { Disclosure } from "../../lookups/ledger/disclosure.ts"

/** What a report says of the lookups it is about; everything given must fit. */
export type EvidenceQuery = {
  tool?: string
  /** Parcels that nobody had claimed fit too: whoever asks knows who has claimed them since. */
  retailerId?: string
  carrierId?: string
  reportedBy?: string
  accessorToken?: string
  accessIds?: readonly string[]
  /** ISO instants, inclusive. */
  since?: string
  until?: string
}

/** Searches the ledger for what a report is about: without an accessor key, all of it has to be read. */
export type Evidence = { search(query: EvidenceQuery): AsyncIterable<Disclosure> }

export const unclaimedParcels = "PARCEL#"

/** Whether a disclosure is one that the query asks for. */
export function fitsEvidence(one: Disclosure, query: EvidenceQuery): boolean {
  const { since, until, accessIds } = query
  const at = Date.parse(one.at)
  return (
    (query.tool === undefined || one.tool === query.tool) &&
    (query.retailerId === undefined ||
      one.retailerId === query.retailerId ||
      one.recordId.startsWith(unclaimedParcels)) &&
    (query.carrierId === undefined || one.carrierId === query.carrierId) &&
    (query.reportedBy === undefined || one.reportedBy === query.reportedBy) &&
    (query.accessorToken === undefined || one.accessorToken === query.accessorToken) &&
    (accessIds === undefined || accessIds.includes(one.accessId)) &&
    (since === undefined || at >= Date.parse(since)) &&
    (until === undefined || at <= Date.parse(until))
  )
}
