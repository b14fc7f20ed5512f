import type { S3Client } from "@aws-sdk/client-s3"
import { deployedResource } from "./deployed-resources.ts"
import { begunPrefix } from "./resource-variables.ts"
import { type FailedChange, mostUnended, type SetAside, textOfFailed } from "./set-aside.ts"

let sharedClient: S3Client | undefined

/** The failures bucket. The client is loaded with the first call, which is rare. */
export function deployedSetAside(): SetAside {
  const connect = async () => {
    const sdk = await import("@aws-sdk/client-s3")
    const requestHandler = { connectionTimeout: 1_000, requestTimeout: 2_000, throwOnRequestTimeout: true }
    sharedClient ??= new sdk.S3Client({ requestHandler })
    return { sdk, client: sharedClient, Bucket: deployedResource("failuresBucket") }
  }
  return {
    async keep(change) {
      const { sdk, client, Bucket } = await connect()
      const Key = `set-aside/${placeOf(change)}.json`
      await client.send(new sdk.PutObjectCommand({ Bucket, Key, Body: textOfFailed(change) }))
    },
    async begin(change) {
      const { sdk, client, Bucket } = await connect()
      for (let unended = 0; unended < mostUnended; unended++) {
        try {
          const Key = begunKey(change, unended)
          await client.send(new sdk.PutObjectCommand({ Bucket, Key, Body: "begun", IfNoneMatch: "*" }))
          return unended
        } catch (thrown) {
          if (!(thrown instanceof Error && thrown.name === "PreconditionFailed")) throw thrown
        }
      }
      return mostUnended
    },
    async end(change, unended) {
      const { sdk, client, Bucket } = await connect()
      await client.send(new sdk.DeleteObjectCommand({ Bucket, Key: begunKey(change, unended) }))
    },
  }
}

const begunKey = (change: FailedChange, unended: number): string => `${begunPrefix}${placeOf(change)}/${unended}`

/** Each function and change has a place of its own, so a change that is set aside twice is there once. */
function placeOf({ functionArn, sequenceNumber }: FailedChange): string {
  const [, , , , , , functionName] = functionArn.split(":")
  return `${functionName}/${sequenceNumber}`
}
