import { EventBridgeClient } from "@aws-sdk/client-eventbridge"
import * as z from "zod"
import { makeRunBreachDesk } from "../../shared/breach-desk/actions/run-breach-desk.ts"
import { deployedDesk, deskSettings } from "../../shared/breach-desk/deployed-desk.ts"
import { breachAlertAcknowledged } from "../../shared/contracts/breach-alert-acknowledged.ts"
import { breachFactsStated } from "../../shared/contracts/breach-facts-stated.ts"
import { caseClosingRequested } from "../../shared/contracts/case-closing-requested.ts"
import { sentDutyEvents } from "../../shared/contracts/duty-events.ts"
import { individualsNotified } from "../../shared/contracts/individuals-notified.ts"
import { measureRecorded } from "../../shared/contracts/measure-recorded.ts"
import { restrictionReleaseRequested } from "../../shared/contracts/restriction-release-requested.ts"
import { restrictionRenewalRequested } from "../../shared/contracts/restriction-renewal-requested.ts"
import { dynamoRestrictions } from "../../shared/detection/restrictions/dynamo-restrictions.ts"
import { lawCatalogue } from "../../shared/law/catalogue.ts"
import { putEventsWith } from "../../shared/parties/channels/deployed-put-events.ts"
import { eventBridgePublisher } from "../../shared/parties/channels/event-publisher.ts"
import { queuePipeline } from "../../shared/parties/intake/queue-pipeline.ts"
import { readParties } from "../../shared/parties/load-parties.ts"
import { powertoolsTelemetry } from "../../shared/platform/deployed-telemetry.ts"
import { dynamoClient } from "../../shared/platform/dynamo-table.ts"
import { readEnvironment } from "../../shared/platform/environment.ts"
import { functionSettings } from "../../shared/platform/function-settings.ts"

const settings = readEnvironment(
  functionSettings.extend({ ...deskSettings, RESTRICTIONS_TABLE: z.string(), EXCHANGE_BUS: z.string() }),
)
const parties = readParties()
const desk = await deployedDesk(settings, { parties, laws: lawCatalogue })

export const handler = queuePipeline({
  contracts: [
    breachAlertAcknowledged,
    ...sentDutyEvents,
    breachFactsStated,
    measureRecorded,
    individualsNotified,
    caseClosingRequested,
    restrictionRenewalRequested,
    restrictionReleaseRequested,
  ],
  parties,
  hubAccount: settings.HUB_ACCOUNT,
  publisher: eventBridgePublisher({
    putEvents: putEventsWith(new EventBridgeClient({})),
    busName: settings.EXCHANGE_BUS,
  }),
  telemetry: powertoolsTelemetry(settings),
  handle: makeRunBreachDesk({
    ...desk,
    restrictions: dynamoRestrictions({ client: dynamoClient(), tableName: settings.RESTRICTIONS_TABLE }),
  }),
})
