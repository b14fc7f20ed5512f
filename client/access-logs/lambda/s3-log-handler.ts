import { setTimeout as pause } from "node:timers/promises"
import * as z from "zod"
import { ownString } from "../../../shared/base/contracts/bounded-string.ts"
import { CommandStopped } from "../../command-line/command-stopped.ts"
import type { Transport } from "../../events/transport.ts"
import { UnreadableLog } from "../reading/open-log.ts"
import { makeCounting } from "../shipping/count-accesses.ts"
import type { LogSource } from "../shipping/log-source.ts"
import { numberedReports } from "../shipping/numbered-reports.ts"
import { type Sending, sendAccesses, sendEvent, sendUnsent } from "../shipping/send-accesses.ts"
import { noCounts, type ShippedCounts, shipObject as shipSource } from "../shipping/ship-log.ts"
import { accessShipper } from "../shipping/shipped-access.ts"
import { type GivenRules, readShippingRules } from "../shipping/shipping-rules.ts"
import { bucketReports } from "./bucket-reports.ts"
import { loadS3, type StoresObjects } from "./load-s3.ts"
import { type CountedMessages, loadSqs, type ReadsQueues } from "./load-sqs.ts"
import { objectsCreated, openObject, type StoredObject } from "./shipped-object.ts"

const counted: CountedMessages[] = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]

const answer = z.looseObject({ Attributes: z.record(ownString(), z.coerce.number().int().min(0)) })

/**
 * Waits until no message is in these queues. SQS gives numbers that can be a minute old.
 *
 * @returns when they were empty, in epoch milliseconds, or undefined if they were not until the signal
 */
async function whenEmpty(
  sqs: ReadsQueues,
  queueUrls: readonly string[],
  { signal, pauseMilliseconds }: { signal: AbortSignal; pauseMilliseconds: number },
): Promise<number | undefined> {
  while (!signal.aborted) {
    const at = Date.now()
    const sizes = await Promise.all(queueUrls.map((url) => sizeOf(sqs, url)))
    if (sizes.every((size) => size === 0)) return at
    await pause(pauseMilliseconds, undefined, { signal }).catch(() => {})
  }
  return undefined
}

async function sizeOf(sqs: ReadsQueues, url: string): Promise<number> {
  const { Attributes } = answer.parse(await sqs.getQueueAttributes({ QueueUrl: url, AttributeNames: counted }))
  return counted.reduce((sum, name) => sum + (Attributes[name] ?? 0), 0)
}

/** How a function ships logs. The rules are those of `npx wayseal ship-accesses`. */
export type S3LogHandlerOptions = GivenRules & {
  /** The way to the hub: `overHttps` or `overEventBridge`. */
  readonly transport: Transport
  /** The carrier's own key of fingerprints, of at least 32 random bytes. With another one every visitor is new. */
  readonly fingerprintKey: Uint8Array
  /** The carrier's bucket for how far each object is shipped, and which lines could not be read. */
  readonly stateBucket: string
  /**
   * The queue that S3 notifies, and its dead-letter queue. With them the function numbers its reports. Let a schedule
   * invoke it every five minutes with `{"count": true}`: then it counts, and the hub notices when it stops.
   */
  readonly queueUrls?: readonly string[]
  /** By default a client with the settings of the environment, from the package `@aws-sdk/client-s3`. */
  readonly s3?: StoresObjects
  /** By default a client with the settings of the environment, from the package `@aws-sdk/client-sqs`. */
  readonly sqs?: ReadsQueues
  /** Takes one line of JSON for each object. By default it goes to standard output. */
  readonly onLine?: (line: string) => void
}

/** What Lambda hands over. */
export type InvocationContext = { getRemainingTimeInMillis(): number }

/** The messages that SQS delivers again. */
export type BatchResponse = { readonly batchItemFailures: readonly { readonly itemIdentifier: string }[] }

export type S3LogHandler = (event: unknown, context: InvocationContext) => Promise<BatchResponse>

/** No further round is begun after that, so that the one under way ends before Lambda stops the function. */
const reservedMilliseconds = 45_000

/** Between two looks at queues that are not empty. */
const lookingMilliseconds = 5_000

const countRequest = z.looseObject({ count: z.literal(true) })
const batch = z.looseObject({ Records: z.array(z.looseObject({ messageId: ownString(), body: ownString() })) })

/**
 * Makes the handler of a Lambda function that ships access logs as they arrive in a bucket. It takes notifications of
 * S3 from SQS. A message whose object is not shipped to its end is delivered again, and goes on after the last round
 * that the hub has. What is sent twice has the same ids, which the hub counts once. An object whose form is not known
 * is named as unread, and does not come again.
 *
 * It keeps no tokens: whom the hub restricts can be refused only by a tool whose log is shipped on a machine.
 *
 * @throws RuleInvalid when a rule cannot be used
 * @throws RangeError for a shorter key
 */
export function s3LogHandler(options: S3LogHandlerOptions): S3LogHandler {
  const shipObject = objectShipper(options)
  const { onLine = (line) => void process.stdout.write(`${line}\n`) } = options
  return async (event, context) => {
    const stop = new AbortController()
    const remaining = context.getRemainingTimeInMillis() - reservedMilliseconds
    const timer = setTimeout(() => stop.abort(new OutOfTime()), Math.max(0, remaining))
    try {
      if (countRequest.safeParse(event).success) {
        onLine(JSON.stringify(await countReported(options, stop.signal)))
        return { batchItemFailures: [] }
      }
      const ship = (object: StoredObject) =>
        reported(object, onLine, (counts) => shipObject(object, stop.signal, counts))
      const failed: { itemIdentifier: string }[] = []
      for (const { messageId, body } of batch.parse(event).Records)
        if (!(await isSettled(body, ship, onLine))) failed.push({ itemIdentifier: messageId })
      return { batchItemFailures: failed }
    } finally {
      clearTimeout(timer)
    }
  }
}

