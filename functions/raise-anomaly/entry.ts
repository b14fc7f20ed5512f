import { EventBridgeClient } from "@aws-sdk/client-eventbridge"
import * as z from "zod"
import { makeRaiseAnomaly } from "../../shared/breach-desk/alerts/raise-anomaly.ts"
import { anomalyRow } from "../../shared/detection/anomalies/anomaly.ts"
import { dynamoRestrictions } from "../../shared/detection/restrictions/dynamo-restrictions.ts"
import { dynamoDisclosures } from "../../shared/lookups/ledger/dynamo-disclosures.ts"
import { putEventsWith } from "../../shared/parties/channels/deployed-put-events.ts"
import { eventBridgePublisher } from "../../shared/parties/channels/event-publisher.ts"
import { readParties } from "../../shared/parties/load-parties.ts"
import { powertoolsTelemetry } from "../../shared/platform/deployed-telemetry.ts"
import { dynamoClient } from "../../shared/platform/dynamo-table.ts"
import { readEnvironment } from "../../shared/platform/environment.ts"
import { functionSettings } from "../../shared/platform/function-settings.ts"
import { streamPipeline } from "../../shared/platform/stream-pipeline.ts"

const settings = readEnvironment(
  functionSettings.extend({ RESTRICTIONS_TABLE: z.string(), DISCLOSURES_TABLE: z.string(), EXCHANGE_BUS: z.string() }),
)
const client = dynamoClient()
const raiseAnomaly = makeRaiseAnomaly({
  restrictions: dynamoRestrictions({ client, tableName: settings.RESTRICTIONS_TABLE }),
  disclosures: dynamoDisclosures({ client, tableName: settings.DISCLOSURES_TABLE }),
  parties: readParties(),
  publisher: eventBridgePublisher({
    putEvents: putEventsWith(new EventBridgeClient({})),
    busName: settings.EXCHANGE_BUS,
  }),
})

export const handler = streamPipeline({
  rowSchema: anomalyRow,
  handle: async ({ after }) => (after === undefined ? "removed" : raiseAnomaly(after)),
  telemetry: powertoolsTelemetry(settings),
})
