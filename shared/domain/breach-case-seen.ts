import type { AnomalyOfCase, CaseRow, Finder, MeasureRow, PartyRow } from "./breach-case.ts"
import { earlier } from "./exposure.ts"
import { findingFor, type ToldFinding } from "./told-finding.ts"

/**
 * A case as one party of it sees it. A case may reach over several retailers and carriers, and what it is as a whole (since when it is
 * open, who reported it first, what was found, what contained it) may be another's. Retailers never hear of each other, nor carriers, so
 * everything here rests on the party's own part and on the parties that it deals with.
 */
export type SeenCase = {
  readonly openedAt: string
  readonly discoveredAt: string
  readonly origin: CaseRow["origin"]
  readonly tool: CaseRow["tool"]
  readonly finder?: Finder
  /** What the detector found, in order of time. */
  readonly findings: readonly ToldFinding[]
  readonly restrictedSince?: string
  readonly containment?: { readonly at: string; readonly by: string }
}

/** Whether two parties of a case know of each other in it: a retailer and a carrier that share shipments of it, or the finding or report that drew one in. */
export function dealsWith(own: PartyRow, other: PartyRow): boolean {
  const isKnown = own.counterparties.includes(other.partyId) || other.counterparties.includes(own.partyId)
  return own.kind !== other.kind && isKnown
}

/**
 * @param evidence anomalies of the case, whosever they are, and the measures that the party may see; where they do not matter they
 *   can be left out
 */
export function seenBy(
  own: PartyRow,
  row: CaseRow,
  { anomalies = [], measures = [] }: { anomalies?: readonly AnomalyOfCase[]; measures?: readonly MeasureRow[] } = {},
): SeenCase {
  const mine = anomalies
    .filter(({ partyIds }) => partyIds.includes(own.partyId))
    .sort((one, other) => Date.parse(one.crossedAt) - Date.parse(other.crossedAt))
  const detectedAt = earliestOf(mine.map((one) => one.detectedAt))
  const { finder } = row
  const isReport = finder?.told !== undefined && [own.partyId, ...own.counterparties].includes(finder.told)
  const seenFinder: Finder | undefined = isReport
    ? finder
    : detectedAt === undefined
      ? undefined
      : { kind: "hub", receivedAt: detectedAt }
  const restrictedSince = earliestOf(
    mine.filter(({ accessorKey }) => /^(subject|network)#/.test(accessorKey)).map((one) => one.detectedAt),
  )
  const contained = earliestOf(measures.filter(({ code }) => code === "containmentAttested").map(({ at }) => at))
  const containment = measures.find(({ at, code }) => code === "containmentAttested" && at === contained)
  return {
    openedAt: own.openedAt,
    discoveredAt: isReport ? row.discoveredAt : (detectedAt ?? own.openedAt),
    origin: isReport ? row.origin : "anomaly",
    tool: own.tool,
    ...(seenFinder === undefined ? {} : { finder: seenFinder }),
    findings: mine.map((one) => findingFor(one, own.partyId)),
    ...(restrictedSince === undefined ? {} : { restrictedSince }),
    ...(containment === undefined ? {} : { containment: { at: containment.at, by: containment.by } }),
  }
}

function earliestOf(instants: readonly string[]): string | undefined {
  return instants.reduce<string | undefined>((first, at) => (first === undefined ? at : earlier(first, at)), undefined)
}

/** The charts of a party's findings. */
export function chartsOf(findings: readonly ToldFinding[]): ToldFinding["chart"][] {
  return [...new Set(findings.map(({ chart }) => chart))].sort()
}
