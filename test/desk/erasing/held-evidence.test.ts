import { describe, expect, it } from "@jest/globals"
import { shipmentErased } from "../../../shared/base/contracts/shipment-erased.ts"
import { assessmentSchema } from "../../../shared/desk/assessment.ts"
import type { PartyRow } from "../../../shared/desk/cases/case-rows.ts"
import { keptTime, makeFindEvidence } from "../../../shared/desk/erasing/held-evidence.ts"
import { lawCatalogue } from "../../../shared/desk/law/catalogue.ts"
import { parcelIdsOf } from "../../../shared/intake/tracking/parcel-ids.ts"
import { recordTraces } from "../../../shared/intake/tracking/record-traces.ts"
import {
  type ErasureWorld,
  erasureWorld,
  proven,
  sweepLater,
  tracesIn,
  untilHandled,
} from "../../intake/erasures/erasure-world.ts"
import { aliasIn, partyIn, seen, shipParcel, soleCase, walkAnomaly } from "../breach-world.ts"

const minutes = 60

/** That a law does not bind. */
const anAssessment = (law: string) =>
  assessmentSchema.parse({
    law,
    met: "no",
    reasons: ["lawDoesNotBind"],
    assessedBy: "privacy officer",
    assessedAt: "2026-11-02T14:10:00.000Z",
  })

describe("a closed case keeps its record of a shipment", () => {
  const closedAt = "2026-11-01T14:10:00.000Z"
  const named = (id: string) => lawCatalogue.filter((law) => law.id === id)

  it("as long as the law of its parties that asks for the longest time", () => {
    const laws = [...named("ca-pipeda"), ...named("ca-privacy-act"), ...named("eu-gdpr")]
    expect(keptTime(laws, closedAt)).toEqual({ reason: "keptCase", until: "2031-11-01T14:10:00.000Z" })
  })

  it.each([
    ["a law that asks for a record and names no time", named("eu-gdpr")],
    ["no law", []],
  ])("for two years by the exchange's own choice under %s (promise: evidence-held-by-law)", (_, laws) => {
    expect(keptTime(laws, closedAt)).toEqual({ reason: "keptCaseWithoutTerm", until: "2028-11-01T14:10:00.000Z" })
  })
})

