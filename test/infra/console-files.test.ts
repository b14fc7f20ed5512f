import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { runInNewContext } from "node:vm"
import { afterAll, describe, expect, it } from "@jest/globals"
import { nameFile } from "../../infra/constructs/console-files.ts"
import { stageConfig } from "../../infra/stages/stage-config.ts"
import { type Resource, referredTo, resourcesOf, synthesise } from "./synthesised-exchange.ts"

const folder = mkdtempSync(join(tmpdir(), "wayseal-console-"))
mkdirSync(join(folder, "assets"))
writeFileSync(join(folder, "index.html"), "<title>Wayseal</title>")
writeFileSync(join(folder, "assets/index-1.js"), "")
afterAll(() => rmSync(folder, { recursive: true }))

function withConsole(console: boolean) {
  const browserEdge = { domain: "hub.example", hostedZoneId: "Z0123456789ABCDEFGHIJ", console }
  const settings = { browserEdge: stageConfig.parse({ region: "ca-central-1", browserEdge }).browserEdge }
  return synthesise("prod", { settings, consoleFolder: folder })
}
const deployed = withConsole(true)
const distribution = resourcesOf("AWS::CloudFront::Distribution", ...deployed.edge)[0]?.Properties["DistributionConfig"]
const behaviors: readonly Resource["Properties"][] = distribution.CacheBehaviors

describe("the console behind the edge", () => {
  it("is not there unless the stage asks for it", () => {
    const { edge, functions } = withConsole(false)
    expect(resourcesOf("AWS::S3::Bucket", ...edge)).toEqual([])
    expect(JSON.stringify(functions)).not.toContain("CONSOLE_URL")
  })

  it("leaves sign-in to the API, before the paths that lead to the files", () => {
    const ofApi = distribution.DefaultCacheBehavior.TargetOriginId
    expect(behaviors.map(({ PathPattern, TargetOriginId }) => [PathPattern, TargetOriginId === ofApi])).toEqual([
      ["/desk/sign-in", true],
      ["/desk/signed-in", true],
      ["/desk", false],
      ["/desk/*", false],
    ])
  })

  it("is where mails to officers lead", () => {
    expect(JSON.stringify(deployed.functions)).toContain('"CONSOLE_URL":"https://hub.example/desk"')
  })

  it("forbids scripts and styles in the page, other sites, and frames", () => {
    const id = referredTo(behaviors[3]?.["ResponseHeadersPolicyId"])
    const policy = resourcesOf("AWS::CloudFront::ResponseHeadersPolicy", ...deployed.edge).find((one) => one.id === id)
    const headers = policy?.Properties["ResponseHeadersPolicyConfig"].SecurityHeadersConfig
    const directives: string[] = headers.ContentSecurityPolicy.ContentSecurityPolicy.split("; ")
    expect(directives).toEqual(
      expect.arrayContaining([
        "default-src 'none'",
        "script-src 'self'",
        "connect-src 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
      ]),
    )
    expect(directives.join(" ")).not.toMatch(/unsafe|\*|http:/)
    expect(headers.StrictTransportSecurity.AccessControlMaxAgeSec).toBe(63_072_000)
  })

  it("is in a bucket that CloudFront alone reads, over TLS", () => {
    const [bucket] = resourcesOf("AWS::S3::Bucket", ...deployed.edge)
    expect(Object.values(bucket?.Properties["PublicAccessBlockConfiguration"])).toEqual([true, true, true, true])
    const [policy] = resourcesOf("AWS::S3::BucketPolicy", ...deployed.edge)
    const statements: readonly Resource["Properties"][] = policy?.Properties["PolicyDocument"].Statement
    const allowed = statements.filter(({ Effect }) => Effect === "Allow")
    expect(allowed.map(({ Principal, Action }) => [Principal, Action])).toEqual([
      [{ Service: "cloudfront.amazonaws.com" }, "s3:GetObject"],
    ])
    expect(statements).toContainEqual(
      expect.objectContaining({ Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } }),
    )
  })

  it("keeps files for a year whose names change with their content, and asks for the page each time", () => {
    const deployments = resourcesOf("Custom::CDKBucketDeployment", ...deployed.edge).map(({ Properties }) => Properties)
    const caching = deployments.map(({ SystemMetadata }) => SystemMetadata["cache-control"])
    expect(caching.sort()).toEqual(["max-age=31536000, immutable", "no-cache"])
    // A page that is open when a new version comes still finds its files.
    expect(deployments.map(({ Prune }) => Prune)).toEqual([false, false])
  })
})

describe("the file for a path", () => {
  const fileFor = (uri: string): unknown =>
    runInNewContext(`${nameFile}\nhandler(event).uri`, { event: { request: { uri } } })

  it("is the page for every screen, and the file itself for its assets", () => {
    for (const path of ["/desk", "/desk/", "/desk/cases/WS-NYPRTQ5MDM", "/desk/assets/", "/desk/assets/a/b.js"])
      expect(fileFor(path)).toBe("/desk/index.html")
    expect(fileFor("/desk/assets/index-CxrRGgG4.css")).toBe("/desk/assets/index-CxrRGgG4.css")
  })
})
