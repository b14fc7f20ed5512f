import { deployedDelivery } from "../../shared/parties/webhooks/deployed-delivery.ts"
import { webhookPipeline } from "../../shared/parties/webhooks/webhook-pipeline.ts"

export const handler = webhookPipeline(
  await deployedDelivery({
    // Only a channel that people read takes letters, and the laws with them.
    letterOf: async (event, party) =>
      (await import("../../shared/desk/alerts/deployed-letter-of-event.ts")).deployedLetterOfEvent(event, party),
  }),
)
