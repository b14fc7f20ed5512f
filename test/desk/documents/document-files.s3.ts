import type { KMSClient } from "@aws-sdk/client-kms"
import { CreateKeyCommand } from "@aws-sdk/client-kms"
import { CreateBucketCommand, type S3Client } from "@aws-sdk/client-s3"
import { s3DocumentFiles } from "../../../shared/desk/documents/deployed-document-files.ts"
import { s3DocumentLinks } from "../../../shared/desk/documents/deployed-s3-links.ts"
import { documentFilesContract, type Followed } from "./document-files.contract.ts"

/** Runs the contract of files of documents on a bucket and a key that are created for it. */
export function documentFilesContractOnS3(aws: () => { s3: S3Client; kms: KMSClient }, prefix: string): void {
  const bucketName = `${prefix}-document-files`
  let created: Promise<string> | undefined
  const create = async (): Promise<string> => {
    const { s3, kms } = aws()
    await s3.send(new CreateBucketCommand({ Bucket: bucketName }))
    const { KeyMetadata: key } = await kms.send(new CreateKeyCommand({}))
    return key?.Arn ?? ""
  }
  const open = async () => {
    created ??= create()
    const client = aws().s3
    const keyId = await created
    return { ...s3DocumentFiles({ client, bucketName, keyId }), ...s3DocumentLinks({ client, bucketName }) }
  }
  documentFilesContract("S3", open, follow)
}

async function follow(url: string): Promise<Followed | undefined> {
  const response = await fetch(url)
  if (!response.ok) return undefined
  return {
    contentType: response.headers.get("content-type") ?? undefined,
    name: /filename="([^"]+)"/.exec(response.headers.get("content-disposition") ?? "")?.[1],
    text: await response.text(),
  }
}
