import * as z from "zod"
import { failureFields } from "./failure.ts"
import { type BatchResponse, type LambdaHandler, lambdaHandler } from "./lambda.ts"
import { type LogFields, opaqueId, type Telemetry } from "./telemetry.ts"

const image = z.record(z.string(), z.unknown())

/** A batch of a table's stream, as far as it is read. */
const streamBatch = z.object({
  Records: z.array(
    z.object({
      eventName: z.enum(["INSERT", "MODIFY", "REMOVE"]),
      userIdentity: z.object({ principalId: z.string().optional() }).nullish(),
      dynamodb: z.object({
        SequenceNumber: z.string(),
        ApproximateCreationDateTime: z.union([z.number(), z.date()]).optional(),
        OldImage: image.optional(),
        NewImage: image.optional(),
      }),
    }),
  ),
})

type StreamRecord = z.output<typeof streamBatch>["Records"][number]

/** A change of one row, as the stream carries it on. */
export type RowChange<Row> = {
  eventName: "INSERT" | "MODIFY" | "REMOVE"
  before?: Row
  after?: Row
  sequenceNumber: string
}

/** A row in a stream is not what its schema says. Names paths and rules, never values. */
export class RowInvalid extends Error {
  override readonly name = "RowInvalid"
}

/** What a stream pipeline is made of. */
export type StreamPipelineOptions<Schema extends z.ZodType> = {
  /** Schema of the table's rows; a table with several kinds of row takes their union. */
  rowSchema: Schema
  /** Which rows this consumer is about, by their raw attributes; all when absent. Others are passed over unread. */
  select?: (row: Readonly<Record<string, unknown>>) => boolean
  /** The use case. Says in a word what it did; throws what a retry can mend. */
  handle: (change: RowChange<z.output<Schema>>) => Promise<string>
  telemetry: Telemetry
}

/** The service that removes rows whose time is over. */
const expiryPrincipal = "dynamodb.amazonaws.com"

/**
 * Handler of a table's stream (transactional outbox). Changes are handled in their order; at the first that fails it stops
 * and names it, so that it and those after it come again, and after the last retry the whole batch is kept by the
 * trigger's on-failure destination. Removals by expiry are no change of the domain and are ignored.
 */
export function streamPipeline<Schema extends z.ZodType>(
  options: StreamPipelineOptions<Schema>,
): LambdaHandler<BatchResponse> {
  const { rowSchema, select = () => true, handle, telemetry } = options

  const readRow = (attributes: Record<string, unknown> | undefined): z.output<Schema> | undefined => {
    if (attributes === undefined) {
      return undefined
    }
    const result = rowSchema.safeParse(attributes)
    if (!result.success) {
      const places = result.error.issues.map((issue) => `${issue.path.join(".")} ${issue.code}`)
      throw new RowInvalid([...new Set(places)].join(", "))
    }
    return result.data
  }

  return lambdaHandler(telemetry, async (event) => {
    for (const record of streamBatch.parse(event).Records) {
      const { SequenceNumber: sequenceNumber, OldImage, NewImage } = record.dynamodb
      if (record.eventName === "REMOVE" && record.userIdentity?.principalId === expiryPrincipal) {
        continue
      }
      try {
        const old = OldImage === undefined ? undefined : readImage(OldImage)
        const current = NewImage === undefined ? undefined : readImage(NewImage)
        if (!select(current ?? old ?? {})) {
          continue
        }
        const before = readRow(old)
        const after = readRow(current)
        const outcome = await handle({
          eventName: record.eventName,
          sequenceNumber,
          ...(before === undefined ? {} : { before }),
          ...(after === undefined ? {} : { after }),
        })
        telemetry.info("Change handled", { outcome })
        telemetry.count("ChangeHandled")
      } catch (thrown) {
        telemetry.error("Change failed", { ...describeRecord(record), ...failureFields(thrown) })
        telemetry.count("ChangeFailed")
        return { batchItemFailures: [{ itemIdentifier: sequenceNumber }] }
      }
    }
    return { batchItemFailures: [] }
  })
}

const correlated = z.object({ correlationId: z.object({ S: opaqueId }) })

/** What a log line may say about a record that failed. */
function describeRecord({ eventName, dynamodb }: StreamRecord): LogFields {
  const { SequenceNumber: sequenceNumber, OldImage, NewImage } = dynamodb
  const correlationId = correlated.safeParse(NewImage ?? OldImage).data?.correlationId.S
  return { sequenceNumber, change: eventName, correlationId }
}

function readImage(attributes: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, readAttribute(value)]))
}

const attribute = z.union([
  z.strictObject({ S: z.string() }),
  z.strictObject({ N: z.string() }),
  z.strictObject({ BOOL: z.boolean() }),
  z.strictObject({ NULL: z.literal(true) }),
  z.strictObject({ B: z.union([z.base64(), z.instanceof(Uint8Array)]) }),
  z.strictObject({ M: z.record(z.string(), z.unknown()) }),
  z.strictObject({ L: z.array(z.unknown()) }),
  z.strictObject({ SS: z.array(z.string()) }),
  z.strictObject({ NS: z.array(z.string()) }),
  z.strictObject({ BS: z.array(z.union([z.base64(), z.instanceof(Uint8Array)])) }),
])

/** Reads one attribute. In a trigger's event, unlike in the SDK's answers, binary is base64 text. */
function readAttribute(given: unknown): unknown {
  const result = attribute.safeParse(given)
  if (!result.success) {
    throw new RowInvalid("attribute is of no known type")
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
