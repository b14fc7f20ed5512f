import { accessAnomalyDetected } from "../../base/contracts/access-anomaly-detected.ts"
import type { Letter } from "../../parties/channels/letter.ts"
import type { Party } from "../../parties/party.ts"
import { anomalyLetter } from "./anomaly-letter.ts"

/**
 * The letter that an event of the watch comes to for people in a stage without the breach desk: of alerts.
 *
 * @returns `undefined` for an event that only programs read
 */
export function letterOfAnomalyEvent(
  { detailType, data }: { readonly detailType: string; readonly data: unknown },
  party: Pick<Party, "language" | "jurisdiction">,
): Letter | undefined {
  if (detailType !== accessAnomalyDetected.detailType) return undefined
  const finding = accessAnomalyDetected.data.parse(data)
  return finding.severity === "alert" ? anomalyLetter(party, finding) : undefined
}
