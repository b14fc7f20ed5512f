import { describe, expect, it } from "@jest/globals"
import { referredTo, resourcesOf, synthesise } from "./synthesised-exchange.ts"

const { functions } = await synthesise("prod")
const [bucket, ...others] = resourcesOf("AWS::S3::Bucket", functions).filter(({ id }) => id.startsWith("Documents"))
if (bucket === undefined || others.length > 0) throw new Error("there is not one bucket of documents")
const [policy] = resourcesOf("AWS::S3::BucketPolicy", functions).filter(({ id }) => id.startsWith("Documents"))
type Statement = {
  Effect: string
  Action: string
  Principal: unknown
  Condition: Record<string, Record<string, unknown>>
}
const statements: readonly Statement[] = policy?.Properties["PolicyDocument"].Statement ?? []

/** The conditions under which an action is refused to everybody. */
function refused(action: string) {
  return statements.flatMap(({ Effect, Action, Principal, Condition }) =>
    Effect === "Deny" && Action === action && JSON.stringify(Principal) === '{"AWS":"*"}' ? [Condition] : [],
  )
}

const roleIn = (condition: Record<string, Record<string, unknown>> | undefined) => {
  const roles = condition?.["ArnNotEquals"]?.["aws:PrincipalArn"]
  return Array.isArray(roles) ? roles.map((role) => referredTo(role)?.replace(/[0-9A-F]{8}$/, "")) : roles
}

describe("the bucket of documents", () => {
  it("is closed to the public, forgets documents after a day and evidence after six years, and keeps no versions (promise: documents-are-forgotten)", () => {
    const { Properties } = bucket
    expect(Properties["PublicAccessBlockConfiguration"]).toEqual({
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    })
    expect(Properties["LifecycleConfiguration"].Rules).toEqual([
      { ExpirationInDays: 1, Prefix: "WS-", Status: "Enabled" },
      { ExpirationInDays: 2_192, Prefix: "evidence/", Status: "Enabled" },
    ])
    expect(Properties["VersioningConfiguration"]).toBeUndefined()
  })

  it("stays with its evidence when the stack of a stage that keeps its data is deleted", () => {
    expect(bucket.DeletionPolicy).toBe("RetainExceptOnCreate")
  })

  it("lets pages use links to read and upload, and nothing else", () => {
    const [rule, ...more] = bucket.Properties["CorsConfiguration"].CorsRules
    expect(more).toEqual([])
    expect(rule).toEqual({ AllowedHeaders: ["*"], AllowedMethods: ["GET", "PUT"], AllowedOrigins: ["*"] })
  })

  it("is encrypted with a key of its own", () => {
    const [rule] = bucket.Properties["BucketEncryption"].ServerSideEncryptionConfiguration
    expect(rule.ServerSideEncryptionByDefault.SSEAlgorithm).toBe("aws:kms")
    expect(referredTo(rule.ServerSideEncryptionByDefault.KMSMasterKeyID)).toContain("DocumentKey")
    expect(rule.BucketKeyEnabled).toBe(true)
  })

  it("refuses what does not come over TLS", () => {
    expect(refused("s3:*")).toEqual([{ Bool: { "aws:SecureTransport": "false" } }])
  })

  it("lets one function write documents, one sign uploads and one keep files of letters, under the bucket's key alone", () => {
    const [underKms, underItsKey, byOthers, ...more] = refused("s3:PutObject")
    expect(more).toEqual([])
    const header = "s3:x-amz-server-side-encryption"
    expect(underKms).toEqual({ StringNotEquals: { [header]: "aws:kms" } })
    expect(referredTo(underItsKey?.["StringNotEquals"]?.[`${header}-aws-kms-key-id`])).toContain("DocumentKey")
    expect(roleIn(byOthers)).toEqual(["DrawDocumentRole", "ServeBreachDeskRole", "ServeLettersRole"])
    expect(refused("s3:GetObject").map(roleIn)).toEqual([["ServeBreachDeskRole"]])
    expect(statements.filter(({ Effect }) => Effect !== "Deny")).toEqual([])
  })
})
