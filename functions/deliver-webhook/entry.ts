import { deployedWebhooks } from "../../shared/parties/channels/deployed-webhook.ts"
import { deployedReception } from "../../shared/parties/intake/deployed-intake.ts"
import { webhookPipeline } from "../../shared/parties/intake/webhook-pipeline.ts"
import { systemClock } from "../../shared/platform/clock.ts"

export const handler = webhookPipeline({ ...deployedReception(), ...deployedWebhooks(), clock: systemClock })
