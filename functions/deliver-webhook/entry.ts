import { deployedWebhooks } from "../../shared/parties/channels/deployed-webhook.ts"
import { deployedCurrentReception } from "../../shared/parties/intake/deployed-intake.ts"
import { webhookPipeline } from "../../shared/parties/intake/webhook-pipeline.ts"
import { systemClock } from "../../shared/platform/clock.ts"
import { preparedHandler } from "../../shared/platform/lambda.ts"

const { refresh: prepare, ...reception } = await deployedCurrentReception()

export const handler = preparedHandler(
  { ...reception, prepare },
  webhookPipeline({ ...reception, ...deployedWebhooks(), clock: systemClock }),
)
