import { deployedGuard } from "../../shared/lookups/deployed-guard.ts"
import { deployedLookups } from "../../shared/lookups/deployed-lookups.ts"
import { makeLookUpShipment } from "../../shared/lookups/look-up-shipment.ts"
import { deployedCurrentParties } from "../../shared/parties/deployed-parties.ts"
import { systemClock } from "../../shared/platform/clock.ts"
import { deployedClientAddress } from "../../shared/platform/deployed-client-address.ts"
import { deployedTelemetry } from "../../shared/platform/deployed-telemetry.ts"
import { httpPipeline } from "../../shared/platform/http-pipeline.ts"
import { recipientPageRoutes, refusedPage } from "../../shared/recipient-page/recipient-page-routes.ts"

const telemetry = deployedTelemetry()
const parties = await deployedCurrentParties()
const lookups = await deployedLookups({ parties, telemetry })

export const handler = httpPipeline({
  routes: recipientPageRoutes({
    lookUpShipment: makeLookUpShipment({ ...lookups, ...deployedGuard() }),
    moreOfParcel: async (opened, language) => {
      // The laws and the rows of cases, which only who opened a parcel needs.
      const { deployedMoreOfParcel } = await import("../../shared/recipient-page/deployed-more-of-parcel.ts")
      return deployedMoreOfParcel(lookups)(opened, language)
    },
  }),
  answerRefusal: refusedPage,
  clientAddress: deployedClientAddress(),
  telemetry,
  clock: systemClock,
})
