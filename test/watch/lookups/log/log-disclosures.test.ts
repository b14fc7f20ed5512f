import { describe, expect, it } from "@jest/globals"
import { verifyInclusion, verifyLeaves } from "../../../../shared/proof/statements/verify-disclosures.ts"
import type { Disclosure } from "../../../../shared/watch/lookups/ledger/disclosure.ts"
import { seen } from "../../../desk/breach-world.ts"
import { statementWorld } from "../../../proof/statements/statement-world.ts"

/** All that a recipient sees on one day of one parcel is one item. */
const proven = (lastAt?: string): Disclosure =>
  seen(1, {
    sortKey: "2026-11-01#SHIPMENT#leafline#s1#linkToken",
    at: lastAt ?? "2026-11-01T14:00:00.000Z",
    tool: "guarded",
    proof: "linkToken",
    provenForExposure: true,
    accessId: `guarded-${lastAt ?? "first"}`,
  })

const stateds = (world: Awaited<ReturnType<typeof statementWorld>>, party = "leafline") =>
  world.told(party).map(({ statement }) => statement)

describe("the log of a day", () => {
  it("has an entry once, as it was at the end of the day, whatever the order and repeats of its changes", async () => {
    const world = await statementWorld()
    await world.disclose(proven())
    await world.disclose(proven("2026-11-01T15:00:00.000Z"))
    await world.logAll([proven(), proven(), seen(9)])
    world.setTime("2026-11-02T01:05:00.000Z")
    await world.make()
    const leaves = await world.leaves("leafline", "2026-11-01")
    expect(leaves.map(({ disclosure }) => disclosure?.lastAt)).toEqual(["2026-11-01T15:00:00.000Z"])
    expect(stateds(world)[0]).toMatchObject({ disclosures: 1, ledger: { size: 1 } })
  })

  it("keeps the newer state when an older one is logged late", async () => {
    const world = await statementWorld()
    await world.disclose(proven())
    const old = world.disclosureLog.rows().find(({ type }) => type === "logged")
    await world.disclose(proven("2026-11-01T15:00:00.000Z"))
    const newer = world.disclosureLog.rows()
    if (old?.type !== "logged") throw new Error("it is logged")
    await world.log.log([old])
    expect(world.disclosureLog.rows()).toEqual(newer)
  })

  it("has what changes later on the day of the change, and names the leaf that it replaces", async () => {
    const world = await statementWorld()
    await world.disclose(proven())
    world.setTime("2026-11-02T01:05:00.000Z")
    await world.make()
    await world.disclose(proven("2026-11-01T15:00:00.000Z"))
    const waiting = await world.desk.proveAccesses("leafline", [proven()])
    world.setTime("2026-11-03T01:05:00.000Z")
    await world.make()

    const [first] = await world.leaves("leafline", "2026-11-01")
    const [second] = await world.leaves("leafline", "2026-11-02")
    expect(second?.disclosure).toMatchObject({
      entry: first?.disclosure?.entry,
      day: "2026-11-02",
      at: "2026-11-01T14:00:00.000Z",
      lastAt: "2026-11-01T15:00:00.000Z",
      replaces: first?.leaf,
    })
    const [one, two] = stateds(world)
    if (one === undefined || two === undefined) throw new Error("there are two")
    expect([one.disclosures, two.disclosures, two.ledger.size]).toEqual([1, 0, 1])
    expect(verifyLeaves(await world.leaves("leafline", "2026-11-01"), one)).toEqual([])
    expect(verifyLeaves(await world.leaves("leafline", "2026-11-02"), two)).toEqual([])

    // Before the second day was closed, the first one proved what the entry was then.
    expect(waiting).toMatchObject([{ state: "included", day: "2026-11-01" }])
    const [proof] = await world.desk.proveAccesses("leafline", [proven()])
    if (proof?.state !== "included") throw new Error("it is included")
    expect(proof.day).toBe("2026-11-02")
    expect(verifyInclusion(proof.disclosure, proof, two)).toBe(true)
  })

  it("proves nothing of today yet, nor of what is not logged", async () => {
    const world = await statementWorld()
    await world.disclosures.append(seen(2))
    await world.disclose(seen(1))
    expect(await world.desk.proveAccesses("leafline", [seen(1), seen(2)])).toEqual([
      { state: "notClosed", day: "2026-11-01" },
      { state: "notLogged" },
    ])
    expect(await world.desk.proveAccesses("maplebooks", [seen(1)])).toEqual([{ state: "notLogged" }])
  })

  it("has of a lookup before the claim the carrier's entry alone", async () => {
    const world = await statementWorld()
    await world.disclose(seen(1, { retailerId: "northpost", shipmentId: undefined }))
    world.setTime("2026-11-02T01:05:00.000Z")
    await world.make()
    expect(stateds(world, "northpost")[0]).toMatchObject({ ledger: { size: 1 }, shared: [] })
    expect(stateds(world)[0]).toMatchObject({ ledger: { size: 0 } })
  })

  it("is closed in parts when it is long, and each leaf leads to the root", async () => {
    const world = await statementWorld()
    const items = Array.from({ length: 4_100 }, (_, number) => seen(number, { at: "2026-11-01T14:00:00.000Z" }))
    await world.disclose(...items)
    world.setTime("2026-11-02T01:05:00.000Z")
    await world.make()
    const [stated] = stateds(world, "northpost")
    if (stated === undefined) throw new Error("there is one")
    expect(stated.ledger.size).toBe(4_100)
    expect(verifyLeaves(await world.leaves("northpost", "2026-11-01", 1_000), stated)).toEqual([])
    const some = items.filter((_, number) => number % 400 === 0)
    for (const proof of await world.desk.proveAccesses("northpost", some)) {
      if (proof.state !== "included") throw new Error("it is included")
      expect(verifyInclusion(proof.disclosure, proof, stated)).toBe(true)
    }
  })
})
