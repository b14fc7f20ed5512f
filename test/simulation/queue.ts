import * as z from "zod"
import type { DeadLetters } from "../../shared/platform/dead-letters.ts"
import type { Random } from "./random.ts"
import type { InvocationResult, Scheduler } from "./scheduler.ts"

/** A message in a queue, and how often it was received. */
export type QueuedMessage = {
  messageId: string
  body: string
  receiveCount: number
  sentMs: number
  visibleAtMs: number
}

export type SimulatedQueue = {
  readonly name: string
  /** Messages not yet deleted. */
  readonly messages: Map<string, QueuedMessage>
  /** The dead-letter queue. */
  readonly deadLetters: QueuedMessage[]
  send(body: string): void
  /** Takes a dead letter from the function itself. */
  keep(body: string): void
  /** Moves every dead letter back to the queue, as an operator does after fixing the cause. */
  redrive(): void
}

type Options = {
  name: string
  scheduler: Scheduler
  random: Random
  /** Calls the function with a whole SQS event. */
  consume: (event: unknown) => Promise<InvocationResult>
  batchSize?: number
  maximumReceives?: number
  visibilityMs?: number
}

const partialBatchResponse = z.looseObject({
  batchItemFailures: z.array(z.looseObject({ itemIdentifier: z.string() })),
})

/**
 * A standard queue with its event source mapping. It delivers at least once, in any order, honours partial batch
 * failures and moves messages to a dead-letter queue.
 */
export function makeSimulatedQueue(options: Options): SimulatedQueue {
  const { scheduler, random, name } = options
  const batchSize = options.batchSize ?? 10
  const maximumReceives = options.maximumReceives ?? 5
  const visibilityMs = options.visibilityMs ?? 30_000
  const messages = new Map<string, QueuedMessage>()
  const deadLetters: QueuedMessage[] = []

  const poll = (): void => {
    const visible = [...messages.values()].filter((one) => one.visibleAtMs <= scheduler.nowMs())
    if (visible.length === 0) return
    for (const message of visible) {
      if (message.receiveCount >= maximumReceives) {
        messages.delete(message.messageId)
        deadLetters.push(message)
      }
    }
    const batch = random
      .shuffled(visible.filter((one) => messages.has(one.messageId)))
      .slice(0, random.integer(1, batchSize))
    if (batch.length === 0) return
    for (const message of batch) {
      message.receiveCount++
      message.visibleAtMs = scheduler.nowMs() + visibilityMs
    }
    void deliver(batch)
    // A standard queue may deliver a message a second time while the first delivery is in work.
    const repeated = batch.filter(() => random.chance(scheduler.faults().duplicate))
    if (repeated.length > 0) scheduler.after(random.integer(1, 200), () => void deliver(repeated))
    scheduler.after(random.integer(1, 50), poll)
    scheduler.after(visibilityMs + 1, poll)
  }

  const deliver = async (batch: readonly QueuedMessage[]): Promise<void> => {
    const result = await options.consume({ Records: batch.map((message) => sqsRecord(name, message)) })
    if (result.kind !== "returned") return
    const failed = failedIdentifiers(
      result.value,
      batch.map((one) => one.messageId),
    )
    for (const message of batch) {
      if (failed.has(message.messageId)) continue
      if (random.chance(scheduler.faults().duplicate)) continue
      messages.delete(message.messageId)
    }
  }

  const messageOf = (body: string): QueuedMessage => ({
    messageId: random.id(),
    body,
    receiveCount: 0,
    sentMs: scheduler.nowMs(),
    visibleAtMs: scheduler.nowMs(),
  })

  const send = (body: string): void => {
    const message = messageOf(body)
    messages.set(message.messageId, message)
    scheduler.after(random.integer(1, 100), poll)
  }

  return {
    name,
    messages,
    deadLetters,
    send,
    keep: (body) => void deadLetters.push(messageOf(body)),
    redrive: () => {
      for (const message of deadLetters.splice(0)) send(message.body)
    },
  }
}

/** The dead-letter queue of a queue, as the function reaches it. It can crash before and after. */
export function simulatedDeadLetters(
  scheduler: Pick<Scheduler, "interrupt">,
  queue: () => SimulatedQueue | undefined,
): DeadLetters {
  return {
    async keep(body) {
      await scheduler.interrupt("deadLetters.keep:before")
      queue()?.keep(body)
      await scheduler.interrupt("deadLetters.keep:after")
    },
  }
}

/**
 * The messages that failed, as the event source mapping reads the answer. No answer means none, an unknown identifier
 * means all.
 */
export function failedIdentifiers(answer: unknown, all: readonly string[]): Set<string> {
  if (answer === undefined || answer === null) return new Set()
  const parsed = partialBatchResponse.safeParse(answer)
  if (!parsed.success) return hasFailures(answer) ? new Set(all) : new Set()
  const failed = parsed.data.batchItemFailures.map((one) => one.itemIdentifier)
  return failed.some((one) => !all.includes(one)) ? new Set(all) : new Set(failed)
}

function hasFailures(answer: unknown): boolean {
  return (
    typeof answer === "object" && answer !== null && "batchItemFailures" in answer && Boolean(answer.batchItemFailures)
  )
}

function sqsRecord(queueName: string, message: QueuedMessage): object {
  return {
    messageId: message.messageId,
    receiptHandle: `receipt-${message.messageId}-${message.receiveCount}`,
    body: message.body,
    attributes: {
      ApproximateReceiveCount: String(message.receiveCount),
      SentTimestamp: String(message.sentMs),
      SenderId: "events.amazonaws.com",
      ApproximateFirstReceiveTimestamp: String(message.sentMs),
    },
    messageAttributes: {},
    md5OfBody: "",
    eventSource: "aws:sqs",
    eventSourceARN: `arn:aws:sqs:ca-central-1:000000000000:${queueName}`,
    awsRegion: "ca-central-1",
  }
}
