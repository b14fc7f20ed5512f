import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals"
import { behaviouralGaps, forgottenProperties, missingTypes } from "../../../../infra/local/emulator/emulator-gaps.ts"
import { adaptAssembly, splitTemplate } from "../../../../infra/local/emulator/local-assembly.ts"

const bus = { Type: "AWS::Events::EventBus", Properties: { Name: "exchange" } }
const archive = { Type: "AWS::Events::Archive", Properties: { SourceArn: { "Fn::GetAtt": ["Bus", "Arn"] } } }

describe("the local deploy", () => {
  it("removes the types that the emulator does not know, and nothing else", () => {
    const { deployable, takenOut } = splitTemplate({ Resources: { Bus: bus, Archive: archive } })
    expect(deployable.Resources).toEqual({ Bus: bus })
    expect(takenOut).toEqual({ Archive: archive })
  })

  it("removes the conditions that the emulator does not know, because a statement with them would grant nothing", () => {
    const statement = (Condition?: object) => ({
      Action: "kms:Decrypt",
      Effect: "Allow",
      ...(Condition && { Condition }),
    })
    const policy = (...Statement: object[]) => ({
      Type: "AWS::IAM::Policy",
      Properties: { PolicyDocument: { Statement } },
    })
    const known = { StringEquals: { "aws:SourceAccount": "1" } }
    const unknown = { StringLike: { "kms:EncryptionContext:owner": "tokens#*" } }
    const leading = { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ["tokens#*"] } }
    const { deployable } = splitTemplate({
      Resources: { Policy: policy(statement(unknown), statement({ ...known, ...leading }), statement(known)) },
    })
    expect(deployable.Resources["Policy"]).toEqual(policy(statement(), statement(known), statement(known)))
  })

  it("removes a statement that denies under a condition that the emulator does not know, and would always deny", () => {
    const deny = (Condition?: object) => ({ Action: "s3:PutObject", Effect: "Deny", Condition })
    const policy = (...Statement: object[]) => ({
      Type: "AWS::S3::BucketPolicy",
      Properties: { PolicyDocument: { Statement } },
    })
    const insecure = deny({ Bool: { "aws:SecureTransport": "false" } })
    const others = deny({ ArnNotEquals: { "aws:PrincipalArn": ["arn:aws:iam::1:role/writer"] } })
    const otherKey = deny({ StringNotEquals: { "s3:x-amz-server-side-encryption-aws-kms-key-id": "key" } })
    const always = { Action: "s3:DeleteObject", Effect: "Deny" }
    const { deployable } = splitTemplate({ Resources: { Policy: policy(insecure, others, otherKey, always) } })
    expect(deployable.Resources["Policy"]).toEqual(policy(insecure, always))
  })

  it("removes the dependencies and outputs of what it removed", () => {
    const { deployable } = splitTemplate({
      Resources: { Archive: archive, Bus: { ...bus, DependsOn: ["Archive", "Key"] } },
      Outputs: { ArchiveName: { Value: { Ref: "Archive" } }, BusName: { Value: { Ref: "Bus" } } },
    })
    expect(deployable.Resources["Bus"]?.DependsOn).toEqual(["Key"])
    expect(Object.keys(deployable.Outputs ?? {})).toEqual(["BusName"])
  })

  it.each([
    ["Ref", { Ref: "Archive" }],
    ["Fn::GetAtt", { "Fn::GetAtt": ["Archive", "Arn"] }],
    ["Fn::Sub", { "Fn::Sub": `x-\${Archive.Arn}` }],
  ])("fails when a resource that stays needs a removed one, by %s", (_, reference) => {
    const user = { Type: "AWS::SSM::Parameter", Properties: { Value: { "Fn::Join": ["", ["a", reference]] } } }
    expect(() => splitTemplate({ Resources: { Archive: archive, User: user } })).toThrow(/User \(AWS::SSM::Parameter\)/)
  })

  it("gives a reason for every gap", () => {
    for (const { reason } of [...missingTypes, ...forgottenProperties]) expect(reason.length).toBeGreaterThan(20)
    for (const { coveredBy } of behaviouralGaps) expect(coveredBy.length).toBeGreaterThan(10)
    expect(new Set(missingTypes.map(({ type }) => type)).size).toBe(missingTypes.length)
  })
})

describe("an adapted assembly", () => {
  let folder = ""
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "assembly-"))
  })
  afterEach(() => rm(folder, { recursive: true }))

  it("uploads the changed template with a new hash, so that a second deployment does not use the first upload", async () => {
    const template = { Resources: { Bus: bus, Archive: archive } }
    const manifest = {
      artifacts: {
        Data: {
          type: "aws:cloudformation:stack",
          properties: {
            templateFile: "Data.template.json",
            stackTemplateAssetObjectUrl: "s3://bucket/0123456789.json",
          },
        },
      },
    }
    const assets = { files: { "0123456789": { source: { path: "Data.template.json" } } } }
    await writeFile(join(folder, "Data.template.json"), JSON.stringify(template))
    await writeFile(join(folder, "manifest.json"), JSON.stringify(manifest))
    await writeFile(join(folder, "Data.assets.json"), JSON.stringify(assets))
    const [stack] = await adaptAssembly(folder)
    expect(stack?.stackName).toBe("Data")
    expect(Object.keys(stack?.takenOut ?? {})).toEqual(["Archive"])
    const [written, url] = [
      await readFile(join(folder, "Data.assets.json"), "utf8"),
      await readFile(join(folder, "manifest.json"), "utf8"),
    ]
    expect(written).not.toContain("0123456789")
    const hash = Object.keys(JSON.parse(written).files)[0]
    expect(hash).toMatch(/^[0-9a-f]{64}$/)
    expect(url).toContain(`s3://bucket/${hash}.json`)
  })
})
