import type { DeliveryTools } from "../../../shared/parties/webhooks/deliver-webhook.ts"
import { makeVerifyEndpoint } from "../../../shared/parties/webhooks/verify-endpoint.ts"
import { memorySealer } from "../../doubles/sealing.ts"
import { memoryWebhookDeliveries } from "../memory-stores.ts"
import { hubAccount } from "../test-parties.ts"

/** For tests of what is sent: nothing was tried before, nobody is told anything, and no wait is longer than planned. */
export const untried = (): Pick<DeliveryTools, "deliveries" | "sealer" | "tellDisabled" | "random"> => ({
  deliveries: memoryWebhookDeliveries(),
  sealer: memorySealer(),
  tellDisabled: async () => {},
  random: () => 0,
})

/** What the routes of settings need of webhooks. */
export function webhookTools() {
  const deliveries = memoryWebhookDeliveries()
  return { deliveries, verifyEndpoint: makeVerifyEndpoint({ deliveries, sealer: memorySealer(), hubAccount }) }
}
