import { systemClock } from "../../shared/base/platform/clock.ts"
import { deployedClientAddress } from "../../shared/base/platform/deployed-client-address.ts"
import { deployedTelemetry } from "../../shared/base/platform/deployed-telemetry.ts"
import { httpPipeline } from "../../shared/base/platform/http-pipeline.ts"
import { deployedIngress } from "../../shared/parties/channels/deployed-publisher.ts"
import { deployedAuthenticator } from "../../shared/parties/deployed-authenticator.ts"
import { deployedParties } from "../../shared/parties/deployed-parties.ts"
import { makeAcceptEvents } from "../../shared/parties/reception/accept-events.ts"
import { acceptEventRoutes } from "../../shared/parties/reception/accept-events-route.ts"
import { makeValidateEvents } from "../../shared/parties/reception/validate-events.ts"

const parties = deployedParties()

export const handler = httpPipeline({
  routes: acceptEventRoutes({
    acceptEvents: makeAcceptEvents(deployedIngress()),
    validateEvents: makeValidateEvents({
      // Few calls validate, and that takes most of the hub's code.
      loadDryRun: async () => (await import("./deployed-dry-run.ts")).deployedDryRun(parties),
      clock: systemClock,
    }),
  }),
  authenticate: deployedAuthenticator(parties),
  clientAddress: deployedClientAddress(),
  telemetry: deployedTelemetry(),
})
