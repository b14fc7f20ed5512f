import { deployedKeyedHash } from "../../base/keyed-hash/deployed-keyed-hash.ts"
import { systemClock } from "../../base/platform/clock.ts"
import { deployedTable } from "../../base/platform/deployed-table.ts"
import type { Telemetry } from "../../base/platform/telemetry.ts"
import { deployedMail } from "../../parties/channels/deployed-mail.ts"
import type { EventPublisher } from "../../parties/channels/event-publisher.ts"
import { deployedCurrentParties } from "../../parties/deployed-parties.ts"
import { dynamoMailedAlerts } from "./dynamo-mailed-alerts.ts"
import { makeMailAnomalies } from "./mail-anomalies.ts"

/** What alerts parties in a stage without the breach desk. */
export async function deployedMailAnomalies(publisher: Pick<EventPublisher, "publishGroups">, telemetry: Telemetry) {
  const [parties, hashes] = await Promise.all([deployedCurrentParties(), deployedKeyedHash()])
  return makeMailAnomalies({
    publisher,
    mail: deployedMail(parties, (...parts) => hashes.lastingHash("mail-contact", ...parts)),
    mailed: dynamoMailedAlerts(deployedTable("AnnouncedWalkers"), systemClock),
    parties,
    clock: systemClock,
    telemetry,
  })
}
