import { beforeAll, describe, expect, it, jest } from "@jest/globals"
import * as z from "zod"
import { connectTo } from "../../../infra/cli/deployed-stage/aws-connection.ts"
import type { CheckResult } from "../../../infra/cli/deployed-stage/check-result.ts"
import { runStatus } from "../../../infra/cli/status/run-status.ts"
import { type StubAnswer, type StubCall, startAwsStub } from "./aws-stub.ts"
import { answer, answerWith } from "./command-line/answer.ts"
import { anyCredentials } from "./run-wayseal.ts"

/** Commands load the CDK and the clients of AWS, which takes a while on a busy machine. */
jest.setTimeout(60_000)

beforeAll(() => {
  Object.assign(process.env, anyCredentials)
})

/** What a look at the stage finds, in this process. */
async function results(
  answer: (call: StubCall) => StubAnswer,
  more: { readonly edgeElsewhere?: boolean } = {},
): Promise<readonly CheckResult[]> {
  const aws = await startAwsStub(answer)
  try {
    return await runStatus({
      stage: "local",
      parties: [],
      connection: connectTo("ca-central-1", aws.url),
      onStep: () => {},
      ...more,
    })
  } finally {
    await aws.stop()
  }
}

const inState = (found: readonly CheckResult[], state: CheckResult["state"]) =>
  found.filter((each) => each.state === state)

const member = (inner: string) => `<member>${inner}</member>`
const at = "2026-01-01T00:00:00Z"
const resources: readonly (readonly [id: string, type: string, physicalId: string])[] = [
  ["Bus", "AWS::Events::EventBus", "wayseal-local-ingress"],
  ["PartyQueue", "AWS::SQS::Queue", "https://sqs/0/wayseal-local-maple"],
  ["WebhookQueue", "AWS::SQS::Queue", "https://sqs/0/wayseal-local-webhook_maple"],
  ["GateQueue", "AWS::SQS::Queue", "https://sqs/0/Wayseal-local-Da-GateQueue-1"],
  ["GateDeadLettersQueue", "AWS::SQS::Queue", "https://sqs/0/Wayseal-local-Data-GateDeadLetters-1"],
  ["Mapping", "AWS::Lambda::EventSourceMapping", "uuid-1"],
  ["Alarm", "AWS::CloudWatch::Alarm", "alarm-1"],
  ["Rule", "AWS::Events::Rule", "wayseal-local-ingress|rule-1"],
  ["Topic", "AWS::SNS::Topic", "arn:aws:sns:ca-central-1:0:wayseal-local-alerts-maple"],
]

type Facts = {
  readonly deadLetters: number
  readonly ages: number
  readonly pending: number
  readonly alarm: string
  readonly alarmReason?: string
  readonly lag: number
  readonly rule?: string
  readonly delayed?: number
}
const healthy: Facts = { deadLetters: 0, ages: 30, pending: 0, alarm: "OK", lag: 500 }

/** A stage of one stack, without tables. */
const stageWith =
  (facts: Facts) =>
  ({ action, parameters }: StubCall): StubAnswer => {
    if (action === "DescribeStacks")
      return {
        xml: `<Stacks>${member(
          `<StackName>Wayseal-local-Data</StackName><StackStatus>CREATE_COMPLETE</StackStatus>
           <CreationTime>${at}</CreationTime>`,
        )}</Stacks>`,
      }
    if (action === "ListStackResources")
      return {
        xml: `<StackResourceSummaries>${resources
          .map(([id, type, physicalId]) =>
            member(
              `<LogicalResourceId>${id}</LogicalResourceId><ResourceType>${type}</ResourceType>
               <PhysicalResourceId>${physicalId}</PhysicalResourceId><ResourceStatus>CREATE_COMPLETE</ResourceStatus>
               <LastUpdatedTimestamp>${at}</LastUpdatedTimestamp>`,
            ),
          )
          .join("")}</StackResourceSummaries>`,
      }
    return otherAnswer(facts, action, parameters)
  }

