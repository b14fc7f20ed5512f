import { GetObjectCommand, PutObjectCommand, S3Client, S3ServiceException } from "@aws-sdk/client-s3"
import { getSignedUrl } from "@aws-sdk/s3-request-presigner"
import { bytesThatShow, type Ends, endsOf } from "../evidence-content.ts"
import type { EvidenceFile } from "../evidence-file.ts"
import type { EvidenceFiles } from "./evidence-files.ts"

/** Headers of an upload that are signed and have to be sent, beside its length, which a browser sends by itself. */
const headersOf = (upload: { contentType: string; checksum: string; keyId: string }) => ({
  "content-type": upload.contentType,
  "if-none-match": "*",
  "x-amz-checksum-sha256": upload.checksum,
  "x-amz-server-side-encryption": "aws:kms",
  "x-amz-server-side-encryption-aws-kms-key-id": upload.keyId,
})

/**
 * Files of evidence in the bucket of documents, each encrypted with a key of KMS. S3 compares what comes with the
 * length and the checksum that the link was signed for.
 */
export function s3EvidenceFiles({
  bucketName,
  keyId,
  client = new S3Client({ requestChecksumCalculation: "WHEN_REQUIRED", responseChecksumValidation: "WHEN_REQUIRED" }),
}: {
  bucketName: string
  keyId: string
  client?: S3Client
}): EvidenceFiles {
  const written = (key: string, file: Omit<EvidenceFile, "name">) => ({
    Bucket: bucketName,
    Key: key,
    ContentType: file.contentType,
    ContentLength: file.bytes,
    ChecksumSHA256: checksumOf(file),
    IfNoneMatch: "*",
    ServerSideEncryption: "aws:kms" as const,
    SSEKMSKeyId: keyId,
  })
  return {
    async linkToWrite(key, file, seconds) {
      const headers = headersOf({ contentType: file.contentType, checksum: checksumOf(file), keyId })
      const put = new PutObjectCommand(written(key, file))
      const names = new Set(Object.keys(headers))
      const signed = { signableHeaders: new Set(["host", "content-length", ...names]), unhoistableHeaders: names }
      return { url: await getSignedUrl(client, put, { expiresIn: seconds, ...signed }), headers }
    },
    linkToRead(key, savedAs, seconds) {
      const disposition = { ResponseContentDisposition: `attachment; filename="${savedAs}"` }
      const get = new GetObjectCommand({ Bucket: bucketName, Key: key, ...disposition })
      return getSignedUrl(client, get, { expiresIn: seconds })
    },
    async store(key, file, content) {
      const put = new PutObjectCommand({ ...written(key, file), Body: content })
      await client.send(put).catch((error: unknown) => {
        if (!isThereAlready(error)) throw error
      })
    },
    endsOf: (key, file) => bothEnds(client, { Bucket: bucketName, Key: key }, file),
  }
}

type Place = { readonly Bucket: string; readonly Key: string }
type Measured = Pick<EvidenceFile, "contentType" | "bytes">

async function bothEnds(client: S3Client, place: Place, { contentType, bytes }: Measured): Promise<Ends | undefined> {
  const start = await partOf(client, { ...place, Range: `bytes=0-${bytesThatShow.start - 1}` })
  if (start === undefined || contentType !== "application/pdf" || bytes <= bytesThatShow.start)
    return start && endsOf(start)
  const end = await partOf(client, { ...place, Range: `bytes=-${bytesThatShow.end}` })
  return end && { start, end }
}

/** Bytes of a file. Undefined if it is not there. */
async function partOf(client: S3Client, part: Place & { readonly Range: string }) {
  const found = await client.send(new GetObjectCommand(part)).catch((error: unknown) => {
    if (!isMissing(error)) throw error
  })
  return found?.Body?.transformToByteArray()
}

const checksumOf = ({ sha256 }: Pick<EvidenceFile, "sha256">): string => Buffer.from(sha256, "hex").toString("base64")

/** Whether a write was refused because the file is there. */
function isThereAlready(error: unknown): boolean {
  return error instanceof S3ServiceException && error.$metadata.httpStatusCode === 412
}

/** A missing object is 403 to a role that may not list the bucket. */
function isMissing(error: unknown): boolean {
  return error instanceof S3ServiceException && [403, 404].includes(error.$metadata.httpStatusCode ?? 0)
}
