import { createHash } from "node:crypto"
import { Readable } from "node:stream"
import { text } from "node:stream/consumers"
import * as z from "zod"
import { boundedString, ownString } from "../../../shared/base/contracts/bounded-string.ts"
import { openLogStream, UnreadableLog } from "../reading/open-log.ts"
import type { KeptPositions } from "../shipping/kept-positions.ts"
import type { LogSource } from "../shipping/log-source.ts"
import { isTestFile } from "../shipping/s3-objects.ts"
import type { UnreadLines } from "../shipping/unread-lines.ts"
import { wholeFile } from "../shipping/whole-file.ts"
import type { StoresObjects } from "./load-s3.ts"

/** An object of a bucket. */
export type StoredObject = { readonly bucket: string; readonly key: string }

const created = z.looseObject({
  eventName: boundedString(1_024),
  s3: z.looseObject({
    bucket: z.looseObject({ name: boundedString(1_024) }),
    object: z.looseObject({ key: boundedString(1_024) }),
  }),
})
/** S3 sends one message without records when the notification is set up. */
const notification = z.union([
  z.looseObject({ Records: z.array(created) }),
  z.looseObject({ Event: z.literal("s3:TestEvent") }).transform(() => ({ Records: [] })),
])

/**
 * The objects that a notification of S3 says were created, without those that AWS wrote only to try the bucket.
 *
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html. Keys are encoded as in a
 * form: `+` is a blank.
 *
 * @throws Error when the text is no notification
 */
export function objectsCreated(text: string): readonly StoredObject[] {
  return notification
    .parse(JSON.parse(text))
    .Records.filter(({ eventName }) => eventName.startsWith("ObjectCreated:"))
    .map(({ s3 }) => ({ bucket: s3.bucket.name, key: decodeURIComponent(s3.object.key.replaceAll("+", " ")) }))
    .filter(({ key }) => !isTestFile(key))
}

/** An object with a log, and what is kept of it in the carrier's own bucket. */
export type ShippedObject = {
  readonly source: LogSource
  readonly positions: KeptPositions
  readonly unread: UnreadLines
  /** Gives the connection back, also if the log was not read to its end. */
  close(): void
}

const opened = z.looseObject({ Body: z.instanceof(Readable), ETag: ownString() })
const withBody = z.looseObject({ Body: z.instanceof(Readable) })
const named = z.looseObject({ name: ownString() })

/**
 * Opens an object, and finds how far it was shipped before. A position belongs to this version of the object: an object
 * that was written again is read from its beginning.
 *
 * @param stateBucket takes `positions/` and `unread/`
 * @throws UnreadableLog when there is no such object, or it has no content
 */
export async function openObject(s3: StoresObjects, { bucket, key }: StoredObject, stateBucket: string) {
  const name = `s3://${bucket}/${key}`
  const { data } = opened.safeParse(await s3.getObject({ Bucket: bucket, Key: key }))
  if (data === undefined) throw new UnreadableLog(`${name} has no content`)
  const { Body: body, ETag: version } = data
  try {
    const digest = createHash("sha256")
      .update(JSON.stringify([bucket, key, version]))
      .digest("hex")
    return {
      source: wholeFile(openLogStream(name, body), version),
      positions: await positionsOf(s3, stateBucket, `positions/${digest}.json`),
      unread: unreadOf(s3, stateBucket, `unread/${digest}`),
      close: () => void body.destroy(),
    } satisfies ShippedObject
  } catch (error) {
    body.destroy()
    throw error
  }
}

async function positionsOf(s3: StoresObjects, bucket: string, key: string): Promise<KeptPositions> {
  const kept = await textOf(s3, bucket, key)
  return {
    get: (_, schema) => (kept === undefined ? undefined : schema.safeParse(JSON.parse(kept)).data),
    keep: (_, position) => write(s3, bucket, key, JSON.stringify(position)),
  }
}

/** The lines of one round in an object that is named by its first line: a repeat writes the same object again. */
const unreadOf = (s3: StoresObjects, bucket: string, prefix: string): UnreadLines => ({
  async add(lines) {
    const [first] = lines
    if (first === undefined) return
    await write(s3, bucket, `${prefix}/${first.line}.jsonl`, lines.map((line) => `${JSON.stringify(line)}\n`).join(""))
  },
})

async function textOf(s3: StoresObjects, bucket: string, key: string): Promise<string | undefined> {
  try {
    return await text(withBody.parse(await s3.getObject({ Bucket: bucket, Key: key })).Body)
  } catch (error) {
    if (named.safeParse(error).data?.name === "NoSuchKey") return undefined
    throw error
  }
}

async function write(s3: StoresObjects, bucket: string, key: string, body: string): Promise<void> {
  await s3.putObject({ Bucket: bucket, Key: key, Body: body, ContentType: "application/json" })
}