function otherAnswer(facts: Facts, action: string, parameters: StubCall["parameters"]): StubAnswer {
  switch (action) {
    case "GetQueueAttributes": {
      const isDead = String(parameters["QueueUrl"]).includes("DeadLetters")
      const waiting = isDead ? facts.deadLetters : 2
      return {
        json: {
          Attributes: {
            ApproximateNumberOfMessages: String(waiting),
            ApproximateNumberOfMessagesNotVisible: isDead ? "0" : "1",
            ApproximateNumberOfMessagesDelayed: isDead ? "0" : String(facts.delayed ?? 0),
          },
        },
      }
    }
    case "GetMetricData": {
      const queries = z
        .array(
          z.looseObject({
            Id: z.string(),
            MetricStat: z.looseObject({ Metric: z.looseObject({ MetricName: z.string() }) }),
          }),
        )
        .parse(parameters["MetricDataQueries"])
      return {
        json: {
          MetricDataResults: queries.map(({ Id, MetricStat }) => ({
            Id,
            Values: [MetricStat.Metric.MetricName === "IteratorAge" ? facts.lag : facts.ages, 1],
          })),
        },
      }
    }
    case "GET /2015-03-31/event-source-mappings":
      return {
        json: {
          EventSourceMappings: [
            {
              UUID: "uuid-1",
              FunctionArn: "arn:aws:lambda:ca-central-1:0:function:send",
              EventSourceArn: "arn:aws:dynamodb:ca-central-1:0:table/T/stream/1",
              State: "Enabled",
            },
          ],
        },
      }
    case "ListRules":
      return { json: { Rules: [{ Name: "rule-1", State: facts.rule ?? "ENABLED" }] } }
    case "Scan":
    case "Query":
      return { json: { Items: [] } }
    case "DescribeAlarms":
      return {
        json: {
          MetricAlarms: [
            {
              ...{ AlarmName: "alarm-1", AlarmDescription: "Nobody is told.", StateValue: facts.alarm },
              StateReason: facts.alarmReason,
            },
          ],
        },
      }
    case "GetTopicAttributes":
      return {
        xml: `<Attributes><entry><key>SubscriptionsConfirmed</key><value>1</value></entry><entry>
          <key>SubscriptionsPending</key><value>${facts.pending}</value></entry></Attributes>`,
      }
    default:
      return { error: `NoAnswerTo${action}` }
  }
}

/** The same with an edge in us-east-1, whose secret got its value some days ago. */
const stageWithEdge =
  (secretDays: number) =>
  (call: StubCall): StubAnswer => {
    if (call.action === "ListSecretVersionIds") {
      const daysAgo = (days: number) => Date.now() / 1000 - days * 86_400
      return {
        json: {
          Versions: [
            { VersionStages: ["AWSPREVIOUS"], CreatedDate: daysAgo(400) },
            { VersionStages: ["AWSCURRENT"], CreatedDate: daysAgo(secretDays) },
          ],
        },
      }
    }
    if (call.action === "DescribeStacks") {
      const [name, status] =
        call.region === "us-east-1"
          ? ["Wayseal-local-Edge", "UPDATE_COMPLETE"]
          : ["Wayseal-local-Data", "CREATE_COMPLETE"]
      const output = member("<OutputKey>OriginSecretArn</OutputKey><OutputValue>arn:origin</OutputValue>")
      return {
        xml: `<Stacks>${member(
          `<StackName>${name}</StackName><StackStatus>${status}</StackStatus><CreationTime>${at}</CreationTime>
           <Outputs>${output}</Outputs>`,
        )}</Stacks>`,
      }
    }
    if (call.action === "ListStackResources" && call.region === "us-east-1")
      return { xml: "<StackResourceSummaries></StackResourceSummaries>" }
    return stageWith(healthy)(call)
  }

