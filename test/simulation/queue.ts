import * as z from "zod"
import type { BatchSurroundings } from "../../shared/base/platform/batch-work.ts"
import type { DeadLetters } from "../../shared/base/platform/dead-letters.ts"
import { maximumDeliveries, visibilitySeconds } from "../../shared/base/platform/deliveries-of-a-message.ts"
import type { HeldMessage, Receipts, SentMessage } from "../../shared/base/platform/receipts.ts"
import type { AskedDocuments } from "../../shared/desk/documents/asked-documents.ts"
import type { Random } from "./random.ts"
import type { InvocationResult, Scheduler } from "./scheduler.ts"

/** A message in a queue, and how often it was received. */
export type QueuedMessage = SentMessage & {
  messageId: string
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
  /** Moves dead letters back to the queue, as an operator does after fixing the cause. */
  redrive(isMended: (body: string) => boolean): void
  /** What a function may do with messages that it got. */
  readonly receipts: Receipts
}

type Options = {
  name: string
  scheduler: Scheduler
  random: Random
  /** Calls the function with a whole SQS event. */
  consume: (event: unknown) => Promise<InvocationResult>
  batchSize?: number
  /** Invocations at the same time. By default there is no limit. */
  slots?: number
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
  const { slots = Number.POSITIVE_INFINITY, maximumReceives = maximumDeliveries } = options
  const visibilityMs = options.visibilityMs ?? visibilitySeconds(30) * 1_000
  const messages = new Map<string, QueuedMessage>()
  const deadLetters: QueuedMessage[] = []
  const takesAll = random.fork("batches").chance(0.3)
  let running = 0
  let cancelWaiting = () => {}

  /** Polls again when the next message can be seen. */
  const wait = (): void => {
    cancelWaiting()
    if (messages.size === 0) return
    const visibleAtMs = Math.min(...[...messages.values()].map((one) => one.visibleAtMs))
    cancelWaiting = scheduler.after(Math.max(random.integer(1, 50), visibleAtMs + 1 - scheduler.nowMs()), poll)
  }

  const poll = (): void => {
    if (running >= slots) return
    const visible = [...messages.values()].filter((one) => one.visibleAtMs <= scheduler.nowMs())
    for (const message of visible) {
      if (message.receiveCount >= maximumReceives) {
        messages.delete(message.messageId)
        deadLetters.push(message)
      }
    }
    const batch = random
      .shuffled(visible.filter((one) => messages.has(one.messageId)))
      .slice(0, takesAll ? batchSize : random.integer(1, batchSize))
    if (batch.length === 0) {
      wait()
      return
    }
    for (const message of batch) {
      message.receiveCount++
      message.visibleAtMs = scheduler.nowMs() + visibilityMs
    }
    void deliver(batch)
    // A standard queue may deliver a message a second time while the first delivery is in work.
    const repeated = batch.filter(() => random.chance(scheduler.faults().duplicate))
    if (repeated.length > 0) scheduler.after(random.integer(1, 200), () => void deliver(repeated))
    wait()
  }

  const deliver = async (batch: readonly QueuedMessage[]): Promise<void> => {
    running++
    const result = await options.consume({ Records: batch.map((message) => sqsRecord(name, message)) })
    running--
    if (result.kind === "returned") settle(batch, result.value)
    if (running === slots - 1) scheduler.after(1, poll)
    wait()
  }

  const settle = (batch: readonly QueuedMessage[], answer: unknown): void => {
    const failed = failedIdentifiers(
      answer,
      batch.map((one) => one.messageId),
    )
    for (const message of batch) {
      if (failed.has(message.messageId)) continue
      if (random.chance(scheduler.faults().duplicate)) continue
      messages.delete(message.messageId)
    }
  }

  const messageOf = ({ body, attributes, groupId }: SentMessage): QueuedMessage => ({
    ...{ body, attributes, groupId },
    messageId: random.id(),
    receiveCount: 0,
    sentMs: scheduler.nowMs(),
    visibleAtMs: scheduler.nowMs(),
  })

  const send = (body: string): void => {
    const message = messageOf({ body, attributes: {} })
    messages.set(message.messageId, message)
    scheduler.after(random.integer(1, 100), poll)
  }

  return {
    name,
    messages,
    deadLetters,
    send,
    keep: (body) => void deadLetters.push(messageOf({ body, attributes: {} })),
    redrive: (isMended) => {
      for (const message of deadLetters.splice(0)) {
        if (isMended(message.body)) send(message.body)
        else deadLetters.push(message)
      }
    },
    receipts: {
      acknowledge: async ({ messageId }) => void messages.delete(messageId),
      hold: async (holds) => {
        const gone = new Set<string>()
        for (const { message: held, seconds } of holds) {
          const message = messages.get(held.messageId)
          if (message === undefined || !isHeld(message, held)) gone.add(held.messageId)
          else {
            message.visibleAtMs = scheduler.nowMs() + seconds * 1_000
          }
        }
        wait()
        return gone
      },
      sendAgain: async (sent, delaySeconds) => {
        const message = messageOf(sent)
        message.visibleAtMs += delaySeconds * 1_000
        messages.set(message.messageId, message)
        wait()
      },
    },
  }

  /** Whether nobody else got it since. */
  function isHeld(message: QueuedMessage, { receiptHandle }: HeldMessage): boolean {
    return receiptHandle === receiptOf(message) && message.visibleAtMs > scheduler.nowMs()
  }
}

