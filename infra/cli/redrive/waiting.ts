import { SQSClient } from "@aws-sdk/client-sqs"
import { latestMetrics } from "../../../shared/pages/operator/load-metrics.ts"
import type { AwsConnection } from "../deployed-stage/aws-connection.ts"
import { placedOfType } from "../deployed-stage/deployed-templates.ts"
import type { ReachedStage } from "../deployed-stage/reach-stage.ts"
import { type DeadLetters, deadLettersOf } from "./dead-letter-queues.ts"
import { functionNow } from "./failed-change.ts"
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
      oldestSeconds: ages.get(nameOf(queue)),
    }))
  } finally {
    sqs.destroy()
  }
}

const nameOf = ({ queueUrl }: DeadLetters): string => queueUrl.split("/").at(-1) ?? ""

/** Ages by queue name, from CloudWatch: to ask the queue itself would take the messages, and the key. */
function oldestAges(connection: AwsConnection, queues: readonly DeadLetters[]): Promise<ReadonlyMap<string, number>> {
  const [namespace, metric, dimension] = ["AWS/SQS", "ApproximateAgeOfOldestMessage", "QueueName"] as const
  return latestMetrics(
    connection,
    queues.map((queue) => ({ namespace, metric, dimension, value: nameOf(queue) })),
  )
}

export function failuresOf({ stage, outputs, resources, connection }: ReachedStage): FailuresBucketReach {
  const functions = placedOfType(resources, "AWS::Lambda::Function")
  const functionOf = (nameThen: string) => functionNow(nameThen, { stage: stage.name, functions })
  return reachFailures(connection, outputs("FailuresBucketName") ?? "", functionOf)
}
