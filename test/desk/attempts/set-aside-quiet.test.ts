import { describe, expect, it } from "@jest/globals"
import { breachCaseOpened } from "../../../shared/base/contracts/breach-case-events.ts"
import { setAsideQuiet } from "../../../shared/desk/attempts/set-aside-quiet.ts"
import { seen, soleCase, walkAnomaly } from "../breach-world.ts"
import { daySeconds, forged, guarded, shown, watchedWorld } from "./watched-world.ts"

describe("a case of which nobody saw anything for a day", () => {
  it("goes on for the one visitor that crossed: what it sees later makes it a case of its parties", async () => {
    const { world, letPass, watched } = watchedWorld()
    await world.anomalies.raise(walkAnomaly(guarded))
    await world.settle()
    await letPass(120)
    await letPass(daySeconds)
    expect(await watched()).toEqual([])
    world.passSeconds(60)
    await world.disclosures.append(seen(7, { ...shown, at: world.clock().toISOString() }))
    await world.settle()
    expect(soleCase(world)).toMatchObject({ exposures: 1, partyId: "hub" })
    expect(world.exchange.published(breachCaseOpened, "leafline")).toHaveLength(1)
  })

  it("is watched until a day after its last anomaly", async () => {
    const { world, letPass, watched } = watchedWorld()
    await world.anomalies.raise(forged(1))
    await world.settle()
    await letPass(20 * 3_600)
    await world.anomalies.raise({ ...forged(1), anomalyId: "anomaly-again" })
    await world.settle()
    await letPass(120)
    await letPass(5 * 3_600)
    expect(await watched()).toEqual([soleCase(world).caseId])
    await letPass(20 * 3_600)
    expect(await watched()).toEqual([])
  })

  it("is not set aside while the ledger is still to be read for it", async () => {
    const { world } = watchedWorld()
    await world.anomalies.raise(forged(1))
    await world.settle()
    world.passSeconds(2 * daySeconds)
    expect(world.rowsOf("pending")).not.toEqual([])
    await setAsideQuiet(world.desk, soleCase(world).caseId)
    expect(soleCase(world).partyId).toBe("hub")
  })
})
