import { readFileSync, rmSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { declared } from "../../infra/cli/documents/routes.ts"
import { accessLogFormat } from "../../infra/constructs/exchange-api.ts"
import { partyLimit } from "../../infra/exchange-app.ts"
import { breachDeskRoutes } from "../../shared/breach-desk/views/desk-routes.ts"
import { lookUpShipmentRoutes } from "../../shared/lookups/look-up-shipment-route.ts"
import { acceptEventRoutes } from "../../shared/parties/intake/accept-events-route.ts"
import type { Route } from "../../shared/parties/party-route.ts"
import {
  deployments,
  exampleParties,
  exchangeOf,
  newApp,
  referredTo,
  resourcesOf,
  synthesise,
} from "./synthesised-exchange.ts"

const validationReport = z.object({ pluginReports: z.array(z.looseObject({ violations: z.array(z.unknown()) })) })
const rooms: readonly [name: string, served: readonly Route[]][] = [
  ["look-up-shipment", declared(lookUpShipmentRoutes)],
  ["accept-event", declared(acceptEventRoutes)],
  ["serve-breach-desk", declared(breachDeskRoutes)],
]
const prod = synthesise("prod")
const dev = synthesise("dev")
const all = [prod.data, prod.functions]
const queues = resourcesOf("AWS::SQS::Queue", ...all)
const isDeadLetters = ({ id }: { id: string }) => id.includes("DeadLetters")
const alarms = resourcesOf("AWS::CloudWatch::Alarm", ...all)

/** Queues whose first visible message raises an alarm. */
const watchedQueues = alarms
  .filter(
    ({ Properties }) =>
      Properties["MetricName"] === "ApproximateNumberOfMessagesVisible" &&
      Properties["Threshold"] === 1 &&
      Properties["ComparisonOperator"] === "GreaterThanOrEqualToThreshold",
  )
  .flatMap(({ Properties }) => Properties["Dimensions"].map(({ Value }: { Value: unknown }) => referredTo(Value)))

describe("every asynchronous edge", () => {
  it("from a rule has a dead-letter queue that raises an alarm", () => {
    const targets = resourcesOf("AWS::Events::Rule", ...all).flatMap(({ Properties }) => Properties["Targets"])
    expect(targets.length).toBeGreaterThanOrEqual(10)
    for (const target of targets) expect(watchedQueues).toContain(referredTo(target.DeadLetterConfig?.Arn))
  })

  it("through a queue has a dead-letter queue that raises an alarm", () => {
    const working = queues.filter((queue) => !isDeadLetters(queue))
    expect(working.length).toBeGreaterThan(6)
    for (const { Properties } of working)
      expect(watchedQueues).toContain(referredTo(Properties["RedrivePolicy"]?.deadLetterTargetArn))
  })

  it("from a schedule has a dead-letter queue that raises an alarm, for the schedule and for the run", () => {
    const schedules = resourcesOf("AWS::Scheduler::Schedule", ...all)
    const runs = resourcesOf("AWS::Lambda::EventInvokeConfig", ...all)
    expect(schedules.length).toBeGreaterThan(0)
    expect(runs).toHaveLength(schedules.length)
    for (const { Properties } of schedules)
      expect(watchedQueues).toContain(referredTo(Properties["Target"].DeadLetterConfig.Arn))
    for (const { Properties } of runs)
      expect(watchedQueues).toContain(referredTo(Properties["DestinationConfig"].OnFailure.Destination))
  })

  it("from a stream keeps what it gives up on and raises an alarm", () => {
    const streams = resourcesOf("AWS::Lambda::EventSourceMapping", prod.functions).filter(
      ({ Properties }) => Properties["StartingPosition"] !== undefined,
    )
    const watched = alarms
      .filter(({ Properties }) => Properties["MetricName"] === "OnFailureDestinationDeliveredEventCount")
      .flatMap(({ Properties }) => Properties["Dimensions"].map(({ Value }: { Value: unknown }) => referredTo(Value)))
    expect(streams.length).toBeGreaterThan(3)
    for (const { id, Properties } of streams) {
      expect(referredTo(Properties["DestinationConfig"].OnFailure.Destination)).toMatch(/^FailuresBucket/)
      expect(Properties["FunctionResponseTypes"]).toEqual(["ReportBatchItemFailures"])
      expect(Properties["BisectBatchOnFunctionError"]).toBe(true)
      expect(watched).toContain(id)
    }
  })

  it("from a stream is never woken by rows that expire, nor by a ledger row that no case can count", () => {
    const filtersOf = (mapping: (typeof streams)[number]) =>
      mapping.Properties["FilterCriteria"].Filters.map(({ Pattern }: { Pattern: string }) => JSON.parse(Pattern))
    const streams = resourcesOf("AWS::Lambda::EventSourceMapping", prod.functions).filter(
      ({ Properties }) => Properties["StartingPosition"] !== undefined,
    )
    for (const stream of streams)
      for (const { eventName } of filtersOf(stream))
        expect(["INSERT", "MODIFY"]).toEqual(expect.arrayContaining(eventName))
    const ledger = streams.find(({ id }) => id.startsWith("ExtendExposures"))
    if (ledger === undefined) throw new Error("nothing follows the ledger")
    expect(filtersOf(ledger).map(({ dynamodb }: { dynamodb: { NewImage: object } }) => dynamodb.NewImage)).toEqual([
      { provenForExposure: { BOOL: [false] } },
      { proof: { S: ["postalCode"] } },
    ])
  })

  it("has at most two consumers of one stream", () => {
    const sources = resourcesOf("AWS::Lambda::EventSourceMapping", prod.functions).map(({ Properties }) =>
      referredTo(Properties["EventSourceArn"]),
    )
    for (const source of sources) expect(sources.filter((other) => other === source).length).toBeLessThanOrEqual(2)
  })
})

describe("alarms", () => {
  it("all notify somebody, and say what people notice", () => {
    expect(alarms.length).toBeGreaterThan(40)
    for (const { Properties } of alarms) {
      expect(Properties["AlarmActions"]).toHaveLength(1)
      expect(Properties["AlarmDescription"]).toMatch(/[.:] [A-Za-z].+\.$/)
    }
  })

  it("ring at the first spoofed event, at every function that takes events, and at the first contested parcel", () => {
    const ours = alarms
      .filter(({ Properties }) => Properties["Namespace"] === "Wayseal")
      .map(({ Properties }) => {
        const service = Properties["Dimensions"].find(({ Name }: { Name: string }) => Name === "service").Value
        return `${Properties["MetricName"]} ${service} ${Properties["Threshold"]}`
      })
    const takers = [
      "explain-rejection",
      "open-breach-case",
      "record-access",
      "record-progress",
      "record-shipment",
      "run-breach-desk",
    ]
    expect(ours.sort()).toEqual([
      "ClaimQuarantined record-shipment 1",
      ...takers.map((service) => `SpoofedEvent ${service} 1`),
    ])
  })

  it("may publish to their topic, whose policy replaces the one that lets them", () => {
    const topic = referredTo(alarms[0]?.Properties["AlarmActions"][0])
    const policies = resourcesOf("AWS::SNS::TopicPolicy", prod.data)
      .filter(({ Properties }) => topic?.includes(referredTo(Properties["Topics"][0]) ?? "?"))
      .flatMap(({ Properties }) => Properties["PolicyDocument"].Statement)
    expect(policies).toContainEqual(
      expect.objectContaining({
        Effect: "Allow",
        Action: "sns:Publish",
        Principal: { Service: "cloudwatch.amazonaws.com" },
      }),
    )
  })

  it("watch one metric each, which the local emulator takes as well", () => {
    for (const { Properties } of alarms) expect(Properties["Metrics"]).toBeUndefined()
  })

  it("watch dead letters even where no rule or queue names them", () => {
    for (const { id } of queues.filter(isDeadLetters)) expect(watchedQueues).toContain(id)
  })
})

describe("queues", () => {
  it("are encrypted with a key of ours and refuse plain HTTP", () => {
    const policies = resourcesOf("AWS::SQS::QueuePolicy", ...all)
    for (const { id, Properties } of queues) {
      expect(referredTo(Properties["KmsMasterKeyId"])).toMatch(/IngressKey|DataKey/)
      const statements = policies
        .filter((policy) => policy.Properties["Queues"].some((queue: unknown) => referredTo(queue) === id))
        .flatMap((policy) => policy.Properties["PolicyDocument"].Statement)
      expect(statements).toContainEqual(
        expect.objectContaining({ Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } }),
      )
    }
  })

  it("keep messages for fourteen days", () => {
    for (const { Properties } of queues) expect(Properties["MessageRetentionPeriod"]).toBe(14 * 24 * 3600)
  })

  it("of the ingress bus use the key for raw events, and only they do", () => {
    const raw = new Set(
      resourcesOf("AWS::Events::Rule", ...all)
        .filter(({ Properties }) => referredTo(Properties["EventBusName"])?.includes("IngressBus"))
        .flatMap(({ Properties }) => Properties["Targets"])
        .flatMap(({ Arn, DeadLetterConfig }) => [referredTo(Arn), referredTo(DeadLetterConfig.Arn)]),
    )
    for (const { id, Properties } of queues) {
      const key = referredTo(Properties["KmsMasterKeyId"])
      const expected = raw.has(id) || id.startsWith("IngressBus") ? /IngressKey/ : /DataKey/
      expect([id, key]).toEqual([id, expect.stringMatching(expected)])
    }
  })

  it("take messages from EventBridge only for the rules that feed them", () => {
    const statements = resourcesOf("AWS::SQS::QueuePolicy", ...all)
      .flatMap(({ Properties }) => Properties["PolicyDocument"].Statement)
      .filter(({ Effect }) => Effect === "Allow")
    expect(statements.length).toBeGreaterThan(10)
    for (const { Principal, Action, Condition } of statements) {
      expect(Principal).toEqual({ Service: "events.amazonaws.com" })
      expect(Action).toBe("sqs:SendMessage")
      expect(Condition.ArnEquals?.["aws:SourceArn"] ?? Condition.ArnLike?.["aws:SourceArn"]).toBeDefined()
    }
  })
})

