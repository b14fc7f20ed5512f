import { describe, expect, it } from "@jest/globals"
import { exampleParties, referredTo, resourcesOf, synthesise } from "./synthesised-exchange.ts"

const parties = exampleParties.map((party) =>
  party.id === "northpost"
    ? {
        ...party,
        account: "111122223333",
        channels: {
          ...party.channels,
          busArn: "arn:aws:events:ca-central-1:111122223333:event-bus/wayseal-prod-inbox",
        },
      }
    : party,
)
const { connectors, data } = synthesise("prod", { parties })
const [connector] = connectors
if (connector === undefined) throw new Error("no connector")

describe("a party with its own account", () => {
  it("is the only one that gets a connector", () => {
    expect(connectors).toHaveLength(1)
  })

  it("forwards its events to the hub from its own account, with dead letters", () => {
    const [rule] = resourcesOf("AWS::Events::Rule", connector)
    expect(rule?.Properties["EventPattern"].source).toEqual(["wayseal.carrier.northpost"])
    expect(rule?.Properties["EventPattern"]["detail-type"]).toContain("ShipmentDelivered")
    const [target] = rule?.Properties["Targets"] ?? []
    expect(target.Arn).toBe("arn:aws:events:ca-central-1:123456789012:event-bus/wayseal-prod-ingress")
    expect(referredTo(target.DeadLetterConfig.Arn)).toMatch(/^DeadLetters/)
  })

  it("lets only the hub put events on its inbox, and only under the hub's source", () => {
    const [policy] = resourcesOf("AWS::Events::EventBusPolicy", connector)
    expect(policy?.Properties["Statement"]).toMatchObject({
      Principal: { AWS: "arn:aws:iam::123456789012:root" },
      Condition: { "ForAllValues:StringEquals": { "events:source": ["wayseal.hub"] } },
    })
  })

  it("receives events that are addressed to it on its inbox and in its queue, which it may read", () => {
    const rule = resourcesOf("AWS::Events::Rule", data).find(({ id }) => id.startsWith("Partynorthpost"))
    expect(rule?.Properties["Targets"].map(({ Id }: { Id: string }) => Id)).toEqual(["Queue", "Bus"])
    const readers = resourcesOf("AWS::SQS::QueuePolicy", data)
      .flatMap(({ Properties }) => Properties["PolicyDocument"].Statement)
      .filter(({ Principal }) => JSON.stringify(Principal).includes("111122223333"))
    expect(readers).toHaveLength(1)
    expect(readers[0].Action).not.toContain("sqs:SendMessage")
  })
})
