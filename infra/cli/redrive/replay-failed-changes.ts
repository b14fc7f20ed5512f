import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda"
import { DeleteObjectCommand, GetObjectCommand, paginateListObjectsV2, S3Client } from "@aws-sdk/client-s3"
import { begunPrefix } from "../../../shared/base/platform/resource-variables.ts"
import type { AwsConnection } from "../deployed-stage/aws-connection.ts"
import { compareFailed, type FailedChanges, handledAll, readFailedChanges } from "./failed-change.ts"

/** An object of the failures bucket, without the records in it. */
export type KeptFailure = {
  readonly key: string
  /** When it was given up, in epoch milliseconds. */
  readonly keptAt: number
  /** Undefined if it is not a record of this stage's functions. */
  readonly changes: Omit<FailedChanges, "payload"> | undefined
}

/** Which failures were handled now, and which stay. */
export type ReplayedFailures = { readonly handled: readonly KeptFailure[]; readonly stayed: readonly KeptFailure[] }

/** The failures bucket of a stage. */
export type FailuresBucketReach = {
  /** Everything in the bucket, in the order in which it has to be handled. */
  list(): Promise<readonly KeptFailure[]>
  /**
   * Invokes the functions again, one failure after the other, each with exactly the records that it gave up. Removes a
   * failure only after its function handled all records.
   *
   * @param onProgress takes how many of all are done
   */
  replay(failures: readonly KeptFailure[], onProgress: (done: number) => void): Promise<ReplayedFailures>
  close(): void
}

/** @param functionOf the function of the stage for the name of one that gave up. Nothing else is invoked. */
export function reachFailures(
  connection: AwsConnection,
  bucket: string,
  functionOf: (nameThen: string) => string | undefined,
): FailuresBucketReach {
  // The emulator has no names of buckets in its addresses.
  const s3 = new S3Client({ ...connection, forcePathStyle: connection.endpoint !== undefined })
  // An invocation takes as long as the function may, which is up to 15 minutes.
  const lambda = new LambdaClient({ ...connection, maxAttempts: 1, requestHandler: { requestTimeout: 900_000 } })

  const read = async (key: string): Promise<FailedChanges | undefined> => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }))
    const changes = readFailedChanges((await Body?.transformToString()) ?? "")
    const functionName = changes === undefined ? undefined : functionOf(changes.functionName)
    return changes === undefined || functionName === undefined ? undefined : { ...changes, functionName }
  }
  const handle = async (key: string): Promise<boolean> => {
    const changes = await read(key)
    if (changes === undefined) return false
    const answer = await lambda.send(
      new InvokeCommand({ FunctionName: changes.functionName, Payload: new TextEncoder().encode(changes.payload) }),
    )
    return handledAll(answer.FunctionError, new TextDecoder().decode(answer.Payload))
  }
  return {
    list: async () => listKept(s3, bucket, read),
    replay: async (failures, onProgress) => {
      const handled: KeptFailure[] = []
      const stayed: KeptFailure[] = []
      for (const failure of failures) {
        if (failure.changes !== undefined && (await handle(failure.key))) {
          await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: failure.key }))
          handled.push(failure)
        } else stayed.push(failure)
        onProgress(handled.length + stayed.length)
      }
      return { handled, stayed }
    },
    close: () => {
      s3.destroy()
      lambda.destroy()
    },
  }
}

/** Everything in a bucket, in the order in which it has to be handled, without payloads, which may be large. */
async function listKept(
  s3: S3Client,
  bucket: string,
  read: (key: string) => Promise<FailedChanges | undefined>,
): Promise<readonly KeptFailure[]> {
  const found: KeptFailure[] = []
  for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket: bucket }))
    for (const { Key: key, LastModified } of Contents) {
      if (key === undefined || key.startsWith(begunPrefix)) continue
      const { payload: _, ...changes } = (await read(key)) ?? { payload: "" }
      const known = "functionName" in changes ? changes : undefined
      found.push({ key, keptAt: LastModified?.getTime() ?? Number.NaN, changes: known })
    }
  return found.sort(compareKept)
}

function compareKept({ changes: one, key }: KeptFailure, { changes: other, key: otherKey }: KeptFailure): number {
  if (one !== undefined && other !== undefined) return compareFailed(one, other)
  if (one === undefined && other === undefined) return key < otherKey ? -1 : 1
  return one === undefined ? 1 : -1
}
