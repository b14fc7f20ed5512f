import { describe, expect, it } from "@jest/globals"
import { judgeNetwork, type NetworkFacts } from "../../../../infra/cli/preflight/judge-network.ts"
import { calledServices } from "../../../../infra/stages/vpc-endpoints.ts"
import { exampleParties } from "../../example-stage.ts"

const vpc = { subnetIds: ["subnet-00000001", "subnet-00000002"], securityGroupIds: ["sg-00000001"] }
const region = "ca-central-1"
const parties = exampleParties.map((party) => ({ ...party, credentials: undefined }))
const mail = { from: "alerts@hub.example" }
const settings = { region, mail }
const place = { settings, parties }

const subnet = (id: string, zone: string) => ({
  ...{ id, zone, vpcId: "vpc-1", routeTableId: "rtb-1", hasWayOut: false },
})
/** Two subnets without a way out, in two zones, with an endpoint for each service. */
const closed: NetworkFacts = {
  subnets: [subnet("subnet-00000001", "a"), subnet("subnet-00000002", "b")],
  securityGroups: [{ id: "sg-00000001", vpcId: "vpc-1" }],
  endpoints: calledServices(settings).map(({ service, kind }) => ({
    serviceName: `com.amazonaws.${region}.${service}`,
    isAvailable: true,
    hasPrivateDns: kind === "Interface",
    routeTableIds: kind === "Gateway" ? ["rtb-1"] : [],
  })),
}
const open: NetworkFacts = { ...closed, subnets: closed.subnets.map((each) => ({ ...each, hasWayOut: true })) }

const changed = (service: string, change: object): NetworkFacts => ({
  ...closed,
  endpoints: closed.endpoints.map((each) => (each.serviceName.endsWith(`.${service}`) ? { ...each, ...change } : each)),
})

describe("the subnets of a stage", () => {
  it.each([
    ["with an endpoint for each service", closed],
    ["with a way to the internet and no endpoint", { ...open, endpoints: [] }],
  ])("are ready %s", (_, facts) => {
    expect(judgeNetwork(vpc, place, facts)).toMatchObject([{ state: "ok", text: expect.stringContaining("2 subnets") }])
  })

  it.each([
    [
      "kms",
      { isAvailable: false },
      /--vpc-endpoint-type Interface .*\.kms --private-dns-enabled --subnet-ids subnet-00/,
    ],
    ["events", { hasPrivateDns: false }, /com\.amazonaws\.ca-central-1\.events/],
    ["dynamodb", { routeTableIds: ["rtb-2"] }, /--vpc-endpoint-type Gateway .*\.dynamodb --route-table-ids rtb-1$/],
  ])("need an endpoint for %s that works, not one with %j", (service, change, command) => {
    const [result, ...others] = judgeNetwork(vpc, place, changed(service, change))
    expect(others).toEqual([])
    expect(result).toMatchObject({ state: "toDo", text: expect.stringContaining(`do not reach ${service}`) })
    expect(result?.commands?.[0]).toMatch(command)
  })

  it("need none for Amazon SES in a stage without a sender", () => {
    const withoutSes = changed("email", { isAvailable: false })
    expect(judgeNetwork(vpc, place, withoutSes)).toMatchObject([{ state: "toDo" }])
    expect(judgeNetwork(vpc, { settings: { region }, parties }, withoutSes)).toMatchObject([{ state: "ok" }])
  })

  it("need it where one of them has no way out", () => {
    const [first, second] = closed.subnets
    if (first === undefined || second === undefined) throw new Error("two subnets")
    const mixed = { ...closed, subnets: [{ ...first, hasWayOut: true }, second], endpoints: [] }
    const results = judgeNetwork(vpc, place, mixed)
    expect(results).toHaveLength(calledServices(settings).length)
    for (const { text } of results) expect(text).toMatch(/^Functions in subnet-00000002 do not reach/)
  })

  it("need a way to the internet for a webhook and for an OIDC issuer", () => {
    const [first, second, ...rest] = parties
    if (first === undefined || second === undefined) throw new Error("two parties")
    const outside = [
      { ...first, channels: { ...first.channels, webhook: { url: "https://hooks.example/", secretName: "x" } } },
      { ...second, credentials: { oidc: { issuer: "https://id.example", audience: "a", subject: "s" } } },
      ...rest,
    ]
    const [result, ...others] = judgeNetwork(vpc, { settings, parties: outside }, closed)
    expect(others).toEqual([])
    expect(result?.text).toContain(`the webhook of ${first.id} and the OIDC issuer of ${second.id}`)
    expect(judgeNetwork(vpc, { settings, parties: outside }, open)).toMatchObject([{ state: "ok" }])
  })

  it("have to exist, in one VPC", () => {
    expect(
      judgeNetwork(vpc, place, { ...closed, subnets: closed.subnets.slice(0, 1), securityGroups: [] }),
    ).toMatchObject([
      { state: "toDo", text: expect.stringContaining("no subnet subnet-00000002") },
      { state: "toDo", text: expect.stringContaining("no security group sg-00000001") },
    ])
    const elsewhere = { ...closed, securityGroups: [{ id: "sg-00000001", vpcId: "vpc-2" }] }
    expect(judgeNetwork(vpc, place, elsewhere)).toMatchObject([{ text: expect.stringContaining("vpc-1, vpc-2") }])
  })

  it("in one zone are noted, and are no obstacle", () => {
    const inOne = { ...closed, subnets: closed.subnets.map((each) => ({ ...each, zone: "a" })) }
    expect(judgeNetwork(vpc, place, inOne).map(({ state }) => state)).toEqual(["ok", "note"])
  })
})
