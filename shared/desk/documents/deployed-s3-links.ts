import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3"
import { getSignedUrl } from "@aws-sdk/s3-request-presigner"
import type { DocumentLinks } from "./document-files.ts"

// Both are in the part of the code that is read when the first link is made.
export { s3EvidenceFiles } from "./deployed-s3-evidence.ts"

/** Links to the files in a bucket: presigned URLs. Signing one calls nobody. */
export function s3DocumentLinks({
  bucketName,
  client = new S3Client({ responseChecksumValidation: "WHEN_REQUIRED" }),
}: {
  bucketName: string
  client?: S3Client
}): DocumentLinks {
  return {
    linkTo: (key, seconds) =>
      getSignedUrl(client, new GetObjectCommand({ Bucket: bucketName, Key: key }), { expiresIn: seconds }),
  }
}
