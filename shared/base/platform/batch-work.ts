import { type Clock, systemClock } from "./clock.ts"
import { deployedReceipts } from "./deployed-receipts.ts"
import { endWhenStalled } from "./end-when-stalled.ts"
import { failureFields } from "./failure.ts"
import type { DeliveredMessage, Receipts } from "./receipts.ts"
import { sendAgain } from "./sent-again.ts"
import type { LogFields, Telemetry } from "./telemetry.ts"
import { type After, afterOnSystem, within } from "./timers.ts"
import { isTransient } from "./transient-failure.ts"

/**
 * Leaves a write for the end of the batch, where several messages can share it. The message fails if the write throws,
 * so it is not acknowledged before the write was made.
 */
export type Defer = (write: () => Promise<void>) => void

/** A message as the queue delivers it. */
export type ArrivedMessage = {
  body: string
  /** ISO instant when the queue received it, undefined when the trigger does not state it. */
  arrivedAt: string | undefined
  defer: Defer
}

/** How a message is handled. */
export type MessageHandling = {
  /** Handles one message. Returns what it did in one word. */
  handleMessage: (message: ArrivedMessage) => Promise<string>
  /** Fields for the log line of a failed message. */
  describe: (body: string) => LogFields
  /** The id of the party whose messages a group has; undefined: of none that is known. */
  partyOf?: ((group: string) => Promise<string | undefined>) | undefined
}

/** What the handler of a batch needs of its surroundings. */
export type BatchSurroundings = {
  receipts: Receipts
  after: After
  clock: Clock
  /** From 0 to 1. */
  random: () => number
  /** Ends the process when it computes without a pause. Returns what ends the watch. */
  endWhenStalled: () => Promise<() => Promise<void>>
}

/** How the messages of a batch are handled. */
export type MessageBatchOptions = MessageHandling & {
  telemetry: Telemetry
  /** How many messages to handle at the same time. */
  concurrency: number
  /** A message is not started with less time left, and the queue delivers it again. By default 1,000. */
  reserveMilliseconds?: (body: string) => number
  /** Runs after the last message, and after each one that is handled alone. It must not throw. */
  afterBatch?: () => Promise<void>
  /** By default that of the system. */
  clock?: Clock
  /** By default those of Lambda. Simulations have their own. */
  surroundings?: BatchSurroundings
}

type BegunMessage = { message: DeliveredMessage; outcome: string; deferred: (() => Promise<void>)[] }

/** What is left of an invocation when its messages, their shared writes and the end of the batch must be done. */
const closingMilliseconds = { messages: 700, writes: 400, batch: 200 }

const onLambda = (): BatchSurroundings => ({
  receipts: deployedReceipts(),
  after: afterOnSystem,
  clock: systemClock,
  random: Math.random,
  endWhenStalled,
})

/** The work of one invocation: it handles messages, and knows which of them to leave to a later delivery. */
export class BatchWork {
  readonly surroundings: BatchSurroundings
  /** Ids of the messages that the queue shall deliver again. */
  readonly left = new Set<string>()
  /** What became of the others. */
  readonly outcomes: string[] = []
  /** Milliseconds that the invocation has left. */
  readonly remaining: () => number
  readonly #options: MessageBatchOptions
  /** Whether AWS failed a message. Then it has taken the time of others. */
  #awsFailed = false

  constructor(options: MessageBatchOptions, remaining: () => number) {
    this.#options = options
    this.remaining = remaining
    this.surroundings = options.surroundings ?? onLambda()
  }

  /** How much time a message needs at least. */
  reserveFor({ body }: DeliveredMessage): number {
    return this.#options.reserveMilliseconds?.(body) ?? 1_000
  }

  hasTimeFor(message: DeliveredMessage): boolean {
    return this.remaining() >= this.reserveFor(message)
  }

