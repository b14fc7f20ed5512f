import { existsSync } from "node:fs"
import { join } from "node:path"
import { DefaultStackSynthesizer, Duration, RemovalPolicy, Stack, Validations } from "aws-cdk-lib"
import {
  type BehaviorOptions,
  CachePolicy,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  ResponseHeadersPolicy,
  ViewerProtocolPolicy,
} from "aws-cdk-lib/aws-cloudfront"
import { S3BucketOrigin } from "aws-cdk-lib/aws-cloudfront-origins"
import { BlockPublicAccess, Bucket, BucketEncryption, CfnBucket, ObjectOwnership } from "aws-cdk-lib/aws-s3"
import { BucketDeployment, CacheControl, Source } from "aws-cdk-lib/aws-s3-deployment"
import { Construct } from "constructs"
import { unusedFeatures } from "../pages/page-paths.ts"

export interface StaticFilesProps {
  readonly stage: string
  /** Path under which the files are, without a slash at its end. */
  readonly path: string
  /** The built files. Those in `assets/` have names that change with their content. */
  readonly folder: string
  /** The content security policy of the pages. */
  readonly policy: string
  /** Code of a CloudFront function that names the file for a path. */
  readonly nameFile: string
}

const assetsFolder = "assets"

/** The CDK's type of a bucket leaves open whether it is a website. What takes a bucket wants to know. */
class NoWebsite extends Bucket {
  override get isWebsite(): boolean {
    return false
  }
}

/** What cdk-nag says of the CDK's function that copies files, and of its role. */
function copierFindings(bucket: Bucket): string[] {
  const stack = Stack.of(bucket)
  const resource = bucket.node.defaultChild
  if (!CfnBucket.isCfnBucket(resource)) throw new Error("a bucket without a resource")
  const assets = stack.synthesizer.bootstrapQualifier ?? DefaultStackSynthesizer.DEFAULT_QUALIFIER
  const actions = ["s3:GetBucket*", "s3:GetObject*", "s3:List*", "s3:Abort*", "s3:DeleteObject*"]
  const objects = [
    `arn:${stack.partition}:s3:::cdk-${assets}-assets-${stack.account}-${stack.region}/*`,
    `<${stack.getLogicalId(resource)}.Arn>/*`,
  ]
  return [
    "AwsSolutions-L1",
    "AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]",
    ...actions.map((action) => `AwsSolutions-IAM5[Action::${action}]`),
    ...objects.map((resource) => `AwsSolutions-IAM5[Resource::${resource}]`),
  ]
}

/** Pages of a path as files in a bucket that CloudFront alone reads. */
export class StaticFiles extends Construct {
  /** How CloudFront serves the path and what is below it. */
  readonly behavior: BehaviorOptions

  constructor(scope: Construct, id: string, props: StaticFilesProps) {
    super(scope, id)
    const bucket = this.#bucket()
    this.#deploy(bucket, props)
    this.behavior = {
      origin: S3BucketOrigin.withOriginAccessControl(bucket),
      viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
      cachePolicy: CachePolicy.CACHING_OPTIMIZED,
      compress: true,
      responseHeadersPolicy: this.#headers(props),
      functionAssociations: [
        {
          eventType: FunctionEventType.VIEWER_REQUEST,
          function: new EdgeFunction(this, "NameFile", {
            comment: `Wayseal ${props.stage}: the file for a path of ${props.path}`,
            code: FunctionCode.fromInline(props.nameFile),
            runtime: FunctionRuntime.JS_2_0,
          }),
        },
      ],
    }
  }

  #bucket(): NoWebsite {
    const bucket = new NoWebsite(this, "Bucket", {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.DESTROY,
    })
    Validations.of(bucket).acknowledge({
      id: "AwsSolutions-S1",
      reason: "It holds pages and programs that are public. An access log would hold addresses of visitors.",
    })
    return bucket
  }

  /** The files that pages name first, then the pages. Files of earlier versions stay, for pages that are open. */
  #deploy(destinationBucket: NoWebsite, { path, folder }: StaticFilesProps): void {
    const common = { destinationBucket, prune: false, retainOnDelete: false }
    const assets = join(folder, assetsFolder)
    const named = existsSync(assets)
      ? new BucketDeployment(this, "Assets", {
          ...common,
          sources: [Source.asset(assets)],
          destinationKeyPrefix: `${path.slice(1)}/${assetsFolder}`,
          cacheControl: [CacheControl.maxAge(Duration.days(365)), CacheControl.immutable()],
        })
      : undefined
    const pages = new BucketDeployment(this, "Pages", {
      ...common,
      sources: [Source.asset(folder, { exclude: [assetsFolder] })],
      destinationKeyPrefix: path.slice(1),
      cacheControl: [CacheControl.noCache()],
    })
    if (named !== undefined) pages.node.addDependency(named)
    this.#acknowledge(pages, destinationBucket)
  }

  /** The CDK brings the function that copies files, with its role. */
  #acknowledge({ handlerRole }: BucketDeployment, bucket: Bucket): void {
    const { scope } = handlerRole.node
    if (scope === undefined) throw new Error("a role of no function")
    const reason = "The CDK's own function copies files at a deployment, and nothing else runs it."
    for (const id of copierFindings(bucket)) Validations.of(scope).acknowledge({ id, reason })
  }

  #headers({ stage, path, policy }: StaticFilesProps): ResponseHeadersPolicy {
    const own = {
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
      "permissions-policy": unusedFeatures,
    }
    return new ResponseHeadersPolicy(this, "Headers", {
      comment: `Wayseal ${stage}: ${path}`,
      customHeadersBehavior: {
        customHeaders: Object.entries(own).map(([header, value]) => ({ header, value, override: true })),
      },
      securityHeadersBehavior: {
        strictTransportSecurity: { accessControlMaxAge: Duration.days(730), includeSubdomains: false, override: true },
        contentTypeOptions: { override: true },
        referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: true },
        frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
        contentSecurityPolicy: { contentSecurityPolicy: policy, override: true },
      },
    })
  }
}
