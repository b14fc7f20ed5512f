import { deployedKeyedHash } from "../../base/keyed-hash/deployed-keyed-hash.ts"
import { deployedSealer } from "../../base/platform/deployed-sealing.ts"
import { deployedTable } from "../../base/platform/deployed-table.ts"
import type { Telemetry } from "../../base/platform/telemetry.ts"
import { deployedIngress } from "../../parties/channels/deployed-publisher.ts"
import { deployedParties } from "../../parties/deployed-parties.ts"
import { dynamoSettings } from "../../parties/settings/dynamo-settings.ts"
import type { VendorTools } from "./accept-vendor-event.ts"
import { deployedShopFollowUp } from "./shops/deployed-shops.ts"

/** What takes vendors' events in this deployment, whichever way they come. */
export async function deployedVendorTools(telemetry: Telemetry): Promise<VendorTools> {
  const sealer = deployedSealer()
  return {
    ...deployedIngress(),
    parties: deployedParties(),
    settings: dynamoSettings(deployedTable("Settings")),
    sealer,
    hashes: await deployedKeyedHash(),
    shops: deployedShopFollowUp(sealer),
    telemetry,
  }
}
