import { describe, expect, it } from "@jest/globals"
import * as z from "zod"
import type { Party } from "../../shared/parties/party.ts"
import { inNode } from "../in-node.ts"
import { exampleParties, hubAccount } from "./example-stage.ts"
import { connectorOf, referredTo, resourcesOf, synthesise } from "./synthesised-exchange.ts"

const partyAccount = "111122223333"
const inboxArn = `arn:aws:events:ca-central-1:${partyAccount}:event-bus/wayseal-prod-inbox`
const withAccount = (party: Party): Party => ({
  ...party,
  account: partyAccount,
  channels: { ...party.channels, busArn: inboxArn, queueReader: undefined },
})
const parties = exampleParties.map((party) => (party.id === "northpost" ? withAccount(party) : party))
const northpost = parties.find(({ id }) => id === "northpost")
if (northpost === undefined) throw new Error("the example has no northpost")
const connector = await connectorOf("prod", northpost)
const hub = await synthesise("prod", { parties })
const templateText = JSON.stringify(connector)

/** A value of the template as it is in the party's account, in which nothing else is known by name. */
const inPartyAccount = (value: unknown): string =>
  JSON.stringify(value)
    .replace(/\{"Ref":"AWS::Partition"\}/g, '"aws"')
    .replace(/\{"Fn::Join":\["",\["((?:[^[\]])*)"\]\]\}/g, (_, parts: string) => `"${parts.replace(/","/g, "")}"`)

describe("the template of a connector", () => {
  it("is one plain file: no bootstrap, no assets, no CDK metadata, small enough to send as it is", () => {
    expect(templateText).not.toMatch(/cdk|bootstrap|asset/i)
    expect(templateText.length).toBeLessThan(51_200)
    const parameters = z.looseObject({ Parameters: z.record(z.string(), z.unknown()) }).parse(connector).Parameters
    expect(Object.keys(parameters)).toEqual(["AlarmEmail", "RolePrefix", "PermissionsBoundary", "StatementsAlarm"])
  })

  it("names no other party, and nothing of the hub besides account, region and what this party uses", () => {
    expect(templateText).not.toMatch(/leafline|maple/i)
    const ofHub = inPartyAccount(connector).match(/arn:[a-z0-9:-]*123456789012:[a-z0-9/-]+/g)
    expect([...new Set(ofHub)].sort()).toEqual([
      "arn:aws:events:ca-central-1:123456789012:event-bus/wayseal-prod-ingress",
      "arn:aws:iam::123456789012:root",
      "arn:aws:kms:ca-central-1:123456789012:alias/wayseal-prod-data",
      "arn:aws:sqs:ca-central-1:123456789012:wayseal-prod-northpost",
    ])
  })

  it("has as outputs what the party has to know", () => {
    const { Outputs } = z
      .looseObject({ Outputs: z.record(z.string(), z.object({ Value: z.unknown() })) })
      .parse(connector)
    expect(Object.keys(Outputs)).toEqual([
      "OutboxBusName",
      "OutboxBusArn",
      "InboxBusArn",
      "DeadLetterQueueUrl",
      "StatementsQueueUrl",
      "KeyArn",
      "ToHubRoleArn",
      "QueueAtHubUrl",
      "QueueAtHubArn",
      "QueueAtHubKeyAlias",
    ])
    expect(JSON.stringify(Outputs["QueueAtHubUrl"]?.Value)).toContain("123456789012/wayseal-prod-northpost")
  })

  it("mails alarms to the address that whoever deploys it gives, if any", () => {
    const [subscription] = resourcesOf("AWS::SNS::Subscription", connector)
    expect(subscription?.Properties["Endpoint"]).toEqual({ Ref: "AlarmEmail" })
    expect(subscription?.["Condition"]).toBe("HasAlarmEmail")
    const alarms = resourcesOf("AWS::CloudWatch::Alarm", connector)
    expect(alarms.map(({ Properties }) => Properties["AlarmDescription"])).toEqual([
      expect.stringMatching(/explain-dead-letters.*does not accept the account or the source \(NO_PERMISSIONS\)/),
      expect.stringMatching(/No statement of the hub came for 36 hours/),
    ])
    const topic = referredTo(subscription?.Properties["TopicArn"])
    expect(alarms.map(({ Properties }) => referredTo(Properties["AlarmActions"][0]))).toEqual([topic, topic])
  })

  it("gives its only role the start of a name and the boundary that the party's organisation asks for, if any", () => {
    const roles = resourcesOf("AWS::IAM::Role", connector)
    expect(roles).toHaveLength(1)
    const noValue = { Ref: "AWS::NoValue" }
    expect(roles[0]?.Properties["RoleName"]).toEqual({
      "Fn::If": ["HasRolePrefix", { "Fn::Join": ["", [{ Ref: "RolePrefix" }, "wayseal-prod-to-hub"]] }, noValue],
    })
    const boundary = roles[0]?.Properties["PermissionsBoundary"]["Fn::If"]
    expect([boundary[0], boundary[2]]).toEqual(["HasPermissionsBoundary", noValue])
    expect(JSON.stringify(boundary[1])).toMatch(/:iam::.+:policy\/.+"Ref":"PermissionsBoundary"/)
  })

  it("passes the checks of AWS Solutions", async () => {
    const props = { stage: "prod", party: northpost, hubAccount, hubRegion: "ca-central-1" }
    expect(await inNode("test/infra/cdk/connector.ts", "connectorViolations", props)).toEqual([])
  })

  it("is no part of the hub's app, so that no command of the hub touches the party's account", () => {
    expect(JSON.stringify(hub.hub.map(({ Resources }) => Object.keys(Resources)))).not.toMatch(/Outbox|Inbox/)
  })
})

