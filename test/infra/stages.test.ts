import { describe, expect, it } from "@jest/globals"
import { stageConfig } from "../../infra/stages/stage-config.ts"
import { exampleParties } from "./example-stage.ts"
import { assemble, build, resourcesOf, synthesise } from "./synthesised-exchange.ts"

/** With a webhook, whose secret one grant covers with those of others. With an edge too, every stack is there. */
const withWebhook = exampleParties.map((party) =>
  party.id === "northpost"
    ? {
        ...party,
        channels: {
          ...party.channels,
          webhook: { url: "https://hooks.example/", secretName: "wayseal/prod/webhooks/northpost" },
        },
      }
    : party,
)
const withEdgeAt = (domain: string) => ({
  browserEdge: stageConfig.shape.browserEdge.parse({ domain, hostedZoneId: "Z0123456789" }),
})
const prod = await synthesise("prod", { parties: withWebhook, settings: withEdgeAt("track.hub.example") })
const dev = await synthesise("dev", { parties: withWebhook, settings: withEdgeAt("dev.hub.example") })

describe("stages", () => {
  /** Types whose names count only within their own role or API. */
  const namedWithinAnother = ["AWS::IAM::Policy", "AWS::ApiGatewayV2::Stage", "AWS::EventSchemas::Schema"]
  /** Whether a property is the name of the resource itself: `Name`, or `QueueName` of a queue. */
  const namesResource = (type: string, property: string) =>
    !namedWithinAnother.includes(type) && (property === "Name" || property === `${type.split("::").at(-1)}Name`)
  const namesOf = (stage: typeof prod) =>
    stage.hub.flatMap(({ Resources }) =>
      Object.values(Resources).flatMap(({ Type, Properties }) =>
        Object.entries(Properties).flatMap(([property, value]) =>
          namesResource(Type, property) && typeof value === "string" ? [`${Type} ${value}`] : [],
        ),
      ),
    )

  it("share no physical name, so that two coexist in one account", () => {
    const [ours, theirs] = [namesOf(prod), namesOf(dev)]
    expect(ours.length).toBeGreaterThan(8)
    expect(ours.filter((name) => theirs.includes(name))).toEqual([])
  })

  it("share no stack name, and pass the checks of AWS Solutions or give a reason beside the code", async () => {
    const both = {
      dev: { parties: withWebhook, settings: withEdgeAt("dev.hub.example") },
      prod: { parties: withWebhook, settings: withEdgeAt("prod.hub.example") },
    }
    const { exchanges, violations } = await assemble(both, { validated: true })
    const names = exchanges.flatMap((exchange) => Object.values(exchange).flat()).map(({ name }) => name)
    expect(new Set(names).size).toBe(22)
    expect(violations).toEqual([])
  })

  it("are protected against termination in production", async () => {
    expect((await build("prod")).data.isProtected).toBe(true)
    expect((await build("dev")).data.isProtected).toBe(false)
  })

  it("put the permissions boundary on every role", async () => {
    const bounded = await synthesise("prod", { settings: { permissionsBoundary: "developer-boundary" } })
    const roles = resourcesOf("AWS::IAM::Role", ...bounded.hub)
    expect(roles.length).toBeGreaterThan(15)
    for (const { Properties } of roles)
      expect(JSON.stringify(Properties["PermissionsBoundary"])).toContain("policy/developer-boundary")
  })
})
