import { Duration, Validations } from "aws-cdk-lib"
import { type IAlarmAction, Metric } from "aws-cdk-lib/aws-cloudwatch"
import type { Table } from "aws-cdk-lib/aws-dynamodb"
import type { IKey } from "aws-cdk-lib/aws-kms"
import { EventSourceMapping, MetricType, StartingPosition } from "aws-cdk-lib/aws-lambda"
import { Construct } from "constructs"
import type { ExchangeFunction } from "./exchange-function.ts"
import type { FailuresBucket } from "./failures-bucket.ts"
import { alarmAt } from "./watched-queue.ts"

export interface StreamSubscriptionProps {
  readonly table: Table
  readonly handler: ExchangeFunction
  /** Keeps the whole record of a change that could not be handled. */
  readonly failures: FailuresBucket
  /** Encrypts the table, its stream and the failures. */
  readonly encryptionKey: IKey
  readonly alarmAction: IAlarmAction
  /** What people notice when changes are not carried on; goes into the alarms. */
  readonly impact: string
  /** Patterns of the stream records to be handled; those that fit none are dropped without an invocation. */
  readonly filters: readonly object[]
  readonly batchSize?: number
}

/** A stream keeps records for 24 hours; at an hour's lag there is still time to act. */
const laggingTooLong = Duration.hours(1)
const retryAttempts = 10

/** Table stream -> function: the outbox. A record that cannot be handled goes to S3 whole, and raises an alarm. */
export class StreamSubscription extends Construct {
  constructor(scope: Construct, id: string, props: StreamSubscriptionProps) {
    super(scope, id)
    const { table, handler, failures, encryptionKey, alarmAction, impact } = props
    const { tableStreamArn } = table
    if (tableStreamArn === undefined) throw new Error(`${handler.name} subscribes to a table that has no stream`)
    handler.allow(["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"], [tableStreamArn])
    // ListStreams knows no resource-level permission.
    handler.allow(["dynamodb:ListStreams"], ["*"])
    handler.allow(["s3:PutObject"], [failures.bucket.arnForObjects("*")])
    handler.allow(["s3:ListBucket"], [failures.bucket.bucketArn])
    handler.allow(["kms:Decrypt", "kms:GenerateDataKey"], [encryptionKey.keyArn])
    Validations.of(handler.role).acknowledge(
      { id: "AwsSolutions-IAM5[Resource::*]", reason: "ListStreams takes no resource." },
      { id: failures.finding, reason: "Lambda chooses the names of the records that it keeps in the bucket." },
    )
    const mapping = new EventSourceMapping(this, "Mapping", {
      target: handler.lambda,
      eventSourceArn: tableStreamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: props.batchSize ?? 50,
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      retryAttempts,
      // A plain destination: the ready-made one would also let the function read and delete what it kept.
      onFailure: { bind: () => ({ destination: failures.bucket.bucketArn }) },
      metricsConfig: { metrics: [MetricType.EVENT_COUNT] },
      filters: props.filters.map((pattern) => ({ pattern: JSON.stringify(pattern) })),
    })
    mapping.node.addDependency(handler.role)
    alarmAt(this, "LagAlarm", {
      description: `${handler.name} lags behind its stream by ${laggingTooLong.toHours()} h. ${impact}`,
      metric: handler.lambda.metric("IteratorAge", { period: Duration.minutes(5), statistic: "Maximum" }),
      threshold: laggingTooLong.toMilliseconds(),
      action: alarmAction,
    })
    alarmAt(this, "FailuresAlarm", {
      description: `${handler.name} gave up on a change; its record is in the failures bucket. ${impact}`,
      metric: new Metric({
        namespace: "AWS/Lambda",
        metricName: "OnFailureDestinationDeliveredEventCount",
        dimensionsMap: { EventSourceMappingUUID: mapping.eventSourceMappingId },
        period: Duration.minutes(1),
        statistic: "Sum",
      }),
      threshold: 1,
      action: alarmAction,
    })
  }
}