describe("tables", () => {
  const tablesOf = (stage: typeof prod) => resourcesOf("AWS::DynamoDB::Table", stage.data)

  it("in production survive their stack and cannot be deleted by accident", () => {
    for (const { Properties, ...table } of tablesOf(prod)) {
      expect(table.DeletionPolicy).toBe("Retain")
      expect(table.UpdateReplacePolicy).toBe("Retain")
      expect(Properties["DeletionProtectionEnabled"]).toBe(true)
    }
  })

  it("keep the logical ids and keys that a change would replace them by", () => {
    const keys = (schema: { AttributeName: string }[]) => schema.map(({ AttributeName }) => AttributeName).join(" / ")
    const found = tablesOf(prod).map(({ id, Properties }) => [id, keys(Properties["KeySchema"])])
    expect(Object.fromEntries(found)).toEqual({
      TrackingRecords1CA132A0: "recordId",
      DisclosuresC4FA936C: "subject / sortKey",
      AccessProfiles2CAF2D33: "profileKey",
      AnomaliesD1ABA5A7: "anomalyId",
      Restrictions9C76287A: "accessorKey",
      ChallengeFailures11ED4EC7: "counterKey",
      RetailerProfiles7987D63E: "retailerId",
      RetailerVolumesBB55759E: "retailerId / interval",
      BreachCasesB96AFCA8: "pk / sk",
      SealingKeysB1A5598C: "owner",
    })
  })

  it("in development go with their stack", () => {
    for (const { Properties, ...table } of tablesOf(dev)) {
      expect(table.DeletionPolicy).toBe("Delete")
      expect(Properties["DeletionProtectionEnabled"]).toBe(false)
    }
  })

  it("everywhere can be restored to any point in time, and are encrypted with a key of ours", () => {
    for (const { Properties } of [...tablesOf(prod), ...tablesOf(dev)]) {
      expect(Properties["PointInTimeRecoverySpecification"]).toEqual({ PointInTimeRecoveryEnabled: true })
      expect(Properties["SSESpecification"].SSEType).toBe("KMS")
      expect(referredTo(Properties["SSESpecification"].KMSMasterKeyId)).toMatch(/^DataKey/)
    }
  })

  it("let rows expire by one attribute, except those that never do", () => {
    const never = ["RetailerProfiles", "SealingKeys"]
    for (const { id, Properties } of tablesOf(prod)) {
      const specification = Properties["TimeToLiveSpecification"]
      if (never.some((name) => id.startsWith(name))) expect(specification).toBeUndefined()
      else expect(specification).toEqual({ AttributeName: "expiresAt", Enabled: true })
    }
  })
})