describe("what a case holds of an erased shipment", () => {
  async function walked(retailerId = "leafline", options: Parameters<typeof erasureWorld>[0] = {}) {
    const world = erasureWorld(options)
    for (const number of [1, 2, 3]) {
      await shipParcel(world, retailerId, number)
      await world.disclosures.append(seen(number, { retailerId }))
      await world.disclosures.append(proven(number, { retailerId }))
    }
    await world.anomalies.raise(walkAnomaly({ retailerId }))
    await world.settle()
    return world
  }

  /** Closes the one case, as its parties would. */
  async function close(world: ErasureWorld, state: "closed" | "falseAlarm" = "closed"): Promise<void> {
    const row = soleCase(world)
    const closedAt = world.clock().toISOString()
    const closed = { ...row, version: row.version + 1, state, closedAt, partyId: "hub#closed" } as const
    expect(await world.cases.commit({ case: closed, items: [], pointers: [] })).toBe("committed")
  }

  it("stays while the case is open, with the lookups that it may count; the customer's own lookups go (promise: evidence-held-by-law)", async () => {
    const world = await walked()
    // Of somebody else, whom the open case may still count.
    await world.disclosures.append(seen(2, { subject: "subject#stranger", network: "network#elsewhere" }))
    // A later finding may void a postal code as a proof.
    await world.disclosures.append(proven(2, { proof: "postalCode", subject: "subject#neighbour" }))
    const evidence = JSON.stringify(world.cases.rows())
    await world.request("s2")
    expect(JSON.stringify(world.cases.rows())).toBe(evidence)
    expect(await world.records.byShipmentId("leafline", "s2")).toBeUndefined()
    const left = world.disclosures.rows().filter(({ shipmentId }) => shipmentId === "s2")
    expect(left.map(({ proof }) => proof)).toEqual(["none", "none", "postalCode"])
    const caseAlias = aliasIn(world, soleCase(world), "leafline")
    const because = [{ reason: "openCase", caseAlias }]
    expect(world.exchange.published(shipmentErased).map(({ data }) => data.held)).toEqual([
      [
        { part: "ledgerEntries", count: 3, because },
        { part: "caseEvidence", count: 2, because },
      ],
    ])
  })

  it("goes with a case that is closed as a false alarm, and the retailer is told so as it was told the first time", async () => {
    const world = await walked()
    await world.request("s2")
    await sweepLater(world)
    await close(world, "falseAlarm")
    world.passSeconds(25 * 60 * minutes)
    await world.sweep()
    expect(tracesIn(world, "s2")).toEqual([])
    expect(tracesIn(world, "s1")).not.toEqual([])
    const told = world.exchange.published(shipmentErased)
    expect(told.at(-1)?.data).toEqual({ ...told[0]?.data, held: [] })
    expect(new Set(told.map(({ metadata }) => metadata.id)).size).toBe(2)
    await sweepLater(world)
    expect(await sweepLater(world).then(() => world.sweep())).toBe(0)
  })

  it("goes with the note by which a case finds who claims a parcel that nobody had claimed", async () => {
    const world = erasureWorld()
    const [parcelId = ""] = parcelIdsOf(world.hashes, "northpost", "NP000001CA")
    const { shipmentId: _, ...unclaimed } = seen(1, { recordId: parcelId, retailerId: "northpost" })
    await world.disclosures.append(unclaimed)
    for (const number of [2, 3]) await world.disclosures.append(seen(number))
    await world.anomalies.raise(walkAnomaly())
    await world.settle()
    expect(world.cases.rows().filter(({ type }) => type === "unclaimed")).toHaveLength(1)
    await shipParcel(world, "leafline", 1)
    await close(world, "falseAlarm")
    await world.request("s1")
    expect(world.cases.rows().filter(({ type }) => type === "unclaimed")).toEqual([])
    // What stays says that some case counted this number once. Others may have to look for it.
    const left = tracesIn(world, "s1").filter((row) => !row.includes('"sk":"COUNTED"'))
    expect(left).toEqual([])
  })

  it("is nothing if the case was closed as a false alarm before", async () => {
    const world = await walked()
    await close(world, "falseAlarm")
    await world.request("s2")
    expect(tracesIn(world, "s2")).toEqual([])
    expect(world.exchange.published(shipmentErased)[0]?.data.held).toEqual([])
  })

  it("is the case alone once it is closed, until the longest time ends for which a law of a party asks for a record (promise: evidence-held-by-law)", async () => {
    // PIPEDA, which binds the retailer, asks for 24 months. The policy that binds the carrier asks for 60.
    const world = await walked("maplebooks")
    await world.request("s2", { by: "maplebooks" })
    const caseAlias = aliasIn(world, soleCase(world), "maplebooks")
    await close(world)
    world.passSeconds(25 * 60 * minutes)
    await world.sweep()
    expect(world.disclosures.rows().filter(({ shipmentId }) => shipmentId === "s2")).toEqual([])
    const until = "2031-11-01T14:10:00.000Z"
    const held = { part: "caseEvidence", count: 2, until, because: [{ reason: "keptCase", until, caseAlias }] }
    expect(world.exchange.published(shipmentErased, "maplebooks").at(-1)?.data.held).toEqual([held])
    await sweepLater(world)
    world.passSeconds(25 * 60 * minutes)
    expect(await world.sweep()).toBe(0)
    expect(tracesIn(world, "s2")).not.toEqual([])
  })

  it("is kept as a law of where people live asks, unless the party says that it does not bind", async () => {
    const world = await walked("maplebooks")
    await close(world)
    // No law of the catalogue that binds by where people live asks for a record.
    const section = { en: "s. 1", fr: "art. 1" }
    const retention = { kind: "atLeast", months: 84, from: "determination", section } as const
    const laws = lawCatalogue.map((law) =>
      law.id === "us-ca-civil-1798-82" ? { ...law, rules: law.rules.map((rule) => ({ ...rule, retention })) } : law,
    )
    const findEvidence = makeFindEvidence({ cases: world.cases, laws, parties: world.directory, clock: world.clock })
    const untilOf = async (change: Partial<PartyRow>) => {
      const { version, ...row } = soleCase(world)
      const own = { ...partyIn(world, "maplebooks"), ...change }
      const changed = { case: { ...row, version: version + 1 }, items: [own], pointers: [] }
      expect(await world.cases.commit(changed)).toBe("committed")
      const [{ recordId } = { recordId: "" }] = world.rowsOf("affected")
      const shipment = { retailerId: "maplebooks", traces: recordTraces.parse({}), recordIds: [recordId] }
      return (await findEvidence(shipment, [])).ofCases.because.map(({ until }) => until)
    }
    expect(await untilOf({ shipmentsByRegion: { "CA-ON": 3 } })).toEqual(["2031-11-01T14:10:00.000Z"])
    expect(await untilOf({ shipmentsByRegion: { "CA-ON": 2, "US-CA": 1 } })).toEqual(["2033-11-01T14:10:00.000Z"])
    const assessments = { "us-ca-civil-1798-82#no-test": anAssessment("us-ca-civil-1798-82") }
    expect(await untilOf({ assessments })).toEqual(["2031-11-01T14:10:00.000Z"])
  })

  it("ends by itself when that time is over, and the retailer is told so", async () => {
    const world = await walked("maplebooks")
    await world.request("s2", { by: "maplebooks" })
    await close(world)
    await sweepLater(world)
    await sweepLater(world)
    world.passSeconds(5 * 366 * 24 * 60 * minutes)
    await world.sweep()
    expect(tracesIn(world, "s2")).toEqual([])
    expect(world.exchange.published(shipmentErased, "maplebooks").at(-1)?.data.held).toEqual([])
    await sweepLater(world)
    expect(await world.sweep()).toBe(0)
  })

  it("ends in whatever pass it crashes, and is told under one id", async () => {
    for (let crashAt = 1; ; crashAt++) {
      let effects = 0
      let isArmed = false
      const interrupt = async () => {
        if (isArmed && ++effects === crashAt) throw new Error("crash")
      }
      const world = await walked("leafline", { interrupt })
      await world.request("s2")
      await close(world, "falseAlarm")
      world.passSeconds(25 * 60 * minutes)
      isArmed = true
      await untilHandled(() => world.sweep())
      isArmed = false
      expect(tracesIn(world, "s2")).toEqual([])
      const told = world.exchange.published(shipmentErased)
      expect(new Set(told.map(({ metadata }) => metadata.id)).size).toBe(2)
      const erasure = world.erasures.rows().find(({ kind }) => kind === "shipment")
      expect(erasure).toMatchObject({ held: [], removed: { shipment: 1, ledgerEntries: 2, caseEvidence: 2 } })
      if (effects < crashAt) {
        expect(crashAt).toBeGreaterThan(10)
        return
      }
    }
  })

  it("are the lookups of somebody an open case is about, even before the case has counted them", async () => {
    const world = await walked()
    await shipParcel(world, "leafline", 9)
    await world.disclosures.append(seen(9))
    await world.request("s9")
    expect(world.disclosures.rows().filter(({ shipmentId }) => shipmentId === "s9")).toHaveLength(1)
    expect(world.exchange.published(shipmentErased)[0]?.data.held).toEqual([
      { part: "ledgerEntries", count: 1, because: [{ reason: "openCase" }] },
    ])
  })
})
