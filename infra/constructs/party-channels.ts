import { Duration } from "aws-cdk-lib"
import type { IAlarmAction } from "aws-cdk-lib/aws-cloudwatch"
import { CfnRule, type EventBus } from "aws-cdk-lib/aws-events"
import {
  AccountPrincipal,
  ArnPrincipal,
  Effect,
  type IPrincipal,
  PolicyStatement,
  type Role,
} from "aws-cdk-lib/aws-iam"
import type { IKey } from "aws-cdk-lib/aws-kms"
import { Topic } from "aws-cdk-lib/aws-sns"
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions"
import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs"
import { Construct } from "constructs"
import type { Party } from "../../shared/parties/party.ts"
import { addressedTo } from "../event-patterns.ts"
import { hasQueue } from "../stages/has-queue.ts"
import { allowEventBridge, DeadLetterQueue, messageRetention, retryForOneDay } from "./dead-letter-queue.ts"

export interface PartyChannelsProps {
  readonly stage: string
  readonly party: Party
  readonly exchangeBus: EventBus
  readonly encryptionKey: IKey
  readonly alarmAction: IAlarmAction
  /** The role with which EventBridge puts events on the buses of parties. This construct allows it this party's bus. */
  readonly busRole: Role
}

/** Who may read a party's queue. */
export function queueReader({ account, channels }: Party): IPrincipal | undefined {
  if (account !== undefined) return new AccountPrincipal(account)
  return channels.queueReader === undefined ? undefined : new ArnPrincipal(channels.queueReader)
}

/** The channels of one party: its queue, its own bus and its e-mail topic. They carry only events addressed to it. */
export class PartyChannels extends Construct {
  /** The party's own queue. Absent when parties.json asks for none. */
  readonly queue: Queue | undefined
  readonly #props: PartyChannelsProps
  readonly #deadLetters: DeadLetterQueue

  /** Follows from stage and party, because functions know only a prefix of the ARN. */
  static topicName(stage: string, partyId: string): string {
    return `wayseal-${stage}-alerts-${partyId}`
  }

  constructor(scope: Construct, id: string, props: PartyChannelsProps) {
    super(scope, id)
    this.#props = props
    const { party } = props
    this.#deadLetters = new DeadLetterQueue(this, "DeadLetters", {
      ...props,
      impact: `${party.id} does not receive events that are addressed to it.`,
      runbook: "party-dead-letters",
    })
    this.queue = hasQueue(party) ? this.#makeQueue() : undefined
    this.#deliver()
    this.#makeTopic()
  }

  #makeQueue(): Queue {
    const { stage, party, encryptionKey } = this.#props
    const queue = new Queue(this, "Queue", {
      queueName: `wayseal-${stage}-${party.id}`,
      encryption: QueueEncryption.KMS,
      encryptionMasterKey: encryptionKey,
      enforceSSL: true,
      retentionPeriod: messageRetention,
      visibilityTimeout: Duration.minutes(5),
      // When the party's consumer keeps failing, the messages stay in this account for the party to look at.
      deadLetterQueue: { queue: this.#deadLetters.queue, maxReceiveCount: 20 },
    })
    const reader = queueReader(party)
    if (reader !== undefined)
      queue.addToResourcePolicy(
        new PolicyStatement({
          effect: Effect.ALLOW,
          principals: [reader],
          actions: [
            "sqs:ReceiveMessage",
            "sqs:DeleteMessage",
            "sqs:ChangeMessageVisibility",
            "sqs:GetQueueAttributes",
            "sqs:GetQueueUrl",
          ],
          resources: [queue.queueArn],
        }),
      )
    return queue
  }

  /** The rule that delivers what is addressed to the party to its queue and its bus. */
  #deliver(): void {
    const { party, exchangeBus } = this.#props
    const targets = [...this.#queueTarget(), ...this.#busTarget()].map((target) => ({
      ...target,
      deadLetterConfig: { arn: this.#deadLetters.queue.queueArn },
      retryPolicy: retryForOneDay,
    }))
    if (targets.length === 0) return
    const rule = new CfnRule(this, "Rule", {
      eventBusName: exchangeBus.eventBusName,
      description: `Events addressed to ${party.id}`,
      eventPattern: addressedTo([party.id]),
      targets,
    })
    if (this.queue !== undefined) allowEventBridge(this.queue, rule.attrArn)
    this.#deadLetters.allowFrom(rule.attrArn)
  }

  #queueTarget(): readonly CfnRule.TargetProperty[] {
    return this.queue === undefined ? [] : [{ id: "Queue", arn: this.queue.queueArn }]
  }

  #busTarget(): readonly CfnRule.TargetProperty[] {
    const { party, busRole } = this.#props
    const { busArn } = party.channels
    if (busArn === undefined) return []
    busRole.addToPolicy(new PolicyStatement({ actions: ["events:PutEvents"], resources: [busArn] }))
    return [{ id: "Bus", arn: busArn, roleArn: busRole.roleArn }]
  }

  #makeTopic(): void {
    const { stage, party, encryptionKey } = this.#props
    const topic = new Topic(this, "Alerts", {
      topicName: PartyChannels.topicName(stage, party.id),
      masterKey: encryptionKey,
      enforceSSL: true,
    })
    for (const address of new Set([...party.channels.emails, ...party.channels.escalationEmails]))
      topic.addSubscription(new EmailSubscription(address))
  }
}
