import { keyKind } from "../../detection/accessor.ts"
import type { Anomaly } from "../../detection/anomalies/anomaly.ts"
import type { PublishedFinding } from "../../detection/anomalies/published-finding.ts"
import { type VoucherKind, voucherKindOf } from "../../detection/anomalies/voucher.ts"
import { blocksOf, neighbouringBlocks } from "../../detection/retailers/number-blocks.ts"
import type { ItemKey } from "../cases/breach-cases.ts"
import { caseKeys, pointerKeys } from "../cases/case-keys.ts"
import type { AnomalyOfCase, CaseItem, CaseKey, CaseRow, Finder } from "../cases/case-rows.ts"
import { keysOfAnomaly } from "../exposures/attribution.ts"
import type { TimelineData } from "../timeline.ts"
import { findingFor } from "../visibility.ts"
import { attackKeys } from "./attack.ts"

/** What opens a case or adds to one: an anomaly, or the report of a party. */
export type Occasion = {
  /** The pointer that says which case this occasion belongs to. If it is there already, the occasion is a repeat. */
  pointer: ItemKey
  /** Keyed hash of the event, for the pointer. */
  content?: string | undefined
  /** The id of a new case is derived from this. */
  seed: string
  keys: readonly CaseKey[]
  /** What the events of a new case belong to. By default the case. */
  belongsTo?: string | undefined
  /** Other accessor keys. If one of them has an open case, this occasion belongs to that case. */
  neighbours: readonly string[]
  /** Slots for the cases that its reporter may open, if it is a report. */
  slots?: readonly ItemKey[] | undefined
  /** Parties that it concerns, even if nothing of theirs was exposed. */
  partyIds: readonly string[]
  origin: CaseRow["origin"]
  tool: CaseRow["tool"]
  /** Who says that the lookups of an anomaly happened. */
  vouchedBy?: VoucherKind | undefined
  discoveredAt: string
  finder?: Finder | undefined
  /** The party that reported it, and when that party learned of it. */
  reporter?: { partyId: string; awareAt: string } | undefined
  chart?: string | undefined
  /** Rows that it adds to the case. */
  items: (caseId: string, at: string) => CaseItem[]
  /** Data of its timeline entry. */
  data: TimelineData
  /** The data for parties that may see less, by party id. */
  dataFor?: Readonly<Record<string, TimelineData>> | undefined
}

/** An anomaly as an occasion. */
export function occasionOfAnomaly(anomaly: Anomaly): Occasion {
  const { anomalyId, accessorKey, retailerId, carrierIds, reportedBy, chart, tool, detectedAt } = anomaly
  const attack = attackKeys(anomaly)
  const partyIds = [...new Set([retailerId, ...carrierIds, ...(reportedBy === undefined ? [] : [reportedBy])])]
  return {
    pointer: pointerKeys.anomaly(anomalyId),
    seed: anomalyId,
    keys: [...keysOfAnomaly(anomaly, blocksOf(accessorKey)), ...attack.own.map((key) => ({ accessorKey: key }))],
    neighbours: [...neighbouringBlocks(accessorKey), ...attack.beside],
    partyIds,
    origin: "anomaly",
    tool,
    vouchedBy: voucherKindOf(anomaly),
    belongsTo: anomalyId,
    discoveredAt: detectedAt,
    finder: { kind: "hub", receivedAt: detectedAt },
    chart,
    items: (caseId, at) => [anomalyRow(anomaly, { caseId, partyIds, joinedAt: at })],
    data: findingData(anomaly, anomaly),
    dataFor: { [retailerId]: findingData(anomaly, findingFor(anomaly, retailerId)) },
  }
}

function anomalyRow(anomaly: Anomaly, of: Pick<AnomalyOfCase, "caseId" | "partyIds" | "joinedAt">): AnomalyOfCase {
  const { anomalyId, accessorKey, retailerId, reportedBy, delegatedBy, retailerFinding, detectedAt, tool } = anomaly
  const { chart, severity, score, threshold, from, crossedAt, evidence, rise } = anomaly
  return {
    ...caseKeys.anomaly(of.caseId, anomaly),
    ...of,
    type: "anomaly",
    anomalyId,
    accessorKey,
    retailerId,
    ...{ chart, severity, score, threshold, from, crossedAt, evidence },
    ...(rise === undefined ? {} : { rise }),
    detectedAt,
    tool,
    ...(reportedBy === undefined ? {} : { reportedBy }),
    ...(delegatedBy === undefined ? {} : { delegatedBy }),
    retailerFinding,
  }
}

/** What the timeline says of an anomaly, in the numbers of one finding. */
function findingData({ anomalyId, accessorKey, tool }: Anomaly, finding: PublishedFinding): TimelineData {
  const { chart, score, threshold, from, crossedAt } = finding
  return { anomalyId, chart, score, threshold, from, crossedAt, tool, key: keyKind(accessorKey) }
}
