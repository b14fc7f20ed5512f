import { deployedTelemetry } from "../../shared/base/platform/deployed-telemetry.ts"
import { makeAcceptPartnerEvent } from "../../shared/intake/adapters/accept-vendor-event.ts"
import { deployedPartnerBuses } from "../../shared/intake/adapters/deployed-partner-buses.ts"
import { deployedVendorTools } from "../../shared/intake/adapters/deployed-vendor-tools.ts"
import { partnerEventPipeline } from "../../shared/intake/adapters/partner-event-pipeline.ts"

const telemetry = deployedTelemetry()

export const handler = partnerEventPipeline({
  telemetry,
  partnerBuses: deployedPartnerBuses(),
  acceptPartnerEvent: makeAcceptPartnerEvent(await deployedVendorTools(telemetry)),
})
