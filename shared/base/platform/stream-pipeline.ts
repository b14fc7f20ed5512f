import type { Context } from "aws-lambda"
import * as z from "zod"
import { ownString } from "../contracts/bounded-string.ts"
import { failureFields } from "./failure.ts"
import { type BatchResponse, type LambdaHandler, lambdaHandler } from "./lambda.ts"
import { requireKnownVersion, rowVersionAttribute } from "./row-version.ts"
import {
  type HandledRecord,
  type HandleRecords,
  type Progress,
  type StreamSurroundings,
  StreamWork,
} from "./stream-work.ts"
import { type Telemetry, tallyOutcomes } from "./telemetry.ts"

const image = z.record(ownString(), z.unknown())

/** A batch of a table's stream, or changes that were set aside and that an operator lets be handled again. */
const streamBatch = z.object({ Records: z.array(z.unknown()), redriven: z.boolean().default(false) })

/** The parts of a record that we read. */
const streamRecord = z.object({
  eventName: z.enum(["INSERT", "MODIFY", "REMOVE"]),
  userIdentity: z.object({ principalId: ownString().optional() }).nullish(),
  dynamodb: z.object({
    SequenceNumber: ownString(),
    ApproximateCreationDateTime: z.union([z.number(), z.date()]).optional(),
    OldImage: image.optional(),
    NewImage: image.optional(),
  }),
})

type StreamRecord = z.output<typeof streamRecord> & HandledRecord

export type RowChange<Row> = {
  eventName: "INSERT" | "MODIFY" | "REMOVE"
  before?: Row
  after?: Row
  sequenceNumber: string
}

/** A row in a stream does not fit its schema. The message names paths and rules, never values. */
export class RowInvalid extends Error {
  override readonly name = "RowInvalid"
  readonly isHopeless = true
}

/** Parts of a stream pipeline. */
export type StreamPipelineOptions<Schema extends z.ZodType> = {
  /** Schema of the table's rows. A table with several kinds of row takes their union. */
  rowSchema: Schema
  /** The use case. Returns what it did in one word. Throws only what a retry can fix. */
  handle: (change: RowChange<z.output<Schema>>) => Promise<string>
  telemetry: Telemetry
  /** By default those of Lambda. Simulations have their own. */
  surroundings?: StreamSurroundings
}

/** What handling did with changes from the start on, each in one word, and why the next one failed, if one did. */
export type HandledChanges = { outcomes: readonly string[]; failure?: unknown }

/** Parts of a stream pipeline that handles what the changes of a batch come to. */
export type StreamBatchOptions<Schema extends z.ZodType, Item> = {
  rowSchema: Schema
  /** What one change comes to. It may be asked again. Throws only what a retry can fix. */
  itemsOf: (change: RowChange<z.output<Schema>>) => Promise<readonly Item[]> | readonly Item[]
  /** Handles the items of several changes, in the order of the changes. */
  handleAll: (itemsOfChanges: readonly (readonly Item[])[]) => Promise<HandledChanges>
  telemetry: Telemetry
  surroundings?: StreamSurroundings
}

/** What `send` did: how many changes at the start were sent whole, and why the next one was not. */
export type SentChanges = { sent: number; failure?: unknown }

/** Parts of a stream pipeline that sends what changes come to. */
export type StreamOutboxOptions<Schema extends z.ZodType, Item> = Omit<
  StreamBatchOptions<Schema, Item>,
  "handleAll"
> & {
  /** Sends the items of several changes, in the order of the changes. */
  send: (itemsOfChanges: readonly (readonly Item[])[]) => Promise<SentChanges>
}

/** The service that removes expired rows. */
const expiryPrincipal = "dynamodb.amazonaws.com"

/**
 * Handler of a table's stream (transactional outbox). It handles changes in their order and stops at the first that
 * AWS fails. Lambda delivers that change and the later ones again. A change that fails by its own fault is set aside
 * (see {@link StreamWork}). Rows that expired are ignored.
 */
export function streamPipeline<Schema extends z.ZodType>(
  options: StreamPipelineOptions<Schema>,
): LambdaHandler<BatchResponse> {
  const { rowSchema, handle } = options
  return streamHandler(options, (records) => untilFailure(records, (record) => handle(readChange(rowSchema, record))))
}

/**
 * Handler of a table's stream that handles what all changes of a batch come to together, so that a batch costs few
 * calls. The first change that AWS fails and the later ones come again.
 */
export function streamBatchPipeline<Schema extends z.ZodType, Item>(
  options: StreamBatchOptions<Schema, Item>,
): LambdaHandler<BatchResponse> {
  const { rowSchema, itemsOf, handleAll } = options
  return streamHandler(options, async (records) => {
    const read = await untilFailure(records, async (record) => itemsOf(readChange(rowSchema, record)))
    const { outcomes, failure } = await handleAll(read.done).catch((failure: unknown) => ({ outcomes: [], failure }))
    return { done: [...outcomes], failure: outcomes.length < read.done.length ? failure : read.failure }
  })
}

/** Handler of a table's stream that sends what all changes of a batch come to together. */
export function streamOutbox<Schema extends z.ZodType, Item>(
  options: StreamOutboxOptions<Schema, Item>,
): LambdaHandler<BatchResponse> {
  const { send, ...others } = options
  return streamBatchPipeline({
    ...others,
    handleAll: async (groups) => {
      const { sent, failure } = await send(groups)
      return { outcomes: groups.slice(0, sent).map((items) => (items.length === 0 ? "unchanged" : "sent")), failure }
    },
  })
}

