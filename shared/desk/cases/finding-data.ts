import { keyKind } from "../../watch/detection/accessor.ts"
import type { PublishedFinding } from "../../watch/detection/anomalies/published-finding.ts"
import type { TimelineData } from "../timeline.ts"
import type { AnomalyOfCase } from "./case-rows.ts"

/** What the timeline says of an anomaly, in the numbers of one finding. */
export function findingData(
  { anomalyId, accessorKey, tool }: Pick<AnomalyOfCase, "anomalyId" | "accessorKey" | "tool">,
  finding: PublishedFinding,
): TimelineData {
  const { chart, score, threshold, from, crossedAt } = finding
  return { anomalyId, chart, score, threshold, from, crossedAt, tool, key: keyKind(accessorKey) }
}
