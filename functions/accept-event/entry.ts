import { EventBridgeClient } from "@aws-sdk/client-eventbridge"
import * as z from "zod"
import { putEventsWith, sendEntries } from "../../shared/messaging/event-publisher.ts"
import { apiAudience, partyAuthenticator } from "../../shared/runtime/authenticate-party.ts"
import { systemClock } from "../../shared/runtime/clock.ts"
import { readEnvironment } from "../../shared/runtime/environment.ts"
import { httpPipeline } from "../../shared/runtime/http-pipeline.ts"
import { readParties } from "../../shared/runtime/parties.ts"
import { functionSettings } from "../../shared/runtime/settings.ts"
import { powertoolsTelemetry } from "../../shared/runtime/telemetry.ts"
import { makeAcceptEvents } from "./accept-event.ts"
import { acceptEventRoutes } from "./routes.ts"

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
