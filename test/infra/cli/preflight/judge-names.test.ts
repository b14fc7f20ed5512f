import { describe, expect, it } from "@jest/globals"
import { judgeAlarms } from "../../../../infra/cli/preflight/judge-alarms.ts"
import { judgeLeftovers, judgeOldTables, namedKinds } from "../../../../infra/cli/preflight/judge-leftovers.ts"
import { judgeSecret, partySecrets } from "../../../../infra/cli/preflight/judge-secret.ts"
import type { PlannedStage } from "../../../../infra/cli/preflight/planned-stage.ts"
import type { DeployedStage } from "../../../../shared/pages/operator/stage-resources.ts"
import { signInSettings } from "../../../../shared/parties/sign-in-settings.ts"
import { exampleParties } from "../../example-stage.ts"

const place = { account: "111122223333", region: "ca-central-1" }
const stackName = "Wayseal-dev-Data"

/** Per kind: the planned name, and how its list and CloudFormation name the same resource. */
const kinds = [
  ["AWS::Events::EventBus", "wayseal-dev-ingress", "wayseal-dev-ingress"],
  ["AWS::SQS::Queue", "wayseal-dev-maple", "https://sqs.ca-central-1.amazonaws.com/111122223333/wayseal-dev-maple"],
  ["AWS::SNS::Topic", "wayseal-dev-alerts-maple", "arn:aws:sns:ca-central-1:111122223333:wayseal-dev-alerts-maple"],
  ["AWS::KMS::Alias", "alias/wayseal-dev-data", "alias/wayseal-dev-data"],
  ["AWS::Logs::LogGroup", "/aws/vendedlogs/wayseal-dev-api", "/aws/vendedlogs/wayseal-dev-api"],
  ["AWS::CloudWatch::Dashboard", "wayseal-dev", "wayseal-dev"],
] as const

const deployed = (...resources: readonly [type: string, physicalId: string][]): DeployedStage => ({
  stage: "dev",
  stacks: [
    {
      ...{ name: stackName, status: "CREATE_COMPLETE", statusReason: undefined, outputs: {} },
      resources: resources.map(([type, physicalId]) => ({
        ...{ stackName, logicalId: "X", type, physicalId, status: "CREATE_COMPLETE" },
      })),
    },
  ],
})

describe("a name that the stage gives", () => {
  it.each(kinds)("to an %s is in the way when it is of no stack", (type, name, listed) => {
    const kind = namedKinds.find((each) => each.type === type)
    if (kind === undefined) throw new Error(`no kind ${type}`)
    const planned: PlannedStage = {
      stackNames: [stackName],
      resources: [{ stackName, logicalId: "X", type, properties: { [kind.property]: name } }],
      bootstrap: { parameter: "", version: 6 },
    }
    const find = (existing: readonly string[], stage: DeployedStage) =>
      judgeLeftovers(kind, existing, { planned, deployed: stage, place })
    expect(find([], deployed())).toEqual([])
    expect(find([`${listed}-2`], deployed())).toEqual([])
    expect(find([listed], deployed([type, listed]))).toEqual([])
    const [result, ...others] = find([`${listed}-2`, listed], deployed([type, `${listed}-2`]))
    expect(others).toEqual([])
    expect(result).toMatchObject({ state: "toDo", text: expect.stringContaining(name) })
    expect(result?.commands?.[0]).toMatch(/^aws [a-z]+ delete-/)
    expect(result?.commands?.[0]).toContain(name)
  })

  it("as a whole is no name when CloudFormation makes it", () => {
    const [kind] = namedKinds
    if (kind === undefined) throw new Error("no kinds")
    const resources = [{ stackName, logicalId: "X", type: kind.type, properties: { Name: { Ref: "Other" } } }]
    const planned = { stackNames: [stackName], resources, bootstrap: { parameter: "", version: 6 } }
    expect(judgeLeftovers(kind, ["default"], { planned, deployed: deployed(), place })).toEqual([])
  })
})

describe("tables of an earlier deployment", () => {
  const planned = { stackNames: [stackName], resources: [], bootstrap: { parameter: "", version: 6 } }
  it("are noted, since they are in nobody's way", () => {
    const live = deployed(["AWS::DynamoDB::Table", `${stackName}-B`])
    const names = [`${stackName}-A`, `${stackName}-B`, "Wayseal-dev2-Data-A", "other"]
    expect(judgeOldTables(names, { planned, deployed: live })).toMatchObject([
      { state: "note", text: expect.stringMatching(/^Tables of .*: Wayseal-dev-Data-A\. /) },
    ])
    expect(judgeOldTables(names.slice(1), { planned, deployed: live })).toEqual([])
  })
})