  /** Leaves a message to a later delivery although it is in order. It is counted and not logged. */
  postpone({ messageId }: DeliveredMessage): void {
    this.left.add(messageId)
    this.#options.telemetry.count("MessagePostponed")
  }

  /** Handles messages, some at the same time. One that throws, or takes longer than it may, fails alone. */
  async handle(messages: readonly DeliveredMessage[], mostMilliseconds = Number.POSITIVE_INFINITY): Promise<void> {
    const { concurrency, afterBatch = async () => {} } = this.#options
    const begun: BegunMessage[] = []
    const waiting = [...messages]
    const take = async (): Promise<void> => {
      for (let message = waiting.shift(); message !== undefined; message = waiting.shift()) {
        if (this.hasTimeFor(message)) begun.push(...(await this.#begin(message, mostMilliseconds)))
        else await this.#findNoTimeFor(message)
      }
    }
    await Promise.all(Array.from({ length: concurrency }, take))
    await Promise.all(begun.map((one) => this.#end(one)))
    await this.#before(closingMilliseconds.batch, afterBatch()).catch((thrown: unknown) =>
      this.#options.telemetry.error("The end of the batch failed", failureFields(thrown)),
    )
  }

  /** Handles one message. If the invocation ends by it, the last line of the log names it. */
  async handleAlone(message: DeliveredMessage, mostMilliseconds: number): Promise<void> {
    const { messageId, deliveries } = message
    if (deliveries > 2) this.#options.telemetry.info("Message handled alone", { messageId, attempt: deliveries })
    await this.handle([message], mostMilliseconds)
  }

  async #begin(message: DeliveredMessage, mostMilliseconds: number): Promise<BegunMessage[]> {
    const { body, arrivedAt } = message
    const deferred: BegunMessage["deferred"] = []
    const defer: Defer = (write) => void deferred.push(write)
    try {
      const handling = this.#options.handleMessage({ body, arrivedAt, defer })
      const outcome = await this.#before(closingMilliseconds.messages, handling, mostMilliseconds)
      return [{ message, outcome, deferred }]
    } catch (thrown) {
      await this.#fail(message, thrown)
      return []
    }
  }

  /** Makes the writes that a message left for the end. */
  async #end({ message, outcome, deferred }: BegunMessage): Promise<void> {
    try {
      await this.#before(closingMilliseconds.writes, Promise.all(deferred.map((write) => write())))
      this.outcomes.push(outcome)
    } catch (thrown) {
      await this.#fail(message, thrown)
    }
  }

  /** Waits until so much time is left, and at most so long. */
  #before<Value>(left: number, awaited: Promise<Value>, most = Number.POSITIVE_INFINITY): Promise<Value> {
    return within(this.surroundings.after, Math.min(most, this.remaining() - left), awaited)
  }

  /** What AWS failed is sent again. Anything else is left, and its deliveries are counted. */
  async #fail(message: DeliveredMessage, thrown: unknown): Promise<void> {
    const { telemetry, describe } = this.#options
    const { messageId, body, retries: attempt } = message
    const fields = { messageId, ...describe(body), ...failureFields(thrown) }
    if (isTransient(thrown)) {
      this.#awsFailed = true
      if (await this.#sendAgain(message)) return telemetry.warn("Message sent again", { ...fields, attempt })
    }
    this.left.add(messageId)
    telemetry.error("Message failed", fields)
    telemetry.count("MessageFailed")
  }

  /** A message whose time AWS took does not pay for that with a delivery. */
  async #findNoTimeFor(message: DeliveredMessage): Promise<void> {
    if (!this.#awsFailed || !(await this.#sendAgain(message))) this.postpone(message)
  }

  /** @returns whether the message is in the queue once more, so that this one is done with */
  async #sendAgain(message: DeliveredMessage): Promise<boolean> {
    const isSent = await sendAgain(message, this.surroundings, this.#options.telemetry)
    if (isSent) this.outcomes.push("sentAgain")
    return isSent
  }
}
