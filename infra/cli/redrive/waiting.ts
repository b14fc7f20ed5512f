import { CloudWatchClient, GetMetricDataCommand } from "@aws-sdk/client-cloudwatch"
import { SQSClient } from "@aws-sdk/client-sqs"
import type { AwsConnection } from "../deployed-stage/aws-connection.ts"
import { placedOfType } from "../deployed-stage/deployed-templates.ts"
import type { ReachedStage } from "../deployed-stage/reach-stage.ts"
import { type DeadLetters, deadLettersOf } from "./dead-letter-queues.ts"
import { waitingMessages } from "./move-messages.ts"
import { type FailuresBucketReach, reachFailures } from "./replay-failed-changes.ts"

/** A dead-letter queue and what waits in it. */
export type WaitingLetters = DeadLetters & {
  readonly messages: number
  /** Age of the oldest message in seconds, where CloudWatch knows it. */
  readonly oldestSeconds: number | undefined
}

/** Every dead-letter queue of a stage. */
export async function readWaitingLetters({
  stage,
  resources,
  connection,
}: Pick<ReachedStage, "stage" | "resources" | "connection">): Promise<readonly WaitingLetters[]> {
  const queues = deadLettersOf(stage.name, resources)
  const sqs = new SQSClient(connection)
  try {
    const counts = await Promise.all(queues.map(({ queueUrl }) => waitingMessages(sqs, queueUrl)))
    const waiting = queues.filter((_, index) => counts[index] !== 0)
    const ages = await oldestAges(connection, waiting)
    return queues.map((queue, index) => ({
      ...queue,
      messages: counts[index] ?? 0,
      oldestSeconds: ages.get(queue.queueUrl),
    }))
  } finally {
    sqs.destroy()
  }
}

/** CloudWatch takes a minute or two to know a message. */
const lookBackMilliseconds = 15 * 60_000

/** Ages by queue URL, from CloudWatch: to ask the queue itself would take the messages, and the key. */
async function oldestAges(
  connection: AwsConnection,
  queues: readonly DeadLetters[],
): Promise<ReadonlyMap<string, number>> {
  if (queues.length === 0) return new Map()
  const cloudWatch = new CloudWatchClient(connection)
  try {
    const { MetricDataResults = [] } = await cloudWatch.send(
      new GetMetricDataCommand({
        StartTime: new Date(Date.now() - lookBackMilliseconds),
        EndTime: new Date(),
        MetricDataQueries: queues.map(({ queueUrl }, index) => ({
          Id: `age${index}`,
          MetricStat: {
            Metric: {
              Namespace: "AWS/SQS",
              MetricName: "ApproximateAgeOfOldestMessage",
              Dimensions: [{ Name: "QueueName", Value: queueUrl.split("/").at(-1) ?? "" }],
            },
            Period: 60,
            Stat: "Maximum",
          },
        })),
      }),
    )
    return new Map(
      MetricDataResults.flatMap(({ Id = "", Values = [] }) => {
        const queue = queues[Number(Id.slice("age".length))]
        return queue === undefined || Values[0] === undefined ? [] : [[queue.queueUrl, Values[0]] as const]
      }),
    )
  } finally {
    cloudWatch.destroy()
  }
}

/** The failures bucket of a stage. */
export function failuresOf({ outputs, resources, connection }: ReachedStage): FailuresBucketReach {
  const functions = new Set(placedOfType(resources, "AWS::Lambda::Function").map(({ id }) => id))
  return reachFailures(connection, outputs("FailuresBucketName") ?? "", functions)
}