describe("a look at a deployed stage", () => {
  it("shows the stack of an edge in us-east-1, and how old its secret is", async () => {
    const found = await results(stageWithEdge(12), { edgeElsewhere: true })
    const said = found.map(({ check, state, text }) => `${check} ${state}: ${text}`)
    expect(said).toContain("stacks ok: Wayseal-local-Data: CREATE_COMPLETE, Wayseal-local-Edge: UPDATE_COMPLETE")
    expect(said).toContain("origin secret ok: changed 12 days ago")
  })

  it("says when the secret of an edge is due for a new value", async () => {
    const found = await results(stageWithEdge(101), { edgeElsewhere: true })
    expect(inState(found, "toDo").map(({ check, text }) => `${check}: ${text}`)).toEqual([
      expect.stringContaining("origin secret: changed 101 days ago. Rotate it"),
    ])
  })

  it("names what needs a person", async () => {
    const ill = { deadLetters: 4, ages: 5_000, pending: 2, alarm: "ALARM", lag: 4_000_000, rule: "DISABLED" }
    const found = await results(stageWith(ill))
    expect(inState(found, "toDo").map(({ check, text }) => `${check}: ${text}`)).toEqual([
      "alarms: Nobody is told.",
      "triggers and rules: rule-1 (wayseal-local-ingress) hands on nothing: the rule is DISABLED. Runbook: docs/runbooks/triggers-off.md",
      "triggers and rules: send: 67 min behind. Runbook: docs/runbooks/stream-lag.md",
      "dead letters: Wayseal-local-Data-GateDeadLetters-1: 4 messages, the oldest for 83 min. Fix the cause, then run: " +
        "npx wayseal redrive --stage local.",
      ...["wayseal-local-webhook_maple", "Wayseal-local-Da-GateQueue-1"].map((name) =>
        expect.stringMatching(
          `^queues: ${name}: 3 messages, the oldest for 83 min. Since .+ UTC. Runbook: docs/runbooks/queue-`,
        ),
      ),
      "contacts: wayseal-local-alerts-maple: not confirmed by 2 contacts. They receive nothing by e-mail. " +
        "Runbook: docs/runbooks/contact-unconfirmed.md",
    ])
  })

  it("notes an alarm that was never evaluated, which needs nobody", async () => {
    const unchecked = { alarm: "INSUFFICIENT_DATA", alarmReason: "Unchecked: Initial alarm creation" }
    const found = await results(stageWith({ ...healthy, ...unchecked }))
    expect(inState(found, "toDo")).toEqual([])
    expect(inState(found, "note").map(({ text }) => text)).toContainEqual(
      expect.stringMatching(/^1 alarm is not evaluated yet/),
    )
    const without = await results(stageWith({ ...healthy, alarm: "INSUFFICIENT_DATA" }))
    expect(inState(without, "toDo")).toMatchObject([{ text: expect.stringMatching(/^1 alarm is without data/) }])
  })

  it("names the permissions that are missing", async () => {
    const answers = stageWith(healthy)
    const found = await results((call) =>
      call.action === "DescribeAlarms" ? { error: "AccessDenied" } : answers(call),
    )
    expect(inState(found, "unknown")).toEqual([
      {
        check: "alarms",
        state: "unknown",
        text: "could not be checked: needs cloudwatch:DescribeAlarms",
        because: "denied",
      },
    ])
    expect(inState(found, "toDo")).toEqual([])
  })

  it("says that the stage is not deployed", async () => {
    expect(await results(() => ({ xml: "<Stacks></Stacks>" }))).toMatchObject([
      { state: "toDo", text: expect.stringContaining("no stack of this stage") },
    ])
  })

  it("says who may not even read the stacks", async () => {
    await expect(results(() => ({ error: "AccessDenied" }))).rejects.toThrow(
      /do not allow this\. It takes:\n {2}cloudformation:DescribeStacks/,
    )
  })
})

describe("npx wayseal status", () => {
  const run = async (facts: Facts, ...args: readonly string[]) => {
    const aws = await startAwsStub(stageWith(facts))
    const ran = await answerWith(anyCredentials, "status", "--stage", "local", "--endpoint", aws.url, ...args)
    await aws.stop()
    return ran
  }

  it("exits with 0 and one screen when the stage is healthy", async () => {
    const { status, stdout, stderr } = await run(healthy)
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" })
    expect(stdout).toMatch(/Stage "local" is healthy\.\n$/)
    expect(stdout).toContain("3 queues, 9 messages")
    expect(stdout).toContain("wayseal-local-maple: 3 messages for the party to read")
    expect(stdout).toContain("On: 2; streams at most 1 s behind")
    expect(stdout.split("\n").length).toBeLessThan(48)
  })

  it("counts messages that come again after a pause", async () => {
    expect((await run({ ...healthy, delayed: 50 })).stdout).toContain("3 queues, 159 messages")
  })

  it("exits with 1 and prints one object for programs when something needs a person", async () => {
    const { status, stdout } = await run({ ...healthy, deadLetters: 1 }, "--json")
    expect(status).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({ stage: "local", healthy: false })
  })

  it("says in a sentence that there are no credentials", async () => {
    expect(await answer("status", "--stage", "local")).toEqual({
      status: 3,
      stdout: "",
      stderr: "There are no AWS credentials. Sign in, or set AWS_PROFILE.\n",
    })
  })
})
