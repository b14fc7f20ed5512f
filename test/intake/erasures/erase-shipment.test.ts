import { describe, expect, it } from "@jest/globals"
import { causeLimit, erasurePart, heldPart } from "../../../shared/base/contracts/part-of-erasure.ts"
import { parcelErased, shipmentErased } from "../../../shared/base/contracts/shipment-erased.ts"
import { erasureKeysOfRow } from "../../../shared/intake/erasures/erased-row.ts"
import { heldPartsOf } from "../../../shared/intake/erasures/erasure-parts.ts"
import { parcelIdsOf } from "../../../shared/intake/tracking/parcel-ids.ts"
import { encodeContact } from "../../../shared/watch/detection/profiles/profile-encoding.ts"
import { closeDay } from "../../../shared/watch/lookups/log/close-day.ts"
import { leavesOfDay } from "../../../shared/watch/lookups/log/leaves-of-day.ts"
import { makeLogDisclosures } from "../../../shared/watch/lookups/log/log-disclosures.ts"
import { seen, shipParcel, walkAnomaly } from "../../desk/breach-world.ts"
import { type ErasureWorld, erasureWorld, proven, sweepLater, tracesIn, untilHandled } from "./erasure-world.ts"

/** Logs all that the ledger has. */
async function logAll({ disclosures, disclosureLog: log, hashes, clock }: ErasureWorld): Promise<void> {
  await makeLogDisclosures({ disclosures, log, hashes, clock })(disclosures.rows())
}

/** What the profile of a visitor has of a lookup of one shipment. */
function contactWith({ hashes }: ErasureWorld, number: number) {
  const of = { at: 1_793_000_000, retailer: 1, series: 1, ordinal: null, deliveryPoint: 7, subject: null }
  const tag = hashes.referenceTag("leafline", `leafline#key-${number}`)
  return encodeContact({ ...of, tag, outcome: "hit", proof: "strong", history: "known" }, "accessor")
}

