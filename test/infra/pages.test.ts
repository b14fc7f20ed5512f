import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { runInNewContext } from "node:vm"
import { afterAll, describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { nameConsoleFile, nameDocumentFile } from "../../infra/pages/page-paths.ts"
import { stageConfig } from "../../infra/stages/stage-config.ts"
import { type Resource, referredTo, resourcesOf, synthesise } from "./synthesised-exchange.ts"

const folder = mkdtempSync(join(tmpdir(), "wayseal-console-"))
mkdirSync(join(folder, "assets"))
writeFileSync(join(folder, "index.html"), "<title>Wayseal</title>")
writeFileSync(join(folder, "assets/index-1.js"), "")
const documentationFolder = mkdtempSync(join(tmpdir(), "wayseal-documentation-"))
writeFileSync(join(documentationFolder, "overview.html"), "<title>Wayseal</title>")
afterAll(() => {
  for (const each of [folder, documentationFolder]) rmSync(each, { recursive: true })
})

function withPages(console: boolean) {
  const browserEdge = { domain: "hub.example", hostedZoneId: "Z0123456789ABCDEFGHIJ", console }
  const settings = { browserEdge: stageConfig.parse({ region: "ca-central-1", browserEdge }).browserEdge }
  return synthesise("prod", { settings, pages: console ? { consoleFolder: folder, documentationFolder } : {} })
}
const deployed = await withPages(true)
const distribution = resourcesOf("AWS::CloudFront::Distribution", ...deployed.edge)[0]?.Properties["DistributionConfig"]
const behaviors: readonly Resource["Properties"][] = distribution.CacheBehaviors

/** A text of a template. The only name that a policy refers to is that of the bucket to which the console uploads. */
function inOneText(value: unknown): string {
  const joined = z.object({ "Fn::Join": z.tuple([z.literal(""), z.array(z.unknown())]) }).safeParse(value)
  if (!joined.success) return z.string().parse(value)
  const reference = z.object({ "Fn::GetStackOutput": z.object({ OutputName: z.string() }) })
  const parts = joined.data["Fn::Join"][1].map((part) => {
    if (typeof part === "string") return part
    const { OutputName } = reference.parse(part)["Fn::GetStackOutput"]
    expect(OutputName).toMatch(/DocumentsBucket\w+RegionalDomainName/)
    return "<bucket of evidence>"
  })
  return parts.join("")
}

describe("the pages behind the edge", () => {
  it("are not there unless the stage asks for it", async () => {
    const { edge, functions } = await withPages(false)
    expect(resourcesOf("AWS::S3::Bucket", ...edge)).toEqual([])
    expect(JSON.stringify(functions)).not.toContain("CONSOLE_URL")
  })

  it("leave sign-in to the API, before the paths that lead to files", () => {
    const ofApi = distribution.DefaultCacheBehavior.TargetOriginId
    expect(behaviors.map(({ PathPattern, TargetOriginId }) => [PathPattern, TargetOriginId === ofApi])).toEqual([
      ["/desk/sign-in", true],
      ["/desk/signed-in", true],
      ["/desk/signed-in/*", true],
      ["/desk", false],
      ["/desk/*", false],
      ["/docs", false],
      ["/docs/*", false],
    ])
  })

  it("are where mails to officers lead", () => {
    expect(JSON.stringify(deployed.functions)).toContain('"CONSOLE_URL":"https://hub.example/desk"')
  })

  it.each([
    ["/desk/*", "'sha256-"],
    ["/docs/*", "style-src 'self';"],
  ])("forbid scripts and styles in the page, other sites, and frames: %s", (pattern, own) => {
    const behavior = behaviors.find(({ PathPattern }) => PathPattern === pattern)
    const id = referredTo(behavior?.["ResponseHeadersPolicyId"])
    const policy = resourcesOf("AWS::CloudFront::ResponseHeadersPolicy", ...deployed.edge).find((one) => one.id === id)
    const headers = policy?.Properties["ResponseHeadersPolicyConfig"].SecurityHeadersConfig
    const given = inOneText(headers.ContentSecurityPolicy.ContentSecurityPolicy)
    const strict = ["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"]
    expect(given.split("; ")).toEqual(expect.arrayContaining(strict))
    expect(given).toContain(own)
    const sendsTo = given.split("; ").filter((part) => part.startsWith("connect-src"))
    expect(sendsTo).toEqual([`connect-src 'self'${pattern === "/desk/*" ? " https://<bucket of evidence>" : ""}`])
    expect(given.replace(sendsTo.join(), "")).not.toMatch(/unsafe|\*|http/)
    expect(headers.StrictTransportSecurity.AccessControlMaxAgeSec).toBe(63_072_000)
  })

  it("are in buckets that CloudFront alone reads, over TLS", () => {
    const buckets = resourcesOf("AWS::S3::Bucket", ...deployed.edge)
    expect(buckets).toHaveLength(2)
    for (const { Properties } of buckets)
      expect(Object.values(Properties["PublicAccessBlockConfiguration"])).toEqual([true, true, true, true])
    for (const { Properties } of resourcesOf("AWS::S3::BucketPolicy", ...deployed.edge)) {
      const statements: readonly Resource["Properties"][] = Properties["PolicyDocument"].Statement
      const allowed = statements.filter(({ Effect }) => Effect === "Allow")
      expect(allowed.map(({ Principal, Action }) => [Principal, Action])).toEqual([
        [{ Service: "cloudfront.amazonaws.com" }, "s3:GetObject"],
      ])
      expect(statements).toContainEqual(
        expect.objectContaining({ Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } }),
      )
    }
  })

  it("are asked for each time, and files for a year whose names change with their content", () => {
    const copies = resourcesOf("Custom::CDKBucketDeployment", ...deployed.edge).map(({ Properties }) => Properties)
    expect(
      copies.map((one) => [one["DestinationBucketKeyPrefix"], one["SystemMetadata"]["cache-control"]]).sort(),
    ).toEqual([
      ["desk", "no-cache"],
      ["desk/assets", "max-age=31536000, immutable"],
      ["docs", "no-cache"],
    ])
    // A page that is open when a new version comes still finds its files.
    expect(copies.map(({ Prune }) => Prune)).toEqual([false, false, false])
  })
})

describe("the file for a path", () => {
  const answer = (code: string, uri: string) =>
    z
      .looseObject({
        uri: z.string().optional(),
        headers: z.record(z.string(), z.object({ value: z.string() })).optional(),
      })
      .parse(runInNewContext(`${code}\nhandler(event)`, { event: { request: { uri } } }))

  it("of the console is the page for every screen, and the file itself for its assets", () => {
    for (const path of ["/desk", "/desk/", "/desk/cases/WS-NYPRTQ5MDM", "/desk/assets/", "/desk/assets/a/b.js"])
      expect(answer(nameConsoleFile, path).uri).toBe("/desk/index.html")
    expect(answer(nameConsoleFile, "/desk/assets/index-CxrRGgG4.css").uri).toBe("/desk/assets/index-CxrRGgG4.css")
  })

  it("of the documentation is the file itself, and a folder leads to its first page", () => {
    expect(answer(nameDocumentFile, "/docs/words.html").uri).toBe("/docs/words.html")
    const leadsTo = (path: string) => answer(nameDocumentFile, path).headers?.["location"]?.value
    expect(["/docs", "/docs/", "/docs/decisions/"].map(leadsTo)).toEqual([
      "/docs/overview.html",
      "/docs/overview.html",
      "/docs/decisions/index.html",
    ])
  })
})
