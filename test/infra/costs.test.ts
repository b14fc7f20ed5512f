import { readFileSync } from "node:fs"
import { describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { stageConfig } from "../../infra/stages/stage-config.ts"
import { trialSettings } from "../../infra/stages/trial-stage.ts"
import { optionalParts } from "../../shared/base/platform/resource-variables.ts"
import { readParties } from "../../shared/parties/load-parties.ts"
import { prices } from "../bench/performance/prices.ts"
import { resourcesOf, synthesise } from "./synthesised-exchange.ts"

const project = new URL("../../", import.meta.url)
const readText = (path: string) => readFileSync(new URL(path, project), "utf8")
const guide = readText("docs/deploying.md")
const measured = readText("docs/bench/performance.md")

/** The cells of the row of a Markdown table that begins with a name, after that name. */
function rowOf(text: string, name: string): readonly string[] {
  const line = text.split("\n").find((each) => each.startsWith(`| ${name} |`))
  if (line === undefined) throw new Error(`no table has a row "${name}"`)
  return line
    .split("|")
    .slice(2, -1)
    .map((cell) => cell.trim())
}

const parties = readParties(new URL("stages/example/parties.json", project))
type Synthesised = Awaited<ReturnType<typeof synthesise>>

const metricsOf = ({ Metrics }: Readonly<Record<string, unknown>>): number =>
  z
    .array(z.looseObject({ MetricStat: z.unknown().optional() }))
    .optional()
    .parse(Metrics)
    ?.filter(({ MetricStat }) => MetricStat !== undefined).length ?? 1

/** How many there are of each thing that costs money while nothing happens. */
function countsOf({ hub }: Pick<Synthesised, "hub">): Readonly<Record<string, number>> {
  const numberOf = (type: string) => resourcesOf(type, ...hub).length
  // The triggers of queues. The other ones read the stream of a table.
  const polled = resourcesOf("AWS::Lambda::EventSourceMapping", ...hub).filter(
    ({ Properties }) => Properties["StartingPosition"] === undefined,
  )
  return {
    "KMS key": numberOf("AWS::KMS::Key"),
    // An alarm costs so much for each metric that it watches.
    "CloudWatch alarm": resourcesOf("AWS::CloudWatch::Alarm", ...hub).reduce(
      (sum, { Properties }) => sum + metricsOf(Properties),
      0,
    ),
    "Secrets Manager secret": numberOf("AWS::SecretsManager::Secret"),
    "CloudWatch dashboard": numberOf("AWS::CloudWatch::Dashboard"),
    "queue that a function polls": polled.length,
  }
}

const counts = countsOf(await synthesise("prod", { parties, settings: { operators: undefined } }))
/** Lambda polls a queue with five connections, and an empty receive waits for 20 seconds. A month has 730 hours. */
const emptyReceives = 5 * 3 * 60 * 730

/** What the guide says costs money while nothing happens: how many there are, and dollars a month for each. */
const idle = Object.entries({
  "KMS key": 1,
  "CloudWatch alarm": 0.1,
  "Secrets Manager secret": 0.4,
  "CloudWatch dashboard": 3,
  "queue that a function polls": emptyReceives * prices.sqsRequest,
}).map(([name, each]) => [name, counts[name] ?? 0, each] as const)

/** The same for what an edge adds. */
const browserEdge = stageConfig.shape.browserEdge.parse({ domain: "track.hub.example", hostedZoneId: "Z0123456789" })
const edged = await synthesise("prod", { parties, settings: { browserEdge, operators: undefined } })
const firewalls = resourcesOf("AWS::WAFv2::WebACL", ...edged.edge)
const originSecrets = resourcesOf("AWS::SecretsManager::Secret", edged.data).filter(({ id }) =>
  id.startsWith("OriginSecret"),
)
const replicas = originSecrets.flatMap(({ Properties }) => Properties["ReplicaRegions"])
const idleEdge = [
  ["firewall (web ACL)", firewalls.length, 5],
  ["rule of the firewall", firewalls.flatMap(({ Properties }) => Properties["Rules"]).length, 1],
  ["origin secret and its replica", originSecrets.length + replicas.length, 0.4],
] as const

const inDollars = (amount: number) => `$${amount.toFixed(2)}`

describe("the costs in the deployer's guide", () => {
  it.each(idle)("count every %s of the example stage", (name, count, each) => {
    expect(count).toBeGreaterThan(0)
    expect(rowOf(guide, name)).toEqual([String(count), inDollars(each), inDollars(count * each)])
  })

  it("add up for a month in which nothing happens", () => {
    const sum = idle.reduce((total, [, count, each]) => total + count * each, 0)
    expect(rowOf(guide, "**together**")).toEqual(["", "", `**${inDollars(sum)}**`])
  })

  it("say what the smallest stage costs", async () => {
    const none = Object.fromEntries(optionalParts.map((part) => [part, false]))
    const settings = { parts: stageConfig.shape.parts.parse(none), operators: undefined }
    const counts = countsOf(await synthesise("prod", { parties, settings }))
    const sum = idle.reduce((total, [name, , each]) => total + (counts[name] ?? 0) * each, 0)
    const { "KMS key": keys, "CloudWatch alarm": alarms, "queue that a function polls": queues } = counts
    const sentence = `costs ${inDollars(sum)} in this way: ${keys} keys, ${alarms} alarms, 2 secrets, a dashboard and ${queues} queues.`
    expect(guide.replaceAll("\n", " ")).toContain(sentence)
  })

  it("say what a trial costs", async () => {
    const { parts, ...others } = stageConfig.parse({ region: "ca-central-1", keepData: false, ...trialSettings })
    // The parties of a trial have no webhooks.
    const ofTrial = parties.map((party) => ({ ...party, channels: { ...party.channels, webhook: undefined } }))
    const settings = { ...others, parts, operators: undefined }
    const counts = countsOf(await synthesise("dev", { parties: ofTrial, settings }))
    const sum = idle.reduce((total, [name, , each]) => total + (counts[name] ?? 0) * each, 0)
    const { "KMS key": keys, "CloudWatch alarm": alarms, "queue that a function polls": queues } = counts
    expect(alarms).toBe(0)
    expect(sum).toBeLessThan(8)
    expect(guide.replaceAll("\n", " ")).toContain(
      `It costs ${inDollars(sum)} a month while nothing happens: ${keys} keys, 2 secrets and ${queues} queues.`,
    )
  })

  it.each(idleEdge)("count every %s of an edge", (name, count, each) => {
    expect(rowOf(guide, name)).toEqual([String(count), inDollars(each), inDollars(count * each)])
  })

  it("of an edge add up, and count each type of it that costs money while nothing happens", () => {
    const sum = idleEdge.reduce((total, [, count, each]) => total + count * each, 0)
    expect(rowOf(guide, "**the edge together**")).toEqual(["", "", `**${inDollars(sum)}**`])
    const free = ["Certificate", "Distribution", "Function", "RecordSet", "ResponseHeadersPolicy"]
    const types = edged.edge.flatMap(({ Resources }) => Object.values(Resources).map(({ Type }) => Type.split("::")[2]))
    expect([...new Set(types)].sort()).toEqual([...free, "WebACL"])
  })

  const stated = (pattern: RegExp) => Number(pattern.exec(guide.replaceAll("\n", " "))?.[1])
  const measuredAt = (row: string) => Number(rowOf(measured, row)[0]?.replace("$", ""))

  // Measured CPU time differs a little from run to run.
  it.each([
    ["a million shipments", /you pay about \$([\d.]+)\. /, "**with these**"],
    ["a million lookups", /very large carrier cost about \$([\d.]+)\. /, "cost of a million lookups"],
  ])("of %s are those that were measured, to a tenth", (_, sentence, row) => {
    expect(stated(sentence) / measuredAt(row)).toBeGreaterThan(0.9)
    expect(stated(sentence) / measuredAt(row)).toBeLessThan(1.1)
  })

  it("of tables that are made for more lookups are those of what they take above a new table", async () => {
    const { data } = await synthesise("prod", { settings: { expectedLookupsPerSecond: 2_000 } })
    const made = resourcesOf("AWS::DynamoDB::Table", data).flatMap(
      ({ Properties }) => Properties["WarmThroughput"]?.WriteUnitsPerSecond ?? [],
    )
    const sum = made.reduce((total, units) => total + (units - 4_000) * prices.dynamoWarmWriteUnit, 0)
    expect(guide).toContain(`2,000 costs ${inDollars(sum)} once`)
  })

  it("of a million shipments are most of all for writes", () => {
    expect(guide.replaceAll("\n", " ")).toContain("More than half of the rest is for writes to DynamoDB.")
    expect(measuredAt("DynamoDB writes")).toBeGreaterThan(measuredAt("**together**") / 2)
  })
})
