import { Duration } from "aws-cdk-lib"
import type { IKey } from "aws-cdk-lib/aws-kms"
import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs"
import type { Construct } from "constructs"
import { messageDays } from "../../shared/base/contracts/retention.ts"
import {
  maximumDeliveries,
  sentAgainDays,
  visibilitySeconds,
} from "../../shared/base/platform/deliveries-of-a-message.ts"
import { waitingTooLongSeconds } from "../../shared/pages/operator/facts.ts"
import { type AlarmActions, alarmAt } from "./alarm-at.ts"
import type { Runbook } from "./alarm-kinds.ts"
import { allowEventBridge, DeadLetterQueue } from "./dead-letter-queue.ts"

export interface WorkQueueProps {
  /** Name of the function that handles the queue. */
  readonly handlerName: string
  readonly handlerTimeout: Duration
  /** Encrypts the queue and its dead letters. */
  readonly encryptionKey: IKey
  readonly alarmAction: AlarmActions
  /** What people notice when events are not handled. The alarms say it. */
  readonly impact: string
  /** What to do about dead letters. */
  readonly runbook: Runbook
  /** By default CloudFormation chooses one. */
  readonly queueName?: string
  /** Where its alarms are. Absent: beside it. */
  readonly alarmsIn?: Construct
}

/** The alarm is raised when the oldest message has waited this long. */
const waitingTooLong = Duration.seconds(waitingTooLongSeconds)

/** A queue that a function works through, with dead letters and alarms. They are made within the construct given. */
export class WorkQueue {
  readonly queue: Queue
  readonly #deadLetters: DeadLetterQueue

  constructor(within: Construct, props: WorkQueueProps) {
    const { handlerName, handlerTimeout, encryptionKey, alarmAction, impact, queueName, alarmsIn } = props
    // SQS counts from when a message was last sent.
    const retention = Duration.days(messageDays - sentAgainDays)
    this.#deadLetters = new DeadLetterQueue(within, "DeadLetters", {
      ...props,
      retention,
      ...(alarmsIn === undefined ? {} : { alarmIn: alarmsIn }),
    })
    this.queue = new Queue(within, "Queue", {
      ...(queueName === undefined ? {} : { queueName }),
      encryption: QueueEncryption.KMS,
      encryptionMasterKey: encryptionKey,
      enforceSSL: true,
      retentionPeriod: retention,
      visibilityTimeout: Duration.seconds(visibilitySeconds(handlerTimeout.toSeconds())),
      deadLetterQueue: { queue: this.#deadLetters.queue, maxReceiveCount: maximumDeliveries },
    })
    alarmAt(alarmsIn ?? within, "WaitingAlarm", {
      description:
        `${handlerName} does not keep up: events have waited for ${waitingTooLong.toMinutes()} minutes. ` + impact,
      runbook: "queue-waiting",
      metric: this.queue.metricApproximateAgeOfOldestMessage({ period: Duration.minutes(5), statistic: "Maximum" }),
      threshold: waitingTooLong.toSeconds(),
      action: alarmAction,
    })
  }

  /** The queue of dead letters. */
  get deadLetters(): Queue {
    return this.#deadLetters.queue
  }

  /** Lets EventBridge send for one rule, and put aside what it could not send. */
  allowFrom(ruleArn: string): void {
    allowEventBridge(this.queue, ruleArn)
    this.#deadLetters.allowFrom(ruleArn)
  }
}
