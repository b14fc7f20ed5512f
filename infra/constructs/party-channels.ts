import { Duration, type RemovalPolicy } from "aws-cdk-lib"
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
import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs"
import { Construct } from "constructs"
import { hasQueue } from "../../shared/parties/has-channel.ts"
import type { Party } from "../../shared/parties/party.ts"
import { addressedTo } from "../event-patterns.ts"
import { alertTopicName, partyQueueName } from "../party-names.ts"
import type { AlarmActions } from "./alarm-at.ts"
import { allowEventBridge, DeadLetterQueue, messageRetention, retryForOneDay } from "./dead-letter-queue.ts"
import type { WorkQueue } from "./work-queue.ts"

export interface PartyChannelsProps {
  readonly stage: string
  readonly party: Party
  readonly exchangeBus: Pick<EventBus, "eventBusName">
  readonly encryptionKey: IKey
  readonly alarmAction: AlarmActions
  /** The role with which EventBridge puts events on the buses of parties. This construct allows it this party's bus. */
  readonly busRole: Role
  /** What becomes of the party's queue when the party is removed. */
  readonly removalPolicy: RemovalPolicy
  /** Whether its contacts get mail from a topic of the party. Otherwise a function sends it to each of them. */
  readonly mailsByTopic: boolean
  /** From which a function delivers to the party's webhook, if it has one. */
  readonly webhook: WorkQueue | undefined
}

/** Where a rule delivers to, and the dead letters of that place. */
type Target = Pick<CfnRule.TargetProperty, "id" | "arn" | "roleArn"> & { readonly deadLettersArn: string }

/** Who may read a party's queue. */
export function queueReader({ account, channels }: Party): IPrincipal | undefined {
  if (account !== undefined) return new AccountPrincipal(account)
  return channels.queueReader === undefined ? undefined : new ArnPrincipal(channels.queueReader)
}

/** The channels of one party: queue, own bus, perhaps an e-mail topic. They carry only events addressed to it. */
export class PartyChannels extends Construct {
  /** The party's own queue. Absent when parties.json asks for none. */
  readonly queue: Queue | undefined
  readonly #props: PartyChannelsProps
  readonly #deadLetters: DeadLetterQueue

  constructor(scope: Construct, id: string, props: PartyChannelsProps) {
    super(scope, id)
    this.#props = props
    const { party } = props
    this.#deadLetters = new DeadLetterQueue(this, "DeadLetters", {
      ...props,
      impact: `${party.id} does not receive events that are addressed to it.`,
      runbook: "party-dead-letters",
    })
    this.#deadLetters.queue.applyRemovalPolicy(props.removalPolicy)
    this.queue = hasQueue(party) ? this.#makeQueue() : undefined
    if (party.leaving !== true) this.#deliver()
    if (props.mailsByTopic) this.#makeTopic()
  }

  #makeQueue(): Queue {
    const { stage, party, encryptionKey, removalPolicy } = this.#props
    const queue = new Queue(this, "Queue", {
      queueName: partyQueueName(stage, party.id),
      removalPolicy,
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

  /** One rule delivers what is addressed to the party to all its channels, because a bus takes only 300 rules. */
  #deliver(): void {
    const { party, exchangeBus, webhook } = this.#props
    const targets = [...this.#queueTarget(), ...this.#busTarget(), ...this.#webhookTarget()]
    if (targets.length === 0) return
    const rule = new CfnRule(this, "Rule", {
      eventBusName: exchangeBus.eventBusName,
      description: `Events addressed to ${party.id}`,
      eventPattern: addressedTo([party.id]),
      targets: targets.map(({ deadLettersArn, ...target }) => ({
        ...target,
        deadLetterConfig: { arn: deadLettersArn },
        retryPolicy: retryForOneDay,
      })),
    })
    if (this.queue !== undefined) allowEventBridge(this.queue, rule.attrArn)
    this.#deadLetters.allowFrom(rule.attrArn)
    webhook?.allowFrom(rule.attrArn)
  }

  get #deadLettersArn(): string {
    return this.#deadLetters.queue.queueArn
  }

  #queueTarget(): readonly Target[] {
    if (this.queue === undefined) return []
    return [{ id: "Queue", arn: this.queue.queueArn, deadLettersArn: this.#deadLettersArn }]
  }

  #busTarget(): readonly Target[] {
    const { party, busRole } = this.#props
    const { busArn } = party.channels
    if (busArn === undefined) return []
    busRole.addToPolicy(new PolicyStatement({ actions: ["events:PutEvents"], resources: [busArn] }))
    return [{ id: "Bus", arn: busArn, roleArn: busRole.roleArn, deadLettersArn: this.#deadLettersArn }]
  }

  #webhookTarget(): readonly Target[] {
    const { webhook } = this.#props
    if (webhook === undefined) return []
    return [{ id: "Webhook", arn: webhook.queue.queueArn, deadLettersArn: webhook.deadLetters.queueArn }]
  }

  /** The topic that mails the party's contacts. A function subscribes them. */
  #makeTopic(): void {
    const { stage, party, encryptionKey } = this.#props
    new Topic(this, "Alerts", {
      topicName: alertTopicName(stage, party.id),
      masterKey: encryptionKey,
      enforceSSL: true,
    })
  }
}
