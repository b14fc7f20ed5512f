import type { accessAnomalyDetected } from "../../shared/contracts/access-anomaly-detected.ts"
import type { breachReported } from "../../shared/contracts/breach-reported.ts"
import type { ReceivedEvent, ReceivedHubEvent } from "../../shared/runtime/received-event.ts"
import type { Anomalies } from "../../shared/storage/anomalies.ts"
import { alertParties } from "../../shared/storage/breach-cases-alerting.ts"
import { countPending, type GrowthDesk } from "../../shared/storage/breach-cases-growth.ts"
import { mergeCases } from "../../shared/storage/breach-cases-merging.ts"
import { occasionOfAnomaly, openOrJoin } from "../../shared/storage/breach-cases-opening.ts"
import { openReportedCase, type ReportDesk } from "../../shared/storage/breach-cases-reporting.ts"
import type { Disclosures } from "../../shared/storage/disclosures.ts"

/** The anomaly that an event announces is not in the table: it was announced by mistake, or removed. */
export class AnomalyMissing extends Error {
  override name = "AnomalyMissing"
  constructor() {
    super("The announced anomaly is not stored")
  }
}

/**
 * Opens a case for an announced anomaly or joins the open one of the same accessor, counts its exposures from the ledger and
 * tells the parties. Safe to repeat at any point: what was done is found done. Notices and findings in shadow open nothing.
 */
export function makeOpenCaseOfAnomaly(
  options: GrowthDesk & { disclosures: Disclosures; anomalies: Pick<Anomalies, "get"> },
): (event: ReceivedHubEvent<typeof accessAnomalyDetected>) => Promise<string> {
  return async ({ data, metadata }) => {
    const anomaly = await options.anomalies.get(data.anomalyId)
    if (anomaly === undefined) throw new AnomalyMissing()
    if (anomaly.severity !== "alert" || anomaly.shadow) return "ignored"
    const { caseId, outcome } = await openOrJoin(options, occasionOfAnomaly(anomaly, metadata.correlationId))
    await mergeCases(options, caseId)
    await countPending(options, caseId, () => alertParties(options, caseId))
    await alertParties(options, caseId)
    return outcome
  }
}

/** Opens a case for what a party reports, with the exposures that the ledger holds of it. Safe to repeat at any point. */
export function makeOpenCaseOfReport(
  options: ReportDesk,
): (event: ReceivedEvent<typeof breachReported>) => Promise<string> {
  return async ({ party, data, metadata }) => {
    const { id, correlationId } = metadata
    return (await openReportedCase(options, party, { ...data, id, correlationId })).outcome
  }
}
