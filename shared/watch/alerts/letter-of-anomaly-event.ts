import { accessAnomalyDetected } from "../../base/contracts/access-anomaly-detected.ts"
import { drillAlertSent } from "../../base/contracts/alert-drills.ts"
import type { Letter } from "../../parties/channels/letter.ts"
import { drillLetter } from "../../parties/drills/drill-letter.ts"
import type { Party } from "../../parties/party.ts"
import { anomalyLetter } from "./anomaly-letter.ts"

/**
 * The letter that an event comes to for people in a stage without the breach desk: of alerts and of drills.
 *
 * @returns `undefined` for an event that only programs read
 */
export function letterOfAnomalyEvent(
  { detailType, data }: { readonly detailType: string; readonly data: unknown },
  party: Pick<Party, "language" | "jurisdiction">,
): Letter | undefined {
  if (detailType === drillAlertSent.detailType)
    return drillLetter(drillAlertSent.data.parse(data).drillId, party.language)
  if (detailType !== accessAnomalyDetected.detailType) return undefined
  const finding = accessAnomalyDetected.data.parse(data)
  return finding.severity === "alert" ? anomalyLetter(party, finding) : undefined
}
