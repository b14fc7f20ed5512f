import { systemClock } from "../../base/platform/clock.ts"
import type { Telemetry } from "../../base/platform/telemetry.ts"
import { deployedDrillMail } from "../../parties/channels/deployed-mail.ts"
import type { EventPublisher } from "../../parties/channels/event-publisher.ts"
import { deployedCurrentParties } from "../../parties/deployed-parties.ts"
import { makeMailAnomalies } from "./mail-anomalies.ts"

/** What alerts parties in a stage without the breach desk. */
export async function deployedMailAnomalies(publisher: Pick<EventPublisher, "publishGroups">, telemetry: Telemetry) {
  const parties = await deployedCurrentParties()
  return makeMailAnomalies({ publisher, mail: deployedDrillMail(parties), parties, clock: systemClock, telemetry })
}
