import { voucherKindOf } from "../../detection/anomalies/voucher.ts"
import type { AnomalyOfCase, CaseRow, PartyRow } from "../cases/case-rows.ts"
import type { CaseDesk, PlannedEntry } from "../cases/change-case.ts"
import { findingData } from "../cases/finding-data.ts"
import { headOf } from "../cases/timeline-heads.ts"
import { findingFor, visibleAnomalies } from "../visibility.ts"

/** Anomalies of a case that are read to introduce a party, and those of them that its timeline begins with at most. */
const [anomaliesRead, anomaliesTold] = [100, 10]

/** How the timeline of a party begins that comes into a case late: with what was found that concerns it. */
export type Introduction = { readonly vouchedBy?: PartyRow["vouchedBy"]; readonly entries: readonly PlannedEntry[] }

/** Nothing for a party that has a timeline already, or that no finding concerns. */
export async function introductionOf(
  desk: Pick<CaseDesk, "cases">,
  { caseId, origin }: CaseRow,
  { partyId, alertedAt, vouchedBy }: PartyRow,
): Promise<Introduction> {
  if (alertedAt !== undefined || (await headOf(desk, caseId, partyId)) !== undefined) return { entries: [] }
  const anomalies: AnomalyOfCase[] = []
  for await (const row of desk.cases.list(caseId, "ANOMALY#", { limit: anomaliesRead }))
    if (row.type === "anomaly") anomalies.push(row)
  const own = visibleAnomalies(anomalies, partyId)
    .sort((one, other) => Date.parse(one.detectedAt) - Date.parse(other.detectedAt))
    .slice(0, anomaliesTold)
  const [first] = own
  const voucher = vouchedBy ?? (first && voucherKindOf(first))
  return {
    ...(voucher === undefined ? {} : { vouchedBy: voucher }),
    entries: own.map((one) => ({
      actor: "hub",
      type: one === first && origin === "anomaly" ? "BreachCaseOpened" : "AnomalyJoined",
      data: { origin: "anomaly", ...findingData(one, findingFor(one, partyId)) },
      visibleTo: [partyId],
    })),
  }
}
