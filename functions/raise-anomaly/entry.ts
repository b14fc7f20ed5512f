import { EventBridgeClient } from "@aws-sdk/client-eventbridge"
import * as z from "zod"
import { eventBridgePublisher, putEventsWith } from "../../shared/messaging/event-publisher.ts"
import { readEnvironment } from "../../shared/runtime/environment.ts"
import { readParties } from "../../shared/runtime/parties.ts"
import { functionSettings } from "../../shared/runtime/settings.ts"
import { streamPipeline } from "../../shared/runtime/stream-pipeline.ts"
import { powertoolsTelemetry } from "../../shared/runtime/telemetry.ts"
import { anomalyRow } from "../../shared/storage/anomalies.ts"
import { dynamoDisclosures } from "../../shared/storage/disclosures.ts"
import { dynamoRestrictions } from "../../shared/storage/restrictions.ts"
import { dynamoClient } from "../../shared/storage/table.ts"
import { makeRaiseAnomaly } from "./raise-anomaly.ts"

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
