import { deployedWebhooks } from "../../shared/parties/channels/deployed-webhook.ts"
import { deployedCurrentReception } from "../../shared/parties/intake/deployed-intake.ts"
import { webhookPipeline } from "../../shared/parties/intake/webhook-pipeline.ts"
import { systemClock } from "../../shared/platform/clock.ts"

const reception = await deployedCurrentReception()

export const handler = webhookPipeline({ ...reception, ...deployedWebhooks(), clock: systemClock })