describe("the secret of a party", () => {
  it("is named once for each that the parties file names", () => {
    const [party, ...others] = exampleParties
    if (party === undefined) throw new Error("no party")
    const webhook = { url: "https://maple.example/hook", secretName: "maple-hook" }
    const withHook = { ...party, channels: { ...party.channels, webhook } }
    const slack = { format: "slack", secretName: "maple-slack" } as const
    const withSlack = { ...party, channels: { ...party.channels, webhook: slack } }
    const signIn = signInSettings.parse({
      issuer: "https://login.maple.example",
      clientId: "wayseal",
      clientSecretName: "maple-client",
      roles: { officer: ["Privacy"] },
    })
    const withSignIn = { ...withHook, signIn }
    expect(partySecrets([withHook, withHook, withSlack, withSignIn, ...others])).toEqual([
      { name: "maple-hook", kind: "webhook" },
      { name: "maple-slack", kind: "slackAddress" },
      { name: "maple-client", kind: "clientSecret" },
    ])
  })

  it.each([
    [{ keyId: undefined, isBeingDeleted: false }, "ok", undefined],
    [{ keyId: "arn:aws:kms:ca-central-1:1:alias/aws/secretsmanager", isBeingDeleted: false }, "ok", undefined],
    [{ keyId: "alias/aws/secretsmanager", isBeingDeleted: false }, "ok", undefined],
    [{ keyId: "alias/mine", isBeingDeleted: false }, "toDo", /update-secret --secret-id hook --kms-key-id/],
    [{ keyId: undefined, isBeingDeleted: true }, "toDo", /restore-secret --secret-id hook/],
    [undefined, "toDo", /create-secret --name hook/],
  ] as const)("%j is judged %s", (facts, state, command) => {
    const [result, ...others] = judgeSecret({ name: "hook", kind: "webhook" }, facts)
    expect(others).toEqual([])
    expect(result?.state).toBe(state)
    if (command === undefined) expect(result?.commands).toBeUndefined()
    else expect(result?.commands?.[0]).toMatch(command)
  })
})

describe("the secret of a Slack channel", () => {
  it("is the whole address of an incoming webhook, and a preflight that misses it says so", () => {
    const [missing] = judgeSecret({ name: "hook", kind: "slackAddress" }, undefined)
    expect(missing?.text).toBe(
      "There is no secret hook, which a Slack channel in parties.json names. Create it with the whole address of Slack's " +
        "incoming webhook, and nothing else.",
    )
    expect(missing?.commands).toEqual([
      "aws secretsmanager create-secret --name hook --secret-string file://<a file with https://hooks.slack.com/services/...>",
    ])
  })
})

describe("the client secret at a party's identity provider", () => {
  it("is what that provider gave, and a preflight that misses it says so", () => {
    const [missing] = judgeSecret({ name: "maple-client", kind: "clientSecret" }, undefined)
    expect(missing?.text).toBe(
      "There is no secret maple-client, which a party's signIn in parties.json names. Create it with the client secret " +
        "that the party's identity provider gave you.",
    )
  })
})

describe("the readers of alarms", () => {
  it.each([
    [true, 0, undefined, "toDo"],
    [false, 0, undefined, "note"],
    [true, 1, undefined, "ok"],
    [true, 2, { confirmed: 1, pending: 1 }, "toDo"],
    [true, 1, { confirmed: 1, pending: 0 }, "ok"],
    [true, 1, { confirmed: 0, pending: 0 }, "toDo"],
  ] as const)(
    "when data are kept: %s, addresses: %i, subscriptions: %j are judged %s",
    (keepData, count, topic, state) => {
      const alarmEmails = Array.from({ length: count }, (_, index) => `a${index}@hub.example`)
      const [result, ...others] = judgeAlarms({ alarms: true, keepData, alarmEmails }, topic)
      expect(others).toEqual([])
      expect(result?.state).toBe(state)
      expect(result?.text).not.toContain("hub.example")
    },
  )

  it("may be a target alone", () => {
    const alarmTarget = "arn:aws:sns:ca-central-1:210987654321:operations"
    expect(
      judgeAlarms({ alarms: true, keepData: true, alarmEmails: [], alarmTarget }, { confirmed: 0, pending: 0 }),
    ).toEqual([{ check: "alarms", state: "ok", text: `all go to ${alarmTarget}` }])
  })

  it("are nobody in a stage without alarms, whoever would receive them", () => {
    const alarmTarget = "arn:aws:sns:ca-central-1:210987654321:operations"
    const settings = { alarms: false, keepData: false, alarmEmails: ["on-call@hub.example"], alarmTarget }
    expect(judgeAlarms(settings, { confirmed: 1, pending: 0 })).toEqual([
      { check: "alarms", state: "note", text: "alarms is false, so nobody is told when something breaks" },
    ])
  })
})
