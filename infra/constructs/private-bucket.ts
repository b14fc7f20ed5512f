import { type Duration, type RemovalPolicy, Stack, Validations } from "aws-cdk-lib"
import type { IKey } from "aws-cdk-lib/aws-kms"
import { BlockPublicAccess, Bucket, BucketEncryption, CfnBucket, ObjectOwnership } from "aws-cdk-lib/aws-s3"
import type { Construct } from "constructs"

/**
 * Adds a bucket to a construct. It is encrypted with the given key, reached over TLS alone and never public, and it
 * removes its objects after a time.
 *
 * @param options.withoutAccessLogs why it has no access logs of its own
 * @returns the bucket, and the name that cdk-nag gives to a grant on its objects
 */
export function privateBucket(
  scope: Construct,
  options: { encryptionKey: IKey; retention: Duration; removalPolicy: RemovalPolicy; withoutAccessLogs: string },
): { bucket: Bucket; finding: string } {
  const { encryptionKey, retention, removalPolicy, withoutAccessLogs } = options
  const bucket = new Bucket(scope, "Bucket", {
    encryption: BucketEncryption.KMS,
    encryptionKey,
    bucketKeyEnabled: true,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    enforceSSL: true,
    lifecycleRules: [{ expiration: retention }],
    removalPolicy,
  })
  Validations.of(bucket).acknowledge({ id: "AwsSolutions-S1", reason: withoutAccessLogs })
  const resource = bucket.node.defaultChild
  if (!CfnBucket.isCfnBucket(resource)) throw new Error("a bucket without a resource")
  return { bucket, finding: `AwsSolutions-IAM5[Resource::<${Stack.of(scope).getLogicalId(resource)}.Arn>/*]` }
}
