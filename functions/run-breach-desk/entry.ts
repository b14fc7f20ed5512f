import { EventBridgeClient } from "@aws-sdk/client-eventbridge"
import * as z from "zod"
import { breachAlertAcknowledged } from "../../shared/contracts/breach-alert-acknowledged.ts"
import { breachFactsStated } from "../../shared/contracts/breach-facts-stated.ts"
import { caseClosingRequested } from "../../shared/contracts/case-closing-requested.ts"
import { dutyAccepted } from "../../shared/contracts/duty-accepted.ts"
import { dutyAssessed } from "../../shared/contracts/duty-assessed.ts"
import { dutyDeclined } from "../../shared/contracts/duty-declined.ts"
import { dutyDischarged } from "../../shared/contracts/duty-discharged.ts"
import { dutyHandedBack } from "../../shared/contracts/duty-handed-back.ts"
import { dutyOfferAnswered } from "../../shared/contracts/duty-offer-answered.ts"
import { dutyOffered } from "../../shared/contracts/duty-offered.ts"
import { dutyRequested } from "../../shared/contracts/duty-requested.ts"
import { dutyTakenOver } from "../../shared/contracts/duty-taken-over.ts"
import { individualsNotified } from "../../shared/contracts/individuals-notified.ts"
import { measureRecorded } from "../../shared/contracts/measure-recorded.ts"
import { restrictionReleaseRequested } from "../../shared/contracts/restriction-release-requested.ts"
import { restrictionRenewalRequested } from "../../shared/contracts/restriction-renewal-requested.ts"
import { lawCatalogue } from "../../shared/law/catalogue.ts"
import { eventBridgePublisher, putEventsWith } from "../../shared/messaging/event-publisher.ts"
import { readEnvironment } from "../../shared/runtime/environment.ts"
import { readParties } from "../../shared/runtime/parties.ts"
import { queuePipeline } from "../../shared/runtime/queue-pipeline.ts"
import { functionSettings } from "../../shared/runtime/settings.ts"
import { powertoolsTelemetry } from "../../shared/runtime/telemetry.ts"
import { deployedDesk, deskSettings } from "../../shared/storage/breach-cases-deployed.ts"
import { dynamoRestrictions } from "../../shared/storage/restrictions.ts"
import { dynamoClient } from "../../shared/storage/table.ts"
import { makeRunBreachDesk } from "./run-breach-desk.ts"

const settings = readEnvironment(
  functionSettings.extend({ ...deskSettings, RESTRICTIONS_TABLE: z.string(), EXCHANGE_BUS: z.string() }),
)
const parties = readParties()
const desk = await deployedDesk(settings, { parties, laws: lawCatalogue })

export const handler = queuePipeline({
  contracts: [
    breachAlertAcknowledged,
    dutyRequested,
    dutyAccepted,
    dutyDeclined,
    dutyTakenOver,
    dutyDischarged,
    dutyAssessed,
    dutyOffered,
    dutyOfferAnswered,
    dutyHandedBack,
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
