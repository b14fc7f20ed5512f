import { describe, expect, it } from "@jest/globals"
import { detailTypesFrom } from "../../infra/event-patterns.ts"
import { ingressContracts } from "../../shared/base/contracts/catalogue.ts"
import type { Party } from "../../shared/parties/party.ts"
import { inNode } from "../in-node.ts"
import { exampleParties } from "./example-stage.ts"
import { referredTo, resourcesOf, synthesise } from "./synthesised-exchange.ts"

/** The parties of the example, each in its own account. */
const withAccounts: readonly Party[] = exampleParties.map((party, index) => ({
  ...party,
  account: `11112222333${index}`,
}))

const statementsOf = async (...args: Parameters<typeof synthesise>) =>
  resourcesOf("AWS::Events::EventBusPolicy", (await synthesise(...args)).functions).map(({ Properties }) => ({
    bus: Properties["EventBusName"],
    id: Properties["StatementId"],
    ...Properties["Statement"],
  }))

const statements = await statementsOf("prod", { parties: withAccounts })

describe("who may put events on the ingress bus", () => {
  it("has one statement for each kind of party, by account, source and detail-type, all of which must be present", () => {
    expect(statements.find(({ id }) => id === "prod-retailers")).toMatchObject({
      Effect: "Allow",
      Principal: { AWS: ["arn:aws:iam::111122223330:root", "arn:aws:iam::111122223331:root"] },
      Action: "events:PutEvents",
      Condition: {
        "ForAllValues:StringLike": { "events:source": ["wayseal.retailer.*"] },
        "ForAllValues:StringEquals": { "events:detail-type": detailTypesFrom("retailer") },
        Null: { "events:source": "false", "events:detail-type": "false" },
      },
    })
    expect(statements.find(({ id }) => id === "prod-carriers")).toMatchObject({
      Principal: { AWS: ["arn:aws:iam::111122223332:root"] },
      Condition: { "ForAllValues:StringLike": { "events:source": ["wayseal.carrier.*"] } },
    })
    for (const { bus } of statements) expect(bus).toBe("wayseal-prod-ingress")
  })

  it("lets no kind of party send what only the other kind may", () => {
    expect(detailTypesFrom("retailer")).not.toContain("ShipmentDelivered")
    expect(detailTypesFrom("carrier")).not.toContain("ShipmentCreated")
    expect(detailTypesFrom("carrier")).toContain("TrackingAccessed")
  })

  it("is limited in production, within the hub's account, to the functions that authenticate parties and vendors, and the one that does what vendors left", () => {
    const denial = statements.find(({ Effect }) => Effect === "Deny")
    expect(denial).toMatchObject({ Principal: "*", Action: "events:PutEvents" })
    expect(denial.Condition.StringEquals).toEqual({ "aws:PrincipalAccount": "123456789012" })
    expect(denial.Condition.ArnNotEquals["aws:PrincipalArn"].map(referredTo)).toEqual([
      expect.stringMatching(/^AcceptEventRole/),
      expect.stringMatching(/^AcceptVendorEventRole/),
      expect.stringMatching(/^DoShopTaskRole/),
    ])
  })

  it("needs no statement for parties without an account of their own", async () => {
    expect(await statementsOf("dev")).toEqual([])
  })

  it("names no party, so that one may come without a deployment and publish over HTTPS", async () => {
    const { functions } = await synthesise("prod", { parties: withAccounts })
    const patterns = resourcesOf("AWS::Events::Rule", functions).map(({ Properties }) => Properties["EventPattern"])
    const text = JSON.stringify([statements, patterns])
    for (const { id } of withAccounts) expect(text).not.toContain(id)
    expect(text).toContain("wayseal.retailer.")
  })

  it("fails with advice when it does not fit into a bus policy", async () => {
    const policyOf = (accounts: number) => {
      const parties = Array.from({ length: accounts }, (_, index) => ({
        ...exampleParties[0],
        id: `shop-${index}`,
        account: String(200_000_000_000 + index),
      }))
      return inNode("test/infra/cdk/ingress-policy.ts", "ingressPolicyOf", parties)
    }
    const limit = await inNode("infra/constructs/ingress-policy.ts", "busPolicyLimit")
    await expect(policyOf(320)).rejects.toThrow(
      new RegExp(`policy of the ingress bus would have \\d+ characters; EventBridge takes ${limit}.+HTTPS`),
    )
    await policyOf(200)
  })
})