describe("erasing a shipment", () => {
  it("removes it from all tables, with its parcel and its lookups, and leaves the others (promise: erasure-removes-shipment)", async () => {
    const world = erasureWorld()
    for (const number of [1, 2]) {
      await shipParcel(world, "leafline", number)
      await world.disclosures.append(proven(number))
    }
    await world.disclosures.append(seen(1, { recordId: parcelIdsOf(world.hashes, "northpost", "NP000001CA")[0] ?? "" }))
    await logAll(world)
    expect(tracesIn(world, "s1").filter((row) => row.includes('"logged"'))).toHaveLength(2)
    expect(await world.request("s1")).toBe("erased")
    expect(tracesIn(world, "s1")).toEqual([])
    expect(await world.records.byTrackingNumber("northpost", "NP000001CA")).toBeUndefined()
    expect(await world.records.byShipmentId("leafline", "s2")).toBeDefined()
    expect(world.disclosures.rows().map(({ shipmentId }) => shipmentId)).toEqual(["s2"])
  })

  it("finds each part of a receipt that is not the record itself", async () => {
    const { parts } = await erasureWorld().findParts({ retailerId: "leafline", traces: {}, recordIds: [] })
    expect(["shipment", "parcel", ...parts.map(({ part }) => part)].sort()).toEqual([...erasurePart.options].sort())
  })

  it("leaves the leaves of a closed day as they are, without what they stood for", async () => {
    const world = erasureWorld()
    for (const number of [1, 2]) {
      await shipParcel(world, "leafline", number)
      await world.disclosures.append(proven(number))
    }
    await logAll(world)
    const { clock, disclosureLog: log, hashes } = world
    const closed = await closeDay({ log, hashes, clock }, { party: "leafline", day: "2026-11-01" })
    const before = await leavesOfDay({ log, hashes }, closed, { from: 0, limit: 9 })
    await world.request("s1")
    const after = await leavesOfDay({ log, hashes }, closed, { from: 0, limit: 9 })
    expect(after.map(({ leaf }) => leaf)).toEqual(before.map(({ leaf }) => leaf))
    expect(before.map(({ disclosure }) => disclosure?.shipmentId).sort()).toEqual(["s1", "s2"])
    expect(after.flatMap(({ disclosure }) => disclosure?.shipmentId ?? [])).toEqual(["s2"])
  })

  it("leaves logs and profiles what a case holds, and tells the retailer how much that is", async () => {
    const world = erasureWorld()
    await shipParcel(world, "leafline", 1)
    await world.disclosures.append(seen(1))
    const { subject } = seen(1)
    await world.profiles.record(subject, contactWith(world, 1), 1_900_000_000)
    await logAll(world)
    await world.anomalies.raise(walkAnomaly())
    await world.settle()
    await world.request("s1")
    expect(world.disclosures.rows()).toHaveLength(1)
    expect(world.disclosureLog.rows().filter(({ type }) => type === "logged")).toHaveLength(1)
    expect((await world.profiles.read(subject)).attributes).toHaveLength(1)
    const [told] = world.exchange.published(shipmentErased, "leafline")
    expect(Object.fromEntries(told?.data.held.map(({ part, count }) => [part, count]) ?? [])).toEqual({
      ledgerEntries: 1,
      logEntries: 1,
      accessProfileEntries: 1,
      caseEvidence: 2,
    })
  })

  it("tells the retailer what it erased, and the carrier its number alone, once for all repeats", async () => {
    const world = erasureWorld()
    await shipParcel(world, "leafline", 1)
    for (const id of ["erase-1", "erase-1", "erase-2"]) await world.request("s1", { id })
    await sweepLater(world)
    const toRetailer = world.exchange.published(shipmentErased, "leafline")
    expect(new Set(toRetailer.map(({ metadata }) => metadata.id)).size).toBe(1)
    const erasureId = world.erasures.rows().find(({ kind }) => kind === "shipment")?.erasureKey
    const erasedAt = "2026-11-01T14:10:00.000Z"
    expect(toRetailer[0]?.data).toEqual({ shipmentId: "s1", erasureId, erasedAt, wasKnown: true, held: [] })
    const toCarrier = world.exchange.published(parcelErased, "northpost")
    expect(toCarrier.map(({ data }) => data)).toEqual([{ trackingNumber: "NP000001CA", erasedAt }])
  })

  it("leaves a parcel to the other shipments that share it, and says nothing to the carrier", async () => {
    const world = erasureWorld()
    await shipParcel(world, "leafline", 1)
    await shipParcel(world, "leafline", 2, { numbered: false })
    const number = { trackingNumber: "NP000001CA", at: "2026-10-30T11:00:00.000Z", eventKey: "shares" }
    await world.records.recordNumber({ retailerId: "leafline", shipmentId: "s2" }, number)
    await world.request("s1")
    expect(await world.records.byTrackingNumber("northpost", "NP000001CA")).toMatchObject({ shipmentId: "s2" })
    expect(world.exchange.published(parcelErased)).toEqual([])
    const progress = { status: "in-transit", at: "2026-11-01T15:00:00.000Z" } as const
    const parcel = { carrierId: "northpost", trackingNumber: "NP000001CA" }
    expect(await world.records.recordProgress(parcel, progress)).toBe("recorded")
  })

  it("leaves a parcel that the carrier gave to another retailer", async () => {
    const world = erasureWorld()
    await shipParcel(world, "leafline", 1)
    const parcel = { carrierId: "northpost", trackingNumber: "NP000001CA" }
    const at = "2026-11-01T13:00:00.000Z"
    await world.records.recordShipper(parcel, { retailerId: "maplebooks", at })
    await world.records.recordProgress(parcel, { status: "in-transit", at })
    await world.request("s1")
    expect(world.records.rows()).toMatchObject([{ kind: "parcel", claims: [], status: "in-transit" }])
  })

  it("does not touch a shipment of another retailer with the same id", async () => {
    const world = erasureWorld()
    await shipParcel(world, "maplebooks", 1)
    await world.request("s1")
    expect(await world.records.byShipmentId("maplebooks", "s1")).toBeDefined()
  })

  it("is refused to a carrier", async () => {
    const world = erasureWorld()
    expect(await world.request("s1", { by: "northpost" })).toMatchObject({ outcome: "rejected" })
    expect(world.erasures.rows()).toEqual([])
  })

  it("forgets the shipment in the profiles of those who saw it, and nothing else of them", async () => {
    const world = erasureWorld()
    await shipParcel(world, "leafline", 1)
    await world.disclosures.append(proven(1))
    const [own, other] = [contactWith(world, 1), contactWith(world, 2)]
    for (const key of ["subject#customer-1", "network#home-of-walker", "subject#somebody"])
      for (const entry of [own, other]) await world.profiles.record(key, entry, 1_900_000_000)
    await world.request("s1")
    const left = async (key: string) => (await world.profiles.read(key)).attributes.map(({ name }) => name)
    expect(await left("subject#customer-1")).toEqual([other.name])
    expect(await left("network#home-of-walker")).toEqual([other.name])
    expect(await left("subject#somebody")).toEqual([own.name, other.name])
  })

  it("removes what a function wrote that had read the shipment before", async () => {
    const world = erasureWorld()
    await shipParcel(world, "leafline", 1)
    await world.request("s1")
    await world.disclosures.append(proven(1))
    expect(await world.sweep()).toBe(0)
    await sweepLater(world)
    expect(world.disclosures.rows()).toEqual([])
    expect(await sweepLater(world).then(() => world.sweep())).toBe(0)
  })
})

