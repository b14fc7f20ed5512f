import { describe, expect, it } from "@jest/globals"
import { parties } from "../../shared/parties/party.ts"
import { exampleParties } from "./example-stage.ts"
import { isDeadLetters, referredTo, resourcesOf, rolePolicies, synthesise } from "./synthesised-exchange.ts"

const withWebhooks = (...ids: readonly string[]) =>
  parties.parse({
    parties: exampleParties.map((party) => {
      if (!ids.includes(party.id)) return party
      const webhook = { url: `https://hooks.${party.id}.example/wayseal`, secretName: `${party.id}-webhook` }
      return { ...party, channels: { ...party.channels, webhook } }
    }),
  }).parties
const withWebhook = withWebhooks("northpost")

describe("webhooks", () => {
  it("receive only events that are addressed to their party, by the rule of its other channels", async () => {
    const { groups } = await synthesise("prod", { parties: withWebhook })
    const rules = resourcesOf("AWS::Events::Rule", ...groups).filter(({ Properties }) =>
      JSON.stringify(Properties["Targets"]).includes("Webhooknorthpost"),
    )
    expect(rules.map(({ id }) => id)).toEqual([expect.stringMatching(/^PartynorthpostRule/)])
    expect(rules[0]?.Properties["EventPattern"]).toEqual({
      source: ["wayseal.hub"],
      detail: { metadata: { audience: ["northpost"] } },
    })
    const target = rules[0]?.Properties["Targets"].find(({ Id }: { Id: string }) => Id === "Webhook")
    expect(referredTo(target.DeadLetterConfig.Arn)).toMatch(/^WebhooknorthpostDeadLetters/)
  })

  it("have a queue each, which occupies at most ten invocations of the one function", async () => {
    const { groups, webhooks, hub } = await synthesise("prod", { parties: withWebhooks("leafline", "northpost") })
    const names = resourcesOf("AWS::SQS::Queue", ...groups)
      .map(({ Properties }) => Properties["QueueName"])
      .filter((name) => /webhook/.test(name))
    expect(names).toEqual(["wayseal-prod-webhook_leafline", "wayseal-prod-webhook_northpost"])
    const mappings = resourcesOf("AWS::Lambda::EventSourceMapping", ...webhooks)
    expect(mappings.map(({ Properties }) => Properties["EventSourceArn"])).toEqual(
      names.map((name) => `arn:aws:sqs:ca-central-1:123456789012:${name}`),
    )
    for (const { Properties } of mappings) {
      expect(referredTo(Properties["FunctionName"])).toMatch(/DeliverWebhookFunction/)
      expect(Properties["ScalingConfig"]).toEqual({ MaximumConcurrency: 10 })
    }
    const delivering = resourcesOf("AWS::Lambda::Function", ...hub).find(({ id }) => id.startsWith("DeliverWebhook"))
    const working = resourcesOf("AWS::SQS::Queue", ...groups).filter(({ id }) => /^Webhook.+Queue/.test(id))
    for (const { Properties } of working.filter((queue) => !isDeadLetters(queue)))
      expect(Properties["VisibilityTimeout"]).toBe(10 + delivering?.Properties["Timeout"])
  })

  it("are signed by a function that reads only the secrets of these parties", async () => {
    const { functions } = await synthesise("prod", { parties: withWebhook })
    const policies = rolePolicies(functions).filter(({ role }) => role.startsWith("DeliverWebhook"))
    const reads = JSON.stringify(policies).match(/secret:[^"]+/g)
    expect(reads).toEqual(["secret:northpost-webhook-??????"])
  })

  it("may share one grant, if their secrets have names that only this stage's webhooks have", async () => {
    const named = withWebhooks("leafline", "northpost").map(({ channels: { webhook, ...channels }, ...party }) => ({
      ...party,
      channels: {
        ...channels,
        ...(webhook === undefined ? {} : { webhook: { ...webhook, secretName: `wayseal/prod/webhooks/${party.id}` } }),
      },
    }))
    const { functions } = await synthesise("prod", { parties: named })
    const policies = rolePolicies(functions).filter(({ role }) => role.startsWith("DeliverWebhook"))
    const reads = JSON.stringify(policies).match(/secret:[^"]+/g)
    expect(reads).toEqual(["secret:wayseal/prod/webhooks/*"])
  })
})

const { functions, webhooks, hub } = await synthesise("prod")

describe("the webhooks of invited parties", () => {
  const ofInvited = (type: string) => resourcesOf(type, functions).filter(({ id }) => id.startsWith("InvitedParties"))
  const [queue] = ofInvited("AWS::SQS::Queue").filter((each) => !isDeadLetters(each))
  const [rule] = ofInvited("AWS::Events::Rule")

  it("are there when no party of the file has one", () => {
    expect(webhooks).toEqual([])
    const [mapping] = ofInvited("AWS::Lambda::EventSourceMapping")
    expect(referredTo(mapping?.Properties["FunctionName"])).toMatch(/^DeliverWebhookFunction/)
    expect(referredTo(mapping?.Properties["EventSourceArn"])).toBe(queue?.id)
    expect(mapping?.Properties).toMatchObject({
      FunctionResponseTypes: ["ReportBatchItemFailures"],
      ScalingConfig: { MaximumConcurrency: 10 },
    })
  })

  it("share one rule of the exchange bus, which selects what the publisher marked", () => {
    const sharing = resourcesOf("AWS::Events::Rule", ...hub).filter(({ Properties }) =>
      JSON.stringify(Properties["EventPattern"]).includes("invited"),
    )
    expect(sharing.map(({ id }) => id)).toEqual([rule?.id])
    expect(rule?.Properties["EventBusName"]).toBe("wayseal-prod-exchange")
    expect(rule?.Properties["EventPattern"]).toEqual({
      source: ["wayseal.hub"],
      resources: ["wayseal:invited-party"],
    })
    const [target, ...others] = rule?.Properties["Targets"] ?? []
    expect(others).toEqual([])
    expect(referredTo(target.Arn)).toBe(queue?.id)
    expect(referredTo(target.DeadLetterConfig.Arn)).toMatch(/^InvitedPartiesDeadLetters/)
  })

  it("become dead letters after as few failures of the hub as those of the file", () => {
    expect(queue?.Properties["RedrivePolicy"].maxReceiveCount).toBe(30)
  })

  it.each([
    ["LOOPBACK_WEBHOOKS", ["DeliverWebhook", "RetryWebhooks"]],
    // So may identity providers.
    ["LOOPBACK_CONSOLE", ["ServeOperatorPage", "ServeSignIn"]],
  ])("may be on the machine itself in the stage of a developer's machine alone: %s", async (variable, expected) => {
    const allowedIn = (...templates: Parameters<typeof resourcesOf>[1][]) =>
      resourcesOf("AWS::Lambda::Function", ...templates)
        .filter(({ Properties }) => variable in Properties["Environment"].Variables)
        .map(({ id }) => id.replace(/Function.*/, ""))
    expect(allowedIn(functions)).toEqual([])
    expect(allowedIn((await synthesise("local")).functions)).toEqual(expected)
  })
})
