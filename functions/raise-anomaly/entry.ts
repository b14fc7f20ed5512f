import { dynamoSentFindings } from "../../shared/breach-desk/alerts/dynamo-sent-findings.ts"
import { makeRaiseAnomaly } from "../../shared/breach-desk/alerts/raise-anomaly.ts"
import { makeNoteFindings } from "../../shared/breach-desk/alerts/sent-findings.ts"
import { dynamoAnnouncedWalkers } from "../../shared/detection/announcements/dynamo-announced-walkers.ts"
import { anomalyRow } from "../../shared/detection/anomalies/anomaly.ts"
import { dynamoRestrictions } from "../../shared/detection/restrictions/dynamo-restrictions.ts"
import { dynamoDisclosures } from "../../shared/lookups/ledger/dynamo-disclosures.ts"
import { deployedPublisher } from "../../shared/parties/channels/deployed-publisher.ts"
import { deployedParties } from "../../shared/parties/deployed-parties.ts"
import { systemClock } from "../../shared/platform/clock.ts"
import { deployedSealer } from "../../shared/platform/deployed-sealing.ts"
import { deployedTable } from "../../shared/platform/deployed-table.ts"
import { deployedTelemetry } from "../../shared/platform/deployed-telemetry.ts"
import { streamOutbox } from "../../shared/platform/stream-pipeline.ts"

const raiseAnomaly = makeRaiseAnomaly({
  restrictions: dynamoRestrictions(deployedTable("Restrictions")),
  walkers: dynamoAnnouncedWalkers(deployedTable("AnnouncedWalkers")),
  disclosures: dynamoDisclosures(deployedTable("Disclosures")),
  parties: deployedParties(),
  sealer: deployedSealer(),
})

const noteFindings = makeNoteFindings({
  findings: dynamoSentFindings(deployedTable("Statements")),
  clock: systemClock,
})

export const handler = streamOutbox({
  rowSchema: anomalyRow,
  itemsOf: async ({ after }) => (after === undefined ? [] : noteFindings(await raiseAnomaly(after))),
  send: deployedPublisher().publishGroups,
  telemetry: deployedTelemetry(),
})
