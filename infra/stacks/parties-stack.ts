import { Annotations, CfnOutput, Duration, Stack, type StackProps } from "aws-cdk-lib"
import { Role } from "aws-cdk-lib/aws-iam"
import { Construct } from "constructs"
import type { Party } from "../../shared/parties/party.ts"
import { thatWait } from "../constructs/alarm-at.ts"
import { eventBridgeOf } from "../constructs/event-bridge-role.ts"
import { PartyChannels } from "../constructs/party-channels.ts"
import { whatToKeep } from "../constructs/what-to-keep.ts"
import { WorkQueue } from "../constructs/work-queue.ts"
import { busName, webhookQueueName } from "../party-names.ts"
import type { StageSettings } from "../stages/stage-config.ts"
import type { WebhookDeliverer } from "../webhook-deliverer.ts"
import type { ExchangeDataStack } from "./exchange-data-stack.ts"

export interface PartiesStackProps extends StackProps {
  readonly stage: string
  readonly settings: StageSettings
  /** The parties of this stack. */
  readonly parties: readonly Party[]
  readonly data: ExchangeDataStack
  /** The function that will work through the queues of webhooks. */
  readonly deliverer: WebhookDeliverer
}

/** The channels of one group of parties: what events and mails wait in and go through on their way to them. */
export class PartiesStack extends Stack {
  readonly #props: PartiesStackProps

  constructor(scope: Construct, id: string, props: PartiesStackProps) {
    super(scope, id, props)
    this.#props = props
    const { stage, settings, parties, data } = props
    const busRole = new Role(this, "PartyBusesRole", {
      assumedBy: eventBridgeOf(this.account),
      description: `Wayseal ${stage}: delivers to the buses of parties`,
    })
    const queueUrls: Record<string, string> = {}
    for (const party of parties) {
      const { queue } = new PartyChannels(this, `Party-${party.id}`, {
        stage,
        party,
        exchangeBus: { eventBusName: busName(stage, "Exchange") },
        encryptionKey: data.dataKey,
        alarmAction: data.alarmAction,
        removalPolicy: whatToKeep(settings),
        busRole,
        mailsByTopic: settings.mail === undefined,
        webhook: this.#webhookQueue(party),
      })
      if (queue !== undefined) queueUrls[party.id] = queue.queueUrl
      if (party.leaving === true) Annotations.of(this).addInfo(whatLeavingMeans(party, settings))
    }
    new CfnOutput(this, "PartyQueues", { value: this.toJsonString(queueUrls) })
  }

  /** A queue of its own for each webhook, so that an endpoint that hangs delays only itself. */
  #webhookQueue({ id, channels }: Party): WorkQueue | undefined {
    if (channels.webhook === undefined) return undefined
    const { stage, data, deliverer } = this.#props
    return new WorkQueue(new Construct(this, `Webhook-${id}`), {
      queueName: webhookQueueName(stage, id),
      handlerName: deliverer.name,
      handlerTimeout: Duration.seconds(deliverer.timeoutSeconds),
      encryptionKey: data.dataKey,
      alarmAction: thatWait(data.alarmAction),
      impact: `${id} does not receive its events at its webhook.`,
      runbook: "webhook-dead-letters",
    })
  }
}

function whatLeavingMeans({ id }: Party, { keepData }: StageSettings): string {
  const afterwards = keepData ? "That stays until somebody deletes it by hand" : "That deletes it"
  return (
    `${id} is leaving: nothing new goes to its queue, bus and webhook. It still gets mails. When its queue is empty, ` +
    `take it out of the parties file and deploy. ${afterwards}.`
  )
}
