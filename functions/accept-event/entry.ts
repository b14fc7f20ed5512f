import { deployedIngress } from "../../shared/parties/channels/deployed-publisher.ts"
import { deployedAuthenticator } from "../../shared/parties/deployed-authenticator.ts"
import { deployedParties } from "../../shared/parties/deployed-parties.ts"
import { makeAcceptEvents } from "../../shared/parties/intake/accept-events.ts"
import { acceptEventRoutes } from "../../shared/parties/intake/accept-events-route.ts"
import { deployedClientAddress } from "../../shared/platform/deployed-client-address.ts"
import { deployedTelemetry } from "../../shared/platform/deployed-telemetry.ts"
import { httpPipeline } from "../../shared/platform/http-pipeline.ts"

export const handler = httpPipeline({
  routes: acceptEventRoutes(makeAcceptEvents(deployedIngress())),
  authenticate: deployedAuthenticator(deployedParties()),
  clientAddress: deployedClientAddress(),
  telemetry: deployedTelemetry(),
})
