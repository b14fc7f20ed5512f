import { describe, expect, it } from "@jest/globals"
import { quotas, templateProblems } from "../../infra/quotas.ts"
import { type Party, parties as partiesSchema } from "../../shared/parties/party.ts"
import { inNode } from "../in-node.ts"
import { exampleParties } from "./example-stage.ts"
import { build, resourcesOf, synthesise } from "./synthesised-exchange.ts"

const [example] = exampleParties
if (example === undefined) throw new Error("the example has no party")

/** Parties of a group that have every channel: queue, bus, webhook and five contacts. */
const partiesOf = (count: number, groupSize: number): readonly Party[] =>
  partiesSchema.parse({
    parties: Array.from({ length: count }, (_, index) => {
      const id = `a-party-with-a-long-name-${index + 100}`
      const account = String(200_000_000_000 + index)
      return {
        ...example,
        id,
        alias: `Party ${index}`,
        account,
        group: 1 + Math.floor(index / groupSize),
        shipperAccounts: [],
        channels: {
          busArn: `arn:aws:events:ca-central-1:${account}:event-bus/wayseal-prod-inbox`,
          webhook: { url: `https://hooks.example/${id}`, secretName: `wayseal/prod/webhooks/${id}` },
          emails: ["privacy", "security", "operations"].map((name) => `${name}@${id}.example`),
          escalationEmails: ["counsel", "board"].map((name) => `${name}@${id}.example`),
        },
      }
    }),
  }).parties

const perGroup = 35

const parties = partiesOf(250, perGroup)
const { hub, groups, functions } = await synthesise("prod", { parties, settings: { mail: undefined } })

describe("250 parties with five contacts and a webhook each", () => {
  it("are in stacks of their own, which stay within every quota of CloudFormation, IAM, Lambda and KMS", () => {
    expect(groups).toHaveLength(8)
    expect(hub.flatMap((template, index) => templateProblems(`stack ${index}`, template))).toEqual([])
    const counts = groups.map(({ Resources }) => Object.keys(Resources).length)
    expect(Math.max(...counts)).toBeGreaterThan(450)
  })

  it("need no overflow policies, because one grant covers what each of them has", () => {
    expect(resourcesOf("AWS::IAM::ManagedPolicy", ...hub)).toEqual([])
  })

  it("fit into the policy of the ingress bus", async () => {
    const limit = Number(await inNode("infra/constructs/ingress-policy.ts", "busPolicyLimit"))
    const statements = resourcesOf("AWS::Events::EventBusPolicy", functions).map(
      ({ Properties }) => Properties["Statement"],
    )
    expect(JSON.stringify(statements)).toContain(String(200_000_000_249))
    expect(JSON.stringify({ Version: "2012-10-17", Statement: statements }).length).toBeLessThan(limit)
  })

  it("fit into the rules of the exchange bus, one for each party with at most five targets", async () => {
    const rules = resourcesOf("AWS::Events::Rule", ...groups)
    expect(rules).toHaveLength(250)
    for (const { Properties } of rules) expect(Properties["Targets"]).toHaveLength(3)
    const onExchangeBus = resourcesOf("AWS::Events::Rule", ...hub).filter(
      ({ Properties }) => Properties["EventBusName"] === "wayseal-prod-exchange",
    )
    expect(onExchangeBus.length).toBeLessThanOrEqual(250 + 10)
    expect((await build("prod", { parties })).data.warnings).toEqual([])
  })

  it("keep their places when another party comes or goes", async () => {
    // Two groups show it as well as ten.
    const some = parties.slice(0, 2 * perGroup)
    const without = some.filter((_, index) => index !== 3)
    const placesOf = async (all: readonly Party[]) =>
      (await build("prod", { parties: all })).groups.map(({ name, constructs }) => [name, constructs] as const)
    const gone = `Party-${some[3]?.id}`
    const expected = (await placesOf(some)).map(([group, ids]) => [
      group,
      ids.filter((id) => id !== gone && id !== gone.replace("Party", "Webhook")),
    ])
    expect(await placesOf(without)).toEqual(expected)
  })
})

