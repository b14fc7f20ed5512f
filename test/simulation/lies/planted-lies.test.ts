import { readFileSync } from "node:fs"
import { join, resolve } from "node:path"
import { describe, expect, it } from "@jest/globals"
import { runCompareStatements } from "../../../client/commands/compare-statements/run-compare-statements.ts"
import { hubOfDays, watchers } from "./hub-of-days.ts"
import { leaveOutFor, plantedLies } from "./planted-lies.ts"
import { noticeHours } from "./tell-lies.ts"
import { type ToldLie, tellAtAllTimes, timesToNotice } from "./times-to-notice.ts"
import { watchingParty } from "./watching-party.ts"

const toldLies: ToldLie[] = []

describe("a hub that", () => {
  it.each(plantedLies.map((lie) => [lie.how, lie.what, lie] as const))(
    "%s one %s is noticed by the retailer and by the carrier, each alone, at any time of the day (promise: stated-lookup-cannot-vanish)",
    async (_how, _what, lie) => {
      const told = await tellAtAllTimes(lie)
      toldLies.push(told)
      for (const { hours, alarms } of told.noticed) {
        expect(hours).toBeLessThan(noticeHours)
        expect(alarms.filter(({ kind }) => lie.alarms.includes(kind))).not.toEqual([])
      }
    },
    120_000,
  )

  it("lies is noticed as fast as the documentation says", () => {
    const page = readFileSync(resolve(import.meta.dirname, "../../../docs/simulation.md"), "utf8")
    // `npm run simulate -- --lies` prints the table.
    expect(page).toContain(timesToNotice(toldLies))
  })

  it("tells a retailer less than its carrier, is found when the two compare, and by neither alone (promise: told-less-is-found-by-comparing)", async () => {
    const hub = await hubOfDays()
    const [leafline, northpost] = watchers.map((party) => watchingParty(party, { ...hub, pins: hub.world.pins }))
    if (leafline === undefined || northpost === undefined) throw new Error("both watch")
    northpost.reports.push(await hub.report([]), await hub.walk([1, 2, 3]))
    const receive = () => {
      for (const { party, event } of hub.mail()) (party === "leafline" ? leafline : northpost).receive(event)
    }
    receive()
    leaveOutFor("leafline", hub)
    hub.world.setTime("2026-11-02T09:00:00.000Z")
    await hub.state()
    receive()
    const watched = await Promise.all([leafline.watch(), northpost.watch()])
    expect(watched.flatMap(({ alarms }) => alarms)).toEqual([])
    const files = [leafline, northpost].map(({ path }) => join(path, "2026-11-01.jws"))
    const compared = await runCompareStatements({ own: files[0] ?? "", other: files[1] }, {})
    expect(compared).toMatchObject({ status: 1, data: { result: "differs", shared: [{ own: 2, other: 3 }] } })
    for (const one of [leafline, northpost]) one.close()
  })
})
