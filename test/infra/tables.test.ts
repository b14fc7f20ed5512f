import { describe, expect, it } from "@jest/globals"
import { referredTo, resourcesOf, synthesise } from "./synthesised-exchange.ts"

const prod = await synthesise("prod")
const dev = await synthesise("dev")

describe("tables", () => {
  const tablesOf = (stage: typeof prod) => resourcesOf("AWS::DynamoDB::Table", stage.data)

  it("outlive their stack in production and are protected against deletion", () => {
    for (const { Properties, ...table } of tablesOf(prod)) {
      // A table of a deployment that failed holds nothing, and would be in the way of the next.
      expect(table.DeletionPolicy).toBe("RetainExceptOnCreate")
      expect(table.UpdateReplacePolicy).toBe("Retain")
      expect(Properties["DeletionProtectionEnabled"]).toBe(true)
    }
  })

  it("keep the keys whose change would replace the table", () => {
    const keys = (schema: { AttributeName: string }[]) => schema.map(({ AttributeName }) => AttributeName).join(" / ")
    const found = tablesOf(prod).map(({ id, Properties }) => [id, keys(Properties["KeySchema"])])
    expect(Object.fromEntries(found)).toEqual({
      TrackingRecords1CA132A0: "recordId",
      DisclosuresC4FA936C: "subject / sortKey",
      AccessProfiles2CAF2D33: "profileKey",
      AnomaliesD1ABA5A7: "anomalyId",
      AnnouncedWalkers9160A1E0: "walkerKey",
      Restrictions9C76287A: "accessorKey",
      DecisionNotes145463EB: "carrierId / place",
      ChallengeFailures11ED4EC7: "counterKey",
      RetailerProfiles7987D63E: "retailerId",
      RetailerVolumesBB55759E: "retailerId / interval",
      BreachCasesB96AFCA8: "pk / sk",
      SealingKeysB1A5598C: "owner",
      RequestedDocuments71372F32: "documentId",
      Sessions8896A56D: "pk / sk",
      Settings1CCB6159: "pk / sk",
      Statements828F3E36: "pk / sk",
      InvitedParties71B47CA9: "pk / sk",
      Drills98490295: "drillId / partyId",
      ReportStreams644643E7: "pk / sk",
      WebhookDeliveries34BFFC0D: "pk / sk",
      ErasuresA1C9C257: "erasureKey",
      ShopEntries2EF094A1: "pk / sk",
    })
  })

  it("copy into an index no more than its readers need", () => {
    const found = tablesOf(prod).flatMap(({ Properties }) =>
      (Properties["GlobalSecondaryIndexes"] ?? []).map((index: { IndexName: string; Projection: unknown }) => [
        index.IndexName,
        index.Projection,
      ]),
    )
    expect(Object.fromEntries(found)).toEqual({
      byParty: { ProjectionType: "ALL" },
      ...Object.fromEntries(
        [
          ...["byRestrictionId", "byToolAccess", "byToken", "byNetwork", "byPrefix", "byRecord", "byBlock"],
          ...["byDue", "byDueTime", "byArrival", "byHeldUntil"],
        ].map((name) => [name, { ProjectionType: "KEYS_ONLY" }]),
      ),
      byOrderReference: { ProjectionType: "INCLUDE", NonKeyAttributes: ["parcelId"] },
      byLinkDigest: { ProjectionType: "INCLUDE", NonKeyAttributes: ["parcelId"] },
      byShop: { ProjectionType: "INCLUDE", NonKeyAttributes: ["createdAt"] },
      byToolDay: { ProjectionType: "INCLUDE", NonKeyAttributes: ["retailerId", "carrierId", "recordId"] },
    })
  })

  it("are deleted with their stack in development", () => {
    for (const { Properties, ...table } of tablesOf(dev)) {
      expect(table.DeletionPolicy).toBe("Delete")
      expect(Properties["DeletionProtectionEnabled"]).toBe(false)
    }
  })

  it("can be restored to any point in time, and are encrypted with a customer-managed key", () => {
    for (const { Properties } of [...tablesOf(prod), ...tablesOf(dev)]) {
      expect(Properties["PointInTimeRecoverySpecification"]).toEqual({ PointInTimeRecoveryEnabled: true })
      expect(Properties["SSESpecification"].SSEType).toBe("KMS")
      expect(referredTo(Properties["SSESpecification"].KMSMasterKeyId)).toMatch(/^DataKey/)
    }
  })

  it("expire rows by the attribute expiresAt, except tables whose rows stay", () => {
    const never = ["RetailerProfiles", "SealingKeys", "Settings", "InvitedParties"]
    for (const { id, Properties } of tablesOf(prod)) {
      const specification = Properties["TimeToLiveSpecification"]
      if (never.some((name) => id.startsWith(name))) expect(specification).toBeUndefined()
      else expect(specification).toEqual({ AttributeName: "expiresAt", Enabled: true })
    }
  })
})

