import { optionalPackage } from "../../command-line/optional-package.ts"

/** What this needs of `S3` of `@aws-sdk/client-s3`. */
export type StoresObjects = {
  getObject(input: { Bucket: string; Key: string }): Promise<unknown>
  putObject(input: {
    Bucket: string
    Key: string
    Body: string
    ContentType: string
    IfMatch?: string
    IfNoneMatch?: string
  }): Promise<unknown>
}

/**
 * A client with the settings of the environment.
 *
 * @throws Error when the package `@aws-sdk/client-s3` is not installed
 */
export async function loadS3(): Promise<StoresObjects> {
  const { S3 } = await optionalPackage("@aws-sdk/client-s3", () => import("@aws-sdk/client-s3"))
  return new S3({})
}
