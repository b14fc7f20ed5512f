import * as z from "zod"
import { stackPrefix } from "../../../shared/pages/operator/stage-resources.ts"
import type { PlacedResource } from "../deployed-stage/deployed-templates.ts"

/** What Lambda, or a function itself, keeps in S3 of a batch of a table's stream that the function gave up on. */
const invocationRecord = z.looseObject({
  requestContext: z.looseObject({ functionArn: z.string() }),
  DDBStreamBatchInfo: z.looseObject({
    startSequenceNumber: z.string().regex(/^\d+$/),
    approximateArrivalOfFirstRecord: z.string().optional(),
  }),
  // Only for destinations in S3: the event with which the function was invoked.
  payload: z.union([z.string(), z.looseObject({})]),
})
const streamEvent = z.looseObject({ Records: z.array(z.unknown()).min(1) })

/** A batch of changes that a function gave up on. */
export type FailedChanges = {
  readonly functionName: string
  /** Sequence number of the first record in its stream. */
  readonly sequence: bigint
  /** When the table changed (ISO), if Lambda noted it. */
  readonly changedAt: string | undefined
  readonly records: number
  /** The event as the function received it, with a note that it is redriven, so that it is not set aside once more. */
  readonly payload: string
}

/**
 * Reads an object of the failures bucket.
 *
 * @returns undefined if the object is no such record, so that nothing is invoked with it
 */
export function readFailedChanges(text: string): FailedChanges | undefined {
  const record = parsed(invocationRecord, text)
  if (record === undefined) return undefined
  const { requestContext, DDBStreamBatchInfo: batch, payload: kept } = record
  const event = parsed(streamEvent, typeof kept === "string" ? kept : JSON.stringify(kept))
  const functionName = /:function:([^:]+)/.exec(requestContext.functionArn)?.[1]
  if (event === undefined || functionName === undefined) return undefined
  return {
    functionName,
    sequence: BigInt(batch.startSequenceNumber),
    changedAt: batch.approximateArrivalOfFirstRecord,
    records: event.Records.length,
    payload: JSON.stringify({ ...event, redriven: true }),
  }
}

/** The least of a function's id in its template by which it is known. */
const leastOfId = 12

/**
 * The function that has to handle a batch now. Release 0.1.0 had functions in another stack, with whose name theirs
 * began. Its id in the template stayed, of which CloudFormation may leave out the end in a name.
 *
 * @param nameThen of the function that gave up
 * @param functions those of the stage
 * @returns the function's name, or undefined if none of the stage gave up
 */
export function functionNow(
  nameThen: string,
  { stage, functions }: { readonly stage: string; readonly functions: readonly NamedFunction[] },
): string | undefined {
  const same = functions.find(({ id }) => id === nameThen)
  if (same !== undefined || !nameThen.startsWith(stackPrefix(stage))) return same?.id
  const parts = nameThen.split("-").filter(({ length }) => length >= leastOfId)
  const [found, ...others] = functions.filter(({ logicalId }) => parts.some((part) => logicalId.startsWith(part)))
  return others.length === 0 ? found?.id : undefined
}

type NamedFunction = Pick<PlacedResource, "id" | "logicalId">

function parsed<T>(schema: z.ZodType<T>, text: string): T | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

/** Whether the first batch has to be handled before the second: by function, then by place in the stream. */
export function compareFailed(
  one: Pick<FailedChanges, "functionName" | "sequence">,
  other: Pick<FailedChanges, "functionName" | "sequence">,
): number {
  if (one.functionName !== other.functionName) return one.functionName < other.functionName ? -1 : 1
  return one.sequence < other.sequence ? -1 : one.sequence > other.sequence ? 1 : 0
}

const partialFailure = z.looseObject({ batchItemFailures: z.array(z.unknown()) })

/**
 * Whether a function handled every record: it ended without an error and named no record that failed.
 *
 * @param answer what the function returned, as text
 */
export function handledAll(functionError: string | undefined, answer: string): boolean {
  if (functionError !== undefined) return false
  return parsed(partialFailure, answer)?.batchItemFailures.length === 0
}
