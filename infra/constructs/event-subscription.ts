import { Duration } from "aws-cdk-lib"
import type { IAlarmAction } from "aws-cdk-lib/aws-cloudwatch"
import { CfnRule, type EventBus } from "aws-cdk-lib/aws-events"
import type { IKey } from "aws-cdk-lib/aws-kms"
import { EventSourceMapping } from "aws-cdk-lib/aws-lambda"
import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs"
import { Construct } from "constructs"
import type { QueueIntake } from "../../functions/deployment.ts"
import { alarmAt } from "./alarm-at.ts"
import { allowEventBridge, DeadLetterQueue, messageRetention, retryForOneDay } from "./dead-letter-queue.ts"
import type { ExchangeFunction } from "./exchange-function.ts"
import type { Runbook } from "./runbooks.ts"

/** The pattern of a rule of one bus. */
export interface BusPattern {
  /** Construct id of the rule, within the subscription. */
  readonly id: string
  readonly bus: EventBus
  readonly pattern: object
}

export interface EventSubscriptionProps {
  readonly from: readonly BusPattern[]
  readonly handler: ExchangeFunction
  /** Encrypts the queue and its dead letters. The handler may decrypt with it. */
  readonly encryptionKey: IKey
  readonly alarmAction: IAlarmAction
  /** What people notice when events are not handled. The alarms say it. */
  readonly impact: string
  /** What to do about dead letters. */
  readonly runbook: Runbook
  readonly intake: QueueIntake
  /** Invocations that the queue causes at the same time, unless the function declares another number. */
  readonly concurrency: number
}

/** An event becomes a dead letter after this many attempts. */
const maxReceiveCount = 5
/** The alarm is raised when the oldest message has waited this long. */
export const waitingTooLong = Duration.minutes(15)

/** Rule to queue to function, with dead letters on both edges, alarms, and exactly the grants that this takes. */
export class EventSubscription extends Construct {
  readonly #props: EventSubscriptionProps
  readonly #deadLetters: DeadLetterQueue
  readonly #queue: Queue

  constructor(scope: Construct, id: string, props: EventSubscriptionProps) {
    super(scope, id)
    this.#props = props
    this.#deadLetters = new DeadLetterQueue(this, "DeadLetters", props)
    this.#queue = this.#makeQueue()
    for (const from of props.from) this.#addRule(from)
    this.#invokeHandler()
    alarmAt(this, "WaitingAlarm", {
      description:
        `${props.handler.name} does not keep up: events have waited for ${waitingTooLong.toMinutes()} minutes. ` +
        props.impact,
      runbook: "queue-waiting",
      metric: this.#queue.metricApproximateAgeOfOldestMessage({ period: Duration.minutes(5), statistic: "Maximum" }),
      threshold: waitingTooLong.toSeconds(),
      action: props.alarmAction,
    })
  }

  #makeQueue(): Queue {
    const { handler, encryptionKey } = this.#props
    const timeout = handler.lambda.timeout ?? Duration.seconds(30)
    return new Queue(this, "Queue", {
      encryption: QueueEncryption.KMS,
      encryptionMasterKey: encryptionKey,
      enforceSSL: true,
      retentionPeriod: messageRetention,
      // AWS asks for six times the function's timeout, so that a slow batch is not delivered twice.
      visibilityTimeout: Duration.seconds(timeout.toSeconds() * 6),
      deadLetterQueue: { queue: this.#deadLetters.queue, maxReceiveCount },
    })
  }

  #addRule({ id, bus, pattern }: BusPattern): void {
    const rule = new CfnRule(this, id, {
      eventBusName: bus.eventBusName,
      eventPattern: pattern,
      targets: [
        {
          id: "Queue",
          arn: this.#queue.queueArn,
          deadLetterConfig: { arn: this.#deadLetters.queue.queueArn },
          retryPolicy: retryForOneDay,
        },
      ],
    })
    allowEventBridge(this.#queue, rule.attrArn)
    this.#deadLetters.allowFrom(rule.attrArn)
  }

  #invokeHandler(): void {
    const { handler, encryptionKey, intake, concurrency } = this.#props
    const { batchSize = 10, maxConcurrency = concurrency } = intake
    handler.allow(
      ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ChangeMessageVisibility"],
      [this.#queue.queueArn],
    )
    handler.allow(["kms:Decrypt"], [encryptionKey.keyArn])
    const mapping = new EventSourceMapping(this, "Mapping", {
      target: handler.lambda,
      eventSourceArn: this.#queue.queueArn,
      batchSize,
      reportBatchItemFailures: true,
      maxConcurrency,
    })
    mapping.node.addDependency(handler.role)
  }
}
