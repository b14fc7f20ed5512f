import { describe, expect, it } from "@jest/globals"
import { makeWatchDuties } from "../../../shared/breach-desk/watch-duties.ts"
import { knownDirectory } from "../../parties/known-directory.ts"
import { actingDesk } from "../acting-desk.ts"
import { breachWorld, partyIn, seen, soleCase } from "../breach-world.ts"
import { reportLookupsOf } from "../carrier-report.ts"
import { caller } from "../desk-caller.ts"

describe("a false alarm", () => {
  it("stated of one parcel does not speak of those that are found later", async () => {
    const { world, close, expose } = await actingDesk()
    expect(await close("leafline", "falseAlarm")).toMatchObject({ state: "open" })
    world.passSeconds(60)
    await expose("leafline", 60)
    expect(await close("northpost", "falseAlarm")).toMatchObject({ state: "open", codes: ["falseAlarmElsewhere"] })
    expect(await close("leafline", "falseAlarm")).toMatchObject({ state: "falseAlarm" })
  })

  it("is not one while lookups are still counted: they may be another retailer's", async () => {
    const world = breachWorld()
    for (let number = 1; number <= 1100; number++) {
      const retailerId = number > 1050 ? "maplebooks" : "leafline"
      const at = new Date(Date.parse("2026-11-01T14:00:00.000Z") + number * 100).toISOString()
      await world.disclosures.append(seen(number, { retailerId, at }))
    }
    let reads = 0
    const { evidence } = world.desk
    world.desk.evidence = {
      page(query, after) {
        // The report has no time to count more than its first page.
        if (++reads > 1) world.passSeconds(10)
        return evidence.page(query, after)
      },
    }
    await reportLookupsOf("day", world)
    await world.settle()
    expect(soleCase(world).parties).toEqual(["northpost", "leafline"])
    const call = caller(world)
    const close = async (party: string) =>
      (await call(party, "POST", `/v1/cases/${partyIn(world, party).alias}/closing`, { outcome: "falseAlarm" })).json
    await close("leafline")
    expect(await close("northpost")).toMatchObject({ state: "open", obstacles: [{ code: "exposuresNotCounted" }, {}] })
    for (const _ of ["counted", "alerted"]) {
      await makeWatchDuties(world.desk)()
      await world.settle()
      world.passSeconds(60)
    }
    expect(soleCase(world).parties).toContain("maplebooks")
    for (const party of ["leafline", "northpost"]) expect(await close(party)).toMatchObject({ state: "open" })
    expect(await close("maplebooks")).toMatchObject({ state: "falseAlarm" })
  })

  it("is not one for people of a party that left the directory", async () => {
    const { world, pathOf } = await actingDesk()
    world.desk.parties = knownDirectory(world.directory.all.filter(({ id }) => id !== "leafline"))
    const call = caller(world)
    const { json } = await call("northpost", "POST", `${pathOf("northpost")}/closing`, { outcome: "falseAlarm" })
    expect(json).toMatchObject({ state: "open" })
  })

  it("cannot be stated once people were notified, also if no duty is marked as done", async () => {
    const { notifyAll, close } = await actingDesk()
    await notifyAll("leafline")
    expect(await close("leafline", "falseAlarm")).toMatchObject({ code: "alreadyToldOthers" })
    expect(await close("northpost", "falseAlarm")).toMatchObject({ code: "alreadyToldOthers" })
  })
})
