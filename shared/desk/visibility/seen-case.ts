import { earlier } from "../../base/platform/instants.ts"
import type { ShownFinding } from "../../watch/detection/anomalies/published-finding.ts"
import { restrictedScopeOf } from "../../watch/detection/restrictions/restricted-scope.ts"
import type { AnomalyOfCase, CaseRow, Finder, MeasureRow, PartyRow } from "../cases/case-rows.ts"
import { shownFinding, visibleAnomalies } from "./findings.ts"
import { mayKnowFinder, openingVisibleTo, type VisibleOpening } from "./visible-opening.ts"

/**
 * A case as one party sees it. A case can touch several retailers and carriers, so when it opened, who reported it and
 * what was found can be another party's. All of this comes from the party's own part and from the parties that it deals
 * with.
 */
export type SeenCase = VisibleOpening & {
  readonly discoveredAt: string
  readonly finder?: Finder
  /** What the detector found, in order of time. */
  readonly findings: readonly ShownFinding[]
  readonly restrictedSince?: string
  readonly containment?: { readonly at: string; readonly by: string }
}

/** What a case holds beside its row. */
type Evidence = {
  readonly anomalies?: readonly AnomalyOfCase[]
  readonly measures?: readonly MeasureRow[]
  /** Public names of the parties that the party may know. */
  readonly aliasOf?: (partyId: string) => string | undefined
}

/** @param evidence all anomalies of the case, and the measures that the party may see */
export function seenBy(
  own: PartyRow,
  row: CaseRow,
  { anomalies = [], measures = [], aliasOf = () => undefined }: Evidence = {},
): SeenCase {
  const mine = visibleAnomalies(anomalies, own.partyId).sort(
    (one, other) => Date.parse(one.crossedAt) - Date.parse(other.crossedAt),
  )
  const detectedAt = earliest(mine.map((one) => one.detectedAt))
  const isReport = mayKnowFinder(own, row)
  const finder = isReport ? row.finder : hubFinder(detectedAt)
  const restrictedSince = earliest(
    mine.filter(({ accessorKey }) => restrictedScopeOf(accessorKey) !== undefined).map((one) => one.detectedAt),
  )
  const containment = firstContainment(measures)
  return {
    ...openingVisibleTo(own, row),
    discoveredAt: isReport ? row.discoveredAt : (detectedAt ?? own.openedAt),
    ...(finder === undefined ? {} : { finder }),
    findings: mine.map((one) => shownFinding(one, own.partyId, aliasOf)),
    ...(restrictedSince === undefined ? {} : { restrictedSince }),
    ...(containment === undefined ? {} : { containment: { at: containment.at, by: containment.by } }),
  }
}

function hubFinder(detectedAt: string | undefined): Finder | undefined {
  return detectedAt === undefined ? undefined : { kind: "hub", receivedAt: detectedAt }
}

function firstContainment(measures: readonly MeasureRow[]): MeasureRow | undefined {
  const attested = measures.filter(({ code }) => code === "containmentAttested")
  const first = earliest(attested.map(({ at }) => at))
  return attested.find(({ at }) => at === first)
}

function earliest(instants: readonly string[]): string | undefined {
  return instants.reduce<string | undefined>((first, at) => (first === undefined ? at : earlier(first, at)), undefined)
}
