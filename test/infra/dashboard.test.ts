import { readFileSync } from "node:fs"
import { describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { serviceLevels } from "../../infra/service-levels.ts"
import { resourcesOf, synthesise } from "./synthesised-exchange.ts"

const guide = readFileSync(new URL("../../docs/deploying.md", import.meta.url), "utf8")
const joined = z.object({ "Fn::Join": z.tuple([z.string(), z.array(z.unknown())]) })
const body = z.object({
  widgets: z.array(
    z.object({
      properties: z.looseObject({
        title: z.string().optional(),
        metrics: z.array(z.array(z.unknown())).optional(),
        annotations: z.object({ horizontal: z.array(z.object({ value: z.number(), label: z.string() })) }).optional(),
      }),
    }),
  ),
})

/** The widgets of the dashboard, with `?` for the name of another resource. */
async function widgets() {
  const { functions } = await synthesise("prod")
  const [dashboard] = resourcesOf("AWS::CloudWatch::Dashboard", functions)
  const [, parts] = joined.parse(dashboard?.Properties["DashboardBody"])["Fn::Join"]
  const text = parts.map((part) => (typeof part === "string" ? part : "?")).join("")
  return body.parse(JSON.parse(text)).widgets.map(({ properties }) => properties)
}

const [alertDelay, answered] = (await widgets()).filter(({ title }) => title?.startsWith("Service level: "))

describe("service levels on the dashboard", () => {
  it("show 99 of 100 alert delays of each part, with the target as a line", () => {
    const search = JSON.stringify(alertDelay?.metrics)
    expect(search).toContain('MetricName=\\"AlertDelay\\" stage=\\"prod\\"')
    expect(search).toContain("'p99'")
    expect(alertDelay?.annotations?.horizontal).toEqual([
      expect.objectContaining({ value: serviceLevels.alertDelayMilliseconds, label: "target" }),
    ])
  })

  it("show the share of lookups and of all others that had an answer, with the target as a line", () => {
    expect(answered?.annotations?.horizontal).toEqual([
      expect.objectContaining({ value: serviceLevels.answeredPercent, label: "target" }),
    ])
    const shown = z.array(z.array(z.union([z.string(), z.looseObject({ id: z.string().optional() })])))
    const isExpression = ([first]: readonly unknown[]) => typeof first !== "string"
    const lines = shown.parse(answered?.metrics)
    const metrics = lines.filter((line) => !isExpression(line))
    expect(lines.filter(isExpression)).toEqual([
      [expect.objectContaining({ label: "lookups", expression: "100 * (1 - FILL(lookupErrors, 0) / lookups)" })],
      [expect.objectContaining({ label: "events and the breach desk" })],
    ])
    const route = ["Method", "POST", "Resource", "/v1/lookups", "Stage", "$default"]
    expect(metrics.map((metric) => metric.filter((part) => typeof part === "string")).sort()).toEqual([
      ["AWS/ApiGateway", "5xx", "ApiId", "?"],
      ["AWS/ApiGateway", "5xx", "ApiId", "?", ...route],
      ["AWS/ApiGateway", "Count", "ApiId", "?"],
      ["AWS/ApiGateway", "Count", "ApiId", "?", ...route],
    ])
  })

  it("are those of the deployer's guide", () => {
    expect(guide).toContain(`99 % of its first part within ${serviceLevels.alertDelayMilliseconds / 1000} seconds`)
    expect(guide).toContain(`${serviceLevels.answeredPercent} % of each in 28 days`)
  })
})
