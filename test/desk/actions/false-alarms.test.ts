import { describe, expect, it } from "@jest/globals"
import { caseClosingRequested } from "../../../shared/base/contracts/case-closing-requested.ts"
import { makeWatchDuties } from "../../../shared/desk/watch-duties.ts"
import { knownDirectory } from "../../parties/known-directory.ts"
import { actingDesk, withLaws } from "../acting-desk.ts"
import { assessAsNoBreach } from "../assess-no-breach.ts"
import { breachWorld, partyIn, seen, soleCase, walkAnomaly } from "../breach-world.ts"
import { reportLookupsOf } from "../carrier-report.ts"
import { caller } from "../desk-caller.ts"
import { walkedWorld } from "./walked-world.ts"

describe("a false alarm", () => {
  it("stated of one parcel does not speak of those that are found later", async () => {
    const { world, close, expose } = await actingDesk()
    await assessAsNoBreach(world, "leafline")
    expect(await close("leafline", "falseAlarm")).toMatchObject({ state: "open" })
    world.passSeconds(60)
    await expose("leafline", 60)
    await assessAsNoBreach(world, "northpost")
    expect(await close("northpost", "falseAlarm")).toMatchObject({ state: "open", codes: ["falseAlarmElsewhere"] })
    expect(await close("leafline", "falseAlarm")).toMatchObject({ statusCode: 409, code: "notClosable" })
    await assessAsNoBreach(world, "leafline")
    expect(await close("leafline", "falseAlarm")).toMatchObject({ state: "falseAlarm" })
  })

  it("is not one while lookups are still counted: they may be another retailer's", async () => {
    const world = breachWorld()
    for (let number = 1; number <= 2200; number++) {
      const retailerId = number > 2150 ? "maplebooks" : "leafline"
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
    for (const party of ["leafline", "northpost"]) await assessAsNoBreach(world, party)
    await close("leafline")
    expect(await close("northpost")).toMatchObject({ state: "open", obstacles: [{ code: "exposuresNotCounted" }, {}] })
    for (const _ of ["counted", "alerted"]) {
      await makeWatchDuties(world.desk)()
      await world.settle()
      world.passSeconds(60)
    }
    expect(soleCase(world).parties).toContain("maplebooks")
    for (const party of ["leafline", "northpost", "maplebooks"]) await assessAsNoBreach(world, party)
    for (const party of ["leafline", "northpost"]) expect(await close(party)).toMatchObject({ state: "open" })
    expect(await close("maplebooks")).toMatchObject({ state: "falseAlarm" })
  })

  it("is not one for people of a party that left the directory", async () => {
    const { world, pathOf } = await actingDesk()
    await assessAsNoBreach(world, "northpost")
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

  it("cannot be stated of exposed shipments while a law is not assessed, and says what is missing under which", async () => {
    const { close, view } = await actingDesk()
    const refused = await close("leafline", "falseAlarm")
    expect(refused).toMatchObject({ statusCode: 409, code: "notClosable" })
    expect(refused.obstacles?.map(({ code, law, kind }) => [code, law, kind])).toEqual([
      ["dutyOutstanding", "ca-on-fippa", "keepRecord"],
      ["exposureNotAssessed", "ca-on-fippa", "tellIndividuals"],
      ["exposureNotAssessed", "ca-on-fippa", "tellRegulator"],
    ])
    const { duties } = await view("leafline")
    const telling = duties.find(({ kind }) => kind === "tellIndividuals")
    expect(refused.obstacles?.[1]).toMatchObject({
      dutyId: telling?.dutyId,
      remedy: {
        en: expect.stringContaining("answer the legal test realRiskOfSignificantHarm of Ontario FIPPA with no"),
        fr: expect.stringMatching(/répondez non au critère .* Si elle est due, remplissez l’obligation/),
      },
    })
    expect((await close("northpost", "falseAlarm")).codes).toContain("exposureNotAssessed")
  })

  it("needs the assessments of every party: one that answered alone only states it", async () => {
    const { world, close } = await actingDesk()
    await assessAsNoBreach(world, "leafline")
    expect(await close("leafline", "falseAlarm")).toMatchObject({ state: "open", codes: ["falseAlarmElsewhere"] })
    expect(await close("northpost", "falseAlarm")).toMatchObject({ statusCode: 409, code: "notClosable" })
    expect(soleCase(world).state).toBe("open")
    await assessAsNoBreach(world, "northpost")
    expect(await close("northpost", "falseAlarm")).toMatchObject({ state: "falseAlarm" })
  })

  it("does not close by the others once a party answers otherwise than when it stated it", async () => {
    const { world, close, answer } = await actingDesk()
    for (const party of ["leafline", "northpost"]) await assessAsNoBreach(world, party)
    await close("leafline", "falseAlarm")
    world.passSeconds(60)
    await answer("leafline", "yes")
    expect(await close("northpost", "falseAlarm")).toMatchObject({ state: "open", codes: ["falseAlarmElsewhere"] })
  })

  it("cannot be stated of shipments that were only possibly exposed, without an assessment", async () => {
    const world = breachWorld()
    const block = "block#leafline#7"
    for (let number = 1; number <= 3; number++) await world.disclosures.append(seen(number, { block }))
    const ofBlock = { accessorKey: block, chart: "block", subject: undefined, network: undefined } as const
    await world.anomalies.raise(walkAnomaly({ ...ofBlock, tool: "guarded", reportedBy: undefined }))
    await world.settle()
    expect(partyIn(world, "leafline")).toMatchObject({ shipments: 0, possible: { shipments: 3 } })
    const { alias } = partyIn(world, "leafline")
    const { json } = await caller(world)("leafline", "POST", `/v1/cases/${alias}/closing`, { outcome: "falseAlarm" })
    expect(json).toMatchObject({ code: "notClosable", obstacles: [{}, { code: "exposureNotAssessed" }, {}] })
  })

  it("needs no assessment where nothing was exposed, possibly or not", async () => {
    const world = breachWorld()
    await reportLookupsOf("day", world)
    await world.settle()
    const { alias, shipments, possible } = partyIn(world, "northpost")
    expect([shipments, possible]).toEqual([0, undefined])
    await caller(world)("northpost", "POST", `/v1/cases/${alias}/closing`, { outcome: "falseAlarm" })
    expect(soleCase(world).state).toBe("falseAlarm")
  })

  it("asks a party that no law asks for a notice to say why nobody has to be notified", async () => {
    const { world, close, post } = await actingDesk({ parties: withLaws({ leafline: { laws: [] } }) })
    await assessAsNoBreach(world, "northpost")
    await close("northpost", "falseAlarm")
    expect((await close("leafline", "falseAlarm")).codes).toEqual(["exposureUnexplained"])
    const assessedAt = world.clock().toISOString()
    const assessment = { met: "no", reasons: ["notABreach"], assessedBy: "owner", assessedAt }
    expect((await post("leafline", "/facts", { assessment })).statusCode).toBe(200)
    expect(await close("leafline", "falseAlarm")).toMatchObject({ state: "falseAlarm" })
  })

  it("is refused to an event as it is to a call", async () => {
    const { world, run, send } = await walkedWorld()
    const at = world.clock().toISOString()
    const stated = () => run(send("leafline", caseClosingRequested, { outcome: "falseAlarm", at }))
    expect(await stated()).toEqual({
      outcome: "rejected",
      problems: [{ path: "data.outcome", rule: "conflict" }],
    })
    await assessAsNoBreach(world, "leafline")
    expect(await stated()).toBe("done")
  })
})