it("tables that each lookup writes are made for as many as the stage expects, where that is more than usual", async () => {
  const madeFor = async (expectedLookupsPerSecond: number) => {
    const { data } = await synthesise("dev", { settings: { expectedLookupsPerSecond } })
    return resourcesOf("AWS::DynamoDB::Table", data).flatMap(({ id, Properties }) =>
      Properties["WarmThroughput"] === undefined
        ? []
        : [[id.replace(/[0-9A-F]{8}$/, ""), Properties["WarmThroughput"]]],
    )
  }
  expect(await madeFor(666)).toEqual([])
  expect(await madeFor(2_000)).toEqual([
    ["Disclosures", { WriteUnitsPerSecond: 12_000 }],
    ["AccessProfiles", { WriteUnitsPerSecond: 12_000 }],
  ])
})

describe("keys", () => {
  const keys = resourcesOf("AWS::KMS::Key", prod.data)

  it("rotate, except those that sign, of which KMS rotates none", () => {
    for (const { Properties } of keys)
      expect(Properties["EnableKeyRotation"] ?? false).toBe(Properties["KeySpec"] === undefined)
  })

  it("outlive their stack in production, and can be restored for 30 days after deletion", () => {
    expect(keys).toHaveLength(6)
    for (const { Properties, ...key } of keys) {
      expect(key.DeletionPolicy).toBe("RetainExceptOnCreate")
      expect(Properties["PendingWindowInDays"]).toBe(30)
    }
  })

  it("are two fewer in a trial, whose raw events and documents are under the data key and its aliases", async () => {
    const { data, functions } = await synthesise("dev", { settings: { fewerKeys: true } })
    const nameOf = (id: unknown) => referredTo(id)?.match(/(Data|Document|HeadMac|Ingress|Sealing|Signing)Key/)?.[0]
    const made = resourcesOf("AWS::KMS::Key", data).map(({ id }) => nameOf({ Ref: id }))
    expect(made).toEqual(["DataKey", "SealingKey", "HeadMacKey", "SigningKey"])
    const aliases = resourcesOf("AWS::KMS::Alias", data).map(({ Properties }) => [
      Properties["AliasName"],
      nameOf(Properties["TargetKeyId"]),
    ])
    for (const name of ["data", "ingress", "document"])
      expect(aliases).toContainEqual([`alias/wayseal-dev-${name}`, "DataKey"])
    const queues = resourcesOf("AWS::SQS::Queue", data, functions)
    expect(new Set(queues.map(({ Properties }) => nameOf(Properties["KmsMasterKeyId"])))).toEqual(new Set(["DataKey"]))
  })

  const statements = keys.flatMap(({ Properties }) => Properties["KeyPolicy"].Statement)
  const serving = (service: string) => statements.filter(({ Principal }) => Principal.Service === service)

  it("let EventBridge deliver without a condition on the source, and re-encrypt only for the archive", () => {
    const delivering = serving("events.amazonaws.com").filter(({ Condition }) => Condition === undefined)
    expect(delivering).toHaveLength(2)
    for (const { Action } of delivering)
      expect(Action).toEqual(["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"])
    const archiving = serving("events.amazonaws.com").filter(({ Action }) => Action.includes("kms:ReEncrypt*"))
    expect(archiving).toHaveLength(1)
    expect(JSON.stringify(archiving[0].Condition)).toContain(":123456789012:event-bus/wayseal-prod-exchange")
  })

  it("let only the alarms of this account publish", () => {
    expect(serving("cloudwatch.amazonaws.com").map(({ Condition }) => Condition)).toEqual([
      { StringEquals: { "aws:SourceAccount": "123456789012" } },
    ])
  })

  it("let every user of a table use the key through DynamoDB, and in no other way", () => {
    const open = statements.filter(({ Principal }) => JSON.stringify(Principal).includes('"*"'))
    expect(open.map(({ Condition }) => Condition)).toEqual([
      {
        StringEquals: {
          "kms:CallerAccount": "123456789012",
          "kms:ViaService": "dynamodb.ca-central-1.amazonaws.com",
        },
      },
    ])
  })
})
