import { describe, expect, it } from "@jest/globals"
import { templateRisks, templateSchema } from "../../../../infra/cli/check-upgrade/template-risks.ts"
import { synthesise } from "../../synthesised-exchange.ts"

const template = (resources: unknown) => templateSchema.parse({ Resources: resources })
const table = (properties: object = {}, DeletionPolicy = "RetainExceptOnCreate") => ({
  Rows: {
    Type: "AWS::DynamoDB::Table",
    DeletionPolicy,
    Properties: { KeySchema: [{ AttributeName: "id", KeyType: "HASH" }], ...properties },
  },
})
const index = (IndexName: string, projection = "ALL") => ({ IndexName, Projection: { ProjectionType: projection } })
const indexed = (...GlobalSecondaryIndexes: readonly object[]) => table({ GlobalSecondaryIndexes })
const risksOf = (before: unknown, after: unknown) =>
  templateRisks(template(before), template(after)).map(({ resource, risk, sentence }) => [resource, risk, sentence])

const { data, functions } = await synthesise("prod")

describe("what an upgrade would lose", () => {
  it("is nothing if the template stays, or only gets more", () => {
    for (const each of [data, functions])
      expect(templateRisks(templateSchema.parse(each), templateSchema.parse(each))).toEqual([])
    expect(risksOf({}, table())).toEqual([])
    expect(risksOf(table(), table({ PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } }))).toEqual(
      [],
    )
  })

  it("is everything that holds data, if the next template had none of it", () => {
    const types = templateRisks(templateSchema.parse(data), template({})).map(({ type }) => type)
    expect(new Set(types)).toEqual(
      new Set([
        ...["AWS::DynamoDB::Table", "AWS::KMS::Key", "AWS::SQS::Queue", "AWS::SNS::Topic", "AWS::Events::EventBus"],
        ...["AWS::Events::Archive", "AWS::SecretsManager::Secret", "AWS::Backup::BackupVault"],
      ]),
    )
  })

  it("names a table that would be deleted, or left behind", () => {
    expect(risksOf(table({}, "Delete"), {})).toEqual([["Rows", "removed", expect.stringContaining("would be deleted")]])
    expect(risksOf(table(), {})).toEqual([["Rows", "removed", expect.stringContaining("would stay, but no function")]])
  })

  it.each([
    ["a table's key", table(), table({ KeySchema: [{ AttributeName: "other", KeyType: "HASH" }] }), "KeySchema"],
    ["a table's name", table(), table({ TableName: "rows" }), "TableName"],
    [
      "a queue's name",
      { Q: { Type: "AWS::SQS::Queue", Properties: { QueueName: "a" } } },
      { Q: { Type: "AWS::SQS::Queue", Properties: { QueueName: "b" } } },
      "QueueName",
    ],
    [
      "a key's use",
      { K: { Type: "AWS::KMS::Key", Properties: { KeyUsage: "ENCRYPT_DECRYPT" } } },
      { K: { Type: "AWS::KMS::Key", Properties: { KeyUsage: "SIGN_VERIFY" } } },
      "KeyUsage",
    ],
  ])("names a resource that is replaced because %s changed", (_, before, after, property) => {
    expect(risksOf(before, after)).toEqual([
      [expect.any(String), "replaced", expect.stringContaining(`because ${property} changed`)],
    ])
  })

  it("names a secret that could get another value", () => {
    const secret = (passwordLength: number) => ({
      S: {
        Type: "AWS::SecretsManager::Secret",
        Properties: { GenerateSecretString: { PasswordLength: passwordLength } },
      },
    })
    expect(risksOf(secret(64), secret(64))).toEqual([])
    expect(risksOf(secret(64), secret(32))).toEqual([
      ["S", "rewritten", expect.stringContaining("could get another value")],
    ])
  })

  it("names a table whose stream would begin anew", () => {
    const streamed = (StreamViewType: string) => table({ StreamSpecification: { StreamViewType } })
    expect(risksOf(table(), streamed("NEW_IMAGE"))).toEqual([])
    expect(risksOf(streamed("NEW_IMAGE"), streamed("NEW_IMAGE"))).toEqual([])
    const lost = [["Rows", "streamReplaced", expect.stringContaining("would lose the changes in its stream")]]
    expect(risksOf(streamed("NEW_IMAGE"), streamed("KEYS_ONLY"))).toEqual(lost)
    expect(risksOf(streamed("NEW_IMAGE"), table())).toEqual(lost)
  })

  it("lets one index come or go, and refuses more, or one that changes in place", () => {
    expect(risksOf(indexed(index("a")), indexed(index("a"), index("b")))).toEqual([])
    expect(risksOf(indexed(index("a"), index("b")), indexed(index("a")))).toEqual([])
    const tooMany = [["Rows", "tooManyIndexes", expect.stringContaining("(a, b)")]]
    expect(risksOf(indexed(), indexed(index("a"), index("b")))).toEqual(tooMany)
    expect(risksOf(indexed(index("a")), indexed(index("b")))).toEqual(tooMany)
    expect(risksOf(indexed(index("a")), indexed(index("a", "KEYS_ONLY")))).toEqual([
      ["Rows", "tooManyIndexes", expect.stringContaining("(a)")],
    ])
  })

  it("is an update that DynamoDB refuses, if a table would be ready for less than it was made for", () => {
    const ready = (WriteUnitsPerSecond: number) => table({ WarmThroughput: { WriteUnitsPerSecond } })
    expect(risksOf(ready(8_000), ready(6_000))).toEqual([
      ["Rows", "warmthLowered", expect.stringContaining("(WriteUnitsPerSecond 8000 to 6000)")],
    ])
    expect(risksOf(ready(6_000), ready(8_000))).toEqual([])
    expect(risksOf(table(), ready(8_000))).toEqual([])
    expect(risksOf(ready(8_000), table())).toEqual([])
  })
})
