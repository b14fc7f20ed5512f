import * as z from "zod"
import type { EventEntry } from "../../../shared/base/contracts/define-event.ts"
import { parsedJson } from "../../../shared/base/contracts/parsed-json.ts"
import type { DeadLetters, Redrive } from "./dead-letter-queues.ts"

/** Where one message goes. */
export type Destination =
  | { readonly to: "queue"; readonly queueUrl: string }
  | { readonly to: "exchangeBus" }
  | { readonly to: "function"; readonly functionName: string }

/**
 * Where a message goes back to.
 *
 * @param targetArn what EventBridge could not deliver it to; absent if a consumer of the queue gave it up
 * @throws Error for messages that only their senders can send again
 */
export function destinationOf(redrive: Redrive, targetArn: string | undefined): Destination {
  if (redrive.to === "sender") throw new Error("Only their senders can send these events again.")
  if (redrive.to !== "queue") return redrive
  const isOfQueue = targetArn === undefined || targetArn.split(":").at(-1) === redrive.queueUrl.split("/").at(-1)
  return redrive.hasOtherTargets && !isOfQueue ? { to: "exchangeBus" } : { to: "queue", queueUrl: redrive.queueUrl }
}

const envelope = z.looseObject({
  source: z.string(),
  "detail-type": z.string(),
  time: z.string(),
  detail: z.looseObject({}),
  resources: z.array(z.string()).default([]),
})

/**
 * An event of the exchange bus as an entry for the same bus. It keeps its resources, because the rule of invited
 * parties selects by them.
 *
 * @throws Error for what is no event. It quotes nothing of the message
 */
export function asEntry(body: string): Omit<EventEntry, "EventBusName"> {
  const event = envelope.safeParse(parsedJson(body))
  if (!event.success) throw new Error("A message is no event of the exchange bus. It stays where it is.")
  const { source, "detail-type": detailType, time, detail, resources } = event.data
  return {
    Source: source,
    DetailType: detailType,
    Detail: JSON.stringify(detail),
    Time: new Date(time),
    ...(resources.length === 0 ? {} : { Resources: resources }),
  }
}

/** What a redrive of a queue will do, one sentence a line. */
export function planInWords({ name, redrive, isRaw, impact }: DeadLetters, waiting: number): readonly string[] {
  const messages = waiting === 1 ? "1 message" : `${waiting} messages`
  return [
    `${messages} in ${name}. While they wait: ${impact}`,
    ...plans[redrive.to](messages),
    ...(redrive.to === "queue" && redrive.hasOtherTargets
      ? ["What could not be delivered to the party's own bus goes on the exchange bus again, to all its channels."]
      : []),
    ...(isRaw
      ? ["They are raw events with personal data. You need the key for raw events, and CloudTrail records its use."]
      : []),
  ]
}

const plans: Readonly<Record<Redrive["to"], (messages: string) => readonly string[]>> = {
  queue: (messages) => [
    `A redrive moves ${messages} back to the queue, where they are handled as on the first day. Repeats change nothing.`,
    "Find and fix the cause first. What fails again comes back here.",
  ],
  exchangeBus: (messages) => [
    `A redrive puts ${messages} on the exchange bus again. Parties drop by their ids what they have already.`,
  ],
  function: () => ["A redrive runs the scheduled function once. If it succeeds, these messages are removed."],
  sender: () => [
    "The bus could not encrypt or decrypt them, so they were delivered to nobody and cannot be moved from here.",
    "Fix the key, and ask the senders to send the events of that time again. Then purge the queue.",
  ],
}

/** What it takes to look, as IAM actions. */
export const actionsToLook: readonly string[] = [
  "cloudformation:DescribeStacks, cloudformation:ListStackResources and cloudformation:GetTemplate",
  "sqs:GetQueueAttributes on the dead-letter queues; cloudwatch:GetMetricData",
  "s3:ListBucket on the failures bucket, s3:GetObject on its objects; kms:Decrypt on the key for redacted data",
]

/** What a redrive of a queue needs, as IAM actions. */
export function actionsFor({ redrive, isRaw }: Pick<DeadLetters, "redrive" | "isRaw">): readonly string[] {
  const key = isRaw ? "the key for raw events" : "the key for redacted data"
  return [
    "sqs:GetQueueAttributes, sqs:ReceiveMessage, sqs:DeleteMessage and sqs:ChangeMessageVisibility on the dead-letter queue",
    ...(redrive.to === "queue"
      ? [
          "sqs:StartMessageMoveTask and sqs:ListMessageMoveTasks on the dead-letter queue",
          "sqs:SendMessage on the queue that it belongs to",
        ]
      : []),
    ...(redrive.to === "exchangeBus" || (redrive.to === "queue" && redrive.hasOtherTargets)
      ? ["events:PutEvents on the exchange bus"]
      : []),
    ...(redrive.to === "function" ? ["lambda:InvokeFunction on the function"] : []),
    `kms:Decrypt and kms:GenerateDataKey on ${key}`,
  ]
}

/** What a replay of failed changes needs, as IAM actions. */
export const actionsForFailures: readonly string[] = [
  "s3:ListBucket on the failures bucket; s3:GetObject and s3:DeleteObject on its objects",
  "lambda:InvokeFunction on the functions",
  "kms:Decrypt on the key for redacted data",
]
