import { Duration } from "aws-cdk-lib"
import type { IAlarmAction } from "aws-cdk-lib/aws-cloudwatch"
import { CfnRule, type EventBus } from "aws-cdk-lib/aws-events"
import type { IKey } from "aws-cdk-lib/aws-kms"
import { EventSourceMapping } from "aws-cdk-lib/aws-lambda"
import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs"
import { Construct } from "constructs"
import type { ExchangeFunction } from "./exchange-function.ts"
import { alarmAt, allowEventBridge, DeadLetterQueue } from "./watched-queue.ts"

/** A rule's pattern, of one bus. */
export interface BusPattern {
  /** Names the rule within the subscription. */
  readonly id: string
  readonly bus: EventBus
  readonly pattern: object
}

export interface EventSubscriptionProps {
  readonly from: readonly BusPattern[]
  readonly handler: ExchangeFunction
  /** Encrypts the queue and its dead letters; the handler may decrypt with it. */
  readonly encryptionKey: IKey
  readonly alarmAction: IAlarmAction
  /** What people notice when events are not handled; goes into the alarms. */
  readonly impact: string
  /** At most this many invocations at once; no limit when absent. At least 2. */
  readonly maxConcurrency?: number
  readonly batchSize?: number
}

/** How often an event is tried before it becomes a dead letter. */
const maxReceiveCount = 5
/** EventBridge retries a delivery to the queue for this long, then hands it to the dead-letter queue. */
const deliveryPatience = Duration.hours(24)
/** Older than this, the oldest waiting message raises the alarm. */
const waitingTooLong = Duration.minutes(15)

/** Rule -> queue -> function, with dead letters for both edges, alarms and exactly the grants this takes. */
export class EventSubscription extends Construct {
  readonly queue: Queue
  readonly deadLetters: DeadLetterQueue

  constructor(scope: Construct, id: string, props: EventSubscriptionProps) {
    super(scope, id)
    const { handler, encryptionKey, alarmAction, impact } = props
    const timeout = handler.lambda.timeout ?? Duration.seconds(30)
    this.deadLetters = new DeadLetterQueue(this, "DeadLetters", { encryptionKey, alarmAction, impact })
    this.queue = new Queue(this, "Queue", {
      encryption: QueueEncryption.KMS,
      encryptionMasterKey: encryptionKey,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
      // AWS asks for six times the function's timeout, so that a slow batch is not delivered twice.
      visibilityTimeout: Duration.seconds(timeout.toSeconds() * 6),
      deadLetterQueue: { queue: this.deadLetters.queue, maxReceiveCount },
    })
    for (const { id: ruleId, bus, pattern } of props.from) {
      const rule = new CfnRule(this, ruleId, {
        eventBusName: bus.eventBusName,
        eventPattern: pattern,
        targets: [
          {
            id: "Queue",
            arn: this.queue.queueArn,
            deadLetterConfig: { arn: this.deadLetters.queue.queueArn },
            retryPolicy: { maximumEventAgeInSeconds: deliveryPatience.toSeconds(), maximumRetryAttempts: 185 },
          },
        ],
      })
      allowEventBridge(this.queue, rule.attrArn)
      this.deadLetters.allowFrom(rule.attrArn)
    }
    handler.allow(
      ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ChangeMessageVisibility"],
      [this.queue.queueArn],
    )
    handler.allow(["kms:Decrypt"], [encryptionKey.keyArn])
    const mapping = new EventSourceMapping(this, "Mapping", {
      target: handler.lambda,
      eventSourceArn: this.queue.queueArn,
      batchSize: props.batchSize ?? 10,
      reportBatchItemFailures: true,
      ...(props.maxConcurrency === undefined ? {} : { maxConcurrency: props.maxConcurrency }),
    })
    mapping.node.addDependency(handler.role)
    alarmAt(this, "WaitingAlarm", {
      description: `${handler.name} does not keep up: events have waited for ${waitingTooLong.toMinutes()} minutes. ${impact}`,
      metric: this.queue.metricApproximateAgeOfOldestMessage({ period: Duration.minutes(5), statistic: "Maximum" }),
      threshold: waitingTooLong.toSeconds(),
      action: alarmAction,
    })
  }
}
