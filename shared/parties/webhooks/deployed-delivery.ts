import { setTimeout as pause } from "node:timers/promises"
import { systemClock } from "../../base/platform/clock.ts"
import { deployedSealer } from "../../base/platform/deployed-sealing.ts"
import { deployedTable } from "../../base/platform/deployed-table.ts"
import { deployedDrillMail } from "../channels/deployed-mail.ts"
import { deployedPublisher } from "../channels/deployed-publisher.ts"
import { deployedWebhooks } from "../channels/deployed-webhook.ts"
import { deployedCurrentReception } from "../reception/deployed-intake.ts"
import type { DeliveryTools } from "./deliver-webhook.ts"
import { dynamoWebhookDeliveries } from "./dynamo-webhook-deliveries.ts"
import { makeTellDisabled } from "./tell-disabled.ts"
import type { retryWebhooksPipeline } from "./webhook-pipeline.ts"

/**
 * What delivers events to webhooks in this deployment.
 *
 * @param letters what an event says to people, as the context that publishes it knows
 */
export async function deployedDelivery(letters: Pick<DeliveryTools, "letterOf">) {
  const reception = await deployedCurrentReception()
  return {
    ...reception,
    ...deployedWebhooks(),
    deliveries: dynamoWebhookDeliveries(deployedTable("WebhookDeliveries")),
    tellDisabled: makeTellDisabled({ publisher: deployedPublisher(), mail: deployedDrillMail(reception.parties) }),
    sealer: deployedSealer(),
    ...letters,
    random: Math.random,
    wait: (milliseconds: number) => pause(milliseconds),
    clock: systemClock,
  } satisfies Parameters<typeof retryWebhooksPipeline>[0]
}
