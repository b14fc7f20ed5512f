import { CreateKeyCommand, type KMSClient } from "@aws-sdk/client-kms"
import { CreateBucketCommand, type S3Client } from "@aws-sdk/client-s3"
import { s3EvidenceFiles } from "../../../shared/desk/documents/deployed-s3-evidence.ts"
import type { UploadLink } from "../../../shared/desk/documents/evidence-files.ts"
import { evidenceFilesContract } from "./evidence-files.contract.ts"

/** Runs the contract of files of evidence on a bucket and a key that are created for it. */
export function evidenceFilesContractOnS3(aws: () => { s3: S3Client; kms: KMSClient }, prefix: string): void {
  const bucketName = `${prefix}-evidence-files`
  let created: Promise<string> | undefined
  const create = async (): Promise<string> => {
    const { s3, kms } = aws()
    await s3.send(new CreateBucketCommand({ Bucket: bucketName }))
    const { KeyMetadata: key } = await kms.send(new CreateKeyCommand({}))
    return key?.Arn ?? ""
  }
  evidenceFilesContract("S3", async () => {
    created ??= create()
    const files = s3EvidenceFiles({ client: aws().s3, bucketName, keyId: await created })
    return { ...files, upload, read }
  })
}

async function upload({ url, headers }: UploadLink, content: Uint8Array): Promise<"stored" | "refused"> {
  const { ok } = await fetch(url, { method: "PUT", headers, body: Buffer.from(content) })
  return ok ? "stored" : "refused"
}

async function read(url: string): Promise<string | undefined> {
  const response = await fetch(url)
  return response.ok ? response.text() : undefined
}
