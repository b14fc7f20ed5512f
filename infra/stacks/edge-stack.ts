import { CfnOutput, Duration, SecretValue, Stack, type StackProps, Validations } from "aws-cdk-lib"
import { Certificate, CfnCertificate } from "aws-cdk-lib/aws-certificatemanager"
import {
  AllowedMethods,
  type BehaviorOptions,
  CachePolicy,
  Distribution,
  Function as EdgeFunction,
  type ErrorResponse,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  HttpVersion,
  OriginProtocolPolicy,
  OriginRequestPolicy,
  ResponseHeadersPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from "aws-cdk-lib/aws-cloudfront"
import { HttpOrigin } from "aws-cdk-lib/aws-cloudfront-origins"
import { CfnRecordSet } from "aws-cdk-lib/aws-route53"
import type { Construct } from "constructs"
import { pagePolicy } from "../../console/page-policy.ts"
import { edgeHeaders } from "../../shared/base/platform/resource-variables.ts"
import { EdgeFirewall } from "../constructs/edge-firewall.ts"
import { StaticFiles } from "../constructs/static-files.ts"
import {
  consolePath,
  documentationPath,
  documentationPolicy,
  nameConsoleFile,
  nameDocumentFile,
  signInPaths,
} from "../pages/page-paths.ts"
import type { EdgeSettings, StageSettings } from "../stages/stage-config.ts"

export interface EdgeStackProps extends StackProps {
  readonly stage: string
  readonly settings: StageSettings
  readonly edge: EdgeSettings
  /** With the suffix that Secrets Manager adds. */
  readonly originSecretName: string
  /** Of the HTTP API, which is in the stage's region. */
  readonly apiId: string
  /** Of the bucket to which the console's pages send files of evidence. A stage with the console has one. */
  readonly uploadOrigin?: string
  /** The built console, if the edge serves it. */
  readonly consoleFolder?: string
  /** The built documentation, if the edge serves it. */
  readonly documentationFolder?: string
}

/** The hosted zone of every CloudFront distribution, by AWS: `AliasTarget` of AWS::Route53::RecordSet. */
const cloudFrontZoneId = "Z2FDTNDATAQYW2"

/**
 * Replaces whatever a client sent under the header with the address that connected to CloudFront. The header
 * CloudFront-Viewer-Address says the same, but no origin request policy sends it along with Authorization and without
 * Host, which API Gateway needs to be its own.
 */
export const nameClient = `function handler(event) {
  var request = event.request;
  request.headers["${edgeHeaders.clientAddress}"] = { value: event.viewer.ip };
  return request;
}
`

/**
 * CloudFront keeps errors for ten seconds even if nothing else is cached, and gives them to whoever asks for the same
 * path, whatever their token. These are the statuses for which that can be changed:
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/custom-error-pages-expiration.html
 */
const uncachedErrors: ErrorResponse[] = [400, 403, 404, 405, 414, 500, 501, 502, 503, 504].map((httpStatus) => ({
  httpStatus,
  ttl: Duration.seconds(0),
}))

/** Domain, certificate, firewall and distribution in front of the API of a stage, whose stacks can be elsewhere. */
export class EdgeStack extends Stack {
  readonly #props: EdgeStackProps

  constructor(scope: Construct, id: string, props: EdgeStackProps) {
    super(scope, id, props)
    this.#props = props
    const { stage, edge } = props
    const firewall = new EdgeFirewall(this, "Firewall", {
      stage,
      requestsPerFiveMinutes: edge.requestsPerFiveMinutes,
      signedRequestsPerFiveMinutes: wholeApiInFiveMinutes(props.settings),
    })
    const api = this.#api()
    const distribution = new Distribution(this, "Distribution", {
      comment: `Wayseal ${stage}`,
      domainNames: [edge.domain, ...edge.otherDomains],
      certificate: Certificate.fromCertificateArn(this, "DomainCertificate", this.#certificateArn()),
      minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
      httpVersion: HttpVersion.HTTP2_AND_3,
      webAclId: firewall.arn,
      defaultBehavior: api,
      additionalBehaviors: this.#pages(api),
      errorResponses: uncachedErrors,
    })
    Validations.of(distribution).acknowledge({
      id: "AwsSolutions-CFR1",
      reason: "Recipients look their parcels up from wherever they are.",
    })
    Validations.of(distribution).acknowledge({
      id: "AwsSolutions-CFR3",
      reason: "An access log holds the address of every visitor. Personal data must not rest there.",
    })
    if (edge.hostedZoneId !== undefined) this.#records(edge.hostedZoneId, distribution.domainName)
    new CfnOutput(this, "DistributionDomainName", {
      value: distribution.domainName,
      description: `The DNS record of ${[edge.domain, ...edge.otherDomains].join(" and of ")} has to lead here`,
    })
    new CfnOutput(this, "DistributionId", { value: distribution.distributionId })
  }

  /** Paths of pages. Those of the console's sign-in are the API's, and CloudFront takes the first pattern that fits. */
  #pages(api: BehaviorOptions): Record<string, BehaviorOptions> {
    const { stage, consoleFolder, documentationFolder, uploadOrigin = "" } = this.#props
    const below = (path: string, behavior: BehaviorOptions) => ({ [path]: behavior, [`${path}/*`]: behavior })
    const behaviors: Record<string, BehaviorOptions> = {}
    if (consoleFolder !== undefined) {
      const own = { path: consolePath, policy: pagePolicy(uploadOrigin), nameFile: nameConsoleFile }
      for (const path of signInPaths) behaviors[path] = api
      const { behavior } = new StaticFiles(this, "Console", { stage, folder: consoleFolder, ...own })
      Object.assign(behaviors, below(consolePath, behavior))
    }
    if (documentationFolder !== undefined) {
      const own = { path: documentationPath, policy: documentationPolicy, nameFile: nameDocumentFile }
      const { behavior } = new StaticFiles(this, "Documentation", { stage, folder: documentationFolder, ...own })
      Object.assign(behaviors, below(documentationPath, behavior))
    }
    return behaviors
  }

  /** Every path that is no page's leads to the API. */
  #api(): BehaviorOptions {
    const { apiId, settings, stage } = this.#props
    return {
      origin: new HttpOrigin(`${apiId}.execute-api.${settings.region}.${this.urlSuffix}`, {
        protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY,
        customHeaders: { [edgeHeaders.originSecret]: this.#originSecret() },
      }),
      viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
      allowedMethods: AllowedMethods.ALLOW_ALL,
      compress: false,
      cachePolicy: CachePolicy.CACHING_DISABLED,
      originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      responseHeadersPolicy: this.#securityHeaders(),
      functionAssociations: [
        {
          eventType: FunctionEventType.VIEWER_REQUEST,
          function: new EdgeFunction(this, "NameClient", {
            comment: `Wayseal ${stage}: tells the API who its client is`,
            code: FunctionCode.fromInline(nameClient),
            runtime: FunctionRuntime.JS_2_0,
          }),
        },
      ],
    }
  }

  /**
   * CloudFormation reads the secret in its own region, where a replica has the same name and the same suffix:
   * https://docs.aws.amazon.com/secretsmanager/latest/userguide/replicate-secrets.html.
   * It reads it again only when this reference changes, so each version has a key of its own:
   * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-secretsmanager.html
   */
  #originSecret(): string {
    const { originSecretName, edge } = this.#props
    const replicaArn = `arn:${this.partition}:secretsmanager:${this.region}:${this.account}:secret:${originSecretName}`
    return SecretValue.secretsManager(replicaArn, { jsonField: String(edge.originSecretVersion) }).unsafeUnwrap()
  }

  #certificateArn(): string {
    const { edge } = this.#props
    if (edge.certificateArn !== undefined) return edge.certificateArn
    const { domain, hostedZoneId } = edge
    return new CfnCertificate(this, "Certificate", {
      domainName: domain,
      validationMethod: "DNS",
      ...(hostedZoneId === undefined ? {} : { domainValidationOptions: [{ domainName: domain, hostedZoneId }] }),
    }).ref
  }

  #records(hostedZoneId: string, dnsName: string): void {
    for (const type of ["A", "AAAA"])
      new CfnRecordSet(this, `Record${type}`, {
        hostedZoneId,
        name: this.#props.edge.domain,
        type,
        aliasTarget: { dnsName, hostedZoneId: cloudFrontZoneId },
      })
  }

  #securityHeaders(): ResponseHeadersPolicy {
    return new ResponseHeadersPolicy(this, "SecurityHeaders", {
      comment: `Wayseal ${this.#props.stage}: answers of the API`,
      securityHeadersBehavior: {
        strictTransportSecurity: { accessControlMaxAge: Duration.days(730), includeSubdomains: false, override: true },
        contentTypeOptions: { override: true },
        referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: true },
        frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
        contentSecurityPolicy: {
          contentSecurityPolicy: "default-src 'none'; frame-ancestors 'none'",
          // The recipient's page has a policy of its own, which allows its style and its script.
          override: false,
        },
      },
    })
  }
}

/** What all routes of the API together let through. One address that sends more than this sends nothing useful. */
function wholeApiInFiveMinutes({ lookups, events, desk }: StageSettings): number {
  return Math.ceil(300 * (lookups.requestsPerSecond + events.requestsPerSecond + desk.requestsPerSecond))
}
