import { deployedClientAddress } from "../../shared/base/platform/deployed-client-address.ts"
import { deployedTelemetry } from "../../shared/base/platform/deployed-telemetry.ts"
import { httpPipeline } from "../../shared/base/platform/http-pipeline.ts"
import { makeAcceptVendorEvent } from "../../shared/intake/adapters/accept-vendor-event.ts"
import { deployedVendorTools } from "../../shared/intake/adapters/deployed-vendor-tools.ts"
import { vendorRoutes } from "../../shared/intake/adapters/vendor-routes.ts"

const telemetry = deployedTelemetry()

export const handler = httpPipeline({
  routes: vendorRoutes({ acceptVendorEvent: makeAcceptVendorEvent(await deployedVendorTools(telemetry)) }),
  clientAddress: deployedClientAddress(),
  telemetry,
})
