import { describe, expect, it } from "@jest/globals"
import type { Party } from "../../shared/parties/party.ts"
import { exampleParties } from "./example-stage.ts"
import { build, isDeadLetters, resourcesOf, synthesise } from "./synthesised-exchange.ts"

const partiesWith = (change: Partial<Party["channels"]>, more: { readonly leaving?: boolean } = {}) =>
  exampleParties.map((party) =>
    party.id === "leafline" ? { ...party, ...more, channels: { ...party.channels, ...change } } : party,
  )
const webhook = { url: "https://hooks.example/", secretName: "leafline-webhook" }

it("leaves a party's contacts out of the template, so that they can change at any time", async () => {
  const channels = { emails: ["a@shop.example"], escalationEmails: ["b@shop.example"] }
  for (const mail of [undefined, { from: "alerts@hub.example" }]) {
    const { hub } = await synthesise("prod", { parties: partiesWith(channels), settings: { mail } })
    expect(JSON.stringify(hub)).not.toContain("@shop.example")
  }
})

describe("a party's queue", () => {
  const queuesOf = async (stage: string) =>
    resourcesOf("AWS::SQS::Queue", ...(await synthesise(stage, { parties: partiesWith({ webhook }) })).groups)

  it("and its dead letters outlive the party in production, and go with it in a trial", async () => {
    const own = async (stage: string) => (await queuesOf(stage)).filter(({ id }) => id.startsWith("Party"))
    expect(await own("prod")).toHaveLength(6)
    for (const queue of await own("prod"))
      expect([queue.DeletionPolicy, queue.UpdateReplacePolicy]).toEqual(["RetainExceptOnCreate", "Retain"])
    for (const queue of await own("dev")) expect(queue.DeletionPolicy).toBe("Delete")
  })

  it("of a webhook goes with the webhook, because its function reads it and nobody else may", async () => {
    const queues = await queuesOf("prod")
    const [ofWebhook] = queues.filter((queue) => queue.id.startsWith("Webhook") && !isDeadLetters(queue))
    expect(ofWebhook?.DeletionPolicy ?? "Delete").toBe("Delete")
  })
})

const parties = partiesWith({ webhook }, { leaving: true })
const { groups, webhooks } = await synthesise("prod", { parties, settings: { mail: undefined } })

describe("a party that is leaving", () => {
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

  it("is named at synthesis, with what to do next", async () => {
    const said = async (stage: string) => (await build(stage, { parties })).groups[0]?.info
    expect(await said("prod")).toEqual([
      expect.stringMatching(/^leafline is leaving: .+ queue is empty, .+ stays until somebody deletes it/),
    ])
    expect(await said("dev")).toEqual([expect.stringMatching(/^leafline is leaving: .+ queue is empty, .+ deletes it/)])
  })
})
