import { makeAcceptVendorEvent } from "../../shared/adapters/accept-vendor-event.ts"
import { deployedVendorTools } from "../../shared/adapters/deployed-vendor-tools.ts"
import { vendorRoutes } from "../../shared/adapters/vendor-routes.ts"
import { deployedClientAddress } from "../../shared/platform/deployed-client-address.ts"
import { deployedTelemetry } from "../../shared/platform/deployed-telemetry.ts"
import { httpPipeline } from "../../shared/platform/http-pipeline.ts"

const telemetry = deployedTelemetry()

export const handler = httpPipeline({
  routes: vendorRoutes({ acceptVendorEvent: makeAcceptVendorEvent(await deployedVendorTools(telemetry)) }),
  clientAddress: deployedClientAddress(),
  telemetry,
})
