import type { Anomaly } from "../../detection/anomalies/anomaly.ts"
import type { PublishedFinding } from "../../detection/anomalies/published-finding.ts"
import { blocksOf, neighbouringBlocks } from "../../detection/retailers/number-blocks.ts"
import type { ItemKey } from "../cases/breach-cases.ts"
import { type CaseItem, type CaseKey, type CaseRow, caseKeys, type Finder, pointerKeys } from "../cases/case-rows.ts"
import { keysOfAnomaly } from "../exposures/attribution.ts"
import type { TimelineData } from "../timeline.ts"

/** Why a case opens or grows: an anomaly, or a report of a party. */
export type Occasion = {
  /** Where it is noted which case this occasion belongs to; found there again, it is a repeat. */
  pointer: ItemKey
  /** From which the id of a new case is derived. */
  seed: string
  keys: readonly CaseKey[]
  /** Further keys whose open case this occasion belongs to. */
  neighbours: readonly string[]
  /** Ids of the parties it touches whatever was exposed. */
  partyIds: readonly string[]
  origin: CaseRow["origin"]
  tool: CaseRow["tool"]
  correlationId: string
  discoveredAt: string
  finder?: Finder | undefined
  /** The party that reported it, and since when it knows. */
  reporter?: { partyId: string; awareAt: string } | undefined
  chart?: string | undefined
  /** Further items of the case. */
  items: (caseId: string, at: string) => CaseItem[]
  /** What the timeline says of it, and what it says to a party that may know less. */
  told: TimelineData
  toldTo?: Readonly<Record<string, TimelineData>> | undefined
}

/** The occasion that an anomaly is. */
export function occasionOfAnomaly(anomaly: Anomaly, correlationId: string): Occasion {
  const { anomalyId, accessorKey, retailerId, chart, severity, score, threshold, from, crossedAt, tool } = anomaly
  const observer = anomaly.reportedBy === undefined ? [] : [anomaly.reportedBy]
  const partyIds = [...new Set([retailerId, ...anomaly.carrierIds, ...observer])]
  const tell = (finding: PublishedFinding): TimelineData => ({
    anomalyId,
    chart: finding.chart,
    score: finding.score,
    threshold: finding.threshold,
    from: finding.from,
    crossedAt: finding.crossedAt,
    tool,
    key: accessorKey.split("#")[0] ?? "",
  })
  return {
    pointer: pointerKeys.anomaly(anomalyId),
    seed: anomalyId,
    keys: keysOfAnomaly(anomaly, blocksOf(accessorKey)),
    neighbours: neighbouringBlocks(accessorKey),
    partyIds,
    origin: "anomaly",
    tool,
    correlationId,
    discoveredAt: anomaly.detectedAt,
    finder: { kind: "hub", receivedAt: anomaly.detectedAt },
    chart,
    items: (caseId, at) => [
      {
        ...caseKeys.anomaly(caseId, anomalyId),
        caseId,
        type: "anomaly",
        anomalyId,
        accessorKey,
        retailerId,
        partyIds,
        chart,
        severity,
        score,
        threshold,
        from,
        crossedAt,
        evidence: anomaly.evidence,
        detectedAt: anomaly.detectedAt,
        tool,
        ...(anomaly.reportedBy === undefined ? {} : { reportedBy: anomaly.reportedBy }),
        retailerFinding: anomaly.retailerFinding,
        joinedAt: at,
      },
    ],
    told: tell(anomaly),
    toldTo: { [retailerId]: tell(anomaly.retailerFinding) },
  }
}
