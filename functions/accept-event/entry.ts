import { EventBridgeClient } from "@aws-sdk/client-eventbridge"
import * as z from "zod"
import { apiAudience, partyAuthenticator } from "../../shared/parties/authenticate-party.ts"
import { putEventsWith } from "../../shared/parties/channels/deployed-put-events.ts"
import { sendEntries } from "../../shared/parties/channels/event-publisher.ts"
import { makeAcceptEvents } from "../../shared/parties/intake/accept-events.ts"
import { acceptEventRoutes } from "../../shared/parties/intake/accept-events-route.ts"
import { readParties } from "../../shared/parties/load-parties.ts"
import { systemClock } from "../../shared/platform/clock.ts"
import { powertoolsTelemetry } from "../../shared/platform/deployed-telemetry.ts"
import { readEnvironment } from "../../shared/platform/environment.ts"
import { functionSettings } from "../../shared/platform/function-settings.ts"
import { httpPipeline } from "../../shared/platform/http-pipeline.ts"

const settings = readEnvironment(functionSettings.extend({ INGRESS_BUS: z.string().min(1) }))
const putEvents = putEventsWith(new EventBridgeClient({}))

export const handler = httpPipeline({
  routes: acceptEventRoutes(
    makeAcceptEvents({ ingressBus: settings.INGRESS_BUS, send: (entries) => sendEntries({ putEvents }, entries) }),
  ),
  authenticate: partyAuthenticator({
    parties: readParties(),
    audience: apiAudience(settings.STAGE),
    clock: systemClock,
  }),
  telemetry: powertoolsTelemetry(settings),
})
