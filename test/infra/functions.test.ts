import { describe, expect, it } from "@jest/globals"
import { referredTo, resourcesOf, synthesise } from "./synthesised-exchange.ts"

const prod = await synthesise("prod")

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

  it("reserve no concurrency, which a new account does not have, unless the stage says so", async () => {
    const reservedIn = (templates: typeof prod) =>
      resourcesOf("AWS::Lambda::Function", templates.functions).flatMap(({ id, Properties }) => {
        const concurrency = Properties["ReservedConcurrentExecutions"]
        return concurrency === undefined ? [] : [[id.replace(/Function[0-9A-F]{8}$/, ""), concurrency]]
      })
    expect(reservedIn(prod)).toEqual([])
    const lookups = { requestsPerSecond: 50, burst: 100, reservedConcurrency: 50 }
    expect(reservedIn(await synthesise("prod", { settings: { lookups } }))).toEqual([
      ["LookUpShipment", 50],
      ["ServeRecipientPage", 50],
    ])
  })
})