describe("keys", () => {
  const keys = resourcesOf("AWS::KMS::Key", prod.data)

  it("rotate, unless they make MACs", () => {
    for (const { Properties } of keys)
      expect(Properties["EnableKeyRotation"] ?? false).toBe(Properties["KeySpec"] !== "HMAC_256")
  })

  it("in production survive their stack, and can be brought back for 30 days once deleted", () => {
    expect(keys).toHaveLength(4)
    for (const { Properties, ...key } of keys) {
      expect(key.DeletionPolicy).toBe("Retain")
      expect(Properties["PendingWindowInDays"]).toBe(30)
    }
  })

  const statements = keys.flatMap(({ Properties }) => Properties["KeyPolicy"].Statement)
  const serving = (service: string) => statements.filter(({ Principal }) => Principal.Service === service)

  it("serve EventBridge without asking for whom, which it does not tell, and never let it re-encrypt but for the archive", () => {
    const delivering = serving("events.amazonaws.com").filter(({ Condition }) => Condition === undefined)
    expect(delivering).toHaveLength(2)
    for (const { Action } of delivering)
      expect(Action).toEqual(["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"])
    const archiving = serving("events.amazonaws.com").filter(({ Action }) => Action.includes("kms:ReEncrypt*"))
    expect(archiving).toHaveLength(1)
    expect(JSON.stringify(archiving[0].Condition)).toContain(":123456789012:event-bus/wayseal-prod-exchange")
  })

  it("serve the alarms of this account only", () => {
    expect(serving("cloudwatch.amazonaws.com").map(({ Condition }) => Condition)).toEqual([
      { StringEquals: { "aws:SourceAccount": "123456789012" } },
    ])
  })

  it("serve whoever may use a table, through DynamoDB and not in another way", () => {
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

describe("the exchange bus", () => {
  it("is archived for 90 days under a key of ours; the ingress bus is not archived at all", () => {
    const archives = resourcesOf("AWS::Events::Archive", ...all)
    expect(archives).toHaveLength(1)
    expect(archives[0]?.Properties).toMatchObject({ RetentionDays: 90 })
    expect(referredTo(archives[0]?.Properties["SourceArn"])).toMatch(/^ExchangeBus/)
    expect(referredTo(archives[0]?.Properties["KmsKeyIdentifier"])).toMatch(/^DataKey/)
  })

  it("gives a party what is addressed to it and nothing else", () => {
    const rules = resourcesOf("AWS::Events::Rule", prod.data)
    expect(rules.map(({ Properties }) => Properties["EventPattern"])).toEqual(
      ["leafline", "maplebooks", "northpost"].map((party) => ({
        source: ["wayseal.hub"],
        detail: { metadata: { audience: [party] } },
      })),
    )
  })
})

describe("functions", () => {
  const functions = resourcesOf("AWS::Lambda::Function", prod.functions)
  const logGroups = resourcesOf("AWS::Logs::LogGroup", prod.functions)

  it("run on one runtime and architecture", () => {
    for (const { Properties } of functions) {
      expect(Properties["Runtime"]).toBe("nodejs24.x")
      expect(Properties["Architectures"]).toEqual(["arm64"])
    }
  })

  it("log to a group of their own that forgets", () => {
    const used = functions.map(({ Properties }) => referredTo(Properties["LoggingConfig"].LogGroup))
    expect(new Set(used).size).toBe(functions.length)
    for (const { Properties } of logGroups) expect(Properties["RetentionInDays"]).toBe(90)
    for (const group of used) expect(logGroups.map(({ id }) => id)).toContain(group)
  })

  it("that answer lookups cannot eat the account's concurrency", () => {
    const lookUp = functions.find(({ id }) => id.startsWith("LookUpShipment"))
    expect(lookUp?.Properties["ReservedConcurrentExecutions"]).toBe(50)
  })
})

describe("the HTTP API", () => {
  const stages = resourcesOf("AWS::ApiGatewayV2::Stage", prod.functions)

  it("logs neither address, agent, query nor path", () => {
    expect(stages.map(({ Properties }) => Properties["AccessLogSettings"].Format)).toEqual([accessLogFormat])
    expect(accessLogFormat).not.toMatch(/sourceIp|userAgent|querystring|\.path|resourcePath|user|authorizer/i)
  })

  it.each(rooms)("has the routes that the room of %s serves, and no other", (name, served) => {
    const declared = deployments.get(name)?.http?.routes ?? []
    // One declared route takes every part of a case.
    const reached = served.map(({ method, path }) => {
      const route = `${method} ${path}`
      return declared.find((each) => each === route) ?? route.replace(/\/[a-z]+$/, "/{part}")
    })
    expect([...new Set(reached)].sort()).toEqual([...declared].sort())
  })

  it("declares routes only for functions whose room serves them", () => {
    const serving = [...deployments].filter(([, { http }]) => http !== undefined).map(([name]) => name)
    expect(serving.sort()).toEqual(rooms.map(([name]) => name).sort())
  })

  it("throttles every route", () => {
    const routes = resourcesOf("AWS::ApiGatewayV2::Route", prod.functions).map(
      ({ Properties }) => Properties["RouteKey"],
    )
    const settings = stages[0]?.Properties["RouteSettings"]
    expect(Object.keys(settings).sort()).toEqual([...routes].sort())
    expect(settings["POST /v1/lookups"]).toMatchObject({ ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100 })
  })
})

describe("parties", () => {
  const [example] = exampleParties
  if (example === undefined) throw new Error("the example has no party")
  const parties = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      ...example,
      id: `a-party-with-a-long-name-${index + 100}`,
      alias: `Party ${index}`,
      account: String(200_000_000_000 + index),
      channels: {
        queue: true,
        busArn: "arn:aws:events:ca-central-1:111122223333:event-bus/wayseal-prod-inbox",
        emails: ["privacy@shop.example", "security@shop.example"],
        escalationEmails: [],
      },
    }))

  it("up to the limit fit into a stack's resources, a function's environment and a role's policy", () => {
    const { data, functions } = synthesise("prod", { parties: parties(partyLimit) })
    expect(Object.keys(data.Resources).length).toBeLessThanOrEqual(500)
    for (const { Properties } of resourcesOf("AWS::Lambda::Function", functions))
      expect(JSON.stringify(Properties["Environment"].Variables).length).toBeLessThanOrEqual(4096)
    for (const { Properties } of resourcesOf("AWS::IAM::Policy", data, functions))
      expect(JSON.stringify(Properties["PolicyDocument"]).length).toBeLessThanOrEqual(10_240)
  })

  it("beyond the limit are refused with advice", () => {
    expect(() => exchangeOf("prod", { parties: parties(partyLimit + 1) })).toThrow(/41 parties .+ second stage/)
  })
})

describe("stages", () => {
  /** Types whose names count only within their own role or API. */
  const namedWithinAnother = ["AWS::IAM::Policy", "AWS::ApiGatewayV2::Stage", "AWS::EventSchemas::Schema"]
  /** Whether a property is the name of the resource itself: `Name`, or `QueueName` of a queue. */
  const namesResource = (type: string, property: string) =>
    !namedWithinAnother.includes(type) && (property === "Name" || property === `${type.split("::").at(-1)}Name`)
  const namesOf = (stage: typeof prod) =>
    [stage.data, stage.functions].flatMap(({ Resources }) =>
      Object.values(Resources).flatMap(({ Type, Properties }) =>
        Object.entries(Properties).flatMap(([property, value]) =>
          namesResource(Type, property) && typeof value === "string" ? [`${Type} ${value}`] : [],
        ),
      ),
    )

  it("share no physical name, so that two coexist in one account", () => {
    const [ours, theirs] = [namesOf(prod), namesOf(dev)]
    expect(ours.length).toBeGreaterThan(8)
    expect(ours.filter((name) => theirs.includes(name))).toEqual([])
  })

  it("share no export and no stack name, and pass the checks of AWS Solutions or say why not beside the code", () => {
    const app = newApp({ validated: true })
    const stacks = ["dev", "prod"].flatMap((stage) => {
      const { data, functions } = exchangeOf(stage, { app })
      return [data.stackName, functions.stackName]
    })
    expect(new Set(stacks).size).toBe(4)
    const { directory } = app.synth()
    const report = validationReport.parse(JSON.parse(readFileSync(join(directory, "validation-report.json"), "utf8")))
    expect(report.pluginReports.flatMap(({ violations }) => violations)).toEqual([])
    rmSync(directory, { recursive: true })
  })

  it("in production are protected against termination", () => {
    expect(exchangeOf("prod").data.terminationProtection).toBe(true)
    expect(exchangeOf("dev").data.terminationProtection).toBe(false)
  })

  it("put the permissions boundary on every role", () => {
    const bounded = synthesise("prod", { settings: { permissionsBoundary: "developer-boundary" } })
    const roles = resourcesOf("AWS::IAM::Role", bounded.data, bounded.functions)
    expect(roles.length).toBeGreaterThan(15)
    for (const { Properties } of roles)
      expect(JSON.stringify(Properties["PermissionsBoundary"])).toContain("policy/developer-boundary")
  })
})
