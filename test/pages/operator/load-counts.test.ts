import { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { afterEach, beforeEach, expect, it } from "@jest/globals"
import { connectTo } from "../../../infra/cli/deployed-stage/aws-connection.ts"
import { readLookups } from "../../../shared/pages/operator/load-lookups.ts"
import { countRestrictions } from "../../../shared/pages/operator/load-restrictions.ts"
import { readDeployedStage } from "../../../shared/pages/operator/load-stage.ts"
import { countGivenUp, readMappings, readRules, readSchedules } from "../../../shared/pages/operator/load-triggers.ts"
import { type AwsStub, type StubCall, startAwsStub } from "../../infra/cli/aws-stub.ts"
import { anyCredentials } from "../../infra/cli/run-wayseal.ts"
import { aBus, aStage } from "./stage-source.ts"

let answer: Parameters<typeof startAwsStub>[0] = () => ({ json: {} })
let aws: AwsStub
beforeEach(async () => {
  Object.assign(process.env, anyCredentials)
  aws = await startAwsStub((call: StubCall) => answer(call))
})
afterEach(() => aws.stop())

const now = new Date("2026-11-27T10:00:30Z")
const row = (scope: string, until: string, releasedAt?: string) => ({
  scope: { S: scope },
  since: { S: "2026-11-27T08:00:00.000Z" },
  until: { S: until },
  ...(releasedAt === undefined ? {} : { releasedAt: { S: releasedAt } }),
})

it("counts the restrictions that are in force, and asks for no accessor", async () => {
  const later = "2026-11-27T12:00:00.000Z"
  answer = ({ parameters }) => ({
    json:
      "ExclusiveStartKey" in parameters
        ? { Items: [row("codeBlock", later), row("subject", later, "2026-11-27T09:00:00.000Z")] }
        : {
            Items: [
              { ...row("subject", later), vouchedBy: { S: "northpost" } },
              row("network", "2026-11-27T10:00:00.000Z"),
            ],
            LastEvaluatedKey: { accessorKey: { S: "x" } },
          },
  })
  const client = new DynamoDBClient(connectTo("ca-central-1", aws.url))
  const counts = await countRestrictions({ client, tableName: "Restrictions" }, now)
  expect(counts).toEqual({ subject: 1, network: 0, neighbourhood: 0, codeBlock: 1, saidBy: { northpost: 1 } })
  expect(aws.calls).toHaveLength(2)
  for (const { parameters } of aws.calls) {
    expect(parameters["Select"]).toBe("SPECIFIC_ATTRIBUTES")
    expect(Object.values(Object(parameters["ExpressionAttributeNames"])).sort()).toEqual([
      "releasedAt",
      "scope",
      "since",
      "until",
      "vouchedBy",
    ])
  }
})

it("reads no metric of a stage without an API", async () => {
  const connection = connectTo("ca-central-1", aws.url)
  expect(await readLookups(connection, aStage([aBus]), now)).toEqual({ minutes: 15, perMinute: 0, mostInAMinute: 0 })
  expect(aws.calls).toEqual([])
})

it("asks only for the stacks that it was told of", async () => {
  const stack = (name: string) =>
    `<member><StackName>${name}</StackName><StackStatus>CREATE_COMPLETE</StackStatus>
     <CreationTime>2026-01-01T00:00:00Z</CreationTime></member>`
  answer = ({ parameters }) => {
    const name = String(parameters["StackName"])
    const isDescription = parameters["Action"] === "DescribeStacks"
    return { xml: isDescription ? `<Stacks>${stack(name)}</Stacks>` : "<StackResourceSummaries/>" }
  }
  const names = ["Wayseal-prod-Data", "Wayseal-prod-Functions"]
  const { stacks } = await readDeployedStage(connectTo("ca-central-1", aws.url), "prod", names)
  expect(stacks.map(({ name }) => name)).toEqual(names)
  const described = aws.calls.filter(({ parameters }) => parameters["Action"] === "DescribeStacks")
  expect(described.map(({ parameters }) => parameters["StackName"])).toEqual(names)
})

it("lists triggers once, keeps those of the stage, and misses one that somebody deleted", async () => {
  const source = (UUID: string, State: string) => ({
    ...{ UUID, State, FunctionArn: `arn:aws:lambda:ca-central-1:1:function:${UUID}` },
    EventSourceArn: "arn:aws:sqs:ca-central-1:1:queue",
  })
  answer = () => ({ json: { EventSourceMappings: [source("ours", "Disabled"), source("others", "Enabled")] } })
  const mapping = { ...aBus, type: "AWS::Lambda::EventSourceMapping", physicalId: "ours" }
  const stage = aStage([mapping, { ...mapping, physicalId: "deleted" }, { ...mapping, status: "DELETE_COMPLETE" }])
  const found = await readMappings(connectTo("ca-central-1", aws.url), stage)
  expect(found).toEqual([
    { kind: "queue", name: "ours", state: "Disabled" },
    { kind: "queue", name: "deleted", state: "absent" },
  ])
  expect(aws.calls.map(({ action }) => action)).toEqual(["GET /2015-03-31/event-source-mappings"])
})

it("knows rules by bus, also behind a next page, and misses one that is not there", async () => {
  answer = ({ parameters: { EventBusName, NextToken } }) => {
    // The same name is on two buses.
    if (EventBusName === "default")
      return { json: { Rules: ["Alarms", "Two"].map((Name) => ({ Name, State: "ENABLED" })) } }
    return NextToken === undefined
      ? { json: { Rules: [{ Name: "One", State: "ENABLED" }], NextToken: "next" } }
      : { json: { Rules: [{ Name: "Two", State: "DISABLED" }] } }
  }
  const rule = (physicalId: string) => ({ ...aBus, type: "AWS::Events::Rule", physicalId })
  // The local AWS leaves out the bus of a rule.
  const ids = ["wayseal-prod-ingress|One", "wayseal-prod-ingress|Two", "wayseal-prod-ingress|Three", "Alarms", "One"]
  const found = await readRules(connectTo("ca-central-1", aws.url), aStage([aBus, ...ids.map(rule)]))
  expect(found.map(({ name, bus, state }) => [name, bus, state])).toEqual([
    ["One", "wayseal-prod-ingress", "ENABLED"],
    ["Two", "wayseal-prod-ingress", "DISABLED"],
    ["Three", "wayseal-prod-ingress", "absent"],
    ["Alarms", "default", "ENABLED"],
    ["One", aBus.physicalId, "ENABLED"],
  ])
})

it("takes a schedule for silent whose function was not invoked or is not there, unless its stack is new", async () => {
  const made = (type: string, logicalId: string, physicalId: string) => ({ ...aBus, type, logicalId, physicalId })
  const names = ["WatchDuties", "RetryWebhooks"]
  const resources = names.flatMap((name) => [
    made("AWS::Scheduler::Schedule", `${name}ScheduleSchedule1A`, `${name}-schedule`),
    made("AWS::Lambda::Function", `${name}Function2B`, `${name}-function`),
  ])
  resources.push(made("AWS::Scheduler::Schedule", "RemindPartiesScheduleSchedule1A", "RemindParties-schedule"))
  answer = () => ({ json: { MetricDataResults: [{ Id: "m1", Values: [1] }] } })
  const connection = connectTo("ca-central-1", aws.url)
  const statesWith = async (changedAt: Date) => {
    const { stage, stacks } = aStage(resources)
    const found = await readSchedules(
      connection,
      { stage, stacks: stacks.map((each) => ({ ...each, changedAt })) },
      now,
    )
    return found.map((each) => [each.functionName, each.state])
  }
  const [ran, gone] = [
    ["RetryWebhooks-function", "ran"],
    ["RemindParties", "silent"],
  ]
  expect(await statesWith(new Date("2026-11-27T09:00:00Z"))).toEqual([["WatchDuties-function", "silent"], ran, gone])
  expect(await statesWith(new Date("2026-11-27T09:50:00Z"))).toEqual([["WatchDuties-function", "new"], ran, gone])
})

it("counts what functions gave up on by what is in the bucket", async () => {
  const listed = (keys: readonly string[], rest: string) => ({
    document: `<ListBucketResult>${keys.map((key) => `<Contents><Key>${key}</Key></Contents>`).join("")}${rest}
      </ListBucketResult>`,
  })
  const more = "<IsTruncated>true</IsTruncated><NextContinuationToken>next</NextContinuationToken>"
  answer = ({ action }) =>
    action.includes("continuation-token=next")
      ? listed(["set-aside/send/2.json"], "")
      : listed(["aws/lambda/1", "begun/send/1"], more)
  const { stage, stacks } = aStage()
  const outputs = { FailuresBucketName: "failures" }
  const found = { stage, stacks: stacks.map((each) => ({ ...each, outputs })) }
  expect(await countGivenUp(connectTo("ca-central-1", aws.url), found)).toBe(2)
})
