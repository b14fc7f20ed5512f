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
import { pagePolicy } from "../../console/page-policy.ts"
import { assetPattern, consolePath, unusedFeatures } from "../console/console-paths.ts"

export interface ConsoleFilesProps {
  readonly stage: string
  /** The built console: `index.html` and `assets/`. */
  readonly folder: string
}

/** The CDK's type of a bucket leaves open whether it is a website. What takes a bucket wants to know. */
class NoWebsite extends Bucket {
  override get isWebsite(): boolean {
    return false
  }
}

const indexFile = "index.html"

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

/** Paths of the console are those of its screens, which one file draws. */
export const nameFile = `function handler(event) {
  var request = event.request;
  if (!${assetPattern}.test(request.uri)) request.uri = "${consolePath}/${indexFile}";
  return request;
}
`

/** The officer's console as files in a bucket that CloudFront alone reads. */
export class ConsoleFiles extends Construct {
  /** How CloudFront serves the paths of the console. */
  readonly behavior: BehaviorOptions

  constructor(scope: Construct, id: string, props: ConsoleFilesProps) {
    super(scope, id)
    const bucket = this.#bucket()
    this.#deploy(bucket, props.folder)
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
            comment: `Wayseal ${props.stage}: the file for a path of the console`,
            code: FunctionCode.fromInline(nameFile),
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
      reason: "It holds the program of the console, which is public. An access log would hold addresses of officers.",
    })
    return bucket
  }

  /** The files that the page names first, then the page. Files of earlier versions stay, for pages that are open. */
  #deploy(bucket: NoWebsite, folder: string): void {
    const common = {
      destinationBucket: bucket,
      destinationKeyPrefix: consolePath.slice(1),
      prune: false,
      retainOnDelete: false,
    }
    const assets = new BucketDeployment(this, "Assets", {
      ...common,
      sources: [Source.asset(folder, { exclude: [indexFile] })],
      cacheControl: [CacheControl.maxAge(Duration.days(365)), CacheControl.immutable()],
    })
    const page = new BucketDeployment(this, "Page", {
      ...common,
      sources: [Source.asset(folder, { exclude: ["assets"] })],
      cacheControl: [CacheControl.noCache()],
    })
    page.node.addDependency(assets)
    this.#acknowledge(assets, bucket)
  }

  /** The CDK brings the function that copies files, with its role. */
  #acknowledge({ handlerRole }: BucketDeployment, bucket: Bucket): void {
    const { scope } = handlerRole.node
    if (scope === undefined) throw new Error("a role of no function")
    const reason = "The CDK's own function copies the console's files at a deployment, and nothing else runs it."
    for (const id of copierFindings(bucket)) Validations.of(scope).acknowledge({ id, reason })
  }

  #headers({ stage }: ConsoleFilesProps): ResponseHeadersPolicy {
    const own = {
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
      "permissions-policy": unusedFeatures,
    }
    return new ResponseHeadersPolicy(this, "Headers", {
      comment: `Wayseal ${stage}: the console`,
      customHeadersBehavior: {
        customHeaders: Object.entries(own).map(([header, value]) => ({ header, value, override: true })),
      },
      securityHeadersBehavior: {
        strictTransportSecurity: { accessControlMaxAge: Duration.days(730), includeSubdomains: false, override: true },
        contentTypeOptions: { override: true },
        referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: true },
        frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
        contentSecurityPolicy: { contentSecurityPolicy: pagePolicy, override: true },
      },
    })
  }
}