describe("what a function writes that had read the shipment before it was erased", () => {
  it("is removed after a quarter of an hour, although there was nothing to remove at first", async () => {
    const world = erasureWorld()
    await world.request("s1")
    await world.disclosures.append(proven(1))
    await sweepLater(world)
    expect(world.disclosures.rows()).toEqual([])
  })

  it("is removed after a quarter of an hour, although a case holds the rest for longer", async () => {
    const world = erasureWorld()
    await shipParcel(world, "leafline", 1)
    await world.disclosures.append(seen(1))
    await world.anomalies.raise(walkAnomaly())
    await world.settle()
    await world.request("s1")
    await world.disclosures.append(proven(1))
    await sweepLater(world)
    expect(world.disclosures.rows().map(({ proof }) => proof)).toEqual(["none"])
  })
})

describe("a part that very many cases hold", () => {
  it("names as many of them as an event may, and stays until the last of all lets go", () => {
    const until = (day: number) => new Date(Date.UTC(2030, 0, day)).toISOString()
    const because = Array.from({ length: causeLimit + 1 }, (_, day) => ({
      reason: "keptCase" as const,
      until: until(day),
    }))
    const [part] = heldPartsOf([{ part: "caseEvidence", removing: 0, held: 500, because, remove: async () => {} }])
    expect(part?.because).toHaveLength(causeLimit)
    expect(part?.until).toBe(until(causeLimit))
    expect(heldPart.safeParse(part).success).toBe(true)
  })
})

