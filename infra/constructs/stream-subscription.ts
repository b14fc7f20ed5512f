import { Duration, ReferenceStrength, Stack, Validations } from "aws-cdk-lib"
import type { Table } from "aws-cdk-lib/aws-dynamodb"
import type { IKey } from "aws-cdk-lib/aws-kms"
import { EventSourceMapping, StartingPosition } from "aws-cdk-lib/aws-lambda"
import { Construct } from "constructs"
import { begunPrefix, resourceVariables } from "../../shared/base/platform/resource-variables.ts"
import { laggingTooLongSeconds } from "../../shared/pages/operator/facts.ts"
import { type AlarmActions, alarmAt } from "./alarm-at.ts"
import type { ExchangeFunction } from "./exchange-function.ts"
import type { FailuresBucket } from "./failures-bucket.ts"

export interface StreamSubscriptionProps {
  readonly table: Table
  readonly handler: ExchangeFunction
  /** Keeps the whole record of a change that could not be handled. */
  readonly failures: FailuresBucket
  /** Encrypts the table, its stream and the failures. */
  readonly encryptionKey: IKey
  readonly alarmAction: AlarmActions
  /** What people notice when changes are not handled. The alarm says it. */
  readonly impact: string
  /** Patterns of stream records. A record that matches none invokes nothing. */
  readonly filters: readonly object[]
  readonly batchSize: number
  /** Batches of one shard that are handled at the same time. Each row keeps its order. */
  readonly parallelBatches: number
  /** How long the first change of a batch waits for more. */
  readonly gatherSeconds?: number | undefined
}

const laggingTooLong = Duration.seconds(laggingTooLongSeconds)

/** By then the function has set the change aside itself, if it could run. A stream keeps it for an hour more. */
const maxRecordAge = Duration.hours(23)

/** Table stream to function. A record that cannot be handled goes to S3 whole. `watch-triggers` looks there. */
export class StreamSubscription extends Construct {
  readonly #props: StreamSubscriptionProps

  constructor(scope: Construct, id: string, props: StreamSubscriptionProps) {
    super(scope, id)
    this.#props = props
    const { handler, table } = props
    const { tableStreamArn } = table
    if (tableStreamArn === undefined) throw new Error(`${handler.name} subscribes to a table that has no stream`)
    this.#allow(tableStreamArn)
    this.#map(tableStreamArn)
    this.#alarm()
  }

  #allow(streamArn: string): void {
    const { handler, failures, encryptionKey } = this.#props
    handler.allow(["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"], [streamArn])
    // ListStreams has no resource-level permission.
    handler.allow(["dynamodb:ListStreams"], ["*"])
    handler.allow(["s3:PutObject"], [failures.bucket.arnForObjects("*")])
    handler.allow(["s3:DeleteObject"], [failures.bucket.arnForObjects(`${begunPrefix}*`)])
    handler.allow(["s3:ListBucket"], [failures.bucket.bucketArn])
    handler.lambda.addEnvironment(resourceVariables.failuresBucket, failures.bucket.bucketName)
    handler.allow(["kms:Decrypt", "kms:GenerateDataKey"], [encryptionKey.keyArn])
    Validations.of(handler.role).acknowledge(
      { id: "AwsSolutions-IAM5[Resource::*]", reason: "ListStreams takes no resource." },
      { id: failures.finding, reason: "Lambda chooses the names of the records that it keeps in the bucket." },
      { id: failures.begunFinding, reason: "Each attempt that the function notes there has a name of its own." },
    )
  }

  #map(eventSourceArn: string): void {
    const { handler, failures, filters, batchSize, parallelBatches, gatherSeconds } = this.#props
    const mapping = new EventSourceMapping(this, "Mapping", {
      target: handler.lambda,
      // CloudFormation knows an exported ARN before it changes anything. For one that it has yet to look up, it could
      // replace the mapping, and with it the place in the stream (https://github.com/aws/aws-cdk/issues/38829).
      eventSourceArn: Stack.consumeReference(eventSourceArn, ReferenceStrength.STRONG),
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize,
      parallelizationFactor: parallelBatches,
      ...(gatherSeconds === undefined ? {} : { maxBatchingWindow: Duration.seconds(gatherSeconds) }),
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      // The function counts attempts, because only it knows whether AWS failed or the change is at fault.
      retryAttempts: -1,
      maxRecordAge,
      // The destination class of the CDK would also let the function read and delete what it kept.
      onFailure: { bind: () => ({ destination: failures.bucket.bucketArn }) },
      filters: filters.map((pattern) => ({ pattern: JSON.stringify(pattern) })),
    })
    mapping.node.addDependency(handler.role)
  }

  #alarm(): void {
    const { handler, impact, alarmAction: action } = this.#props
    alarmAt(handler, "LagAlarm", {
      description: `${handler.name} lags behind its stream by ${laggingTooLong.toMinutes()} minutes. ${impact}`,
      runbook: "stream-lag",
      metric: handler.lambda.metric("IteratorAge", { period: Duration.minutes(5), statistic: "Maximum" }),
      threshold: laggingTooLong.toMilliseconds(),
      action,
    })
  }
}
