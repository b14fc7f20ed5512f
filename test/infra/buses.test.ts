import { describe, expect, it } from "@jest/globals"
import { referredTo, resourcesOf, synthesise } from "./synthesised-exchange.ts"

const prod = await synthesise("prod")
const all = prod.hub

describe("the exchange bus", () => {
  it("is archived for 90 days under a customer-managed key, and the ingress bus is not archived (promise: raw-events-end)", () => {
    const archives = resourcesOf("AWS::Events::Archive", ...all)
    expect(archives).toHaveLength(1)
    expect(archives[0]?.Properties).toMatchObject({ RetentionDays: 90 })
    expect(referredTo(archives[0]?.Properties["SourceArn"])).toMatch(/^ExchangeBus/)
    expect(referredTo(archives[0]?.Properties["KmsKeyIdentifier"])).toMatch(/^DataKey/)
  })

  it("delivers to a party only events that are addressed to it (promise: events-for-their-party)", () => {
    const rules = resourcesOf("AWS::Events::Rule", ...prod.groups)
    expect(rules.map(({ Properties }) => Properties["EventPattern"])).toEqual(
      ["leafline", "maplebooks", "northpost"].map((party) => ({
        source: ["wayseal.hub"],
        detail: { metadata: { audience: [party] } },
      })),
    )
  })
})
