import type { Minutes } from "./evaluate-alarm.ts"

/** What the function behind a queue does with a message. It crashes: the whole invocation ends with an error. */
export type Handling = "handles" | "fails" | "crashes" | "off"

export type QueueDay = {
  readonly minutes: number
  /** How many messages come in a minute. */
  readonly arriving: (minute: number) => number
  readonly handling: (minute: number) => Handling
  /** How many messages the function can take in a minute. */
  readonly capacity: number
  /** Seconds until a message that was not handled comes back. */
  readonly visibilitySeconds: number
  /** Deliveries before a message is a dead letter. */
  readonly deliveries: number
}

/** The metrics of a queue, its dead letters and its function. */
export type QueueMetrics = Readonly<Record<"age" | "deadLetters" | "errors" | "failed" | "invocations", Minutes>>

const tickSeconds = 10
const ticksAMinute = 60 / tickSeconds

/**
 * From the fourth delivery on, SQS puts a message at the back of the queue, and its age does not count any more:
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
 */
const deliveriesThatCount = 3

/**
 * SQS reports a queue that was idle for hours only after up to 15 minutes, by the same page. A dead-letter queue is
 * one; Lambda polls the others.
 */
export const minutesUntilReported = 15

type Message = { readonly sentAt: number; visibleAt: number; deliveries: number }

/** Lets messages go through a queue, in steps of ten seconds. */
export function simulateQueue(day: QueueDay): QueueMetrics {
  const waiting: Message[] = []
  const metrics = { age: [], deadLetters: [], errors: [], failed: [], invocations: [] } as Record<
    keyof QueueMetrics,
    (number | undefined)[]
  >
  let [dead, deadSince] = [0, Number.POSITIVE_INFINITY]
  for (let minute = 0; minute < day.minutes; minute++) {
    const counts = { errors: 0, failed: 0, invocations: 0 }
    for (let tick = 0; tick < ticksAMinute; tick++) {
      const now = minute * 60 + tick * tickSeconds
      for (let come = share(day.arriving(minute), tick); come > 0; come--)
        waiting.push({ sentAt: now, visibleAt: now, deliveries: 0 })
      const handling = day.handling(minute)
      if (handling === "off") continue
      const taken = waiting.filter(({ visibleAt }) => visibleAt <= now).slice(0, share(day.capacity, tick))
      for (const message of taken) {
        counts.invocations++
        if (handling === "crashes") counts.errors++
        if (handling === "fails") counts.failed++
        message.visibleAt = now + day.visibilitySeconds
        message.deliveries++
      }
      const gone = handling === "handles" ? taken : taken.filter(({ deliveries }) => deliveries >= day.deliveries)
      if (handling !== "handles" && gone.length > 0) {
        deadSince = Math.min(deadSince, minute)
        dead += gone.length
      }
      remove(waiting, new Set(gone))
    }
    const oldest = waiting.find(({ deliveries }) => deliveries < deliveriesThatCount)
    metrics.age.push(oldest === undefined ? 0 : (minute + 1) * 60 - oldest.sentAt)
    metrics.deadLetters.push(minute >= deadSince + minutesUntilReported ? dead : undefined)
    metrics.errors.push(counts.invocations === 0 ? undefined : counts.errors)
    metrics.failed.push(counts.failed === 0 ? undefined : counts.failed)
    metrics.invocations.push(counts.invocations === 0 ? undefined : counts.invocations)
  }
  return metrics
}

/** What of a minute's number falls into one of its ticks. */
const share = (ofMinute: number, tick: number): number =>
  Math.floor((ofMinute * (tick + 1)) / ticksAMinute) - Math.floor((ofMinute * tick) / ticksAMinute)

/** Messages are few or all taken at once, so this walks over them once. */
function remove(waiting: Message[], gone: ReadonlySet<Message>): void {
  if (gone.size === 0) return
  let kept = 0
  for (const message of waiting) if (!gone.has(message)) waiting[kept++] = message
  waiting.length = kept
}
