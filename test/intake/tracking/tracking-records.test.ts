import { describe, expect, it } from "@jest/globals"
import { trackingRecords } from "../../../shared/intake/tracking/keep-tracking-records.ts"
import { claimantOf, holds } from "../../../shared/intake/tracking/parcel-claims.ts"
import type { ParcelRow, ShipmentRow, TrackingRow } from "../../../shared/intake/tracking/tracking-record.ts"
import { testKeyedHash } from "../../doubles/keyed-hash.ts"
import { memorySealer } from "../../doubles/sealing.ts"
import { memoryTrackingRecords } from "../../doubles/tracking-records.ts"
import { erasuresContract } from "./erasures.contract.ts"
import { memoryErasures, memoryTrackingRows } from "./memory-stores.ts"
import { aCreation, aRawShipment, leafline, maplebooks, trackingRecordsContract } from "./tracking-records.contract.ts"

const now = () => new Date("2026-11-05T00:00:00Z")
const hashes = testKeyedHash(undefined, now)

erasuresContract("in memory", async () => memoryErasures())
trackingRecordsContract("in memory", async () => {
  const sealer = memorySealer({ now })
  return { records: memoryTrackingRecords({ hashes, sealer, now }), hashes, sealer }
})

const endOfDay = (day: string) => Date.parse(`${day}T00:00:00Z`) / 1000 + 86_400

describe("the expiry of tracking records", () => {
  const progress = (at: string) => ({ status: "in-transit", at }) as const
  const parcel = { carrierId: "northpost", trackingNumber: "NP0001" }
  const expiries = (rows: TrackingRow[]) => [...new Set(rows.map((row) => row.expiresAt))]

  it("is 180 days after the last event of shipment or parcel, for both", async () => {
    const records = memoryTrackingRecords({ hashes, now })
    await records.recordCreation(aCreation(hashes, aRawShipment("X", { trackingNumber: "NP0001" })))
    expect(expiries(records.rows())).toEqual([endOfDay("2027-04-30")])
    await records.recordProgress(parcel, progress("2026-11-03T08:00:00.000Z"))
    expect(expiries(records.rows())).toEqual([endOfDay("2027-05-02")])
  })

  it("is 90 days after delivery, for both", async () => {
    const records = memoryTrackingRecords({ hashes, now })
    await records.recordCreation(aCreation(hashes, aRawShipment("X", { trackingNumber: "NP0001" })))
    await records.recordProgress(parcel, { status: "delivered", at: "2026-11-03T15:00:00.000Z" })
    expect(expiries(records.rows())).toEqual([endOfDay("2027-02-01")])
  })

  it("is the parcel's for every shipment that shares it", async () => {
    const records = memoryTrackingRecords({ hashes, now })
    await records.recordCreation(aCreation(hashes, aRawShipment("Y", { trackingNumber: "NP0002" })))
    await records.recordCreation(aCreation(hashes, aRawShipment("X", { trackingNumber: "NP0001" })))
    await records.recordProgress(parcel, { status: "delivered", at: "2026-11-03T15:00:00.000Z" })
    const claim = { trackingNumber: "NP0002", at: "2026-11-04T00:00:00.000Z", eventKey: "later" }
    const shipment = { retailerId: "leafline", shipmentId: "shp_X" }
    expect(await records.recordNumber(shipment, claim)).toBe("recorded")
    const left = records.rows().filter((row) => row.kind === "parcel" && row.deliveredAt !== undefined)
    expect(expiries(left)).toEqual([endOfDay("2027-02-01")])
    await records.recordProgress({ ...parcel, trackingNumber: "NP0002" }, progress("2026-11-20T15:00:00.000Z"))
    const sharing = records.rows().filter(({ recordId }) => recordId !== left[0]?.recordId)
    expect(sharing).toHaveLength(3)
    expect(expiries(sharing)).toEqual([endOfDay("2027-05-19")])
  })

  it("of a shipment that waits does not move with the parcel, until the carrier names its retailer", async () => {
    const records = memoryTrackingRecords({ hashes, now })
    const created = { trackingNumber: "NP0001", createdAt: "2026-11-01T10:00:00.000Z" }
    await records.recordCreation(aCreation(hashes, aRawShipment("X", created)))
    await records.recordCreation(aCreation(hashes, aRawShipment("Y", created), { retailer: maplebooks }))
    await records.recordProgress(parcel, { status: "delivered", at: "2026-11-03T15:00:00.000Z" })
    const expiryOf = (tag: string) =>
      expiries(records.rows().filter((row) => row.kind === "shipment" && row.shipmentId === `shp_${tag}`))
    expect([expiryOf("X"), expiryOf("Y")]).toEqual([[endOfDay("2027-02-01")], [endOfDay("2027-04-30")]])
    await records.recordShipper(parcel, { retailerId: "maplebooks", at: "2026-11-04T00:00:00.000Z" })
    expect([expiryOf("X"), expiryOf("Y")]).toEqual([[endOfDay("2027-04-30")], [endOfDay("2027-02-01")]])
  })

  it("hides an expired record before its rows are removed", async () => {
    let at = now()
    const records = memoryTrackingRecords({ hashes, now: () => at })
    await records.recordCreation(aCreation(hashes, aRawShipment("X")))
    at = new Date("2027-04-30T23:59:59Z")
    expect(await records.byShipmentId("leafline", "shp_X")).toBeDefined()
    at = new Date("2027-05-01T00:00:00Z")
    expect(await records.byShipmentId("leafline", "shp_X")).toBeUndefined()
  })
})

