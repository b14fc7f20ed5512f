import { deployedDelivery } from "../../shared/desk/alerts/deployed-delivery.ts"
import { webhookPipeline } from "../../shared/parties/intake/webhook-pipeline.ts"

export const handler = webhookPipeline(await deployedDelivery())
