import { setTimeout as pause } from "node:timers/promises"
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge"
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda"
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ListMessageMoveTasksCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from "@aws-sdk/client-sqs"
import * as z from "zod"
import type { AwsConnection } from "../deployed-stage/aws-connection.ts"
import { type DeadLetters, queueArn } from "./dead-letter-queues.ts"
import { handOver } from "./hand-over.ts"
import { asEntry, destinationOf } from "./redrive-plan.ts"

/** How messages were moved, and how many. */
export type MovedMessages = { readonly moved: number; readonly by: "moveTask" | "one by one" }

export type MoveOptions = {
  /** The exchange bus, for messages to a party's own bus. */
  readonly exchangeBusName: string
  /** Takes how many messages were moved so far. */
  readonly onProgress: (moved: number) => void
}

/** All messages of a queue. Somebody who has just read some holds them, and they can be moved a moment later. */
export async function waitingMessages(sqs: SQSClient, QueueUrl: string): Promise<number> {
  const AttributeNames = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"] as const
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...AttributeNames] }),
  )
  return AttributeNames.reduce((sum, name) => sum + Number(Attributes?.[name] ?? 0), 0)
}

/**
 * Moves what waits in a dead-letter queue back to where it is handled. Loses nothing: a message is deleted only after
 * it was sent. If this ends between both, the message comes twice, and consumers drop repeats.
 *
 * @throws what the SDK throws. Messages that were not moved stay.
 */
export async function moveMessages(
  connection: AwsConnection,
  queue: DeadLetters,
  options: MoveOptions,
): Promise<MovedMessages> {
  const sqs = new SQSClient(connection)
  try {
    const { redrive } = queue
    if (redrive.to === "queue" && !redrive.hasOtherTargets) {
      const from = queueArn(queue.queueUrl, connection.region)
      const moved = await moveByTask(sqs, from, queueArn(redrive.queueUrl, connection.region), options)
      if (moved !== undefined) return { moved, by: "moveTask" }
    }
    return { moved: await moveOneByOne(sqs, connection, queue, options), by: "one by one" }
  } finally {
    sqs.destroy()
  }
}

const noSuchAction = z.object({
  name: z.string().regex(/UnsupportedOperation|InvalidAction|UnknownOperation|NotImplemented/),
})
const taskPollMilliseconds = 1_000

/**
 * Lets SQS move the messages.
 *
 * @returns how many it moved; undefined where SQS has no such action
 */
async function moveByTask(
  sqs: SQSClient,
  SourceArn: string,
  DestinationArn: string,
  { onProgress }: MoveOptions,
): Promise<number | undefined> {
  try {
    // The destination is named, because EventBridge put some of the messages into the queue itself.
    await sqs.send(new StartMessageMoveTaskCommand({ SourceArn, DestinationArn }))
  } catch (error) {
    if (noSuchAction.safeParse(error).success) return undefined
    throw error
  }
  for (;;) {
    const { Results = [] } = await sqs.send(new ListMessageMoveTasksCommand({ SourceArn, MaxResults: 1 }))
    const [task] = Results
    const moved = Number(task?.ApproximateNumberOfMessagesMoved ?? 0)
    onProgress(moved)
    if (task?.Status === "COMPLETED") return moved
    if (task?.Status !== "RUNNING")
      throw new Error(`SQS stopped after ${moved} messages: ${task?.FailureReason ?? "?"}`)
    await pause(taskPollMilliseconds)
  }
}

/** For this long a message that is being moved is hidden from others. */
const holdSeconds = 60

async function moveOneByOne(
  sqs: SQSClient,
  connection: AwsConnection,
  queue: DeadLetters,
  options: MoveOptions,
): Promise<number> {
  const { queueUrl: QueueUrl } = queue
  const send = sender(sqs, connection, queue, options)
  const remove = async ({ ReceiptHandle }: Message) => {
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }))
  }
  // A message that fails again comes back here, later than this. It must not be moved in circles.
  const startedAt = Date.now()
  let moved = 0
  for (let empty = 0; empty < 2; ) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        VisibilityTimeout: holdSeconds,
        WaitTimeSeconds: 1,
        MessageSystemAttributeNames: ["SentTimestamp"],
        MessageAttributeNames: ["All"],
      }),
    )
    const old = Messages.filter(({ Attributes }) => Number(Attributes?.SentTimestamp ?? 0) <= startedAt)
    for (const { ReceiptHandle } of Messages.filter((each) => !old.includes(each)))
      await sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }))
    moved += await handOver(old, send, remove)
    options.onProgress(moved)
    empty = old.length === 0 ? empty + 1 : 0
  }
  return moved
}

/** Sends a message to where it is handled. */
function sender(
  sqs: SQSClient,
  connection: AwsConnection,
  { redrive }: DeadLetters,
  { exchangeBusName }: MoveOptions,
): (message: Message) => Promise<void> {
  const invoke = invokeOnce(connection)
  return async ({ Body = "", MessageAttributes = {} }) => {
    const destination = destinationOf(redrive, MessageAttributes["TARGET_ARN"]?.StringValue)
    if (destination.to === "function") return invoke(destination.functionName)
    if (destination.to === "queue") {
      await sqs.send(new SendMessageCommand({ QueueUrl: destination.queueUrl, MessageBody: Body }))
      return
    }
    const events = new EventBridgeClient(connection)
    try {
      const entry = { ...asEntry(Body), EventBusName: exchangeBusName }
      const { FailedEntryCount } = await events.send(new PutEventsCommand({ Entries: [entry] }))
      if (FailedEntryCount !== 0) throw new Error("The exchange bus did not accept an event. It stays where it is.")
    } finally {
      events.destroy()
    }
  }
}

/** Invokes a function of a schedule. One run makes good for all runs that were missed. */
function invokeOnce(connection: AwsConnection): (functionName: string) => Promise<void> {
  let isDone = false
  return async (FunctionName) => {
    if (isDone) return
    const lambda = new LambdaClient({ ...connection, requestHandler: { requestTimeout: 900_000 }, maxAttempts: 1 })
    try {
      const { FunctionError } = await lambda.send(new InvokeCommand({ FunctionName }))
      if (FunctionError !== undefined)
        throw new Error("The function failed again. Its log says why. Nothing was removed.")
      isDone = true
    } finally {
      lambda.destroy()
    }
  }
}
