import { describe, expect, it } from "@jest/globals"
import { closeCase } from "../../../shared/breach-desk/actions/close-case.ts"
import { stateFacts } from "../../../shared/breach-desk/actions/state-facts.ts"
import { breachCaseClosed } from "../../../shared/contracts/breach-case-closed.ts"
import { actionIn, noRealRisk, walkedWorld } from "./walked-world.ts"

describe("closing a case", () => {
  it("as a false alarm takes the word of every party, and then releases the restrictions", async () => {
    const desk = await walkedWorld()
    const { world } = desk
    expect(world.restrictions.rows().every((row) => row.releasedAt === undefined)).toBe(true)
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
    expect(close.obstacles).toContainEqual({ code: "peopleToldByNobody", untold: 5, laws: ["ca-on-fippa"] })
  })
})
