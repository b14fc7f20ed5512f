import { makeAcceptVendorEvent } from "../../shared/adapters/accept-vendor-event.ts"
import { deployedShopFollowUp } from "../../shared/adapters/shops/deployed-shops.ts"
import { vendorRoutes } from "../../shared/adapters/vendor-routes.ts"
import { deployedIngress } from "../../shared/parties/channels/deployed-publisher.ts"
import { deployedParties } from "../../shared/parties/deployed-parties.ts"
import { dynamoSettings } from "../../shared/parties/settings/dynamo-settings.ts"
import { deployedClientAddress } from "../../shared/platform/deployed-client-address.ts"
import { deployedSealer } from "../../shared/platform/deployed-sealing.ts"
import { deployedTable } from "../../shared/platform/deployed-table.ts"
import { deployedTelemetry } from "../../shared/platform/deployed-telemetry.ts"
import { httpPipeline } from "../../shared/platform/http-pipeline.ts"
import { deployedKeyedHash } from "../../shared/tracking/deployed-tracking.ts"

const telemetry = deployedTelemetry()
const sealer = deployedSealer()

export const handler = httpPipeline({
  routes: vendorRoutes({
    acceptVendorEvent: makeAcceptVendorEvent({
      ...deployedIngress(),
      parties: deployedParties(),
      settings: dynamoSettings(deployedTable("Settings")),
      sealer,
      hashes: await deployedKeyedHash(),
      shops: deployedShopFollowUp(sealer),
      telemetry,
    }),
  }),
  clientAddress: deployedClientAddress(),
  telemetry,
})
