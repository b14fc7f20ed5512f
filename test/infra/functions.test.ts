import { describe, expect, it } from "@jest/globals"
import { partyLimit, webhookLimit } from "../../infra/exchange-app.ts"
import { exampleParties, exchangeOf, referredTo, resourcesOf, synthesise } from "./synthesised-exchange.ts"

const prod = synthesise("prod")

describe("functions", () => {
  const functions = resourcesOf("AWS::Lambda::Function", prod.functions)
  const logGroups = resourcesOf("AWS::Logs::LogGroup", prod.functions)

  it("run on Node 24 on ARM", () => {
    for (const { Properties } of functions) {
      expect(Properties["Runtime"]).toBe("nodejs24.x")
      expect(Properties["Architectures"]).toEqual(["arm64"])
    }
  })

  it("log to their own group, which deletes entries after 90 days", () => {
    const used = functions.map(({ Properties }) => referredTo(Properties["LoggingConfig"].LogGroup))
    expect(new Set(used).size).toBe(functions.length)
    for (const { Properties } of logGroups) expect(Properties["RetentionInDays"]).toBe(90)
    for (const group of used) expect(logGroups.map(({ id }) => id)).toContain(group)
  })

  it("reserve no concurrency, which a new account does not have, unless the stage says so", () => {
    const reserved = (...templates: Parameters<typeof synthesise>) =>
      resourcesOf("AWS::Lambda::Function", synthesise(...templates).functions).flatMap(({ id, Properties }) => {
        const concurrency = Properties["ReservedConcurrentExecutions"]
        return concurrency === undefined ? [] : [[id.startsWith("LookUpShipment"), concurrency]]
      })
    expect(reserved("prod")).toEqual([])
    const lookups = { requestsPerSecond: 50, burst: 100, reservedConcurrency: 50 }
    expect(reserved("prod", { settings: { lookups } })).toEqual([[true, 50]])
  })
})

describe("parties", () => {
  const [example] = exampleParties
  if (example === undefined) throw new Error("the example has no party")
  const parties = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      ...example,
      id: `a-party-with-a-long-name-${index + 100}`,
      alias: `Party ${index}`,
      account: String(200_000_000_000 + index),
      channels: {
        queue: true,
        busArn: "arn:aws:events:ca-central-1:111122223333:event-bus/wayseal-prod-inbox",
        emails: ["privacy@shop.example", "security@shop.example"],
        escalationEmails: [],
      },
    }))

  const withWebhooks = (count: number) =>
    parties(partyLimit).map((party, index) => {
      const webhook = { url: `https://hooks.example/${party.id}`, secretName: `${party.id}-webhook` }
      return index < count ? { ...party, channels: { ...party.channels, webhook } } : party
    })

  it("fit up to the limit into a stack's resources, a function's environment and a role's policy", () => {
    const { data, functions } = synthesise("prod", { parties: withWebhooks(webhookLimit) })
    for (const { Resources } of [data, functions]) expect(Object.keys(Resources).length).toBeLessThanOrEqual(500)
    for (const { Properties } of resourcesOf("AWS::Lambda::Function", functions))
      expect(JSON.stringify(Properties["Environment"].Variables).length).toBeLessThanOrEqual(4096)
    for (const { Properties } of resourcesOf("AWS::IAM::Policy", data, functions))
      expect(JSON.stringify(Properties["PolicyDocument"]).length).toBeLessThanOrEqual(10_240)
  })

  it("are refused beyond the limit, with advice", () => {
    expect(() => exchangeOf("prod", { parties: parties(partyLimit + 1) })).toThrow(/41 parties .+ second stage/)
    expect(() => exchangeOf("prod", { parties: withWebhooks(webhookLimit + 1) })).toThrow(/31 parties with a webhook/)
  })
})
