import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3"
import { getSignedUrl } from "@aws-sdk/s3-request-presigner"

const client = new S3Client({ responseChecksumValidation: "WHEN_REQUIRED" })

/** A URL with which anybody can read one object for this many seconds. Signing it calls nobody. */
export function presignedUrl(of: { bucketName: string; key: string; seconds: number }): Promise<string> {
  const object = new GetObjectCommand({ Bucket: of.bucketName, Key: of.key })
  return getSignedUrl(client, object, { expiresIn: of.seconds })
}
