import { readFileSync, rmSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { stageConfig } from "../../infra/stages/stage-config.ts"
import { exampleParties, exchangeOf, newApp, resourcesOf, synthesise } from "./synthesised-exchange.ts"

const validationReport = z.object({ pluginReports: z.array(z.looseObject({ violations: z.array(z.unknown()) })) })
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
const prod = synthesise("prod", { parties: withWebhook, settings: withEdgeAt("track.hub.example") })
const dev = synthesise("dev", { parties: withWebhook, settings: withEdgeAt("dev.hub.example") })

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

  it("share no stack name, and pass the checks of AWS Solutions or give a reason beside the code", () => {
    const app = newApp({ validated: true })
    const stacks = ["dev", "prod"].flatMap((stage) => {
      const settings = withEdgeAt(`${stage}.hub.example`)
      const { data, groups, functions, webhooks, edge } = exchangeOf(stage, { app, parties: withWebhook, settings })
      return [data, ...groups.values(), functions, webhooks, edge].map((stack) => stack?.stackName)
    })
    expect(new Set(stacks).size).toBe(10)
    const { directory } = app.synth()
    const report = validationReport.parse(JSON.parse(readFileSync(join(directory, "validation-report.json"), "utf8")))
    expect(report.pluginReports.flatMap(({ violations }) => violations)).toEqual([])
    rmSync(directory, { recursive: true })
  })

  it("are protected against termination in production", () => {
    expect(exchangeOf("prod").data.terminationProtection).toBe(true)
    expect(exchangeOf("dev").data.terminationProtection).toBe(false)
  })

  it("put the permissions boundary on every role", () => {
    const bounded = synthesise("prod", { settings: { permissionsBoundary: "developer-boundary" } })
    const roles = resourcesOf("AWS::IAM::Role", ...bounded.hub)
    expect(roles.length).toBeGreaterThan(15)
    for (const { Properties } of roles)
      expect(JSON.stringify(Properties["PermissionsBoundary"])).toContain("policy/developer-boundary")
  })
})
