import { makeRaiseAnomaly } from "../../shared/breach-desk/alerts/raise-anomaly.ts"
import { anomalyRow } from "../../shared/detection/anomalies/anomaly.ts"
import { dynamoRestrictions } from "../../shared/detection/restrictions/dynamo-restrictions.ts"
import { dynamoDisclosures } from "../../shared/lookups/ledger/dynamo-disclosures.ts"
import { deployedPublisher } from "../../shared/parties/channels/deployed-publisher.ts"
import { deployedParties } from "../../shared/parties/deployed-parties.ts"
import { deployedSealer } from "../../shared/platform/deployed-sealing.ts"
import { deployedTable } from "../../shared/platform/deployed-table.ts"
import { deployedTelemetry } from "../../shared/platform/deployed-telemetry.ts"
import { streamPipeline } from "../../shared/platform/stream-pipeline.ts"

const raiseAnomaly = makeRaiseAnomaly({
  restrictions: dynamoRestrictions(deployedTable("Restrictions")),
  disclosures: dynamoDisclosures(deployedTable("Disclosures")),
  parties: deployedParties(),
  publisher: deployedPublisher(),
  sealer: deployedSealer(),
})

export const handler = streamPipeline({
  rowSchema: anomalyRow,
  handle: async ({ after }) => (after === undefined ? "removed" : raiseAnomaly(after)),
  telemetry: deployedTelemetry(),
})
