import { describe, expect, it } from "@jest/globals"
import { shipmentErased } from "../../../shared/base/contracts/shipment-erased.ts"
import { makeLogDisclosures } from "../../../shared/watch/lookups/log/log-disclosures.ts"
import { seen, shipParcel, walkAnomaly } from "../../desk/breach-world.ts"
import { type ErasureWorld, erasureWorld, sweepLater, tracesIn } from "./erasure-world.ts"

describe("an erasure in a stage that leaves parts out", () => {
  /** A shipment that an open case holds, with entries in the logs of its parties. */
  async function heldByCase(world: ErasureWorld) {
    await shipParcel(world, "leafline", 1)
    await world.disclosures.append(seen(1))
    const { disclosures, disclosureLog: log, hashes, clock } = world
    await makeLogDisclosures({ disclosures, log, hashes, clock })(disclosures.rows())
    await world.anomalies.raise(walkAnomaly())
    await world.settle()
  }
  const toldBy = (world: ErasureWorld) =>
    world.exchange.published(shipmentErased, "leafline").map(({ data: { held, notLookedFor } }) => ({
      held: held.map(({ part }) => part),
      notLookedFor,
    }))

  it("removes all the same what the stage has, and names what it did not look for", async () => {
    const world = erasureWorld()
    await heldByCase(world)
    world.leaveOut("desk")
    world.leaveOut("proof")
    await world.request("s1")
    expect(await world.records.byShipmentId("leafline", "s1")).toBeUndefined()
    expect(world.disclosures.rows()).toEqual([])
    expect(world.disclosureLog.rows().filter(({ type }) => type === "logged")).toHaveLength(1)
    expect(toldBy(world)).toEqual([{ held: [], notLookedFor: ["logEntries", "caseEvidence"] }])
    await sweepLater(world)
    await sweepLater(world)
    expect(toldBy(world)).toHaveLength(1)
  })

  it("does not say that nothing is held any more once the desk is gone whose table still has it", async () => {
    const world = erasureWorld()
    await heldByCase(world)
    await world.request("s1")
    world.leaveOut("desk")
    await sweepLater(world)
    expect(tracesIn(world, "s1")).not.toEqual([])
    expect(toldBy(world)).toEqual([
      { held: ["ledgerEntries", "logEntries", "caseEvidence"], notLookedFor: undefined },
      { held: [], notLookedFor: ["caseEvidence"] },
    ])
    expect(new Set(world.exchange.published(shipmentErased).map(({ metadata }) => metadata.id)).size).toBe(2)
  })

  it("says so too if nothing was held as long as the desk was there", async () => {
    const world = erasureWorld()
    await shipParcel(world, "leafline", 1)
    await world.request("s1")
    world.leaveOut("desk")
    await sweepLater(world)
    expect(toldBy(world)).toEqual([
      { held: [], notLookedFor: undefined },
      { held: [], notLookedFor: ["caseEvidence"] },
    ])
    expect(new Set(world.exchange.published(shipmentErased).map(({ metadata }) => metadata.id)).size).toBe(2)
  })

  it("looks for all of it again if the stage takes the part back before the last look", async () => {
    const world = erasureWorld()
    world.leaveOut("desk")
    await heldByCase(world)
    await world.request("s1")
    world.takeBack("desk")
    await sweepLater(world)
    expect(toldBy(world).map(({ notLookedFor }) => notLookedFor)).toEqual([["caseEvidence"], undefined])
    expect(toldBy(world).at(-1)?.held).toEqual(["caseEvidence"])
  })
})
