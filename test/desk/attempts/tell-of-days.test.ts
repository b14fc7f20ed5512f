import { describe, expect, it } from "@jest/globals"
import { refusedAttempts } from "../../../shared/desk/attempts/refused-attempts.ts"
import { tellOfDays } from "../../../shared/desk/attempts/tell-of-days.ts"
import type { AttemptRow } from "../../../shared/desk/cases/case-rows.ts"
import { countPending } from "../../../shared/desk/exposures/count-pending.ts"
import { endAsMerged } from "../../../shared/desk/merging/end-as-merged.ts"
import { publishedWalk } from "../../builders/findings.ts"
import { breachWorld, walkAnomaly } from "../breach-world.ts"
import { daySeconds, forged, watchedWorld } from "./watched-world.ts"

const hoursLater = { from: "2026-11-01T20:00:10.000Z", crossedAt: "2026-11-01T20:00:50.000Z" }

/** Attempts in two cases. The ledger was read to its end for the first one alone. */
async function halfCounted() {
  const world = breachWorld()
  await world.anomalies.raise(forged(1))
  await world.anomalies.raise({ ...forged(2), ...hoursLater })
  await world.settle()
  const [first, second] = world.heads().map(({ caseId }) => caseId)
  world.passSeconds(120)
  await countPending(world.desk, first ?? "")
  return { world, first: first ?? "", second: second ?? "" }
}

describe("a day of attempts", () => {
  it("is told of when the ledger was read for all of them, and after three days without those", async () => {
    const { world } = await halfCounted()
    const told = () => world.rowsOf("attemptsDay").map(({ day, party }) => [day, party])
    world.passSeconds(daySeconds)
    await tellOfDays(world.desk)
    expect(told()).toEqual([])
    world.passSeconds(2 * daySeconds)
    await tellOfDays(world.desk)
    expect(told().sort()).toEqual([
      ["2026-11-01", "leafline"],
      ["2026-11-01", "northpost"],
    ])
    await world.settle()
    expect(world.mail.sent.map(({ mail }) => /ranges of numbers: (\d+)$/m.exec(mail.text)?.[1])).toEqual(["1", "1"])
  })

  it("leaves out an attempt of a case that is being merged, of which nobody knows at that moment", async () => {
    const { world, first, second } = await halfCounted()
    await countPending(world.desk, second)
    const rows: AttemptRow[] = []
    for await (const row of world.cases.attemptsOn("2026-11-01", "leafline")) rows.push(row)
    expect((await refusedAttempts(world, "leafline", rows)).refused).toHaveLength(2)
    await endAsMerged(world.desk, second, first)
    const judged = await refusedAttempts(world, "leafline", rows)
    expect(judged.refused.map(({ anomaly }) => anomaly.caseId)).toEqual([first])
    expect(judged.beingCounted).toBe(1)
  })

  it("is told to a retailer in its own numbers, and says whose word it is", async () => {
    const { world, letPass } = watchedWorld()
    const own = publishedWalk({ from: "2026-11-01T13:00:00.000Z", crossedAt: "2026-11-01T13:05:00.000Z" })
    await world.anomalies.raise(walkAnomaly({ retailerFinding: own }))
    await world.settle()
    await letPass(120)
    await letPass(daySeconds)
    const textTo = (partyId: string) => world.mail.sent.find((one) => one.partyId === partyId)?.mail.text
    expect(textTo("leafline")).toContain("from 08:00 to 08:05")
    expect(textTo("northpost")).toContain("1 November 2026, 09:00")
    for (const partyId of ["leafline", "northpost"])
      expect(textTo(partyId)).toContain("we know what it has reported to us so far")
  })
})
