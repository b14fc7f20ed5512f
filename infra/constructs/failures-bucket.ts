import { Duration } from "aws-cdk-lib"
import type { IKey } from "aws-cdk-lib/aws-kms"
import type { Bucket } from "aws-cdk-lib/aws-s3"
import { Construct } from "constructs"
import { failureDays } from "../../shared/base/contracts/retention.ts"
import { begunPrefix } from "../../shared/base/platform/resource-variables.ts"
import { privateBucket } from "./private-bucket.ts"
import { whatToKeep } from "./what-to-keep.ts"

export interface FailuresBucketProps {
  readonly encryptionKey: IKey
  readonly keepData: boolean
}

/** A failed change holds a redacted record. It can be redriven for this long. */
const failureRetention = Duration.days(failureDays)

/** Keeps the whole record of each change that a function gave up on. */
export class FailuresBucket extends Construct {
  readonly bucket: Bucket
  /** The name that cdk-nag gives to the grant to put objects into the bucket. */
  readonly finding: string
  /** The same of a grant on the notes of attempts. */
  readonly begunFinding: string

  constructor(scope: Construct, id: string, props: FailuresBucketProps) {
    super(scope, id)
    const { bucket, finding } = privateBucket(this, {
      encryptionKey: props.encryptionKey,
      retention: failureRetention,
      // To empty it with its stack would take a custom resource. `npx wayseal remove` empties it before.
      removalPolicy: whatToKeep(props),
      withoutAccessLogs: "Only Lambda writes and only operators read. CloudTrail data events can record who did.",
    })
    this.bucket = bucket
    this.finding = finding
    this.begunFinding = finding.replace("/*]", `/${begunPrefix}*]`)
  }
}
