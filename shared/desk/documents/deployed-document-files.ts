import { PutObjectCommand, S3Client, S3ServiceException } from "@aws-sdk/client-s3"
import { deployedResource } from "../../base/platform/deployed-resources.ts"
import type { DocumentFiles } from "./document-files.ts"

/** The hub's bucket of documents. */
export function deployedDocumentFiles(): DocumentFiles {
  // Its short timeouts let a lost connection cost one retry and not the invocation.
  const requestHandler = { connectionTimeout: 2_000, requestTimeout: 20_000, throwOnRequestTimeout: true }
  return s3DocumentFiles({
    client: new S3Client({ maxAttempts: 4, requestHandler }),
    bucketName: deployedResource("documentsBucket"),
    keyId: deployedResource("documentKey"),
  })
}

/** A bucket of documents, each encrypted with a key of KMS. */
export function s3DocumentFiles(options: { client: S3Client; bucketName: string; keyId: string }): DocumentFiles {
  const { client, bucketName, keyId } = options
  const encryption = { ServerSideEncryption: "aws:kms", SSEKMSKeyId: keyId } as const
  return {
    async write({ key, contentType, name, content }) {
      const file = { Bucket: bucketName, Key: key, Body: content, ContentType: contentType }
      const disposition = { ContentDisposition: `attachment; filename="${name}"` }
      const put = new PutObjectCommand({ ...file, ...encryption, ...disposition, IfNoneMatch: "*" })
      await client.send(put).catch((error: unknown) => {
        if (!isThere(error)) throw error
      })
    },
  }
}

/** Whether a write failed because the object exists. */
function isThere(error: unknown): boolean {
  return error instanceof S3ServiceException && error.name === "PreconditionFailed"
}
