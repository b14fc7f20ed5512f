import { exchangeContracts } from "../../shared/contracts/catalogue.ts"
import { makeDeliverWebhook } from "../../shared/parties/channels/deliver-webhook.ts"
import { deployedWebhooks } from "../../shared/parties/channels/deployed-webhook.ts"
import { deployedReception } from "../../shared/parties/intake/deployed-intake.ts"
import { hubQueuePipeline } from "../../shared/parties/intake/queue-pipeline.ts"
import { systemClock } from "../../shared/platform/clock.ts"

const reception = deployedReception()

export const handler = hubQueuePipeline({
  ...reception,
  contracts: exchangeContracts,
  handle: makeDeliverWebhook({ ...deployedWebhooks(), parties: reception.parties, clock: systemClock }),
})
