import { systemClock } from "../../base/platform/clock.ts"
import { deployedSealer } from "../../base/platform/deployed-sealing.ts"
import { deployedTable } from "../../base/platform/deployed-table.ts"
import { deployedDrillMail } from "../../parties/channels/deployed-mail.ts"
import { deployedPublisher } from "../../parties/channels/deployed-publisher.ts"
import { deployedWebhooks } from "../../parties/channels/deployed-webhook.ts"
import { deployedCurrentReception } from "../../parties/intake/deployed-intake.ts"
import type { retryWebhooksPipeline } from "../../parties/intake/webhook-pipeline.ts"
import { dynamoWebhookDeliveries } from "../../parties/webhooks/dynamo-webhook-deliveries.ts"
import { makeTellDisabled } from "../../parties/webhooks/tell-disabled.ts"
import { deployedCaseLinks } from "./deployed-case-links.ts"
import { letterOfEvent } from "./letter-of-event.ts"

/** What delivers events to webhooks in this deployment. */
export async function deployedDelivery() {
  const reception = await deployedCurrentReception()
  const links = deployedCaseLinks()
  return {
    ...reception,
    ...deployedWebhooks(),
    deliveries: dynamoWebhookDeliveries(deployedTable("WebhookDeliveries")),
    tellDisabled: makeTellDisabled({ publisher: deployedPublisher(), mail: deployedDrillMail(reception.parties) }),
    sealer: deployedSealer(),
    letterOf: (event, party) => letterOfEvent(event, party, links),
    random: Math.random,
    clock: systemClock,
  } satisfies Parameters<typeof retryWebhooksPipeline>[0]
}