function streamHandler(
  { telemetry, surroundings }: Pick<StreamPipelineOptions<z.ZodType>, "telemetry" | "surroundings">,
  handle: HandleRecords<StreamRecord>,
): LambdaHandler<BatchResponse> {
  const work = new StreamWork({ handle, telemetry, surroundings })
  return lambdaHandler(telemetry, async (event, context) => {
    const { Records, redriven } = streamBatch.parse(event)
    const records = Records.map((raw) => readRecord(raw, context)).filter((record) => !isExpiry(record))
    const remaining = () => context.getRemainingTimeInMillis()
    const { outcomes, failed } = await work.through(records, { remaining, maySetAside: !redriven })
    if (outcomes.length > 0) {
      telemetry.info("Changes handled", { outcomes: tallyOutcomes(outcomes) })
      telemetry.count("ChangeHandled", outcomes.length)
    }
    if (failed === undefined) return { batchItemFailures: [] }
    telemetry.error("Change failed", { ...failed.record.fields, ...failureFields(failed.failure) })
    telemetry.count("ChangeFailed")
    return { batchItemFailures: [{ itemIdentifier: failed.record.change.sequenceNumber }] }
  })
}

function readRecord(raw: unknown, { invokedFunctionArn: functionArn }: Context): StreamRecord {
  const record = streamRecord.parse(raw)
  const { SequenceNumber: sequenceNumber, ApproximateCreationDateTime: at } = record.dynamodb
  const changedAt = at === undefined ? undefined : (at instanceof Date ? at : new Date(at * 1_000)).toISOString()
  const change = { functionArn, sequenceNumber, changedAt, record: raw }
  return { ...record, change, fields: { sequenceNumber, change: record.eventName } }
}

/** Handles records one after the other, until one fails. */
async function untilFailure<Result>(
  records: readonly StreamRecord[],
  handle: (record: StreamRecord) => Promise<Result>,
): Promise<Progress<Result>> {
  const done: Result[] = []
  for (const record of records) {
    try {
      done.push(await handle(record))
    } catch (failure) {
      return { done, failure }
    }
  }
  return { done }
}

function isExpiry({ eventName, userIdentity }: StreamRecord): boolean {
  return eventName === "REMOVE" && userIdentity?.principalId === expiryPrincipal
}

/** @throws RowInvalid, RowTooNew */
function readChange<Schema extends z.ZodType>(
  rowSchema: Schema,
  { eventName, dynamodb }: StreamRecord,
): RowChange<z.output<Schema>> {
  const { SequenceNumber: sequenceNumber, OldImage, NewImage } = dynamodb
  const old = OldImage === undefined ? undefined : readImage(OldImage)
  const current = NewImage === undefined ? undefined : readImage(NewImage)
  return {
    eventName,
    sequenceNumber,
    ...(old === undefined ? {} : { before: readRow(rowSchema, old) }),
    ...(current === undefined ? {} : { after: readRow(rowSchema, current) }),
  }
}

function readRow<Schema extends z.ZodType>(schema: Schema, attributes: Record<string, unknown>): z.output<Schema> {
  requireKnownVersion(attributes[rowVersionAttribute])
  const result = schema.safeParse(attributes)
  if (result.success) return result.data
  const places = result.error.issues.map((issue) => `${issue.path.join(".")} ${issue.code}`)
  throw new RowInvalid([...new Set(places)].join(", "))
}

function readImage(attributes: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, readAttribute(value)]))
}

const attribute = z.union([
  z.strictObject({ S: ownString() }),
  z.strictObject({ N: ownString() }),
  z.strictObject({ BOOL: z.boolean() }),
  z.strictObject({ NULL: z.literal(true) }),
  z.strictObject({ B: z.union([z.base64(), z.instanceof(Uint8Array)]) }),
  z.strictObject({ M: z.record(ownString(), z.unknown()) }),
  z.strictObject({ L: z.array(z.unknown()) }),
  z.strictObject({ SS: z.array(ownString()) }),
  z.strictObject({ NS: z.array(ownString()) }),
  z.strictObject({ BS: z.array(z.union([z.base64(), z.instanceof(Uint8Array)])) }),
])

/** Reads one attribute. In a trigger's event, binary is base64 text. In the SDK's answers it is not. */
function readAttribute(given: unknown): unknown {
  const result = attribute.safeParse(given)
  if (!result.success) {
    throw new RowInvalid("An attribute has an unknown type")
  }
  const value = result.data
  if ("S" in value) return value.S
  if ("N" in value) return Number(value.N)
  if ("BOOL" in value) return value.BOOL
  if ("NULL" in value) return null
  if ("B" in value) return readBinary(value.B)
  if ("M" in value) return readImage(value.M)
  if ("L" in value) return value.L.map(readAttribute)
  if ("SS" in value) return new Set(value.SS)
  if ("NS" in value) return new Set(value.NS.map(Number))
  return new Set(value.BS.map(readBinary))
}

function readBinary(given: string | Uint8Array): Uint8Array {
  return typeof given === "string" ? new Uint8Array(Buffer.from(given, "base64")) : given
}