describe("tracking records through a rotation of the hashing secret", () => {
  const secrets = JSON.stringify({
    activeFrom: { 1: "1970-01-01T00:00:00Z", 2: "2026-11-10T00:00:00Z" },
    1: "the old secret, for tests alone, worth nothing elsewhere",
    2: "the new secret, for tests alone, worth nothing elsewhere",
  })

  it("finds and updates rows of the old version, and recognises repeats", async () => {
    let at = new Date("2026-11-09T00:00:00Z")
    const rotating = testKeyedHash(secrets, () => at)
    const records = memoryTrackingRecords({ hashes: rotating, now: () => at })
    const raw = aRawShipment("OLD1", { trackingNumber: "NPOLD1" })
    await records.recordCreation(aCreation(rotating, raw))
    at = new Date("2026-11-11T00:00:00Z")
    expect(await records.recordCreation(aCreation(rotating, raw))).not.toBe("conflict")
    await records.recordProgress(
      { carrierId: "northpost", trackingNumber: "NPOLD1" },
      { status: "in-transit", at: "2026-11-11T00:00:00.000Z" },
    )
    expect(records.rows().filter((row) => row.kind === "parcel")).toHaveLength(1)
    expect(await records.byOrderReference(leafline, raw.orderReference)).toMatchObject([{ status: "in-transit" }])
  })
})

describe("tracking records over an index that lags behind", () => {
  it("show a shipment nothing of a released parcel, and show the parcel's new shipment only", async () => {
    const rows = memoryTrackingRows()
    const records = trackingRecords({ rows, hashes, sealer: memorySealer({ now }), erased: memoryErasures(), now })
    const raw = aRawShipment("LAG1", { trackingNumber: "NPLAG1" })
    await records.recordCreation(aCreation(hashes, raw))
    await records.recordProgress(
      { carrierId: "northpost", trackingNumber: "NPLAG1" },
      { status: "in-transit", at: "2026-11-02T08:00:00.000Z" },
    )
    const old = rows.rows().filter((row) => row.kind === "shipment")
    const claim = { trackingNumber: "NPLAG2", at: "2026-11-03T00:00:00.000Z", eventKey: "later" }
    await records.recordNumber({ retailerId: "leafline", shipmentId: "shp_LAG1" }, claim)
    await records.recordCreation(
      aCreation(hashes, aRawShipment("LAG2", { trackingNumber: "NPLAG1" }), { retailer: maplebooks }),
    )
    const lagging = trackingRecords({
      rows: { ...rows, shipmentsByOrderReference: async () => old },
      hashes,
      sealer: memorySealer({ now }),
      erased: memoryErasures(),
      now,
    })
    const [shown] = await lagging.byOrderReference(leafline, raw.orderReference)
    expect(shown?.shipmentId).toBe("shp_LAG1")
    expect(shown?.status).toBeUndefined()
    const [found] = await lagging.find([{ by: "trackingNumber", carrierId: "northpost", trackingNumber: "NPLAG1" }])
    expect(found?.map((record) => record.retailerId)).toEqual(["maplebooks"])
  })
})

