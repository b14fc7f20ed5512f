import { systemClock } from "../../shared/base/platform/clock.ts"
import { isLeftOut } from "../../shared/base/platform/deployed-resources.ts"
import { deployedSealer } from "../../shared/base/platform/deployed-sealing.ts"
import { deployedTable } from "../../shared/base/platform/deployed-table.ts"
import { deployedTelemetry } from "../../shared/base/platform/deployed-telemetry.ts"
import { streamOutbox } from "../../shared/base/platform/stream-pipeline.ts"
import { deployedPublisher } from "../../shared/parties/channels/deployed-publisher.ts"
import { deployedParties } from "../../shared/parties/deployed-parties.ts"
import { dynamoSentFindings } from "../../shared/watch/alerts/dynamo-sent-findings.ts"
import { makeRaiseAnomaly } from "../../shared/watch/alerts/raise-anomaly.ts"
import { makeNoteFindings } from "../../shared/watch/alerts/sent-findings.ts"
import { dynamoAnnouncedWalkers } from "../../shared/watch/detection/announcements/dynamo-announced-walkers.ts"
import { anomalyRow } from "../../shared/watch/detection/anomalies/anomaly.ts"
import { dynamoRestrictions } from "../../shared/watch/detection/restrictions/dynamo-restrictions.ts"
import { dynamoDisclosures } from "../../shared/watch/lookups/ledger/dynamo-disclosures.ts"

const raiseAnomaly = makeRaiseAnomaly({
  restrictions: dynamoRestrictions(deployedTable("Restrictions")),
  walkers: dynamoAnnouncedWalkers(deployedTable("AnnouncedWalkers")),
  disclosures: dynamoDisclosures(deployedTable("Disclosures")),
  parties: deployedParties(),
  sealer: deployedSealer(),
})

const publisher = deployedPublisher()
const telemetry = deployedTelemetry()

/** A statement lists what its party was sent. */
const noteFindings = isLeftOut("proof")
  ? undefined
  : makeNoteFindings({ findings: dynamoSentFindings(deployedTable("Statements")), clock: systemClock })

/** With the desk, the case that the hub's own event opens alerts parties by mail too. */
const send = isLeftOut("desk")
  ? await (await import("../../shared/watch/alerts/deployed-anomaly-mail.ts")).deployedMailAnomalies(
      publisher,
      telemetry,
    )
  : publisher.publishGroups

export const handler = streamOutbox({
  rowSchema: anomalyRow,
  itemsOf: async ({ after }) => {
    if (after === undefined) return []
    const events = await raiseAnomaly(after)
    return noteFindings === undefined ? events : noteFindings(events)
  },
  send,
  telemetry,
})
