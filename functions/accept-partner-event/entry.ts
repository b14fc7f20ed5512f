import { makeAcceptPartnerEvent } from "../../shared/adapters/accept-vendor-event.ts"
import { deployedPartnerBuses } from "../../shared/adapters/deployed-partner-buses.ts"
import { deployedVendorTools } from "../../shared/adapters/deployed-vendor-tools.ts"
import { partnerEventPipeline } from "../../shared/adapters/partner-event-pipeline.ts"
import { deployedTelemetry } from "../../shared/platform/deployed-telemetry.ts"

const telemetry = deployedTelemetry()

export const handler = partnerEventPipeline({
  telemetry,
  partnerBuses: deployedPartnerBuses(),
  acceptPartnerEvent: makeAcceptPartnerEvent(await deployedVendorTools(telemetry)),
})
