import type { EventBridgeClient } from "@aws-sdk/client-eventbridge"
import {
  type EventSourceMappingConfiguration,
  LambdaClient,
  paginateListEventSourceMappings,
} from "@aws-sdk/client-lambda"
import { begunPrefix } from "../../base/platform/resource-variables.ts"
import type { AwsConnection } from "./aws-connection.ts"
import type { ScheduleFacts, TriggerFacts } from "./facts.ts"
import { latestMetrics } from "./load-metrics.ts"
import { type DeployedStage, outputOf, resourcesOfType } from "./stage-resources.ts"

const madeOfType = (stage: DeployedStage, type: string) =>
  resourcesOfType(stage, type).filter(({ status }) => !status.startsWith("DELETE"))

const namesOf = (stage: DeployedStage, type: string): readonly string[] =>
  madeOfType(stage, type).map(({ physicalId }) => physicalId)

/**
 * Every trigger of a function. One that CloudFormation made and Lambda does not know any more is `absent`. Takes
 * lambda:ListEventSourceMappings, which IAM grants for all of the account.
 */
export async function readMappings(connection: AwsConnection, stage: DeployedStage): Promise<readonly TriggerFacts[]> {
  const client = new LambdaClient(connection)
  const found = new Map<string, EventSourceMappingConfiguration>()
  for await (const { EventSourceMappings = [] } of paginateListEventSourceMappings({ client }, {}))
    for (const mapping of EventSourceMappings) found.set(mapping.UUID ?? "", mapping)
  client.destroy()
  return namesOf(stage, "AWS::Lambda::EventSourceMapping").map((id) => {
    const { FunctionArn, EventSourceArn, State: state = "absent" } = found.get(id) ?? {}
    const name = FunctionArn?.split(":function:")[1]?.split(":")[0] ?? id
    const isOfStream = EventSourceArn?.includes(":dynamodb:") === true
    return { kind: isOfStream ? "stream" : "queue", name, state }
  })
}

/** The same with how far functions are behind their streams. Takes cloudwatch:GetMetricData, too. */
export async function readLags(connection: AwsConnection, stage: DeployedStage): Promise<readonly TriggerFacts[]> {
  const triggers = await readMappings(connection, stage)
  const streams = new Set(triggers.flatMap(({ kind, name }) => (kind === "stream" ? [name] : [])))
  const ages = await latestMetrics(connection, [...streams].map(ofFunction("IteratorAge")))
  return triggers.map((trigger) => {
    const milliseconds = trigger.kind === "stream" ? ages.get(trigger.name) : undefined
    return { ...trigger, lagSeconds: milliseconds === undefined ? undefined : milliseconds / 1000 }
  })
}

const ofFunction = (metric: string) => (value: string) => ({
  ...{ namespace: "AWS/Lambda", metric },
  ...{ dimension: "FunctionName", value },
})

/** Every rule of the stage. Takes events:ListRules. */
export async function readRules(connection: AwsConnection, stage: DeployedStage): Promise<readonly TriggerFacts[]> {
  const { EventBridgeClient } = await import("@aws-sdk/client-eventbridge")
  const client = new EventBridgeClient(connection)
  // CloudFormation knows a rule of a bus of one's own as `<bus>|<rule>`. The local AWS leaves the bus out.
  const rules = namesOf(stage, "AWS::Events::Rule").map((id) => id.split("|"))
  const buses = new Set([
    ...namesOf(stage, "AWS::Events::EventBus"),
    ...rules.map(([bus = "", rule]) => (rule === undefined ? "default" : bus)),
  ])
  const found: { bus: string; name: string; state: string }[] = []
  for (const bus of buses) for (const [name, state] of await rulesOf(client, bus)) found.push({ bus, name, state })
  client.destroy()
  return rules.map(([first = "", second]) => {
    const [bus, name] = second === undefined ? [undefined, first] : [first, second]
    const rule = found.find((each) => each.name === name && (bus === undefined || each.bus === bus))
    return { kind: "rule", name, bus: rule?.bus ?? bus, state: rule?.state ?? "absent" }
  })
}

async function rulesOf(
  client: EventBridgeClient,
  EventBusName: string,
): Promise<readonly (readonly [string, string])[]> {
  const { ListRulesCommand } = await import("@aws-sdk/client-eventbridge")
  const found: (readonly [string, string])[] = []
  let NextToken: string | undefined
  do {
    const page = await client.send(new ListRulesCommand({ EventBusName, NextToken }))
    found.push(...(page.Rules ?? []).map(({ Name = "", State = "" }) => [Name, State] as const))
    NextToken = page.NextToken
  } while (NextToken !== undefined)
  return found
}

/** In this time the slowest schedule runs twice. */
const scheduleMinutes = 32

/**
 * Whether each function with a schedule ran of late, or its stack is too new for that. A schedule that is on and may
 * not invoke does not run either, and neither does a function that is not there. Takes cloudwatch:GetMetricData.
 */
export async function readSchedules(
  connection: AwsConnection,
  stage: DeployedStage,
  now: Date,
): Promise<readonly ScheduleFacts[]> {
  const functions = madeOfType(stage, "AWS::Lambda::Function")
  const scheduled = madeOfType(stage, "AWS::Scheduler::Schedule").flatMap(({ logicalId, stackName }) => {
    const [handler = ""] = logicalId.split("Schedule")
    const found = functions.filter(
      (each) => each.stackName === stackName && each.logicalId.startsWith(`${handler}Function`),
    )
    return found.length > 0 ? found : [{ physicalId: handler, stackName: "" }]
  })
  const names = scheduled.map(({ physicalId }) => physicalId)
  const runs = await latestMetrics(connection, names.map(ofFunction("Invocations")), scheduleMinutes)
  const isNew = (stackName: string) => {
    const since = stage.stacks.find(({ name }) => name === stackName)?.changedAt
    return since !== undefined && now.getTime() - since.getTime() < scheduleMinutes * 60_000
  }
  return scheduled.map(({ physicalId, stackName }) => ({
    functionName: physicalId,
    state: runs.has(physicalId) ? "ran" : isNew(stackName) ? "new" : "silent",
  }))
}

/** How many batches of changes functions gave up on. Takes s3:ListBucket on the failures bucket. */
export async function countGivenUp(connection: AwsConnection, stage: DeployedStage): Promise<number> {
  const { paginateListObjectsV2, S3Client } = await import("@aws-sdk/client-s3")
  const client = new S3Client({ ...connection, forcePathStyle: connection.endpoint !== undefined })
  let count = 0
  // What is begun is not given up, and may be all of the first page.
  for await (const { Contents = [] } of paginateListObjectsV2(
    { client },
    { Bucket: outputOf(stage, "FailuresBucketName") },
  ))
    count += Contents.filter(({ Key = "" }) => !Key.startsWith(begunPrefix)).length
  client.destroy()
  return count
}
