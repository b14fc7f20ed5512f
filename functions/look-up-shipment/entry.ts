import { systemClock } from "../../shared/base/platform/clock.ts"
import { deployedClientAddress } from "../../shared/base/platform/deployed-client-address.ts"
import { deployedTelemetry } from "../../shared/base/platform/deployed-telemetry.ts"
import { httpPipeline } from "../../shared/base/platform/http-pipeline.ts"
import { deployedAuthenticator } from "../../shared/parties/deployed-authenticator.ts"
import { deployedCurrentParties } from "../../shared/parties/deployed-parties.ts"
import { deployedGuard, deployedLookupLimit } from "../../shared/watch/lookups/deployed-guard.ts"
import { deployedLookups } from "../../shared/watch/lookups/deployed-lookups.ts"
import { makeLookUpShipment } from "../../shared/watch/lookups/look-up-shipment.ts"
import { lookUpShipmentRoutes } from "../../shared/watch/lookups/look-up-shipment-route.ts"

const telemetry = deployedTelemetry()
const parties = await deployedCurrentParties()
const lookUpShipment = makeLookUpShipment({ ...(await deployedLookups({ parties, telemetry })), ...deployedGuard() })

export const handler = httpPipeline({
  routes: lookUpShipmentRoutes(lookUpShipment),
  authenticate: deployedLookupLimit(deployedAuthenticator(parties)),
  clientAddress: deployedClientAddress(),
  telemetry,
  clock: systemClock,
})
