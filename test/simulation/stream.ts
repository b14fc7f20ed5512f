import { mostUnended, type SetAside } from "../../shared/base/platform/set-aside.ts"
import { failedIdentifiers } from "./queue.ts"
import type { Random } from "./random.ts"
import type { InvocationResult, Scheduler } from "./scheduler.ts"

/** One change of a row. The images have DynamoDB's types. */
export type TableChange = {
  eventName: "INSERT" | "MODIFY" | "REMOVE"
  keys: Record<string, unknown>
  newImage?: Record<string, unknown>
  oldImage?: Record<string, unknown>
}

export type SimulatedStream = {
  readonly name: string
  /** Whole records in the failures bucket. */
  readonly givenUp: unknown[]
  /** Where its function sets changes aside, and notes its attempts. */
  readonly setAside: SetAside
  record(change: TableChange): void
  /** Calls the function again with these records, as an operator does after fixing the cause. */
  redrive(): void
}

type Options = {
  name: string
  scheduler: Scheduler
  random: Random
  /** Whether the function's filters let a record through; without it all pass. */
  receives?: (record: object) => boolean
  /** Calls the function with a whole DynamoDB Streams event. */
  consume: (event: unknown) => Promise<InvocationResult>
  batchSize?: number
}

type Shard = { records: StreamRecord[]; busy: boolean; most: number; failures: number }
type StreamRecord = { sequenceNumber: string; record: object; changedMs: number }

/** A batch that ended the invocation with an error more often in a row comes again more seldom. */
const manyFailures = 30

/** The age at which the mapping gives up on a record. */
const oldestMs = 23 * 3_600_000

/**
 * A table's stream with its event source mapping. It delivers the changes of one row in order, at least once, and
 * retries from the first failure on. After a function error it halves the batch.
 */
export function makeSimulatedStream(options: Options): SimulatedStream {
  const { scheduler, random, name } = options
  const batchSize = options.batchSize ?? 10
  const shards: Shard[] = [0, 1].map(() => ({ records: [], busy: false, most: batchSize, failures: 0 }))
  const givenUp: unknown[] = []
  const begun = new Map<string, number>()
  let sequence = 100_000

  const poll = (shard: Shard): void => {
    if (shard.busy || shard.records.length === 0) return
    shard.busy = true
    const batch = shard.records.slice(0, random.integer(1, shard.most))
    void deliver(shard, batch)
  }

  const deliver = async (shard: Shard, batch: readonly StreamRecord[]): Promise<void> => {
    const result = await options.consume({ Records: batch.map((one) => one.record) })
    const done = countDone(result, batch)
    const redelivered = done > 0 && random.chance(scheduler.faults().duplicate)
    if (!redelivered) shard.records.splice(0, done)
    shard.most = result.kind === "returned" ? batchSize : Math.max(1, Math.floor(batch.length / 2))
    while (isTooOld(shard.records[0])) givenUp.push(shard.records.shift()?.record)
    shard.busy = false
    shard.failures = result.kind === "threw" ? shard.failures + 1 : 0
    const [least, most] = shard.failures > manyFailures ? [30_000, 60_000] : [200, 2_000]
    scheduler.after(done === batch.length ? random.integer(1, 100) : random.integer(least, most), () => poll(shard))
  }

  const isTooOld = (first: StreamRecord | undefined): boolean =>
    first !== undefined && scheduler.nowMs() - first.changedMs > oldestMs

  const streamRecord = (change: TableChange, sequenceNumber: string): object => ({
    eventID: random.id(),
    eventName: change.eventName,
    eventVersion: "1.1",
    eventSource: "aws:dynamodb",
    awsRegion: "ca-central-1",
    dynamodb: {
      ApproximateCreationDateTime: Math.floor(scheduler.nowMs() / 1000),
      Keys: change.keys,
      ...(change.newImage ? { NewImage: change.newImage } : {}),
      ...(change.oldImage ? { OldImage: change.oldImage } : {}),
      SequenceNumber: sequenceNumber,
      SizeBytes: 0,
      StreamViewType: "NEW_AND_OLD_IMAGES",
    },
    eventSourceARN: `arn:aws:dynamodb:ca-central-1:000000000000:table/${name}/stream/2018-10-31T00:00:00.000`,
  })

  return {
    name,
    givenUp,
    record: (change) => {
      const sequenceNumber = String(++sequence)
      const shard = shards[shardOf(JSON.stringify(change.keys))]
      if (!shard) return
      const record = streamRecord(change, sequenceNumber)
      if (options.receives?.(record) === false) return
      shard.records.push({ sequenceNumber, record, changedMs: scheduler.nowMs() })
      scheduler.after(random.integer(1, 200), () => poll(shard))
    },
    redrive: () => {
      const records = givenUp.splice(0)
      if (records.length > 0) scheduler.after(1, () => void options.consume({ Records: records, redriven: true }))
    },
    setAside: {
      async keep({ record }) {
        await scheduler.interrupt("failuresBucket.putObject:before")
        givenUp.push(record)
        await scheduler.interrupt("failuresBucket.putObject:after")
      },
      async begin({ sequenceNumber }) {
        await scheduler.interrupt("failuresBucket.putObject:before")
        const unended = begun.get(sequenceNumber) ?? 0
        if (unended < mostUnended) begun.set(sequenceNumber, unended + 1)
        await scheduler.interrupt("failuresBucket.putObject:after")
        return unended
      },
      async end({ sequenceNumber }, unended) {
        await scheduler.interrupt("failuresBucket.deleteObject:before")
        begun.set(sequenceNumber, unended)
      },
    },
  }
}

/** Of a function that takes changes from no stream. */
export const noStream: SetAside = {
  keep: () => Promise.reject(new Error("The function has no stream")),
  begin: async () => 0,
  end: async () => {},
}

/** How many records of a batch succeeded: all, or those before the first failure. */
function countDone(result: InvocationResult, batch: readonly StreamRecord[]): number {
  if (result.kind !== "returned") return 0
  const identifiers = batch.map((one) => one.sequenceNumber)
  const failed = failedIdentifiers(result.value, identifiers)
  const first = identifiers.findIndex((one) => failed.has(one))
  return first === -1 ? batch.length : first
}

function shardOf(key: string): number {
  let hash = 0
  for (let index = 0; index < key.length; index++) hash = (Math.imul(hash, 31) + key.charCodeAt(index)) | 0
  return Math.abs(hash) % 2
}
