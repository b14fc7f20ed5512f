import { describe, expect, it } from "@jest/globals"
import { daySeconds } from "../../shared/base/platform/instants.ts"
import { runAttacks } from "./attack-run.ts"
import { oraclesOfAttacks } from "./oracle.ts"
import { runOrdinary } from "./ordinary-run.ts"
import { ownName } from "./peers.ts"
import { quotedFigures } from "./quoted-figures.ts"
import { toMarkdown } from "./report.ts"
import { toCsv } from "./report-figures.ts"
import { sum } from "./statistics.ts"
import { benignOf, countOf, honestKinds, summarise } from "./summary.ts"
import { orderOf } from "./world/orders.ts"

import { makeWorld } from "./world/world.ts"

const small = { seed: 9, days: 12, scale: 0.02 }

describe("the simulated world", () => {
  it("is the same for the same seed, and differs for another seed", () => {
    const first = makeWorld(small)
    const again = makeWorld(small)
    expect(again.lookups.count).toBe(first.lookups.count)
    expect(again.lookups.at.slice(0, 500)).toEqual(first.lookups.at.slice(0, 500))
    expect(makeWorld({ ...small, seed: 10 }).lookups.count).not.toBe(first.lookups.count)
  })

  it("has its lookups in the order of time, and finds each order by its number", () => {
    const { lookups, orders, retailers } = makeWorld(small)
    expect(lookups.at).toEqual(lookups.at.slice().sort())
    expect(lookups.at[lookups.count - 1]).toBeLessThan(small.days * daySeconds)
    for (let order = 0; order < 50; order += 1) {
      const retailer = retailers[(orders.retailer[order] ?? 1) - 1]
      if (retailer === undefined) throw new Error("An order of the world has no retailer")
      expect(orderOf(retailer, orders.ordinal[order] ?? 0)).toBe(order)
    }
  })

  it("raises hardly a false alarm within the budget of writes, and a walk in it is caught", async () => {
    const world = makeWorld({ ...small, days: 14 })
    const { result, history } = await runOrdinary(world, () => undefined)
    expect(benignOf(result.alarms[ownName])).toBeLessThanOrEqual(1)
    expect(result.updates / result.lookups).toBeLessThanOrEqual(1.7)
    expect(result.itemsWithin1KB).toBeGreaterThanOrEqual(0.95)
    const [trial] = await runAttacks(
      world,
      history,
      { trials: 1, only: "walk, one address, 1 a second" },
      () => undefined,
    )
    expect(trial?.outcomes[ownName]?.isCaught).toBe(true)
    const results = [{ seed: 9, ordinary: result, trials: trial === undefined ? [] : [trial] }]
    const oracles = oraclesOfAttacks(world, 1)
    const files = { chart: "quick.svg", figures: "quick.csv" }
    const document = toMarkdown(
      { results, counts: null, oracles },
      { command: "npm run bench:detection", seconds: 1, isQuick: true, files },
    )
    expect(document).toContain("universities behind one fixed address")
    expect(document).toMatch(/^\| walk, one address, 1 a second \| \d+ \[100\]; 0 details \|.*\| \d+, \d+ \|$/m)
    const summary = summarise(results, null)
    const [head, ...rows] = toCsv(summary, { results, counts: null, oracles }).trimEnd().split("\n")
    expect(rows).toEqual([expect.stringMatching(/^"walk, one address, 1 a second",direct,1,1,/)])
    expect(head).toMatch(/^attack,group,trials,hub.caughtShare,.*,firstAlarmBy,volumeNotices$/)
    expect([document, head, ...rows].join()).not.toMatch(/NaN|undefined/)
    const { visits, recordsBeforeAlarm, withUnregistered, strangersAsked } = quotedFigures(summary, results)
    expect(visits).toBe(benignOf(result.sessions))
    expect(withUnregistered.visits).toBe(countOf(honestKinds, result.sessions))
    expect(withUnregistered.falseAlarmsPerMillion).toBeGreaterThan(summary.falseAlarmsPerMillion[ownName] ?? 0)
    for (const { percent, percentOnWorstDay } of Object.values(strangersAsked)) {
      expect(percentOnWorstDay).toBeGreaterThanOrEqual(percent)
    }
    for (const name of [ownName, "guarded:proof"]) {
      const inClusters = (result.clusters[name] ?? []).map((counts) => countOf(honestKinds, counts))
      const counted = name === ownName ? result.refusedSessions[name] : result.burdened[name]
      expect(sum(inClusters)).toBe(countOf(honestKinds, counted))
    }
    expect(recordsBeforeAlarm).toEqual({ "walk, one address, 1 a second": trial?.tools.alone.reachedBefore })
    expect(trial?.outcomes[ownName]?.shownInAll).toBeLessThanOrEqual(15)
  }, 120_000)
})
