import { Duration, Stack, Validations } from "aws-cdk-lib"
import type { IKey } from "aws-cdk-lib/aws-kms"
import { BlockPublicAccess, Bucket, BucketEncryption, CfnBucket, ObjectOwnership } from "aws-cdk-lib/aws-s3"
import { Construct } from "constructs"
import { whatToKeep } from "./what-to-keep.ts"

export interface FailuresBucketProps {
  readonly encryptionKey: IKey
  readonly keepData: boolean
}

/** A failed change holds a redacted record. It can be redriven for this long. */
const failureRetention = Duration.days(30)

/** Keeps the whole record of each change that a function gave up on. */
export class FailuresBucket extends Construct {
  readonly bucket: Bucket
  /** The name that cdk-nag gives to the grant to put objects into the bucket. */
  readonly finding: string

  constructor(scope: Construct, id: string, props: FailuresBucketProps) {
    super(scope, id)
    this.bucket = new Bucket(this, "Bucket", {
      encryption: BucketEncryption.KMS,
      encryptionKey: props.encryptionKey,
      bucketKeyEnabled: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      lifecycleRules: [{ expiration: failureRetention }],
      // Auto-delete needs a custom resource. Empty the bucket by hand before you delete a stage.
      removalPolicy: whatToKeep(props),
    })
    Validations.of(this.bucket).acknowledge({
      id: "AwsSolutions-S1",
      reason: "Only Lambda writes and only operators read. CloudTrail data events can record who did.",
    })
    const resource = this.bucket.node.defaultChild
    if (!CfnBucket.isCfnBucket(resource)) throw new Error("a bucket without a resource")
    this.finding = `AwsSolutions-IAM5[Resource::<${Stack.of(this).getLogicalId(resource)}.Arn>/*]`
  }
}
