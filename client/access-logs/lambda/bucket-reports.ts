import { Readable } from "node:stream"
import { text } from "node:stream/consumers"
import * as z from "zod"
import { ownString } from "../../../shared/base/contracts/bounded-string.ts"
import type { KeptReports } from "../shipping/numbered-reports.ts"
import { newReports, type ReportsState, reportsState } from "../shipping/reports-state.ts"
import type { StoresObjects } from "./load-s3.ts"

const key = "reports.json"

const opened = z.looseObject({ Body: z.instanceof(Readable), ETag: ownString() })
const written = z.looseObject({ ETag: ownString() })
const named = z.looseObject({ name: ownString() })

/** The state, and the version of the object that holds it. Without one there is no object yet. */
type Version = { readonly state: ReportsState; readonly etag?: string }

/**
 * The reports of all invocations of a function, in one object of the carrier's bucket. Each write names the version
 * that it read, so that of two invocations at the same time the second reads what the first wrote, and changes that.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 *
 * @throws Error when the object holds something else: delete it, and the function begins anew under another stream
 */
export async function bucketReports(s3: StoresObjects, bucket: string): Promise<KeptReports> {
  let version = await read(s3, bucket)
  let last: Promise<unknown> = Promise.resolve()
  const changeNow = async (next: (state: ReportsState) => ReportsState): Promise<void> => {
    for (;;) {
      const changed = next(version.state)
      if (changed === version.state) return
      const etag = await write(s3, bucket, { ...version, state: changed })
      if (etag !== undefined) {
        version = { state: changed, etag }
        return
      }
      version = await read(s3, bucket)
    }
  }
  return {
    current: () => version.state,
    // One after the other: two writes of this process would only meet each other.
    change(next) {
      const changed = last.catch(() => {}).then(() => changeNow(next))
      last = changed
      return changed
    },
  }
}

async function read(s3: StoresObjects, bucket: string): Promise<Version> {
  try {
    const { Body, ETag: etag } = opened.parse(await s3.getObject({ Bucket: bucket, Key: key }))
    return { state: reportsState.parse(JSON.parse(await text(Body))), etag }
  } catch (error) {
    if (named.safeParse(error).data?.name === "NoSuchKey") return { state: newReports() }
    throw error
  }
}

/** @returns the new version, or undefined if another invocation wrote first */
async function write(s3: StoresObjects, bucket: string, { state, etag }: Version): Promise<string | undefined> {
  const condition = etag === undefined ? { IfNoneMatch: "*" } : { IfMatch: etag }
  const object = { Bucket: bucket, Key: key, Body: JSON.stringify(state), ContentType: "application/json" }
  try {
    return written.parse(await s3.putObject({ ...object, ...condition })).ETag
  } catch (error) {
    if (wroteFirst.has(named.safeParse(error).data?.name ?? "")) return undefined
    throw error
  }
}

/** What S3 answers to a write of a version that is not the latest, and to one that another write overtakes. */
const wroteFirst = new Set(["PreconditionFailed", "ConditionalRequestConflict"])
