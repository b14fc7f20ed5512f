import { ArnFormat, Stack, type StackProps } from "aws-cdk-lib"
import { EventSourceMapping } from "aws-cdk-lib/aws-lambda"
import type { Construct } from "constructs"
import { mappingOf } from "../constructs/event-subscription.ts"
import type { ExchangeFunction } from "../constructs/exchange-function.ts"
import { webhookQueueName } from "../party-names.ts"
import type { StageSettings } from "../stages/stage-config.ts"
import type { WebhookDeliverer } from "../webhook-deliverer.ts"

export interface WebhooksStackProps extends StackProps {
  readonly stage: string
  readonly settings: StageSettings
  /** The parties of the file with a webhook. */
  readonly partyIds: readonly string[]
  readonly handler: ExchangeFunction
  readonly deliverer: WebhookDeliverer
}

/**
 * Connects the queue of each webhook of the parties file with the function that delivers to it. It stands apart,
 * because the queues have to be there before the functions know the parties, and the function before anything can
 * invoke it.
 */
export class WebhooksStack extends Stack {
  constructor(scope: Construct, id: string, props: WebhooksStackProps) {
    super(scope, id, props)
    const { stage, settings, partyIds, handler, deliverer } = props
    for (const partyId of partyIds)
      new EventSourceMapping(this, `Webhook-${partyId}`, {
        target: handler.lambda,
        eventSourceArn: this.formatArn({
          service: "sqs",
          resource: webhookQueueName(stage, partyId),
          arnFormat: ArnFormat.NO_RESOURCE_NAME,
        }),
        ...mappingOf(deliverer.intake, settings.queueConcurrency),
      })
  }
}
