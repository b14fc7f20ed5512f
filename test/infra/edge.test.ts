import { runInNewContext } from "node:vm"
import { describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { loadDeployments } from "../../infra/function-deployments.ts"
import { type EdgeSettings, stageConfig } from "../../infra/stages/stage-config.ts"
import { HttpProblem } from "../../shared/base/platform/http-problem.ts"
import { assemble, type Resource, referredTo, resourcesOf, rolePolicies, synthesise } from "./synthesised-exchange.ts"

/** The setting as a stage's file has it, defaults filled in. */
function edgeSettings(given: Partial<z.input<typeof stageConfig>["browserEdge"]> = {}): EdgeSettings {
  const browserEdge = { domain: "track.hub.example", hostedZoneId: "Z0123456789ABCDEFGHIJ", ...given }
  const parsed = stageConfig.parse({ region: "ca-central-1", browserEdge }).browserEdge
  if (parsed === undefined) throw new Error("the setting was not read")
  return parsed
}

const certificateArn = "arn:aws:acm:us-east-1:123456789012:certificate/12345678-1234-1234-1234-123456789012"

const plain = await synthesise("prod")
const prod = await synthesise("prod", {
  settings: { browserEdge: edgeSettings({ allowedOrigins: ["https://shop.example"] }) },
})
/** A stage in us-east-1 itself, with every field of the edge otherwise. */
const other = await synthesise("prod", {
  settings: {
    region: "us-east-1",
    browserEdge: edgeSettings({
      hostedZoneId: undefined,
      certificateArn,
      requestsPerFiveMinutes: 300,
      originSecretVersion: 2,
      directAccess: true,
    }),
  },
})
const only = (
  type: string,
  ...templates: Parameters<typeof resourcesOf> extends [string, ...infer Rest] ? Rest : never
) => {
  const [found, ...others] = resourcesOf(type, ...templates)
  if (found === undefined || others.length > 0) throw new Error(`there is not one ${type}`)
  return found
}
const distributionOf = ({ edge }: typeof prod) =>
  only("AWS::CloudFront::Distribution", ...edge).Properties["DistributionConfig"]
const distribution = distributionOf(prod)
const behavior = distribution.DefaultCacheBehavior
/** Functions that answer requests, by the ids of their constructs. */
const httpFunctions = [...(await loadDeployments())].flatMap(([name, { http }]) =>
  http === undefined ? [] : [name.replace(/(^|-)([a-z])/g, (_, __, letter: string) => letter.toUpperCase())],
)

describe("a stage without browserEdge", () => {
  it("has no edge, no origin secret and no pages of other origins", () => {
    expect(plain.edge).toEqual([])
    expect(/OriginSecret|ORIGIN_SECRET|DIRECT_ACCESS/.exec(JSON.stringify(plain.hub))).toBeNull()
    expect(only("AWS::ApiGatewayV2::Api", ...plain.hub).Properties).not.toHaveProperty("CorsConfiguration")
  })
})

describe("the stack of the edge", () => {
  it("is in us-east-1, wherever the stage is, comes last, and has the stage's tags and protection", async () => {
    const { exchanges, stackNames } = await assemble({ prod: { settings: { browserEdge: edgeSettings() } } })
    expect(exchanges).toMatchObject([
      {
        data: { region: "ca-central-1" },
        edge: [{ name: "Wayseal-prod-Edge", region: "us-east-1", isProtected: true }],
      },
    ])
    expect(stackNames.at(-1)).toBe("Wayseal-prod-Edge")
    for (const type of ["AWS::CloudFront::Distribution", "AWS::WAFv2::WebACL"])
      expect(only(type, ...prod.edge).Properties["Tags"]).toContainEqual({ Key: "stage", Value: "prod" })
  })

  it("takes the API and the name of the secret from the stage's region, and gives nothing back", () => {
    const from = (template: typeof prod) =>
      JSON.stringify(template.edge)
        .match(/"StackName":"[^"]+","Region":"[^"]+"/g)
        ?.map((each) => each.split('"')[3])
    expect(from(prod)).toEqual(["Wayseal-prod-Functions", "Wayseal-prod-Data"])
    for (const template of [prod.data, prod.functions])
      expect(JSON.stringify(template)).not.toContain("Wayseal-prod-Edge")
  })
})

describe("the domain", () => {
  it("has a certificate that proves itself in the hosted zone, and records for IPv4 and IPv6", () => {
    const certificate = only("AWS::CertificateManager::Certificate", ...prod.edge)
    expect(certificate.Properties).toMatchObject({
      DomainName: "track.hub.example",
      ValidationMethod: "DNS",
      DomainValidationOptions: [{ DomainName: "track.hub.example", HostedZoneId: "Z0123456789ABCDEFGHIJ" }],
    })
    expect(distribution.Aliases).toEqual(["track.hub.example"])
    expect(referredTo(distribution.ViewerCertificate.AcmCertificateArn)).toBe(certificate.id)
    const records = resourcesOf("AWS::Route53::RecordSet", ...prod.edge).map(({ Properties }) => Properties)
    expect(records.map(({ Type, Name }) => [Type, Name])).toEqual([
      ["A", "track.hub.example"],
      ["AAAA", "track.hub.example"],
    ])
  })

  it("is not the only one: parties' own host names lead to the same", async () => {
    const settings = { browserEdge: edgeSettings({ certificateArn, otherDomains: ["parcels.shop.example"] }) }
    expect(distributionOf(await synthesise("prod", { settings })).Aliases).toEqual([
      "track.hub.example",
      "parcels.shop.example",
    ])
    const withoutCertificate = { domain: "track.hub.example", hostedZoneId: "Z0123456789ABCDEFGHIJ" }
    const browserEdge = { ...withoutCertificate, otherDomains: ["parcels.shop.example"] }
    const read = stageConfig.safeParse({ region: "ca-central-1", browserEdge })
    expect(read.error?.issues.map(({ path }) => path.join("."))).toEqual(["browserEdge.otherDomains"])
  })

  it("can have a certificate of your own, and records that you make", () => {
    expect(distributionOf(other).ViewerCertificate.AcmCertificateArn).toBe(certificateArn)
    expect(resourcesOf("AWS::CertificateManager::Certificate", ...other.edge)).toEqual([])
    expect(resourcesOf("AWS::Route53::RecordSet", ...other.edge)).toEqual([])
  })

  it("is where callers find the API", () => {
    const outputs = (template: (typeof prod)["functions"]) =>
      z.looseObject({ Outputs: z.record(z.string(), z.any()) }).parse(template).Outputs
    expect(outputs(prod.functions)["ApiUrl"].Value).toBe("https://track.hub.example")
    expect(outputs(plain.functions)["ApiUrl"].Value).not.toBe("https://track.hub.example")
  })

  it("speaks only TLS, at least 1.2, to clients and to the API", () => {
    expect(behavior.ViewerProtocolPolicy).toBe("https-only")
    expect(distribution.ViewerCertificate.MinimumProtocolVersion).toBe("TLSv1.2_2021")
    expect(distribution.Origins[0].CustomOriginConfig).toMatchObject({
      OriginProtocolPolicy: "https-only",
      OriginSSLProtocols: ["TLSv1.2"],
    })
  })
})

describe("the origin secret", () => {
  const secret = resourcesOf("AWS::SecretsManager::Secret", prod.data).find(({ id }) => id.startsWith("OriginSecret"))
  const headerOf = (template: typeof prod) => JSON.stringify(distributionOf(template).Origins[0].OriginCustomHeaders)

  it("is random, and the same in us-east-1, where CloudFormation reads it", () => {
    expect(secret?.Properties["GenerateSecretString"]).toMatchObject({ GenerateStringKey: "1", PasswordLength: 64 })
    expect(secret?.Properties["ReplicaRegions"]).toEqual([{ Region: "us-east-1" }])
  })

  it("has no replica in a stage that is in us-east-1 itself", () => {
    expect(JSON.stringify(other.data)).toContain("OriginSecret")
    expect(JSON.stringify(other.data)).not.toContain("ReplicaRegions")
  })

  it("is in the template as a reference only, with the version that the stage names", () => {
    expect(headerOf(prod)).toMatch(/"x-wayseal-origin-secret".+\{\{resolve:secretsmanager:.+:SecretString:1::\}\}/)
    expect(headerOf(other)).toContain(":SecretString:2::}}")
  })

  it("is known to the functions that answer requests, and to no other", () => {
    expect(httpFunctions).toContain("LookUpShipment")
    const functions = resourcesOf("AWS::Lambda::Function", prod.functions)
    const withSecret = functions.filter(({ Properties }) => "ORIGIN_SECRET" in Properties["Environment"].Variables)
    expect(withSecret.map(({ id }) => id.replace(/Function[0-9A-F]{8}$/, "")).sort()).toEqual(httpFunctions)
    const readers = rolePolicies(prod.functions).filter(({ statements }) =>
      JSON.stringify(statements).includes("OriginSecret"),
    )
    expect(readers.map(({ role }) => role.replace(/Role.*/, "")).sort()).toEqual(httpFunctions)
  })

  it("is required, unless the stage allows direct access for a while", () => {
    expect(JSON.stringify(prod.functions)).not.toContain("DIRECT_ACCESS")
    expect(JSON.stringify(other.functions).match(/"DIRECT_ACCESS":"allowed"/g)).toHaveLength(httpFunctions.length)
  })
})

describe("what the edge tells the API", () => {
  const code = only("AWS::CloudFront::Function", ...prod.edge).Properties["FunctionCode"]
  /** Runs the function of the edge as CloudFront does, with the headers that a client sent. */
  const requestAfter = (headers: Record<string, { value: string }>, ip: string) =>
    runInNewContext(`${code}; JSON.stringify(handler(event))`, { event: { viewer: { ip }, request: { headers } } })

  it.each(["203.0.113.7", "2001:db8::7"])("is the address %s that connected, whatever the client says", (ip) => {
    const forged = { "x-wayseal-client-address": { value: "198.51.100.1" }, "user-agent": { value: "curl" } }
    expect(JSON.parse(requestAfter(forged, ip)).headers).toEqual({
      "x-wayseal-client-address": { value: ip },
      "user-agent": { value: "curl" },
    })
    expect(behavior.FunctionAssociations.map(({ EventType }: { EventType: string }) => EventType)).toEqual([
      "viewer-request",
    ])
  })

  it("is everything that the client sent except for the host, which API Gateway must know", () => {
    // Managed-AllViewerExceptHostHeader
    expect(behavior.OriginRequestPolicyId).toBe("b689b0a8-53d0-40ab-baf2-68738e2966ac")
    expect(behavior.AllowedMethods).toEqual(expect.arrayContaining(["GET", "POST", "DELETE", "OPTIONS"]))
  })
})

describe("what the edge keeps", () => {
  it("is no answer, not even an error", () => {
    // Managed-CachingDisabled
    expect(behavior.CachePolicyId).toBe("4135ea2d-6df8-44a3-9df3-4b5a84be39ad")
    const kept = distribution.CustomErrorResponses.map(
      (each: { ErrorCode: number; ErrorCachingMinTTL: number; ResponsePagePath?: string }) => [
        each.ErrorCode,
        each.ErrorCachingMinTTL,
        each.ResponsePagePath,
      ],
    )
    expect(kept).toEqual([400, 403, 404, 405, 414, 500, 501, 502, 503, 504].map((code) => [code, 0, undefined]))
  })

  it("is no address of a visitor: neither an access log nor samples of the firewall", () => {
    expect(distribution.Logging).toBeUndefined()
    const templates = JSON.stringify(prod.edge)
    expect(templates).not.toContain('"SampledRequestsEnabled":true')
    expect(templates.match(/"SampledRequestsEnabled":false/g)).toHaveLength(3)
    expect(templates).not.toMatch(/LoggingConfiguration|RealtimeLogConfig/)
  })
})

describe("the firewall of the edge", () => {
  const acl = only("AWS::WAFv2::WebACL", ...prod.edge)
  const rules = z.array(z.record(z.string(), z.any())).parse(acl.Properties["Rules"])
  const limitOf = (name: string) => rules.find((rule) => rule["Name"] === name)?.["Statement"].RateBasedStatement

  it("stands before the distribution", () => {
    expect(acl.Properties["Scope"]).toBe("CLOUDFRONT")
    expect(referredTo(distribution.WebACLId)).toBe(acl.id)
  })

  it("bounds what one address sends without a token, as the stage says", () => {
    expect(limitOf("visitors")).toMatchObject({ Limit: 1000, AggregateKeyType: "IP", EvaluationWindowSec: 300 })
    expect(limitOf("visitors").ScopeDownStatement.NotStatement.Statement).toEqual(limitOf("parties").ScopeDownStatement)
    const own = only("AWS::WAFv2::WebACL", ...other.edge)
    expect(own.Properties["Rules"][0].Statement.RateBasedStatement.Limit).toBe(300)
  })

  it("lets an address with a token send what the whole API lets through: 50, 100 and 20 a second", () => {
    expect(limitOf("parties").Limit).toBe(300 * (50 + 100 + 20))
  })

  it("counts an officer's session as a token", () => {
    const signs: Resource["Properties"][] = limitOf("parties").ScopeDownStatement.OrStatement.Statements
    expect(signs.map(({ ByteMatchStatement: { FieldToMatch, SearchString } }) => [FieldToMatch, SearchString])).toEqual(
      [
        [{ SingleHeader: { Name: "authorization" } }, "bearer "],
        [{ SingleHeader: { Name: "cookie" } }, "__Host-wayseal-session="],
      ],
    )
  })

  it("answers what is over the limit like the API", () => {
    const body = acl.Properties["CustomResponseBodies"].TooManyRequests
    expect(JSON.parse(body.Content)).toEqual(new HttpProblem("tooManyRequests").body())
    for (const rule of rules)
      expect(rule["Action"].Block.CustomResponse).toEqual({
        ResponseCode: 429,
        CustomResponseBodyKey: "TooManyRequests",
      })
  })
})

describe("answers to browsers", () => {
  it("have security headers, which the API cannot weaken, but for the policy of the recipient's page", () => {
    const policy = only("AWS::CloudFront::ResponseHeadersPolicy", ...prod.edge)
    expect(referredTo(behavior.ResponseHeadersPolicyId)).toBe(policy.id)
    expect(policy.Properties["ResponseHeadersPolicyConfig"].SecurityHeadersConfig).toEqual({
      StrictTransportSecurity: { AccessControlMaxAgeSec: 63_072_000, IncludeSubdomains: false, Override: true },
      ContentTypeOptions: { Override: true },
      ReferrerPolicy: { ReferrerPolicy: "no-referrer", Override: true },
      FrameOptions: { FrameOption: "DENY", Override: true },
      ContentSecurityPolicy: { ContentSecurityPolicy: "default-src 'none'; frame-ancestors 'none'", Override: false },
    })
  })

  it("are shown to pages of the named origins only, without cookies and without tokens", () => {
    expect(only("AWS::ApiGatewayV2::Api", prod.functions).Properties["CorsConfiguration"]).toEqual({
      AllowOrigins: ["https://shop.example"],
      AllowMethods: ["POST"],
      AllowHeaders: ["content-type"],
      AllowCredentials: false,
      MaxAge: 7200,
    })
    expect(only("AWS::ApiGatewayV2::Api", other.functions).Properties["CorsConfiguration"]).toBeUndefined()
  })
})
