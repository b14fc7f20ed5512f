import { makeAcceptPartnerEvent } from "../../shared/adapters/accept-vendor-event.ts"
import { deployedPartnerBuses } from "../../shared/adapters/deployed-partner-buses.ts"
import { partnerEventPipeline } from "../../shared/adapters/partner-event-pipeline.ts"
import { deployedShopFollowUp } from "../../shared/adapters/shops/deployed-shops.ts"
import { deployedIngress } from "../../shared/parties/channels/deployed-publisher.ts"
import { deployedParties } from "../../shared/parties/deployed-parties.ts"
import { dynamoSettings } from "../../shared/parties/settings/dynamo-settings.ts"
import { deployedSealer } from "../../shared/platform/deployed-sealing.ts"
import { deployedTable } from "../../shared/platform/deployed-table.ts"
import { deployedTelemetry } from "../../shared/platform/deployed-telemetry.ts"
import { deployedKeyedHash } from "../../shared/tracking/deployed-tracking.ts"

const telemetry = deployedTelemetry()
const sealer = deployedSealer()

export const handler = partnerEventPipeline({
  telemetry,
  partnerBuses: deployedPartnerBuses(),
  acceptPartnerEvent: makeAcceptPartnerEvent({
    ...deployedIngress(),
    parties: deployedParties(),
    settings: dynamoSettings(deployedTable("Settings")),
    sealer,
    hashes: await deployedKeyedHash(),
    shops: deployedShopFollowUp(sealer),
    telemetry,
  }),
})
