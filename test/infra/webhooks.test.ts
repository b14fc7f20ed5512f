import { describe, expect, it } from "@jest/globals"
import { parties } from "../../shared/parties/party.ts"
import { exampleParties, resourcesOf, synthesise } from "./synthesised-exchange.ts"

const withWebhook = parties.parse({
  parties: exampleParties.map((party) =>
    party.id === "northpost"
      ? {
          ...party,
          channels: {
            ...party.channels,
            webhook: { url: "https://hooks.northpost.example/wayseal", secretName: "northpost-webhook" },
          },
        }
      : party,
  ),
}).parties

describe("webhooks", () => {
  it("receive only events that are addressed to their party", () => {
    const { functions } = synthesise("prod", { parties: withWebhook })
    const rule = resourcesOf("AWS::Events::Rule", functions).find(({ id }) => id.startsWith("WebhooksRule"))
    expect(rule?.Properties["EventPattern"]).toEqual({
      source: ["wayseal.hub"],
      detail: { metadata: { audience: ["northpost"] } },
    })
    expect(rule?.Properties["Targets"][0].DeadLetterConfig).toBeDefined()
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