/** As long as messages are handled alone, a process that computes for so long ends. */
const stalledMilliseconds = 8_000

/** What a batch handler needs of its surroundings, over the queues that its messages are in. SQS can be away too. */
export function simulatedSurroundings(
  scheduler: Scheduler,
  queueNamed: (name: string) => SimulatedQueue | undefined,
): BatchSurroundings {
  const receiptsOf = ({ eventSourceARN }: HeldMessage): Receipts | undefined =>
    queueNamed(eventSourceARN.split(":").slice(5).join(":"))?.receipts
  return {
    after: scheduler.timer,
    clock: scheduler.clock,
    random: () => scheduler.random.integer(0, 1_000) / 1_000,
    receipts: {
      async acknowledge(message) {
        await scheduler.interrupt("sqs.deleteMessage:before")
        await receiptsOf(message)?.acknowledge(message)
      },
      async hold(holds) {
        await scheduler.interrupt("sqs.changeVisibility:before")
        const [first] = holds
        return (first && (await receiptsOf(first.message)?.hold(holds))) ?? new Set()
      },
      async sendAgain(message, delaySeconds) {
        await scheduler.interrupt("sqs.sendMessage:before")
        await receiptsOf(message)?.sendAgain(message, delaySeconds)
        await scheduler.interrupt("sqs.sendMessage:after")
      },
    },
    endWhenStalled: async () => {
      scheduler.endWhenStalled(stalledMilliseconds)
      return async () => {}
    },
  }
}

/** The queue of documents, as the function that fills it reaches it. It can crash before and after. */
export function simulatedDocuments(
  scheduler: Pick<Scheduler, "interrupt">,
  queue: () => SimulatedQueue | undefined,
): AskedDocuments {
  return {
    async add(document) {
      await scheduler.interrupt("askedDocuments.add:before")
      queue()?.send(JSON.stringify(document))
      await scheduler.interrupt("askedDocuments.add:after")
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

/** Each delivery has another one. */
const receiptOf = ({ messageId, receiveCount }: QueuedMessage): string => `receipt-${messageId}-${receiveCount}`

function sqsRecord(queueName: string, message: QueuedMessage): object {
  return {
    messageId: message.messageId,
    receiptHandle: receiptOf(message),
    body: message.body,
    attributes: {
      ApproximateReceiveCount: String(message.receiveCount),
      SentTimestamp: String(message.sentMs),
      SenderId: "events.amazonaws.com",
      ApproximateFirstReceiveTimestamp: String(message.sentMs),
      ...(message.groupId === undefined ? {} : { MessageGroupId: message.groupId }),
    },
    messageAttributes: message.attributes,
    md5OfBody: "",
    eventSource: "aws:sqs",
    eventSourceARN: `arn:aws:sqs:ca-central-1:000000000000:${queueName}`,
    awsRegion: "ca-central-1",
  }
}
