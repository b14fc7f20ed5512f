import * as z from "zod"
import { CommandStopped } from "../../command-line/command-stopped.ts"
import type { Transport } from "../../events/transport.ts"
import { UnreadableLog } from "../reading/open-log.ts"
import type { LogSource } from "../shipping/log-source.ts"
import { sendAccesses } from "../shipping/send-accesses.ts"
import { noCounts, type ShippedCounts, shipObject as shipSource } from "../shipping/ship-log.ts"
import { accessShipper } from "../shipping/shipped-access.ts"
import { type GivenRules, readShippingRules } from "../shipping/shipping-rules.ts"
import type { StoresObjects } from "./load-s3.ts"
import { objectsCreated, type StoredObject } from "./s3-notification.ts"
import { openObject } from "./shipped-object.ts"

/** How a function ships logs. The rules are those of `npx wayseal ship-accesses`. */
export type S3LogHandlerOptions = GivenRules & {
  /** The way to the hub: `overHttps` or `overEventBridge`. */
  readonly transport: Transport
  /** The carrier's own key of fingerprints, of at least 32 random bytes. With another one every visitor is new. */
  readonly fingerprintKey: Uint8Array
  /** The carrier's bucket for how far each object is shipped, and which lines could not be read. */
  readonly stateBucket: string
  /** By default a client with the settings of the environment, from the package `@aws-sdk/client-s3`. */
  readonly s3?: StoresObjects
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

const batch = z.looseObject({ Records: z.array(z.looseObject({ messageId: z.string(), body: z.string() })) })

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
    const { Records } = batch.parse(event)
    const stop = new AbortController()
    const remaining = context.getRemainingTimeInMillis() - reservedMilliseconds
    const timer = setTimeout(() => stop.abort(new OutOfTime()), Math.max(0, remaining))
    const failed: { itemIdentifier: string }[] = []
    const ship = (object: StoredObject) => reported(object, onLine, (counts) => shipObject(object, stop.signal, counts))
    try {
      for (const { messageId, body } of Records)
        if (!(await isSettled(body, ship, onLine))) failed.push({ itemIdentifier: messageId })
    } finally {
      clearTimeout(timer)
    }
    return { batchItemFailures: failed }
  }
}

/** Ships an object to its end, and counts what became of its lines. Returns whether its form is known. */
function objectShipper(options: S3LogHandlerOptions) {
  const { transport, stateBucket, fingerprintKey } = options
  const rules = readShippingRules(options)
  const accessOf = accessShipper({ ...rules, key: fingerprintKey })
  let loaded = options.s3 === undefined ? undefined : Promise.resolve(options.s3)
  return async (object: StoredObject, signal: AbortSignal, counts: ShippedCounts): Promise<boolean> => {
    signal.throwIfAborted()
    loaded ??= import("./load-s3.ts").then(({ loadS3 }) => loadS3())
    const { source, positions, unread, close } = await openObject(await loaded, object, stateBucket)
    const patienceSeconds = Number.POSITIVE_INFINITY
    try {
      return await shipSource(stoppedBy(signal, source), {
        ...rules,
        accessOf,
        send: (accesses) => sendAccesses(accesses, { transport, signal, onWait() {}, patienceSeconds }),
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