const sendingOf = ({ transport }: S3LogHandlerOptions, signal: AbortSignal): Sending => ({
  transport,
  signal,
  onWait() {},
  // Until the signal, which is the end of the invocation.
  patienceSeconds: Number.POSITIVE_INFINITY,
})

/** With numbers, if the function knows its queues. First it sends what an invocation left that ended. */
async function numberedSending(options: S3LogHandlerOptions, s3: StoresObjects, signal: AbortSignal): Promise<Sending> {
  const sending = sendingOf(options, signal)
  if (options.queueUrls === undefined) return sending
  const reports = numberedReports(await bucketReports(s3, options.stateBucket))
  await sendUnsent(reports, sending)
  return { ...sending, reports }
}

/**
 * Counts up to a moment at which no log waited. While one waits, also in the dead-letter queue, it does not count, and
 * the hub tells of it after 30 minutes.
 *
 * @returns what to write to the log
 */
async function countReported(options: S3LogHandlerOptions, signal: AbortSignal): Promise<object> {
  if (options.queueUrls === undefined) return { level: "ERROR", message: "not counted, because queueUrls is not given" }
  const s3 = options.s3 ?? (await loadS3())
  const sqs = options.sqs ?? (await loadSqs())
  const sending = sendingOf(options, signal)
  for (;;) {
    const emptyAt = await whenEmpty(sqs, options.queueUrls, { signal, pauseMilliseconds: lookingMilliseconds })
    if (emptyAt === undefined) return { level: "WARN", message: "not counted, because logs wait in the queues" }
    const reports = numberedReports(await bucketReports(s3, options.stateBucket))
    // What an invocation left that ended.
    await sendUnsent(reports, sending)
    await makeCounting(reports, { sources: 1, send: (event) => sendEvent(event, sending) }).countUntil(emptyAt)
    const { countedUntil: until = "" } = reports.counting()
    // Otherwise another invocation began a report meanwhile.
    if (until >= new Date(emptyAt).toISOString()) return { level: "INFO", message: "counted", until }
    await pause(lookingMilliseconds, undefined, { signal }).catch(() => {})
  }
}

/** Ships an object to its end, and counts what became of its lines. Returns whether its form is known. */
function objectShipper(options: S3LogHandlerOptions) {
  const { stateBucket, fingerprintKey } = options
  const rules = readShippingRules(options)
  const accessOf = accessShipper({ ...rules, key: fingerprintKey })
  let loaded = options.s3 === undefined ? undefined : Promise.resolve(options.s3)
  return async (object: StoredObject, signal: AbortSignal, counts: ShippedCounts): Promise<boolean> => {
    signal.throwIfAborted()
    loaded ??= loadS3()
    const s3 = await loaded
    const sending = await numberedSending(options, s3, signal)
    const { source, positions, unread, close } = await openObject(s3, object, stateBucket)
    try {
      return await shipSource(stoppedBy(signal, source), {
        ...rules,
        accessOf,
        send: (accesses) => sendAccesses(accesses, sending),
        positions,
        unread,
        keepVisitors() {},
        now: () => Date.now() / 1_000,
        counts,
      })
    } finally {
      close()
    }
  }
}

/** Writes what became of an object. @returns whether it is settled: to deliver it again would change nothing */
async function reported(
  { bucket, key }: StoredObject,
  onLine: (line: string) => void,
  ship: (counts: ShippedCounts) => Promise<boolean>,
): Promise<boolean> {
  const counts = noCounts()
  const startedAt = performance.now()
  const write = (said: object): void => {
    const seconds = Math.round(performance.now() - startedAt) / 1_000
    onLine(JSON.stringify({ ...said, source: `s3://${bucket}/${key}`, ...counts, seconds }))
  }
  try {
    if (await ship(counts)) write({ level: "INFO", message: "shipped" })
    else write({ level: "WARN", message: "not shipped, because its form is not known" })
    return true
  } catch (error) {
    write({ level: "ERROR", message: "not shipped to its end", reason: reasonOf(error) })
    return false
  }
}

/** Whether all objects of a message are settled. One that fails does not stop the next. */
async function isSettled(
  body: string,
  ship: (object: StoredObject) => Promise<boolean>,
  onLine: (line: string) => void,
): Promise<boolean> {
  let objects: readonly StoredObject[]
  try {
    objects = objectsCreated(body)
  } catch {
    onLine(JSON.stringify({ level: "ERROR", message: "a message is no notification of S3" }))
    return false
  }
  let areSettled = true
  for (const object of objects) areSettled = (await ship(object)) && areSettled
  return areSettled
}

/** The invocation ends before the object does. */
class OutOfTime extends Error {
  override readonly name = "OutOfTime"
  constructor() {
    super("The time of this invocation is over. The next one goes on from here.")
  }
}

/** The same source, up to the end of the invocation. */
const stoppedBy = (signal: AbortSignal, source: LogSource): LogSource => ({
  name: source.name,
  async *read(from) {
    for await (const piece of source.read(from)) {
      signal.throwIfAborted()
      yield piece
    }
  },
})

/** In words for what is known to repeat nothing of a line. Otherwise the error's name. */
function reasonOf(error: unknown): string {
  if (error instanceof CommandStopped || error instanceof UnreadableLog || error instanceof OutOfTime)
    return error.message
  return error instanceof Error ? error.name : "unknown"
}
