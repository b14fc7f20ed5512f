import { describe, expect, it } from "@jest/globals"
import { parties } from "../../shared/parties/party.ts"
import { exampleParties, referredTo, resourcesOf, synthesise } from "./synthesised-exchange.ts"

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
  it("receive only events that are addressed to their party", () => {
    const { functions } = synthesise("prod", { parties: withWebhook })
    const rule = resourcesOf("AWS::Events::Rule", functions).find(({ id }) => id.startsWith("WebhooknorthpostRule"))
    expect(rule?.Properties["EventPattern"]).toEqual({
      source: ["wayseal.hub"],
      detail: { metadata: { audience: ["northpost"] } },
    })
    expect(rule?.Properties["Targets"][0].DeadLetterConfig).toBeDefined()
  })

  it("have a queue each, which occupies at most ten invocations of the one function", () => {
    const { functions } = synthesise("prod", { parties: withWebhooks("leafline", "northpost") })
    const mappings = resourcesOf("AWS::Lambda::EventSourceMapping", functions).filter(({ id }) =>
      id.startsWith("Webhook"),
    )
    expect(mappings.map(({ Properties }) => referredTo(Properties["EventSourceArn"])).sort()).toEqual([
      expect.stringMatching(/^WebhookleaflineQueue/),
      expect.stringMatching(/^WebhooknorthpostQueue/),
    ])
    for (const { Properties } of mappings) {
      expect(referredTo(Properties["FunctionName"])).toMatch(/^DeliverWebhookFunction/)
      expect(Properties["ScalingConfig"]).toEqual({ MaximumConcurrency: 10 })
    }
  })

  it("are signed by a function that reads only the secrets of these parties", () => {
    const { functions } = synthesise("prod", { parties: withWebhook })
    const policy = resourcesOf("AWS::IAM::Policy", functions).find(({ id }) => id.startsWith("DeliverWebhook"))
    const reads = JSON.stringify(policy?.Properties["PolicyDocument"].Statement).match(/secret:[^"]+/g)
    expect(reads).toEqual(["secret:northpost-webhook-??????"])
  })

  it("need no function when no party has one", () => {
    const { functions } = synthesise("prod")
    expect(
      resourcesOf("AWS::Lambda::Function", functions)
        .map(({ id }) => id)
        .join(),
    ).not.toContain("DeliverWebhook")
  })
})
