import { describe, expect, it } from "@jest/globals"
import { recordingMilliseconds } from "../../shared/watch/lookups/recording/record-access.ts"
import { isDeadLetters, queuesWithAlarm, referredTo, resourcesOf, synthesise } from "./synthesised-exchange.ts"

const prod = await synthesise("prod")
const all = prod.hub
const queues = resourcesOf("AWS::SQS::Queue", ...all)
const watchedQueues = queuesWithAlarm(prod)

describe("every asynchronous edge", () => {
  it("has a dead-letter queue with an alarm behind every rule", () => {
    const targets = resourcesOf("AWS::Events::Rule", ...all).flatMap(({ Properties }) => Properties["Targets"])
    expect(targets.length).toBeGreaterThanOrEqual(10)
    for (const target of targets) expect(watchedQueues).toContain(referredTo(target.DeadLetterConfig?.Arn))
  })

  it("names the party of every event that waits for a function, unless the hub says it to itself", () => {
    const groups = resourcesOf("AWS::Events::Rule", prod.functions).map(({ id, Properties }) => {
      const [target] = Properties["Targets"]
      const bus = String(Properties["EventBusName"]).replace("wayseal-prod-", "")
      return [id.includes("InvitedParties") ? "invited" : bus, target.SqsParameters?.MessageGroupId]
    })
    expect(new Set(groups.map((each) => each.join(" ")))).toEqual(
      new Set(["ingress $.source", "invited $.detail.metadata.audience", "exchange "]),
    )
  })

  it("has a dead-letter queue with an alarm behind every queue", () => {
    const working = queues.filter((queue) => !isDeadLetters(queue))
    expect(working.length).toBeGreaterThan(6)
    for (const { Properties } of working)
      expect(watchedQueues).toContain(referredTo(Properties["RedrivePolicy"]?.deadLetterTargetArn))
  })

  it("has a dead-letter queue with an alarm behind every schedule and every scheduled run", () => {
    const schedules = resourcesOf("AWS::Scheduler::Schedule", ...all)
    const runs = resourcesOf("AWS::Lambda::EventInvokeConfig", ...all)
    expect(schedules.length).toBeGreaterThan(0)
    expect(runs).toHaveLength(schedules.length)
    for (const { Properties } of schedules)
      expect(watchedQueues).toContain(referredTo(Properties["Target"].DeadLetterConfig.Arn))
    for (const { Properties } of runs)
      expect(watchedQueues).toContain(referredTo(Properties["DestinationConfig"].OnFailure.Destination))
  })

  it("keeps each stream record that it gives up on, where watch-triggers looks", () => {
    const streams = resourcesOf("AWS::Lambda::EventSourceMapping", prod.functions).filter(
      ({ Properties }) => Properties["StartingPosition"] !== undefined,
    )
    expect(streams.length).toBeGreaterThan(3)
    for (const { Properties } of streams) {
      expect(referredTo(Properties["DestinationConfig"].OnFailure.Destination)).toMatch(/^FailuresBucket/)
      expect(Properties["FunctionResponseTypes"]).toEqual(["ReportBatchItemFailures"])
      expect(Properties["BisectBatchOnFunctionError"]).toBe(true)
      expect(Properties["MaximumRetryAttempts"]).toBe(-1)
      // A stream keeps a change for 24 hours, and a function sets one aside after 20.
      expect(Properties["MaximumRecordAgeInSeconds"]).toBe(23 * 3_600)
    }
  })

  it("is not invoked by rows that expire, nor by rows of the ledger that no case can attribute", () => {
    const filtersOf = (mapping: (typeof streams)[number]) =>
      mapping.Properties["FilterCriteria"].Filters.map(({ Pattern }: { Pattern: string }) => JSON.parse(Pattern))
    const streams = resourcesOf("AWS::Lambda::EventSourceMapping", prod.functions).filter(
      ({ Properties }) => Properties["StartingPosition"] !== undefined,
    )
    for (const stream of streams)
      for (const { eventName } of filtersOf(stream))
        expect(["INSERT", "MODIFY"]).toEqual(expect.arrayContaining(eventName))
    const ledger = streams.find(({ id }) => id.startsWith("ExtendExposures"))
    if (ledger === undefined) throw new Error("no function reads the stream of the ledger")
    expect(filtersOf(ledger).map(({ dynamodb }: { dynamodb: { NewImage: object } }) => dynamodb.NewImage)).toEqual([
      { provenForExposure: { BOOL: [false] } },
      { proof: { S: ["postalCode"] } },
    ])
  })

  it("gives a function at most two of the events that can have 500 accesses, and time for both", () => {
    const [mapping] = resourcesOf("AWS::Lambda::EventSourceMapping", prod.functions).filter(({ id }) =>
      id.startsWith("RecordAccess"),
    )
    const [deployed] = resourcesOf("AWS::Lambda::Function", prod.functions).filter(({ id }) =>
      id.startsWith("RecordAccess"),
    )
    const batchSize = mapping?.Properties["BatchSize"]
    expect(batchSize).toBe(2)
    const longest = recordingMilliseconds("x".repeat(256 * 1024))
    expect(longest).toBe(16_000)
    expect(batchSize * longest).toBeLessThan(deployed?.Properties["Timeout"] * 1_000)
  })

  it("handles four batches of each shard at the same time where every parcel adds changes", () => {
    const mappings = resourcesOf("AWS::Lambda::EventSourceMapping", prod.functions)
    const intakeOf = (name: string) =>
      mappings
        .filter(({ id }) => id.startsWith(`${name}Changes`))
        .map(({ Properties }) => [Properties["BatchSize"], Properties["ParallelizationFactor"]])
    expect(intakeOf("RelayTracking")).toEqual([[100, 4]])
    expect(intakeOf("ClaimExposures")).toEqual([[50, 4]])
  })

  it("reads each stream with at most two consumers", () => {
    const sources = resourcesOf("AWS::Lambda::EventSourceMapping", prod.functions).map(({ Properties }) =>
      referredTo(Properties["EventSourceArn"]),
    )
    for (const source of sources) expect(sources.filter((other) => other === source).length).toBeLessThanOrEqual(2)
  })
})
