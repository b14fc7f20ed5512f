import { Duration, type RemovalPolicy, Validations } from "aws-cdk-lib"
import {
  Alarm,
  ComparisonOperator,
  type IAlarmAction,
  type IMetric,
  TreatMissingData,
} from "aws-cdk-lib/aws-cloudwatch"
import { Effect, PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam"
import type { IKey } from "aws-cdk-lib/aws-kms"
import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs"
import { Construct } from "constructs"

export interface WatchedQueueProps {
  readonly encryptionKey: IKey
  readonly alarmAction: IAlarmAction
  /** What people notice when messages end up here; goes into the alarm. */
  readonly impact: string
  readonly removalPolicy?: RemovalPolicy
}

/** Fourteen days, the most that SQS keeps a message: the time there is to mend a fault and redrive. */
const retention = Duration.days(14)

/** A dead-letter queue, encrypted, over TLS only, with an alarm on the first message. */
export class DeadLetterQueue extends Construct {
  readonly queue: Queue

  constructor(scope: Construct, id: string, props: WatchedQueueProps) {
    super(scope, id)
    this.queue = new Queue(this, "Queue", {
      encryption: QueueEncryption.KMS,
      encryptionMasterKey: props.encryptionKey,
      enforceSSL: true,
      retentionPeriod: retention,
      ...(props.removalPolicy === undefined ? {} : { removalPolicy: props.removalPolicy }),
    })
    Validations.of(this.queue).acknowledge({
      id: "AwsSolutions-SQS3",
      reason: "This is the dead-letter queue; what ends up here waits for a person, and raises an alarm.",
    })
    alarmAt(this, "Alarm", {
      description: `Messages could not be handled and wait in a dead-letter queue. ${props.impact}`,
      metric: this.queue.metricApproximateNumberOfMessagesVisible({
        period: Duration.minutes(1),
        statistic: "Maximum",
      }),
      threshold: 1,
      action: props.alarmAction,
    })
  }

  /** Lets EventBridge put what it could not deliver for this rule, and for no other. */
  allowFrom(ruleArn: string): void {
    allowEventBridge(this.queue, ruleArn)
  }
}

/** Lets EventBridge send to a queue on behalf of one rule, and of no other. */
export function allowEventBridge(queue: Queue, sourceArn: string): void {
  queue.addToResourcePolicy(
    new PolicyStatement({
      effect: Effect.ALLOW,
      principals: [new ServicePrincipal("events.amazonaws.com")],
      actions: ["sqs:SendMessage"],
      resources: [queue.queueArn],
      conditions: { ArnEquals: { "aws:SourceArn": sourceArn } },
    }),
  )
}

export interface AlarmAtProps {
  readonly description: string
  readonly metric: IMetric
  readonly threshold: number
  readonly action: IAlarmAction
  readonly periods?: number
}

/** An alarm on one metric that reaches a threshold; silence is health. */
export function alarmAt(scope: Construct, id: string, props: AlarmAtProps): Alarm {
  const alarm = new Alarm(scope, id, {
    alarmDescription: props.description,
    metric: props.metric,
    threshold: props.threshold,
    evaluationPeriods: props.periods ?? 1,
    comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  })
  alarm.addAlarmAction(props.action)
  return alarm
}
