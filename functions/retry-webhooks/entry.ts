import { deployedDelivery } from "../../shared/parties/webhooks/deployed-delivery.ts"
import { retryWebhooksPipeline } from "../../shared/parties/webhooks/webhook-pipeline.ts"

export const handler = retryWebhooksPipeline(
  await deployedDelivery({
    // Only a channel that people read takes letters, and the laws with them.
    letterOf: async (event, party) =>
      (await import("../../shared/desk/alerts/deployed-letter-of-event.ts")).deployedLetterOfEvent(event, party),
  }),
)