const ingressRules = async (stage: string) =>
  resourcesOf("AWS::Events::Rule", (await synthesise(stage)).functions)
    .filter(({ Properties }) => Properties["EventBusName"] === `wayseal-${stage}-ingress`)
    .map(({ id, Properties }) => ({ id, pattern: Properties["EventPattern"] }))
const ofTrial = await ingressRules("dev")

describe("every event on the ingress bus", () => {
  const isPlayers = ({ id }: { readonly id: string }) => id.startsWith("PlayTestReferences")
  // The player of test references takes events beside the function that records them.
  const rules = ofTrial.filter((rule) => !isPlayers(rule))
  const rulesFor = (source: string, detailType: string) =>
    rules.filter(({ pattern }) => matches(pattern, { source, "detail-type": detailType })).map(({ id }) => id)

  const types = [...new Set(ingressContracts.map(({ detailType }) => detailType)), "ShipmentLost", ""]
  const sources = [
    "wayseal.retailer.leafline",
    "wayseal.carrier.northpost",
    "wayseal.retailer.",
    "wayseal.hub",
    "wayseal.retailers.leafline",
    "aws.s3",
    "",
  ]

  it("matches exactly one rule, for every source and detail-type", () => {
    for (const source of sources)
      for (const type of types) expect([source, type, rulesFor(source, type).length]).toEqual([source, type, 1])
  })

  it("goes to the player too if it is about a test reference, in a stage that is no production", async () => {
    const prefixes = ["WSTESTDELIVERED", "WSTESTEXCEPTION", "WSTESTWALK"].map((prefix) => ({ prefix }))
    expect(ofTrial.filter(isPlayers)).toMatchObject([
      { pattern: { "detail-type": ["ShipmentCreated"], detail: { data: { trackingNumber: prefixes } } } },
    ])
    expect((await ingressRules("prod")).filter(isPlayers)).toEqual([])
  })

  it("goes to its own function when the sender may send it, and otherwise to the one that rejects it", () => {
    expect(rulesFor("wayseal.retailer.leafline", "ShipmentCreated")).toEqual([
      expect.stringMatching(/^RecordShipmentEvents/),
    ])
    expect(rulesFor("wayseal.carrier.northpost", "BreachReported")).toEqual([
      expect.stringMatching(/^OpenBreachCaseEvents/),
    ])
    expect(rulesFor("wayseal.carrier.northpost", "ShipmentCreated")).toEqual([expect.stringMatching(/^Unclaimed/)])
    expect(rulesFor("wayseal.hub", "ShipmentCreated")).toEqual([expect.stringMatching(/^Unclaimed/)])
  })
})

type Fields = Readonly<Record<string, string>>

/** What EventBridge does with the operators that our rules use. Any other operator is an error. */
function matches(pattern: Readonly<Record<string, unknown>>, event: Fields): boolean {
  return Object.entries(pattern).every(([field, wanted]) => {
    if (!Array.isArray(wanted)) throw new Error(`a pattern of ${field} that this test does not know`)
    if (field === "$or") return wanted.some((each) => matches(each, event))
    return wanted.some((each) => matchesValue(each, event[field] ?? ""))
  })
}

function matchesValue(wanted: unknown, value: string): boolean {
  if (typeof wanted === "string") return wanted === value
  if (typeof wanted !== "object" || wanted === null) throw new Error("a pattern that this test does not know")
  if ("prefix" in wanted) return value.startsWith(String(wanted.prefix))
  if ("anything-but" in wanted) {
    const refused = wanted["anything-but"]
    if (Array.isArray(refused)) return !refused.includes(value)
    if (typeof refused === "object" && refused !== null && "prefix" in refused && Array.isArray(refused.prefix))
      return !refused.prefix.some((prefix) => value.startsWith(String(prefix)))
  }
  throw new Error("a pattern that this test does not know")
}
