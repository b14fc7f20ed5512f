import { Duration, Names, type RemovalPolicy, Validations } from "aws-cdk-lib"
import type { IKey } from "aws-cdk-lib/aws-kms"
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  CfnBucket,
  type HttpMethods,
  ObjectOwnership,
} from "aws-cdk-lib/aws-s3"
import type { Construct } from "constructs"

/**
 * Adds a bucket to a construct. It is encrypted with the given key, reached over TLS alone and never public, and it
 * removes its objects after a time.
 *
 * @param options.retention for how long it keeps each object; or for how long each whose name begins so
 * @param options.browsersMay what browsers may do with signed links, from the pages of any site
 * @param options.withoutAccessLogs why it has no access logs of its own
 * @returns the bucket, and the name that cdk-nag gives to a grant on its objects in a stack within this one
 */
export function privateBucket(
  scope: Construct,
  options: {
    encryptionKey: IKey
    retention: Duration | Readonly<Record<string, Duration>>
    removalPolicy: RemovalPolicy
    withoutAccessLogs: string
    browsersMay?: HttpMethods[]
  },
): { bucket: Bucket; finding: string } {
  const { encryptionKey, retention, removalPolicy, withoutAccessLogs, browsersMay } = options
  const bucket = new Bucket(scope, "Bucket", {
    encryption: BucketEncryption.KMS,
    encryptionKey,
    bucketKeyEnabled: true,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    enforceSSL: true,
    lifecycleRules:
      retention instanceof Duration
        ? [{ expiration: retention }]
        : Object.entries(retention).map(([prefix, expiration]) => ({ prefix, expiration })),
    ...(browsersMay && { cors: [{ allowedMethods: browsersMay, allowedOrigins: ["*"], allowedHeaders: ["*"] }] }),
    removalPolicy,
  })
  Validations.of(bucket).acknowledge({ id: "AwsSolutions-S1", reason: withoutAccessLogs })
  const resource = bucket.node.defaultChild
  if (!CfnBucket.isCfnBucket(resource)) throw new Error("a bucket without a resource")
  return { bucket, finding: `AwsSolutions-IAM5[Resource::<referenceto${Names.nodeUniqueId(resource.node)}Arn>/*]` }
}