describe("late events of an erased shipment", () => {
  it("change nothing: neither its creation and number nor its parcel's progress", async () => {
    const world = erasureWorld()
    await shipParcel(world, "leafline", 1)
    await world.request("s1")
    await shipParcel(world, "leafline", 1)
    const parcel = { carrierId: "northpost", trackingNumber: "NP000001CA" }
    const at = "2026-11-01T13:00:00.000Z"
    expect(await world.records.recordProgress(parcel, { status: "delivered", at })).toBe("erased")
    expect(await world.records.recordShipper(parcel, { retailerId: "leafline", at })).toBe("erased")
    expect(world.records.rows()).toEqual([])
  })

  it("change nothing either when the request came before all of them", async () => {
    const world = erasureWorld()
    await world.request("s1")
    await shipParcel(world, "leafline", 1)
    expect(world.records.rows()).toEqual([])
  })

  it("do not keep another shipment from the carrier's next parcel of that number", async () => {
    const world = erasureWorld()
    await shipParcel(world, "leafline", 1)
    await world.request("s1")
    await shipParcel(world, "maplebooks", 1)
    const parcel = { carrierId: "northpost", trackingNumber: "NP000001CA" }
    const progress = { status: "in-transit", at: "2026-11-02T13:00:00.000Z" } as const
    expect(await world.records.recordProgress(parcel, progress)).toBe("recorded")
    expect(await world.records.byTrackingNumber("northpost", "NP000001CA")).toMatchObject({ retailerId: "maplebooks" })
  })
})

describe("an erasure that crashes", () => {
  it("at any await, ends as if it had not, and answers under one id", async () => {
    for (let crashAt = 1; ; crashAt++) {
      let effects = 0
      let isArmed = false
      const interrupt = async () => {
        if (isArmed && ++effects === crashAt) throw new Error("crash")
      }
      const world = erasureWorld({ interrupt })
      await shipParcel(world, "leafline", 1)
      await world.disclosures.append(proven(1))
      await world.profiles.record("subject#customer-1", contactWith(world, 1), 1_900_000_000)
      isArmed = true
      await untilHandled(() => world.request("s1"))
      await untilHandled(() => sweepLater(world))
      isArmed = false
      expect(tracesIn(world, "s1")).toEqual([])
      expect((await world.profiles.read("subject#customer-1")).attributes).toEqual([])
      for (const contract of [shipmentErased, parcelErased]) {
        const ids = new Set(world.exchange.published(contract).map(({ metadata }) => metadata.id))
        expect(ids.size).toBe(1)
      }
      if (effects < crashAt) {
        expect(crashAt).toBeGreaterThan(20)
        return
      }
    }
  })
})

describe("a restored table", () => {
  it("gives no row of an erased shipment back: neither its record and parcel nor its lookups", async () => {
    const world = erasureWorld()
    const [parcelId = ""] = parcelIdsOf(world.hashes, "northpost", "NP000001CA")
    for (const number of [1, 2]) {
      await shipParcel(world, "leafline", number)
      await world.disclosures.append(proven(number))
    }
    await world.disclosures.append(proven(1, { recordId: parcelId }))
    await world.disclosures.append(proven(1, { recordId: "REFERENCE#northpost#leafline#key-1" }))
    const restored = [...world.records.rows(), ...world.disclosures.rows()]
    await world.request("s1")
    const kept: unknown[] = []
    for (const row of restored) {
      const keys = erasureKeysOfRow(world.hashes, row)
      const erased = await world.erasures.among(keys)
      if (keys.some((key) => !erased.has(key))) kept.push(row)
    }
    expect(kept).toEqual([...world.records.rows(), ...world.disclosures.rows()])
    expect(kept).toHaveLength(3)
  })

  it("gives back a parcel that another shipment has claimed since", async () => {
    const world = erasureWorld()
    await shipParcel(world, "leafline", 1)
    await world.request("s1")
    await shipParcel(world, "maplebooks", 1)
    const parcel = world.records.rows().find(({ kind }) => kind === "parcel")
    const keys = erasureKeysOfRow(world.hashes, parcel)
    expect(await world.erasures.among(keys)).toEqual(new Set(keys.slice(0, 1)))
    expect(keys).toHaveLength(2)
  })

  it("holds nothing of other tables by an erasure", () => {
    expect(erasureKeysOfRow(erasureWorld().hashes, { pk: "CASE#1", sk: "CASE" })).toEqual([])
  })
})
