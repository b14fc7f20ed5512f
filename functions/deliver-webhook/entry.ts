import { deployedCaseLinks } from "../../shared/breach-desk/alerts/deployed-case-links.ts"
import { letterOfEvent } from "../../shared/breach-desk/alerts/letter-of-event.ts"
import { deployedWebhooks } from "../../shared/parties/channels/deployed-webhook.ts"
import { deployedCurrentReception } from "../../shared/parties/intake/deployed-intake.ts"
import { webhookPipeline } from "../../shared/parties/intake/webhook-pipeline.ts"
import { systemClock } from "../../shared/platform/clock.ts"

const reception = await deployedCurrentReception()

const links = deployedCaseLinks()

export const handler = webhookPipeline({
  ...reception,
  ...deployedWebhooks(),
  letterOf: (event, party) => letterOfEvent(event, party, links),
  clock: systemClock,
})
