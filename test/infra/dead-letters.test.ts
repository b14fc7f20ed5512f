import { describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { exampleParties } from "./example-stage.ts"
import { connectorOf, type Named, referredTo, resourcesOf, rolePolicies, synthesise } from "./synthesised-exchange.ts"

const parties = exampleParties.map((party) =>
  party.id === "northpost" ? { ...party, account: "111122223333" } : party,
)
const { functions, hub } = await synthesise("prod", { parties })
const withAccount = parties.filter(({ account }) => account !== undefined)
const connectors = await Promise.all(withAccount.map((party) => connectorOf("prod", party)))
const list = z.union([z.string(), z.array(z.string())]).transform((found) => [found].flat())
const statement = z.looseObject({
  Action: list,
  Principal: z.looseObject({ Service: z.string().optional() }).optional(),
  Condition: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
})

type Templates = typeof hub
/** A place that sends what it could not deliver to a queue, as the name in a condition on the source. */
type Edge = {
  readonly sender: string
  readonly source: string
  readonly queueId: string
  readonly templates: Templates
}

const configured = z.looseObject({ DeadLetterConfig: z.object({ Arn: z.unknown() }).optional() })
const withTargets = z.looseObject({ Targets: z.array(configured).default([]) })

/** Places from which EventBridge itself sends to a dead-letter queue: buses, and targets of rules. */
function edgesOf(templates: Templates): readonly Edge[] {
  const edge = ({ id }: Named, source: string, config: unknown): readonly Edge[] => {
    const queueId = referredTo(configured.parse(config).DeadLetterConfig?.Arn)
    return queueId === undefined ? [] : [{ sender: id, source, queueId, templates }]
  }
  const buses = resourcesOf("AWS::Events::EventBus", ...templates).flatMap((bus) =>
    edge(bus, `event-bus/${String(bus.Properties["Name"])}`, bus.Properties),
  )
  const targets = resourcesOf("AWS::Events::Rule", ...templates).flatMap((rule) =>
    withTargets.parse(rule.Properties).Targets.flatMap((target) => edge(rule, rule.id, target)),
  )
  return [...buses, ...targets]
}

/** The statements of the policy of a queue or a key that let EventBridge do these actions. */
const letsEventBridge = (statements: readonly unknown[], actions: readonly string[]) =>
  statements
    .map((each) => statement.parse(each))
    .filter(
      ({ Action, Principal }) =>
        Principal?.Service === "events.amazonaws.com" && actions.every((action) => Action.includes(action)),
    )

const queuePolicies = ({ queueId, templates }: Edge) =>
  resourcesOf("AWS::SQS::QueuePolicy", ...templates)
    .filter(({ Properties }) => Properties["Queues"].map(referredTo).includes(queueId))
    .flatMap(({ Properties }) => Properties["PolicyDocument"].Statement)

/** The logical id of a resource that a template refers to, in itself or in another stack's output. */
const sameResource = (reference: string | undefined, id: string) => reference?.includes(id) === true

const keyOf = ({ queueId, templates }: Edge) => {
  const queue = resourcesOf("AWS::SQS::Queue", ...templates).find(({ id }) => id === queueId)
  const keyId = referredTo(queue?.Properties["KmsMasterKeyId"])
  return resourcesOf("AWS::KMS::Key", ...templates).find(({ id }) => sameResource(keyId, id))
}

describe("what EventBridge cannot deliver", () => {
  const edges = [edgesOf(hub), ...connectors.map((connector) => edgesOf([connector]))].flat()

  it("has a dead-letter queue behind each bus and each target", () => {
    expect(edges.filter(({ source }) => source.startsWith("event-bus/"))).toHaveLength(4)
    expect(edges.length).toBeGreaterThan(12)
  })

  it.each(edges)("from $sender may be written to its dead-letter queue, by it alone", (edge) => {
    const sources = letsEventBridge(queuePolicies(edge), ["sqs:SendMessage"]).map(({ Condition }) =>
      JSON.stringify(Condition?.["ArnEquals"]?.["aws:SourceArn"] ?? Condition?.["ArnLike"]?.["aws:SourceArn"] ?? ""),
    )
    expect(sources.filter((source) => source.includes(edge.source))).not.toEqual([])
    expect(sources).not.toContain('""')
  })

  it.each(edges)("from $sender can be encrypted, because the queue's key lets EventBridge use it", (edge) => {
    const key = keyOf(edge)
    const allowed = letsEventBridge(key?.Properties["KeyPolicy"].Statement ?? [], [
      "kms:Decrypt",
      "kms:GenerateDataKey",
    ])
    // EventBridge passes no source to KMS. A condition on it would drop every event.
    expect(allowed.filter(({ Condition = {} }) => Object.keys(Condition).length === 0)).toHaveLength(1)
  })
})

describe("what a schedule or its run cannot do", () => {
  const policies = rolePolicies(functions)
  /** Whether a role may send to the queue and use its key. */
  const maySend = (roleId: string | undefined, queueId: string | undefined) => {
    const statements = policies.filter(({ role }) => role === roleId).flatMap((policy) => policy.statements)
    const sends = statements.some(
      ({ Action, Resource }) => Action.includes("sqs:SendMessage") && Resource.map(referredTo).includes(queueId),
    )
    const encrypts = statements.some(
      ({ Action, Resource }) =>
        ["kms:Decrypt", "kms:GenerateDataKey"].every((one) => Action.includes(one)) &&
        Resource.some((one) => referredTo(one)?.includes("DataKey")),
    )
    return sends && encrypts
  }

  it("goes to its dead-letter queue, to which the schedule's role may send", () => {
    const schedules = resourcesOf("AWS::Scheduler::Schedule", functions)
    expect(schedules.length).toBeGreaterThan(1)
    for (const { Properties } of schedules) {
      const { RoleArn, DeadLetterConfig } = Properties["Target"]
      expect(maySend(referredTo(RoleArn), referredTo(DeadLetterConfig.Arn))).toBe(true)
    }
  })

  it("goes to its dead-letter queue, to which the function's role may send", () => {
    const runs = resourcesOf("AWS::Lambda::EventInvokeConfig", functions)
    expect(runs.length).toBeGreaterThan(1)
    for (const { Properties } of runs) {
      const functionId = referredTo(Properties["FunctionName"])
      const handler = resourcesOf("AWS::Lambda::Function", functions).find(({ id }) => id === functionId)
      const destination = referredTo(Properties["DestinationConfig"].OnFailure.Destination)
      expect(maySend(referredTo(handler?.Properties["Role"]), destination)).toBe(true)
    }
  })
})