describe("tracking records in any order of events", () => {
  const at = (hour: number) => `2026-11-02T${String(hour).padStart(2, "0")}:00:00.000Z`
  const shipment = { retailerId: "leafline", shipmentId: "shp_ORDER1" }
  const first = { carrierId: "northpost", trackingNumber: "NPFIRST1" }
  const second = { carrierId: "northpost", trackingNumber: "NPSECOND1" }
  type Records = ReturnType<typeof memoryTrackingRecords>
  const created = (raw: Parameters<typeof aRawShipment>[1]) => (records: Records) =>
    records.recordCreation(aCreation(hashes, aRawShipment("ORDER1", raw)))
  const numbered =
    (trackingNumber: string, hour: number, event = "") =>
    (records: Records) =>
      records.recordNumber(shipment, {
        trackingNumber,
        at: at(hour),
        eventKey: hashes.hash("event-id", "leafline", `number-${hour}${event}`),
      })

  const claimOfMaplebooks = aCreation(hashes, aRawShipment("ORDER2", { trackingNumber: "NPFIRST1" }), {
    retailer: maplebooks,
  })

  const histories = {
    "a number assigned later, and a delivery": [
      created({}),
      numbered("NPFIRST1", 3),
      (records: Records) => records.recordProgress(first, { status: "in-transit", at: at(4) }),
      (records: Records) => records.recordProgress(first, { status: "delivered", at: at(9), signatoryRecorded: true }),
    ],
    "a number that is replaced": [
      created({ trackingNumber: "NPFIRST1" }),
      numbered("NPSECOND1", 5),
      (records: Records) => records.recordProgress(first, { status: "exception", at: at(4) }),
      (records: Records) => records.recordProgress(second, { status: "out-for-delivery", at: at(8) }),
      (records: Records) => records.recordCancellation(shipment, at(6)),
    ],
    "a number that is replaced before anybody has seen a parcel": [
      created({}),
      numbered("NPFIRST1", 3),
      numbered("NPSECOND1", 5),
      numbered("NPTHIRD1", 4),
    ],
    "two numbers assigned at the same time": [
      created({}),
      numbered("NPFIRST1", 3, "a"),
      numbered("NPSECOND1", 3, "b"),
      numbered("NPTHIRD1", 3, "c"),
    ],
    "two retailers that claim one number, which the carrier decides": [
      created({ trackingNumber: "NPFIRST1" }),
      (records: Records) => records.recordCreation(claimOfMaplebooks),
      (records: Records) => records.recordProgress(first, { status: "delivered", at: at(9) }),
      (records: Records) => records.recordShipper(first, { retailerId: "maplebooks", at: at(2) }),
      numbered("NPSECOND1", 5),
    ],
    "a carrier that corrects the shipper": [
      created({ trackingNumber: "NPFIRST1" }),
      (records: Records) => records.recordCreation(claimOfMaplebooks),
      (records: Records) => records.recordShipper(first, { retailerId: "maplebooks", at: at(2) }),
      (records: Records) => records.recordShipper(first, { retailerId: "leafline", at: at(3) }),
      (records: Records) => records.recordProgress(first, { status: "in-transit", at: at(4) }),
    ],
    "two cancellations": [
      created({}),
      (records: Records) => records.recordCancellation(shipment, at(6)),
      (records: Records) => records.recordCancellation(shipment, at(7)),
    ],
    "two deliveries and a return": [
      created({ trackingNumber: "NPFIRST1" }),
      (records: Records) => records.recordProgress(first, { status: "delivered", at: at(9) }),
      (records: Records) => records.recordProgress(first, { status: "delivered", at: at(8), signatoryRecorded: true }),
      (records: Records) => records.recordProgress(first, { status: "returned", at: at(12) }),
      (records: Records) => records.recordProgress(first, { status: "pre-transit", at: at(14) }),
    ],
  }

  it.each(Object.entries(histories))("end the same after %s, also with repeats", async (_what, history) => {
    const outcomes = new Set<string>()
    for (const order of permutations(history)) {
      const records = memoryTrackingRecords({ hashes, now })
      for (const event of order) await event(records)
      for (const event of [...order].reverse()) await event(records)
      outcomes.add(JSON.stringify(comparable(records.rows())))
      checkClaims(records.rows())
    }
    expect([...outcomes]).toHaveLength(1)
  })
})

/** A shipment names a parcel if and only if the parcel's claims name the shipment, and has it if its retailer does. */
function checkClaims(rows: readonly TrackingRow[]): void {
  const shipments = rows.filter((row): row is ShipmentRow => row.kind === "shipment")
  const parcels = rows.filter((row): row is ParcelRow => row.kind === "parcel")
  const named = shipments.flatMap(({ recordId, parcelId, waitsFor }) => [
    ...(parcelId === undefined ? [] : [["has", parcelId, recordId]]),
    ...(waitsFor === undefined ? [] : [["waits for", waitsFor, recordId]]),
  ])
  const claimed = parcels.flatMap((parcel) =>
    parcel.claims.map((claim) => [holds(claim, parcel) ? "has" : "waits for", parcel.recordId, claimantOf(claim)]),
  )
  expect(named.sort()).toEqual(claimed.sort())
}

function comparable(rows: readonly TrackingRow[]) {
  const unlike = new Set(["revision", "sealedTrackingNumber", "sealedOrderReference"])
  const strip = (value: unknown): unknown =>
    Array.isArray(value)
      ? value.map((entry) => JSON.stringify(strip(entry))).sort()
      : typeof value === "object" && value !== null
        ? Object.entries(value)
            .filter(([name]) => !unlike.has(name))
            .map(([name, inner]) => [name, strip(inner)])
            .sort()
        : value
  return rows
    .map(strip)
    .map((row) => JSON.stringify(row))
    .sort()
}

function* permutations<Item>(items: readonly Item[]): Generator<Item[]> {
  if (items.length === 0) yield []
  for (const [index, item] of items.entries())
    for (const rest of permutations(items.toSpliced(index, 1))) yield [item, ...rest]
}
