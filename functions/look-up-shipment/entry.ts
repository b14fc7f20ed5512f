import { deployedGuard, deployedLookupLimit } from "../../shared/lookups/deployed-guard.ts"
import { deployedLookups } from "../../shared/lookups/deployed-lookups.ts"
import { makeLookUpShipment } from "../../shared/lookups/look-up-shipment.ts"
import { lookUpShipmentRoutes } from "../../shared/lookups/look-up-shipment-route.ts"
import { deployedAuthenticator } from "../../shared/parties/deployed-authenticator.ts"
import { deployedCurrentParties } from "../../shared/parties/deployed-parties.ts"
import { systemClock } from "../../shared/platform/clock.ts"
import { deployedClientAddress } from "../../shared/platform/deployed-client-address.ts"
import { deployedTelemetry } from "../../shared/platform/deployed-telemetry.ts"
import { httpPipeline } from "../../shared/platform/http-pipeline.ts"

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
