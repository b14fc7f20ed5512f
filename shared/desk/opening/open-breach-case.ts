import type { accessAnomalyDetected } from "../../base/contracts/access-anomaly-detected.ts"
import type { breachReported } from "../../base/contracts/breach-reported.ts"
import type { Telemetry } from "../../base/platform/telemetry.ts"
import { type Handled, type ReceivedEvent, type ReceivedHubEvent, rejected } from "../../parties/received-event.ts"
import type { Anomalies } from "../../watch/detection/anomalies/anomaly.ts"
import { measureAlertDelay } from "../alerts/alert-delay.ts"
import { queueAlerts } from "../alerts/queue-alerts.ts"
import { actionIdOf } from "../cases/action-id.ts"
import { pointerKeys } from "../cases/case-keys.ts"
import { eventContentOf, idReused, isOfOtherContent } from "../cases/event-content.ts"
import { countingMilliseconds, countPending } from "../exposures/count-pending.ts"
import type { MergingPorts } from "../exposures/exposure-ports.ts"
import { concernedBy, keysOf, occasionOfAnomaly } from "./occasion.ts"
import { openOrJoin } from "./open-case.ts"
import { partiesShown } from "./parties-shown.ts"
import { openReportedCase, type ReportDesk, reportProblem } from "./report-breach.ts"

/** An event announces an anomaly that is not in the table. */
export class AnomalyMissing extends Error {
  override name = "AnomalyMissing"
  constructor() {
    super("The announced anomaly is not stored")
  }
}

/**
 * Opens a case for an announced anomaly, or adds the anomaly to the open case of the same accessor. Then it counts the
 * exposures from the ledger and alerts the parties. A case of which the ledger shows nothing has no party: for those
 * that the anomaly concerns it is an attempt, see `attempts/`. Notices and anomalies in shadow open no case. Repeating
 * the call has no effect.
 */
export function makeOpenCaseOfAnomaly(
  options: MergingPorts & { anomalies: Pick<Anomalies, "get">; telemetry: Pick<Telemetry, "measure"> },
): (event: ReceivedHubEvent<typeof accessAnomalyDetected>) => Promise<string> {
  return async ({ data }) => {
    const anomaly = await options.anomalies.get(data.anomalyId)
    if (anomaly === undefined) throw new AnomalyMissing()
    if (anomaly.severity !== "alert" || anomaly.shadow) return "ignored"
    const of = { keys: keysOf(anomaly), partyIds: concernedBy(anomaly) }
    const shown = await partiesShown(options.disclosures, anomaly, of)
    const { caseId, outcome } = await openOrJoin(options, occasionOfAnomaly(anomaly, shown))
    const until = options.clock().getTime() + countingMilliseconds
    await options.merge(caseId, until)
    let alerted = 0
    const alert = async () => {
      alerted += await queueAlerts(options, caseId)
    }
    await countPending(options, caseId, { afterFirst: alert, until })
    await alert()
    if (alerted > 0) measureAlertDelay(options, anomaly.detectedAt)
    return outcome
  }
}

/**
 * Opens a case for the report of a party, with the exposures that the ledger holds. Repeating the call has no effect.
 */
export function makeOpenCaseOfReport(
  options: ReportDesk,
): (event: ReceivedEvent<typeof breachReported>) => Promise<Handled> {
  return async ({ party, detailType, data, metadata }) => {
    const problem = await reportProblem(options, party, data)
    if (problem !== undefined) return rejected(problem)
    const id = actionIdOf(options, party.id, metadata.id)
    const content = eventContentOf(options, party.id, { detailType, data })
    const { outcome } = await openReportedCase(options, party, { ...data, id, content })
    if (outcome !== "duplicate") return outcome
    const [known] = await options.cases.items([pointerKeys.report(party.id, id)])
    return isOfOtherContent(known, content) ? rejected(idReused) : outcome
  }
}
