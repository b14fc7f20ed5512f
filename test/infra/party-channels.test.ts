import { describe, expect, it } from "@jest/globals"
import type { Party } from "../../shared/parties/party.ts"
import { exampleParties, exchangeOf, isDeadLetters, resourcesOf, saidBy, synthesise } from "./synthesised-exchange.ts"

const partiesWith = (change: Partial<Party["channels"]>, more: { readonly leaving?: boolean } = {}) =>
  exampleParties.map((party) =>
    party.id === "leafline" ? { ...party, ...more, channels: { ...party.channels, ...change } } : party,
  )
const webhook = { url: "https://hooks.example/", secretName: "leafline-webhook" }

it("leaves a party's contacts out of the template, so that they can change at any time", () => {
  const channels = { emails: ["a@shop.example"], escalationEmails: ["b@shop.example"] }
  for (const mail of [undefined, { from: "alerts@hub.example" }]) {
    const { hub } = synthesise("prod", { parties: partiesWith(channels), settings: { mail } })
    expect(JSON.stringify(hub)).not.toContain("@shop.example")
  }
})

describe("a party's queue", () => {
  const queuesOf = (stage: string) =>
    resourcesOf("AWS::SQS::Queue", ...synthesise(stage, { parties: partiesWith({ webhook }) }).groups)

  it("and its dead letters outlive the party in production, and go with it in a trial", () => {
    const own = (stage: string) => queuesOf(stage).filter(({ id }) => id.startsWith("Party"))
    expect(own("prod")).toHaveLength(6)
    for (const queue of own("prod"))
      expect([queue.DeletionPolicy, queue.UpdateReplacePolicy]).toEqual(["RetainExceptOnCreate", "Retain"])
    for (const queue of own("dev")) expect(queue.DeletionPolicy).toBe("Delete")
  })

  it("of a webhook goes with the webhook, because its function reads it and nobody else may", () => {
    const [ofWebhook] = queuesOf("prod").filter((queue) => queue.id.startsWith("Webhook") && !isDeadLetters(queue))
    expect(ofWebhook?.DeletionPolicy ?? "Delete").toBe("Delete")
  })
})

describe("a party that is leaving", () => {
  const parties = partiesWith({ webhook }, { leaving: true })
  const { groups, webhooks } = synthesise("prod", { parties, settings: { mail: undefined } })

  it("receives nothing new", () => {
    const audiences = resourcesOf("AWS::Events::Rule", ...groups).flatMap(
      ({ Properties }) => Properties["EventPattern"].detail.metadata.audience,
    )
    expect(audiences).toEqual(["maplebooks", "northpost"])
  })

  it("keeps its queue, its topic and the queue of its webhook, which is still worked through", () => {
    const names = resourcesOf("AWS::SQS::Queue", ...groups).map(({ Properties }) => Properties["QueueName"])
    expect(names).toEqual(expect.arrayContaining(["wayseal-prod-leafline", "wayseal-prod-webhook_leafline"]))
    const topics = resourcesOf("AWS::SNS::Topic", ...groups).map(({ Properties }) => Properties["TopicName"])
    expect(topics).toContain("wayseal-prod-alerts-leafline")
    expect(resourcesOf("AWS::Lambda::EventSourceMapping", ...webhooks)).toHaveLength(1)
  })

  it("is named at synthesis, with what to do next", () => {
    const said = (stage: string) => {
      const [group] = exchangeOf(stage, { parties }).groups.values()
      if (group === undefined) throw new Error("there is no group of parties")
      return saidBy(group, "info")
    }
    expect(said("prod")).toEqual([
      expect.stringMatching(/^leafline is leaving: .+ queue is empty, .+ stays until somebody deletes it/),
    ])
    expect(said("dev")).toEqual([expect.stringMatching(/^leafline is leaving: .+ queue is empty, .+ deletes it/)])
  })
})
