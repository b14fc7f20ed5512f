import { setTimeout as pause } from "node:timers/promises"
import pRetry from "p-retry"
import { chunksWithin } from "../../shared/base/platform/chunks-of.ts"
import type { PartyEvent } from "./build-event.ts"
import type { NotAccepted, Outcome, Transport } from "./transport.ts"

/** What became of one event, with the event. */
export type Result = { readonly event: PartyEvent } & Outcome

export type PublishOptions = {
  /** Attempts for each event, the first included. By default 5. */
  readonly attempts?: number
  /** The pause before the second attempt, by default 250. Each further one is twice as long. Chance makes it longer. */
  readonly firstPauseMilliseconds?: number
  /** How many calls are made side by side. By default 4. Events may then arrive in another order. */
  readonly parallel?: number
}

/** Some events were not accepted. The message says what to do, and repeats no value of an event. */
export class PublishFailed extends Error {
  override readonly name = "PublishFailed"
  /** Of all events, in their order. */
  readonly results: readonly Result[]
  /** The events that are not with the hub. */
  readonly notAccepted: readonly (Result & NotAccepted)[]

  constructor(results: readonly Result[]) {
    const notAccepted = results.filter(isNotAccepted)
    super(failuresInWords(notAccepted, results.length))
    this.results = results
    this.notAccepted = notAccepted
  }
}

/**
 * Publishes events in as few calls as the transport allows. Sends again what failed, under the same id, so that a
 * repeat has no effect. It does not send again what was rejected or refused.
 *
 * @returns one result for each event, in their order. All are accepted
 * @throws PublishFailed when an event was not accepted. Others may be accepted: see its `results`
 */
export async function publish(
  transport: Transport,
  events: readonly PartyEvent[],
  options: PublishOptions = {},
): Promise<readonly Result[]> {
  const { parallel = 4 } = options
  const outcomes: Outcome[] = events.map(() => notSent)
  const waiting = events.map((event, index) => ({ event, index }))
  const calls = chunksWithin(waiting, transport.limits, ({ event }) => transport.sizeOf(event))
  // The workers share the iterator, so each call is made once.
  const worker = async (): Promise<void> => {
    for (const call of calls) await sendUntilSettled(transport, call, options, outcomes)
  }
  await Promise.all(Array.from({ length: parallel }, worker))
  const results = events.map((event, index) => ({ event, ...(outcomes[index] ?? notSent) }))
  if (results.some(isNotAccepted)) throw new PublishFailed(results)
  return results
}

const notSent: NotAccepted = { outcome: "failed", code: "notSent", sentence: "It was not sent. Send it again." }

type Waiting = { readonly event: PartyEvent; readonly index: number }

/** Some events of a call have failed and may be sent again. */
class SomeFailed extends Error {
  readonly retryAfterSeconds: number

  constructor(failed: readonly NotAccepted[]) {
    super("some events have failed")
    this.retryAfterSeconds = Math.max(0, ...failed.map(({ retryAfterSeconds = 0 }) => retryAfterSeconds))
  }
}

/** Sends the events of one call until each is accepted, rejected or refused, or the last attempt is made. */
async function sendUntilSettled(
  transport: Transport,
  call: readonly Waiting[],
  { attempts = 5, firstPauseMilliseconds = 250 }: PublishOptions,
  outcomes: Outcome[],
): Promise<void> {
  let waiting = call
  const attempt = async (): Promise<void> => {
    const answers = await transport.send(waiting.map(({ event }) => event))
    waiting.forEach(({ index }, place) => {
      outcomes[index] = answers[place] ?? notSent
    })
    waiting = waiting.filter(({ index }) => outcomes[index]?.outcome === "failed")
    if (waiting.length > 0) throw new SomeFailed(waiting.flatMap(({ index }) => notAcceptedAt(outcomes, index)))
  }
  await pRetry(attempt, {
    retries: attempts - 1,
    minTimeout: firstPauseMilliseconds,
    randomize: true,
    onFailedAttempt: async ({ error, retriesLeft }) => {
      if (error instanceof SomeFailed && retriesLeft > 0) await pause(error.retryAfterSeconds * 1_000)
    },
  }).catch((error: unknown) => {
    if (!(error instanceof SomeFailed)) throw error
  })
}

function notAcceptedAt(outcomes: readonly Outcome[], index: number): readonly NotAccepted[] {
  const outcome = outcomes[index]
  return outcome === undefined || outcome.outcome === "accepted" ? [] : [outcome]
}

function isNotAccepted(result: Result): result is Result & NotAccepted {
  return result.outcome !== "accepted"
}

/** Most kinds of failure that one message names. */
const namedFailures = 5

/** One line for each event type and sentence, with how many events it is about. */
function failuresInWords(failures: readonly (Result & NotAccepted)[], total: number): string {
  const lines = new Map<string, number>()
  for (const { event, sentence } of failures) {
    const line = `${event.detailType}: ${sentence}`
    lines.set(line, (lines.get(line) ?? 0) + 1)
  }
  const named = [...lines].slice(0, namedFailures).map(([line, count]) => (count === 1 ? line : `${count} × ${line}`))
  const further = lines.size > namedFailures ? [`And ${lines.size - namedFailures} more kinds of failure.`] : []
  return [`${failures.length} of ${total} events were not accepted.`, ...named, ...further].join("\n")
}