describe("more than AWS takes", () => {
  it("in one group is refused, and synthesis names the group to use", async () => {
    await expect(build("prod", { parties: partiesOf(40, 40), settings: { mail: undefined } })).rejects.toThrow(
      /Group 1 of the parties would have \d+ resources, and a stack takes 500\. .+"group": 2/,
    )
  })

  it("on the exchange bus needs a higher quota, and synthesis says how to ask for it", async () => {
    const warned = async (region: string, count: number) => {
      const parties = partiesOf(count, perGroup).map(({ account: _, ...party }) => ({
        ...party,
        channels: { ...party.channels, queueReader: "arn:aws:iam::123456789012:root" },
      }))
      return (await build("prod", { parties, settings: { region } })).data.warnings
    }
    const request = (count: number, region: string) =>
      expect.stringMatching(`rules.+--quota-code L-244521F2 --desired-value ${count + 110} --region ${region}`)
    expect(await warned("ca-central-1", 300)).toEqual([request(300, "ca-central-1")])
    expect(await warned("ca-central-1", 280)).toEqual([])
    expect(await warned("eu-south-1", 95)).toEqual([request(95, "eu-south-1")])
  })

  it("is found in a template, quota by quota", () => {
    const long = (length: number) => "x".repeat(length)
    const problemsOf = (Type: string, Properties: object, Outputs = {}) =>
      templateProblems("Data", { Resources: { One: { Type, Properties } }, Outputs })
    const roles = { Roles: ["reader"] }
    expect(problemsOf("AWS::KMS::Key", { KeyPolicy: long(quotas.keyPolicyBytes) })).toEqual([
      expect.stringMatching(/^Data would have 32770 bytes in the policy of the key One/),
    ])
    expect(problemsOf("AWS::Lambda::Function", { Environment: { Variables: { A: long(4096) } } })).toHaveLength(1)
    expect(problemsOf("AWS::IAM::Policy", { PolicyDocument: long(10_240), ...roles })).toHaveLength(1)
    expect(problemsOf("AWS::IAM::Role", { Policies: [{ PolicyDocument: long(10_240) }] })).toHaveLength(1)
    expect(problemsOf("AWS::IAM::ManagedPolicy", { PolicyDocument: long(6144), ...roles })).toHaveLength(1)
    const manyLines = Array.from({ length: 70_000 }, () => "12345678")
    for (const DisplayName of [long(1_000_000), manyLines])
      expect(problemsOf("AWS::SNS::Topic", { DisplayName })).toEqual([
        expect.stringMatching(/^Data would have \d{7} bytes in its template; AWS takes 1000000\.$/),
      ])
    const outputs = Object.fromEntries(Array.from({ length: 201 }, (_, index) => [`Output${index}`, {}]))
    expect(problemsOf("AWS::SNS::Topic", {}, outputs)).toEqual(["Data would have 201 outputs; AWS takes 200."])
    expect(problemsOf("AWS::SNS::Topic", {})).toEqual([])
  })

  it("is found in a role that has one policy within it and one beside it, which only together are too long", () => {
    const half = { PolicyDocument: "x".repeat(6000) }
    const within = { Type: "AWS::IAM::Role", Properties: { Policies: [half] } }
    const beside = { Type: "AWS::IAM::Policy", Properties: { ...half, Roles: [{ Ref: "Reader" }] } }
    expect(templateProblems("Functions", { Resources: { Reader: within, Beside: beside } })).toHaveLength(1)
    expect(templateProblems("Functions", { Resources: { Other: within, Beside: beside } })).toEqual([])
  })

  it("of secrets in one role is found, and the way round named", () => {
    const named = partiesOf(1000, perGroup).map(({ id }) => id)
    const policies = Array.from({ length: 11 }, (_, index) => [
      `Overflow${index}`,
      { Type: "AWS::IAM::ManagedPolicy", Properties: { PolicyDocument: named[0], Roles: [{ Ref: "Reader" }] } },
    ])
    expect(templateProblems("Functions", { Resources: Object.fromEntries(policies) })).toEqual([
      expect.stringMatching(/11 managed policies.+wayseal\/<stage>\/webhooks\/<party>/),
    ])
  })
})
