import { systemClock } from "../../shared/base/platform/clock.ts"
import { deployedClientAddress } from "../../shared/base/platform/deployed-client-address.ts"
import { deployedTelemetry } from "../../shared/base/platform/deployed-telemetry.ts"
import { httpPipeline } from "../../shared/base/platform/http-pipeline.ts"
import { recipientPageRoutes, refusedPage } from "../../shared/pages/recipient/recipient-page-routes.ts"
import { deployedCurrentParties } from "../../shared/parties/deployed-parties.ts"
import { deployedGuard } from "../../shared/watch/lookups/deployed-guard.ts"
import { deployedLookups } from "../../shared/watch/lookups/deployed-lookups.ts"
import { makeLookUpShipment } from "../../shared/watch/lookups/look-up-shipment.ts"

const telemetry = deployedTelemetry()
const parties = await deployedCurrentParties()
const lookups = await deployedLookups({ parties, telemetry })

export const handler = httpPipeline({
  routes: recipientPageRoutes({
    lookUpShipment: makeLookUpShipment({ ...lookups, ...deployedGuard() }),
    moreOfParcel: async (opened, language) => {
      // The laws and the rows of cases, which only who opened a parcel needs.
      const { deployedMoreOfParcel } = await import("../../shared/pages/recipient/deployed-more-of-parcel.ts")
      return deployedMoreOfParcel(lookups)(opened, language)
    },
  }),
  answerRefusal: refusedPage,
  clientAddress: deployedClientAddress(),
  telemetry,
  clock: systemClock,
})
