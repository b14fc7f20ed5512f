import { describe, expect, it } from "@jest/globals"
import { breachCaseClosed } from "../../../shared/base/contracts/breach-case-events.ts"
import { closeCase } from "../../../shared/desk/actions/close-case.ts"
import { stateFacts } from "../../../shared/desk/actions/state-facts.ts"
import { assessAsNoBreach } from "../assess-no-breach.ts"
import { actionIn, noRealRisk, walkedWorld } from "./walked-world.ts"

describe("closing a case", () => {
  it("as a false alarm takes the word of every party, and then releases the restrictions", async () => {
    const desk = await walkedWorld()
    const { world } = desk
    expect(world.restrictions.rows().every((row) => row.releasedAt === undefined)).toBe(true)
    for (const partyId of ["leafline", "northpost"]) await assessAsNoBreach(world, partyId)
    const action = (partyId: string) => actionIn(world, partyId, `false-${partyId}`)
    expect(await closeCase(desk.desk, action("leafline"), "falseAlarm")).toMatchObject({ state: "open" })
    expect(world.restrictions.rows().every((row) => row.releasedAt === undefined)).toBe(true)
    expect(await closeCase(desk.desk, action("leafline"), "falseAlarm")).toEqual({ outcome: "repeated", state: "open" })
    expect(await closeCase(desk.desk, action("northpost"), "falseAlarm")).toMatchObject({ state: "falseAlarm" })
    await world.settle()
    expect(world.restrictions.rows().map((row) => row.releasedBy)).toEqual([
      { kind: "falseAlarm", caseId: world.heads()[0]?.caseId },
    ])
    expect(world.exchange.published(breachCaseClosed).every(({ data }) => data.outcome === "falseAlarm")).toBe(true)
  })

  it("does not need notices from a party that assessed no real risk, but still needs those of the others", async () => {
    const desk = await walkedWorld()
    const { world } = desk
    await stateFacts(desk.desk, actionIn(world, "leafline", "assess"), { assessment: noRealRisk })
    const close = await closeCase(desk.desk, actionIn(world, "leafline", "close"), "resolved")
    if (!("refused" in close)) throw new Error("closed while people of the carrier are not notified")
    expect(close.obstacles?.map(({ code }) => code)).toEqual(expect.arrayContaining(["peopleToldByNobodyElsewhere"]))
    expect(close.obstacles?.some(({ code }) => code === "peopleToldByNobody")).toBe(false)
  })

  it("states to a party how many of its own people are not notified", async () => {
    const { world, desk } = await walkedWorld(5)
    const close = await closeCase(desk, actionIn(world, "leafline", "close"), "resolved")
    if (!("refused" in close)) throw new Error("closed while nobody was notified")
    expect(close.obstacles).toContainEqual({
      code: "peopleToldByNobody",
      untold: 5,
      laws: ["ca-on-fippa"],
      remedy: {
        en: expect.stringContaining("/receipts that the people of 5 shipments were notified"),
        fr: expect.stringContaining("/receipts que les personnes de 5 envois ont été avisées"),
      },
    })
  })

  it("says beside each obstacle what would remove it, with a call that then removes it", async () => {
    const { world, desk } = await walkedWorld(5)
    const leafline = actionIn(world, "leafline", "close")
    const path = `/v1/cases/${leafline.caseAlias}`
    const refused = await closeCase(desk, leafline, "resolved")
    const obstacles = "refused" in refused ? (refused.obstacles ?? []) : []
    expect(obstacles.length).toBeGreaterThan(4)
    for (const { remedy } of obstacles) {
      expect(remedy.en).toMatch(/POST |Nothing for you to do/)
      expect(remedy.fr).not.toBe(remedy.en)
    }
    const contained = obstacles.find(({ code }) => code === "containmentNotAttested")
    expect(contained?.remedy.en).toContain(`POST ${path}/measures with kind containment and code containmentAttested`)
    expect(contained?.remedy.en).toMatch(/^Northpost runs the tool/)
    const others = obstacles.filter(({ code }) => code === "dutyOutstandingElsewhere")
    expect(others.map(({ by, kind }) => [by, kind])).toContainEqual([
      { kind: "carrier", alias: "Northpost" },
      "tellRegulator",
    ])
    for (const { remedy, dutyId } of others) expect(remedy.en).toContain(`POST ${path}/duties/${dutyId}`)
  })

  it("says which parties have to state a false alarm too, and names no discreet retailer", async () => {
    const { world, desk } = await walkedWorld()
    await assessAsNoBreach(world, "leafline")
    const byRetailer = await closeCase(desk, actionIn(world, "leafline", "false-1"), "falseAlarm")
    expect(byRetailer).toMatchObject({
      state: "open",
      obstacles: [
        {
          code: "falseAlarmElsewhere",
          remedy: { en: expect.stringMatching(/^Northpost has to state a false alarm too, if it has not/) },
        },
      ],
    })
    const other = await walkedWorld()
    await assessAsNoBreach(other.world, "northpost")
    const byCarrier = await closeCase(other.desk, actionIn(other.world, "northpost", "false-2"), "falseAlarm")
    expect(JSON.stringify(byCarrier)).toContain("A retailer has to state a false alarm too")
    expect(JSON.stringify(byCarrier)).not.toMatch(/leafline/i)
  })
})
