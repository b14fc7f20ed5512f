import { deployedDelivery } from "../../shared/desk/alerts/deployed-delivery.ts"
import { retryWebhooksPipeline } from "../../shared/parties/intake/webhook-pipeline.ts"

export const handler = retryWebhooksPipeline(await deployedDelivery())
