import { describe, expect, it } from "@jest/globals"
import type { PartyStatement } from "../../../shared/desk/actions/decide-statement.ts"
import { stateFacts } from "../../../shared/desk/actions/state-facts.ts"
import { partyIn } from "../breach-world.ts"
import { actionIn, dutyIn, noRealRisk, walkedWorld } from "./walked-world.ts"

async function stating() {
  const { world, desk } = await walkedWorld()
  let statements = 0
  return {
    world,
    firstAt: partyIn(world, "leafline").firstAt ?? "",
    now: world.clock().toISOString(),
    state: async (statement: PartyStatement) => {
      const answered = await stateFacts(desk, actionIn(world, "leafline", `statement-${++statements}`), statement)
      return "refused" in answered ? answered.refused : "taken"
    },
    entries: () =>
      world
        .rowsOf("timeline")
        .flatMap(({ copies }) => copies)
        .filter(({ partyId, entry }) => partyId === "leafline" && entry.type === "FactsStated")
        .map(({ entry }) => entry.data),
  }
}

const secondsAfter = (instant: string, seconds: number) => new Date(Date.parse(instant) + seconds * 1000).toISOString()

describe("the times that a party states", () => {
  it("are refused in the future, beyond what clocks differ", async () => {
    const { state, now } = await stating()
    expect(await state({ discoveredAt: secondsAfter(now, 301) })).toBe("discoveredInFuture")
    expect(await state({ determinedAt: secondsAfter(now, 301) })).toBe("determinedInFuture")
    expect(await state({ determinedAt: secondsAfter(now, 299) })).toBe("taken")
  })

  it("are refused if the breach was determined before it was discovered, also against an earlier statement", async () => {
    const { state, now, world } = await stating()
    expect(await state({ discoveredAt: now, determinedAt: secondsAfter(now, -1) })).toBe("determinedBeforeDiscovered")
    expect(await state({ discoveredAt: now })).toBe("taken")
    expect(await state({ determinedAt: secondsAfter(now, -1) })).toBe("determinedBeforeDiscovered")
    expect(partyIn(world, "leafline").determinedAt).toBeUndefined()
  })

  it("are taken before the first recorded lookup only with a reason, which the timeline keeps", async () => {
    const { state, firstAt, entries } = await stating()
    const early = { discoveredAt: secondsAfter(firstAt, -3600) }
    expect(await state(early)).toBe("earlyDateWithoutReason")
    expect(await state({ ...early, earlyDateReason: "lookupsNotRecorded" })).toBe("taken")
    expect(entries()).toMatchObject([{ earlyDateReason: "lookupsNotRecorded" }])
  })
})

describe("a wrong fact", () => {
  it("is corrected: clocks follow, and the timeline keeps what it was", async () => {
    const { state, now, world, entries } = await stating()
    await state({ determinedAt: now })
    expect(partyIn(world, "leafline").correctedAt).toBeUndefined()
    const before = dutyIn(world, "leafline", "tellRegulator").clock.dueAt
    const corrected = secondsAfter(now, -60)
    expect(await state({ determinedAt: corrected })).toBe("taken")
    expect(dutyIn(world, "leafline", "tellRegulator").clock.dueAt).not.toBe(before)
    expect(entries().map(({ correction, replaced }) => [correction, replaced])).toEqual([
      [undefined, undefined],
      [true, { determinedAt: now }],
    ])
    expect(partyIn(world, "leafline").correctedAt).toBe(world.clock().toISOString())
  })

  it("is withdrawn: the clock counts from awareness again", async () => {
    const { state, now, world, entries } = await stating()
    await state({ determinedAt: now, causes: ["proofNotAsked"] })
    expect(await state({ withdraw: ["determinedAt", "causes"] })).toBe("taken")
    const { determinedAt, causes } = partyIn(world, "leafline")
    expect([determinedAt, causes]).toEqual([undefined, undefined])
    expect(dutyIn(world, "leafline", "tellRegulator").clock.standsInFor).toBe("determination")
    expect(entries().at(-1)).toMatchObject({ replaced: { determinedAt: now, causes: ["proofNotAsked"] } })
  })

  it("that is only stated again, or for the first time, corrects nothing", async () => {
    const { state, now, world } = await stating()
    await state({ determinedAt: now, causes: ["proofNotAsked"], assessment: noRealRisk })
    await state({ determinedAt: now, causes: ["proofNotAsked"], assessment: noRealRisk })
    await state({ withdraw: ["discoveredAt"] })
    expect(partyIn(world, "leafline").correctedAt).toBeUndefined()
  })

  it("can be the answer to a legal test: the answer, what was weighed, or what the officer wrote about it", async () => {
    const weighed = noRealRisk.factors?.map((one) => ({ ...one, level: "medium" as const }))
    for (const change of [
      { met: "yes" as const, reasons: ["realRisk" as const] },
      { factors: weighed },
      { explanation: "The data was read once." },
      { consequences: "None." },
    ]) {
      const { state, world, entries } = await stating()
      await state({ assessment: noRealRisk })
      expect(partyIn(world, "leafline").correctedAt).toBeUndefined()
      await state({ assessment: { ...noRealRisk, ...change, assessedAt: "2026-11-01T14:10:00.000Z" } })
      expect(partyIn(world, "leafline").correctedAt).toBe(world.clock().toISOString())
      expect(entries().at(-1)).toMatchObject({ correction: true })
      expect(entries().at(-1)?.["replaced"]).toEqual("met" in change ? { met: "no" } : undefined)
    }
  })
})

describe("what only a party can say for its reports", () => {
  it("is kept in its own words, corrected one by one, and taken back with null", async () => {
    const { state, world, entries } = await stating()
    await state({ details: { safeguards: "Limits for each network.", location: "Ottawa" } })
    expect(partyIn(world, "leafline").correctedAt).toBeUndefined()
    await state({ details: { location: null, informationBanks: "Not applicable." } })
    const { details, correctedAt } = partyIn(world, "leafline")
    expect(details).toEqual({ safeguards: "Limits for each network.", informationBanks: "Not applicable." })
    expect(correctedAt).toBeDefined()
    expect(JSON.stringify(entries())).not.toMatch(/Ottawa|network/)
    expect(entries().map(({ facts }) => facts)).toEqual([["details"], ["details"]])
  })

  it("stays with the party that said it", async () => {
    const { state, world } = await stating()
    await state({ details: { safeguards: "Limits for each network." } })
    expect(partyIn(world, "northpost").details).toBeUndefined()
  })
})
