import type { PartyMessage } from "../../../../infra/local/replay/deployed-exchange.ts"
import type { AnomalyOfCase } from "../../../../shared/desk/cases/case-rows.ts"
import { publishedWalk } from "../../../builders/findings.ts"

/** A walk at Leafline, in a case. */
export function anAnomaly(caseId: string, crossedAt: string): AnomalyOfCase {
  const finding = publishedWalk({ crossedAt })
  return {
    ...finding,
    pk: `CASE#${caseId}`,
    sk: `ANOMALY#${caseId}`,
    caseId,
    type: "anomaly",
    anomalyId: `anomaly-of-${caseId}`,
    accessorKey: "subject#walker",
    retailerId: "leafline",
    partyIds: ["leafline"],
    detectedAt: crossedAt,
    tool: "observed:northpost",
    retailerFinding: finding,
    joinedAt: crossedAt,
  }
}

/** An alert as a party takes it from its queue; `sentAt` in epoch milliseconds. */
export const alert = (caseAlias: string, sentAt: number): PartyMessage => ({
  detailType: "BreachCaseOpened",
  sentAt,
  body: "",
  metadata: { id: `alert-${caseAlias}` },
  data: { caseAlias },
})
