import { describe, expect, it } from "@jest/globals"
import { recordMeasure } from "../../../shared/desk/actions/record-measure.ts"
import { CaseBusy } from "../../../shared/desk/cases/case-busy.ts"
import { waitingKey } from "../../../shared/desk/cases/case-keys.ts"
import { caseWriter } from "../../../shared/desk/cases/case-writer.ts"
import { sideTurns } from "../../../shared/desk/cases/side-turns.ts"
import type { Party } from "../../../shared/parties/party.ts"
import { seededRandom } from "../../simulation/random.ts"
import { makeScheduler, noFaults } from "../../simulation/scheduler.ts"
import { aliasIn, breachParties, servedWorld, soleCase } from "../breach-world.ts"
import { memoryBreachCases } from "../memory-stores.ts"

const startMs = Date.parse("2026-11-01T14:10:00.000Z")

/**
 * A case on which eight people of the carrier act without a pause for some seconds of virtual time. Each call of a
 * store or a key takes some 13 milliseconds each way.
 *
 * @returns how long each act of the retailer took meanwhile, in milliseconds, how many of the carrier were done, and
 *   which sides wait after all
 */
async function besideEightWriters(seed: number, seconds = 60) {
  const scheduler = makeScheduler({ random: seededRandom(seed), startMs, faults: noFaults })
  const world = await servedWorld(1, { interrupt: scheduler.interrupt })
  const { cases, desk, signer } = world
  const { randomId, macHead } = desk
  const write = caseWriter({
    cases,
    laws: desk.laws,
    clock: scheduler.clock,
    sleep: scheduler.sleep,
    randomId,
    macHead,
    signer,
  })
  const endMs = startMs + seconds * 1_000
  const at = new Date(startMs - 60_000).toISOString()
  let acts = 0
  const act = (party: Party) => {
    const action = { party, caseAlias: aliasIn(world, soleCase(world), party.id), actionId: `act-${++acts}` }
    return recordMeasure({ ...desk, write }, action, { kind: "containment", code: "accessorRefused", at })
  }
  const took: number[] = []
  let done = 0
  const [retailer, , carrier] = breachParties
  if (retailer === undefined || carrier === undefined) throw new Error("no parties")
  const loops = [
    ...Array.from({ length: 8 }, () => async () => {
      while (scheduler.nowMs() < endMs)
        await act(carrier).then(
          () => ++done,
          // They may delay each other.
          (error: unknown) => {
            if (!(error instanceof CaseBusy)) throw error
          },
        )
    }),
    async () => {
      while (scheduler.nowMs() < endMs) {
        const begun = scheduler.nowMs()
        await act(retailer)
        took.push(scheduler.nowMs() - begun)
        await scheduler.sleep(500)
      }
    },
  ]
  const ended = Promise.all(loops.map((loop, place) => scheduler.invoke(`writer ${place}`, loop)))
  await scheduler.runUntilIdle()
  const failed = (await ended).flatMap((one) => (one.kind === "threw" ? [one.error] : []))
  return { took, done, failed, waiting: await cases.waiting(soleCase(world).caseId) }
}

describe("eight people of one party who act in a case at the same time", () => {
  it.each([1, 2, 3])("delay an act of the other party by less than a second (seed %i)", async (seed) => {
    const { took, done, failed, waiting } = await besideEightWriters(seed)
    expect(failed).toEqual([])
    expect(took.length).toBeGreaterThan(60)
    expect(done).toBeGreaterThan(300)
    expect(Math.max(...took)).toBeLessThan(1_000)
    expect(waiting).toEqual([])
  })
})

describe("a writer whose side waits", () => {
  const at = "2026-11-01T14:10:00.000Z"
  const waits = (side: string) => ({
    ...waitingKey("case-of-turns", side),
    caseId: "case-of-turns",
    type: "marker" as const,
    at,
  })
  const turnsAfter = (seconds: number, side: string) => {
    const cases = memoryBreachCases()
    let nowMs = Date.parse(at) + seconds * 1_000
    const sleep = async (milliseconds: number) => {
      nowMs += milliseconds
    }
    return { cases, nowMs: () => nowMs, turns: sideTurns({ cases, clock: () => new Date(nowMs), sleep }, side) }
  }

  it("that stopped holds the others up for a second, once", async () => {
    const { cases, nowMs, turns } = turnsAfter(0.1, "leafline")
    await cases.wait(waits("northpost"))
    expect(await turns.hasYielded("case-of-turns")).toBe(true)
    expect(nowMs() - Date.parse(at)).toBe(1_000)
    expect(await turns.hasYielded("case-of-turns")).toBe(false)
  })

  it("is before those that began to wait later, and before the hub", async () => {
    const { cases, turns } = turnsAfter(0.1, "leafline")
    await cases.wait(waits("leafline"))
    await cases.wait({ ...waits("hub"), at: "2026-11-01T14:10:00.050Z" })
    expect(await turns.hasYielded("case-of-turns")).toBe(false)
  })
})
