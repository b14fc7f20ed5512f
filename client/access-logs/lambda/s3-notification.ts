import * as z from "zod"
import { boundedString } from "../../../shared/base/contracts/bounded-string.ts"
import { isTestFile } from "../shipping/s3-objects.ts"

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