describe("an event of the party for the hub", () => {
  const [rule] = resourcesOf("AWS::Events::Rule", connector)
  const [target] = rule?.Properties["Targets"] ?? []
  const [policy] = resourcesOf("AWS::Events::EventBusPolicy", hub.functions).filter(({ Properties }) =>
    String(Properties["StatementId"]).endsWith("carriers"),
  )
  const accepted = policy?.Properties["Statement"]

  it("leaves by a rule on the outbox, under the source that the hub accepts from this account", () => {
    expect(referredTo(rule?.Properties["EventBusName"])).toMatch(/^Outbox/)
    expect(rule?.Properties["EventPattern"].source).toEqual(["wayseal.carrier.northpost"])
    expect(accepted.Effect).toBe("Allow")
    expect(accepted.Action).toBe("events:PutEvents")
    expect(accepted.Principal.AWS).toEqual([`arn:aws:iam::${partyAccount}:root`])
    expect(accepted.Condition["ForAllValues:StringLike"]).toEqual({ "events:source": ["wayseal.carrier.*"] })
  })

  it("has a detail-type that the hub accepts, and every such type leaves", () => {
    const types = rule?.Properties["EventPattern"]["detail-type"]
    expect(types).toContain("ShipmentDelivered")
    expect([...types].sort()).toEqual(accepted.Condition["ForAllValues:StringEquals"]["events:detail-type"])
  })

  it("goes to the hub's ingress bus with a role that may put events there and nowhere else", () => {
    const hubBus = "arn:aws:events:ca-central-1:123456789012:event-bus/wayseal-prod-ingress"
    expect(inPartyAccount(target.Arn)).toBe(`"${hubBus}"`)
    const [bus] = resourcesOf("AWS::Events::EventBus", hub.data).filter(({ id }) => id.startsWith("Ingress"))
    expect(hubBus.endsWith(`/${bus?.Properties["Name"]}`)).toBe(true)
    const [role] = resourcesOf("AWS::IAM::Policy", connector)
    expect(role?.Properties["Roles"].map(referredTo)).toEqual([referredTo(target.RoleArn)])
    expect(inPartyAccount(role?.Properties["PolicyDocument"].Statement)).toBe(
      JSON.stringify([{ Action: "events:PutEvents", Effect: "Allow", Resource: hubBus }]),
    )
    const trusting = resourcesOf("AWS::IAM::Role", connector).find(({ id }) => id === referredTo(target.RoleArn))
    expect(trusting?.Properties["AssumeRolePolicyDocument"].Statement).toEqual([
      expect.objectContaining({
        Principal: { Service: "events.amazonaws.com" },
        Condition: { StringEquals: { "aws:SourceAccount": { Ref: "AWS::AccountId" } } },
      }),
    ])
  })

  it("waits in the party's own dead-letter queue when the hub does not take it", () => {
    expect(referredTo(target.DeadLetterConfig.Arn)).toMatch(/^DeadLetters/)
    expect(target.RetryPolicy).toEqual({ MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 })
  })
})

