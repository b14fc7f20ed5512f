import { Duration, RemovalPolicy, Stack, Validations } from "aws-cdk-lib"
import type { IKey } from "aws-cdk-lib/aws-kms"
import { BlockPublicAccess, Bucket, BucketEncryption, CfnBucket, ObjectOwnership } from "aws-cdk-lib/aws-s3"
import { Construct } from "constructs"

export interface FailuresBucketProps {
  readonly encryptionKey: IKey
  readonly keepData: boolean
}

/** How long a failed change, which holds a redacted record, is kept for redriving. */
const failureRetention = Duration.days(30)

/** Where changes that an outbox gave up on are kept whole. */
export class FailuresBucket extends Construct {
  readonly bucket: Bucket
  /** cdk-nag's name of the grant to put objects into the bucket. */
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
      // No auto-delete, which takes a custom resource: a stage that is thrown away may have to empty the bucket by hand.
      removalPolicy: props.keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    })
    Validations.of(this.bucket).acknowledge({
      id: "AwsSolutions-S1",
      reason: "Only Lambda writes here and only operators read; CloudTrail data events, where wanted, tell who did.",
    })
    const resource = this.bucket.node.defaultChild
    if (!CfnBucket.isCfnBucket(resource)) throw new Error("a bucket without a resource")
    this.finding = `AwsSolutions-IAM5[Resource::<${Stack.of(this).getLogicalId(resource)}.Arn>/*]`
  }
}
