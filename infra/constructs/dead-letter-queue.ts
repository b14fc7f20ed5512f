import { Duration, Validations } from "aws-cdk-lib"
import { Effect, PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam"
import type { IKey } from "aws-cdk-lib/aws-kms"
import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs"
import { Construct } from "constructs"
import { messageDays } from "../../shared/base/contracts/retention.ts"
import { type AlarmActions, alarmAt } from "./alarm-at.ts"
import type { Runbook } from "./alarm-kinds.ts"

export interface DeadLetterQueueProps {
  readonly encryptionKey: IKey
  readonly alarmAction: AlarmActions
  /** What people notice when messages arrive here. The alarm says it. */
  readonly impact: string
  readonly runbook: Runbook
  /** 14 days when absent. */
  readonly retention?: Duration
  /** Where its alarm is. Absent: beside it. */
  readonly alarmIn?: Construct
}

/** SQS keeps a message for at most 14 days. People have this long to fix a fault and redrive. */
export const messageRetention = Duration.days(messageDays)

/** EventBridge retries a delivery for a day, its maximum, and then sends the event to the dead-letter queue. */
export const retryForOneDay = { maximumEventAgeInSeconds: Duration.hours(24).toSeconds(), maximumRetryAttempts: 185 }

/** A dead-letter queue, encrypted, over TLS only, with an alarm on the first message. */
export class DeadLetterQueue extends Construct {
  readonly queue: Queue

  constructor(scope: Construct, id: string, props: DeadLetterQueueProps) {
    super(scope, id)
    this.queue = new Queue(this, "Queue", {
      encryption: QueueEncryption.KMS,
      encryptionMasterKey: props.encryptionKey,
      enforceSSL: true,
      retentionPeriod: props.retention ?? messageRetention,
    })
    Validations.of(this.queue).acknowledge({
      id: "AwsSolutions-SQS3",
      reason: "This is a dead-letter queue. Its first message raises an alarm and waits for a person.",
    })
    const alarm =
      props.alarmIn === undefined ? { scope: this, id: "Alarm" } : { scope: props.alarmIn, id: "DeadLettersAlarm" }
    alarmAt(alarm.scope, alarm.id, {
      description: `Messages could not be handled and wait in a dead-letter queue. ${props.impact}`,
      runbook: props.runbook,
      metric: this.queue.metricApproximateNumberOfMessagesVisible({
        period: Duration.minutes(1),
        statistic: "Maximum",
      }),
      threshold: 1,
      action: props.alarmAction,
    })
  }

  /** Lets EventBridge send what it could not deliver for this rule. */
  allowFrom(ruleArn: string): void {
    allowEventBridge(this.queue, ruleArn)
  }
}

/** Lets EventBridge send to a queue for one rule. */
export function allowEventBridge(queue: Queue, ruleArn: string): void {
  queue.addToResourcePolicy(
    new PolicyStatement({
      effect: Effect.ALLOW,
      principals: [new ServicePrincipal("events.amazonaws.com")],
      actions: ["sqs:SendMessage"],
      resources: [queue.queueArn],
      conditions: { ArnEquals: { "aws:SourceArn": ruleArn } },
    }),
  )
}