describe("a statement of the hub", () => {
  const [rule] = resourcesOf("AWS::Events::Rule", connector).filter(({ id }) => id.startsWith("Statements"))
  const queue = referredTo(rule?.Properties["Targets"][0].Arn)

  it("is kept in a queue for 14 days, by the only rule on the inbox", () => {
    expect(referredTo(rule?.Properties["EventBusName"])).toMatch(/^Inbox/)
    expect(rule?.Properties["EventPattern"]).toEqual({ source: ["wayseal.hub"], "detail-type": ["StatementMade"] })
    const kept = resourcesOf("AWS::SQS::Queue", connector).find(({ id }) => id === queue)
    expect(kept?.Properties["MessageRetentionPeriod"]).toBe(1_209_600)
    const policy = resourcesOf("AWS::SQS::QueuePolicy", connector).find(({ Properties }) =>
      Properties["Queues"].map(referredTo).includes(queue),
    )
    expect(policy?.Properties["PolicyDocument"].Statement).toContainEqual(
      expect.objectContaining({
        Action: "sqs:SendMessage",
        Principal: { Service: "events.amazonaws.com" },
        Condition: { ArnEquals: { "aws:SourceArn": { "Fn::GetAtt": [rule?.id, "Arn"] } } },
      }),
    )
  })

  it("that does not come for 36 hours raises an alarm, also when there is no data at all", () => {
    const [, alarm] = resourcesOf("AWS::CloudWatch::Alarm", connector)
    expect(alarm?.Properties).toMatchObject({
      Namespace: "AWS/Events",
      MetricName: "Invocations",
      Statistic: "Sum",
      Period: 3_600,
      EvaluationPeriods: 36,
      DatapointsToAlarm: 36,
      Threshold: 1,
      ComparisonOperator: "LessThanThreshold",
      TreatMissingData: "breaching",
    })
    const dimensions = z
      .array(z.object({ Name: z.string(), Value: z.unknown() }))
      .parse(alarm?.Properties["Dimensions"])
    expect(dimensions.map(({ Name }) => Name)).toEqual(["EventBusName", "RuleName"])
    // The ARN of a rule on a bus of one's own ends with "rule/<bus>/<rule>".
    const arn = { "Fn::GetAtt": [rule?.id, "Arn"] }
    expect(dimensions[1]?.Value).toEqual({ "Fn::Select": [2, { "Fn::Split": ["/", arn] }] })
    expect(alarm?.["Condition"]).toBe("AlarmsOnSilence")
  })
})

describe("an event of the hub for the party", () => {
  const rule = resourcesOf("AWS::Events::Rule", ...hub.groups).find(({ id }) => id.startsWith("Partynorthpost"))
  const targets = z.array(z.looseObject({ Id: z.string() })).parse(rule?.Properties["Targets"])

  it("goes to its queue at the hub and to the inbox, with a role that may put events on inboxes of parties", () => {
    expect(targets.map(({ Id }) => Id)).toEqual(["Queue", "Bus"])
    expect(targets[1]?.["Arn"]).toBe(inboxArn)
    const roleId = referredTo(targets[1]?.["RoleArn"])
    const [policy] = resourcesOf("AWS::IAM::Policy", ...hub.groups).filter(({ Properties }) =>
      Properties["Roles"].map(referredTo).includes(roleId),
    )
    expect(policy?.Properties["PolicyDocument"].Statement).toEqual([
      { Action: "events:PutEvents", Effect: "Allow", Resource: inboxArn },
    ])
  })

  it("is let in by the inbox, whose name the hub's rule has, from the hub's account and source alone", () => {
    const [inbox] = resourcesOf("AWS::Events::EventBus", connector).filter(({ id }) => id.startsWith("Inbox"))
    expect(inboxArn.endsWith(`/${inbox?.Properties["Name"]}`)).toBe(true)
    const policies = resourcesOf("AWS::Events::EventBusPolicy", connector)
    expect(policies).toHaveLength(1)
    const statement = policies[0]?.Properties["Statement"]
    expect(inPartyAccount(statement.Principal)).toBe('{"AWS":"arn:aws:iam::123456789012:root"}')
    expect(statement).toMatchObject({
      Effect: "Allow",
      Action: "events:PutEvents",
      Condition: {
        "ForAllValues:StringEquals": { "events:source": ["wayseal.hub"] },
        Null: { "events:source": "false" },
      },
    })
    expect(rule?.Properties["EventPattern"].source).toEqual(["wayseal.hub"])
  })

  it("is read from the queue by the party's account, which cannot send to it", () => {
    const readers = resourcesOf("AWS::SQS::QueuePolicy", ...hub.groups)
      .flatMap(({ Properties }) => Properties["PolicyDocument"].Statement)
      .filter(({ Principal }) => JSON.stringify(Principal).includes(partyAccount))
    expect(readers).toHaveLength(1)
    expect(readers[0].Action).not.toContain("sqs:SendMessage")
  })
})
