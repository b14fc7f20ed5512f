import { CfnWebACL } from "aws-cdk-lib/aws-wafv2"
import { Construct } from "constructs"
import { sessionCookie } from "../pages/page-paths.ts"

export interface EdgeFirewallProps {
  readonly stage: string
  /** What one address may send in five minutes without a party's token or an officer's session. */
  readonly requestsPerFiveMinutes: number
  /** What one address may send in five minutes with something that looks like a token or a session. */
  readonly signedRequestsPerFiveMinutes: number
}

/**
 * Metrics, but no samples: AWS WAF would keep the addresses and headers of sampled requests for three hours. For the
 * same reason the firewall has no log.
 */
const withoutSamples = (metricName: string): CfnWebACL.VisibilityConfigProperty => ({
  metricName,
  cloudWatchMetricsEnabled: true,
  sampledRequestsEnabled: false,
})

const tooManyRequests = "TooManyRequests"

/** The body with which the API refuses too many requests. AWS WAF has no content type for problems, so it is JSON. */
const asTheApi = {
  type: "/v1/problems#toomanyrequests",
  title: "Too many requests",
  status: 429,
  code: "tooManyRequests",
}

/** A request without this header does not match: AWS WAF takes an absent component as no match. */
const hasToken: CfnWebACL.StatementProperty = {
  byteMatchStatement: {
    fieldToMatch: { singleHeader: { Name: "authorization" } },
    positionalConstraint: "STARTS_WITH",
    searchString: "bearer ",
    textTransformations: [{ priority: 0, type: "LOWERCASE" }],
  },
}

/** Open pages of the console ask for news every few seconds, and officers of a party share an address. */
const hasSession: CfnWebACL.StatementProperty = {
  byteMatchStatement: {
    fieldToMatch: { singleHeader: { Name: "cookie" } },
    positionalConstraint: "CONTAINS",
    searchString: `${sessionCookie}=`,
    textTransformations: [{ priority: 0, type: "NONE" }],
  },
}

const isSigned: CfnWebACL.StatementProperty = { orStatement: { statements: [hasToken, hasSession] } }

/**
 * The firewall of the edge. It only bounds how much one address may send, so that a flood costs little and leaves the
 * API to others. Parties send far more than visitors, and are known by their token only later, so both have a limit.
 */
export class EdgeFirewall extends Construct {
  readonly arn: string

  constructor(scope: Construct, id: string, props: EdgeFirewallProps) {
    super(scope, id)
    const { stage, requestsPerFiveMinutes, signedRequestsPerFiveMinutes } = props
    const acl = new CfnWebACL(this, "Acl", {
      scope: "CLOUDFRONT",
      description: `Wayseal ${stage}: bounds what one address may send`,
      defaultAction: { allow: {} },
      visibilityConfig: withoutSamples(`wayseal-${stage}-edge`),
      customResponseBodies: {
        [tooManyRequests]: {
          contentType: "APPLICATION_JSON",
          content: JSON.stringify(asTheApi),
        },
      },
      rules: [
        rateRule("visitors", 0, requestsPerFiveMinutes, { notStatement: { statement: isSigned } }),
        rateRule("parties", 1, signedRequestsPerFiveMinutes, isSigned),
      ],
    })
    this.arn = acl.attrArn
  }
}

function rateRule(
  name: string,
  priority: number,
  limit: number,
  scopeDownStatement: CfnWebACL.StatementProperty,
): CfnWebACL.RuleProperty {
  return {
    name,
    priority,
    statement: {
      rateBasedStatement: { aggregateKeyType: "IP", evaluationWindowSec: 300, limit, scopeDownStatement },
    },
    action: { block: { customResponse: { responseCode: 429, customResponseBodyKey: tooManyRequests } } },
    visibilityConfig: withoutSamples(name),
  }
}
