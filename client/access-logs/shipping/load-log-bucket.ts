import { Readable } from "node:stream"
import type { AwsSettings } from "../../command-line/aws-settings.ts"
import { optionalPackage } from "../../command-line/optional-package.ts"
import { openLogStream, UnreadableLog } from "../reading/open-log.ts"
import type { LogBucket } from "./s3-objects.ts"

/**
 * A bucket with logs. It takes s3:ListBucket on it and s3:GetObject on its objects.
 *
 * @throws Error when the package `@aws-sdk/client-s3` is not installed
 */
export async function loadLogBucket(bucketName: string, settings: AwsSettings): Promise<LogBucket> {
  const { S3, paginateListObjectsV2 } = await optionalPackage("@aws-sdk/client-s3", () => import("@aws-sdk/client-s3"))
  const client = new S3(settings)
  return {
    async *list(prefix) {
      for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket: bucketName, Prefix: prefix }))
        for (const { Key, LastModified, Size = 0 } of Contents)
          if (Key !== undefined && LastModified !== undefined && Size > 0) yield { key: Key, modifiedAt: LastModified }
    },
    async open(key) {
      const { Body } = await client.getObject({ Bucket: bucketName, Key: key })
      if (!(Body instanceof Readable)) throw new UnreadableLog(`s3://${bucketName}/${key} has no content`)
      return openLogStream(`s3://${bucketName}/${key}`, Body)
    },
  }
}
