import { parcelPrefix } from "../../intake/tracking/record-ids.ts"
import { type Disclosure, type LedgerKey, lastOf, latestOf } from "../../watch/lookups/ledger/disclosure.ts"
import type { LedgerQuery, NamedLookups } from "../cases/evidence-query.ts"
import type { Attributed } from "../cases/exposure.ts"

/** Some lookups, and the place behind which the next page begins, if there may be more. */
export type EvidencePage = { found: Attributed[]; next?: LedgerKey | undefined }

/**
 * Searches the ledger for the lookups without proof that a report names. It reads what the report names and not the
 * rest: of a time range that tool's lookups of each day. A lookup of the last moment can be missing. Repeats of a day
 * are found by their first access id, and by any time from the first of them to the end of the last one's hour.
 */
export type Evidence = {
  /** The next page of a search, behind `after`. It can be empty although there is a next one. */
  page(query: LedgerQuery, after?: LedgerKey): Promise<EvidencePage>
}

/** Orders lookups by the places of their searches: by sort key, and those with the same one by subject. */
export function isBehind(one: LedgerKey, other: LedgerKey): boolean {
  return one.sortKey > other.sortKey || (one.sortKey === other.sortKey && one.subject > other.subject)
}

/** Whether a disclosure matches a query. */
export function fitsEvidence(one: Disclosure, { tool, retailerId, carrierId, named }: LedgerQuery): boolean {
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
  return Date.parse(latestOf(one)) >= Date.parse(named.since) && Date.parse(one.at) <= Date.parse(named.until)
}

/**
 * A disclosure as a report names it. Repeats of an hour are written once, so nobody knows whether one of them was in a
 * time range that begins later in that hour.
 */
export function asNamed(one: Disclosure, named: NamedLookups): Attributed {
  const isSure = named.kind !== "timeRange" || Date.parse(lastOf(one)) >= Date.parse(named.since)
  return isSure ? one : { ...one, possible: true }
}

/** Where the times in sort keys of a time range begin and end: whole seconds, because instants differ in precision. */
export function sortKeysOf({ since, until }: { since: string; until: string }): { from: string; to: string } {
  const secondOf = (instant: string) => new Date(instant).toISOString().slice(0, 19)
  return { from: secondOf(since), to: `${secondOf(until)}~` }
}
