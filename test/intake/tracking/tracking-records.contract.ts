import { describe, expect, it } from "@jest/globals"
import type { KeyedHash } from "../../../shared/base/keyed-hash/keyed-hash.ts"
import type { Sealer } from "../../../shared/base/platform/sealing.ts"
import {
  orderReferenceKeys,
  provesHouse,
  provesPostalCode,
  unsealOrderReference,
  unsealTrackingNumber,
} from "../../../shared/intake/tracking/record-proofs.ts"
import { contentParts, type RawShipment, redactShipment } from "../../../shared/intake/tracking/redaction.ts"
import type { CreationEvent, TrackingRecords } from "../../../shared/intake/tracking/tracking-records.ts"

/** A store with its hashes and its sealer. */
export type RecordsUnderTest = { records: TrackingRecords; hashes: KeyedHash; sealer: Sealer }

const format = { prefix: "LL-", digits: 7, checkDigit: "none" } as const
export const leafline = { id: "leafline", referenceFormat: format }
export const maplebooks = { id: "maplebooks" }

/** A shipment as a retailer publishes it. `tag` (capitals and digits) separates tests that share a table. */
export function aRawShipment(tag: string, change: Partial<RawShipment> = {}): RawShipment {
  return {
    shipmentId: `shp_${tag}`,
    orderReference: `ORDER ${tag}`,
    carrierId: "northpost",
    recipient: { postalCode: "M5V 3L9", country: "CA", addressLine: "1 Yonge Street" },
    createdAt: "2026-11-01T10:00:00.000Z",
    ...change,
  }
}

/** `ShipmentCreated` in the form that the store receives. */
export function aCreation(
  hashes: KeyedHash,
  raw: RawShipment,
  {
    retailer = leafline,
    eventId = "created-1",
    occurredAt = raw.createdAt,
  }: { retailer?: { id: string; referenceFormat?: typeof format }; eventId?: string; occurredAt?: string } = {},
): CreationEvent {
  const shipment = redactShipment(raw, retailer, hashes)
  return {
    shipment,
    occurredAt,
    eventKey: hashes.hash("event-id", retailer.id, eventId),
    orderReference: raw.orderReference,
    trackingNumber: raw.trackingNumber,
    repeats: (known) =>
      hashes.hashes("event-id", retailer.id, eventId).includes(known.eventKey) ||
      hashes.hashes("shipment-content", ...contentParts(shipment.key.recordId, raw)).includes(known.contentKey),
  }
}

/** What every store of tracking records must do. */
export function trackingRecordsContract(where: string, make: () => Promise<RecordsUnderTest>): void {
  describe(`tracking records ${where}`, () => {
    const ofLeafline = (tag: string) => ({ retailerId: "leafline", shipmentId: `shp_${tag}` })
    const parcel = (tag: string) => ({ carrierId: "northpost", trackingNumber: `NP${tag}` })
    const number = (
      hashes: KeyedHash,
      trackingNumber: string,
      at = "2026-11-01T11:00:00.000Z",
      eventId = "number-1",
    ) => ({
      trackingNumber,
      at,
      eventKey: hashes.hash("event-id", "leafline", eventId),
    })

    it("finds a shipment by each of its references, and seals the values that must be read again", async () => {
      const { records, hashes, sealer } = await make()
      const tag = "FIND1"
      const linkTokenDigest = "n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg"
      const raw = aRawShipment(tag, { orderReference: "LL-0000001", trackingNumber: `NP${tag}`, linkTokenDigest })
      expect(await records.recordCreation(aCreation(hashes, raw))).toBe("recorded")
      await records.recordProgress(parcel(tag), { status: "in-transit", at: "2026-11-02T08:00:00.000Z" })

      const record = await records.byShipmentId("leafline", `shp_${tag}`)
      expect(record).toMatchObject({
        recordId: `SHIPMENT#leafline#shp_${tag}`,
        retailerId: "leafline",
        shipmentId: `shp_${tag}`,
        carrierId: "northpost",
        createdAt: "2026-11-01T10:00:00.000Z",
        status: "in-transit",
        statusAt: "2026-11-02T08:00:00.000Z",
        signatoryRecorded: false,
        ordinal: hashes.blindOrdinal("leafline", 1),
        orderReferenceKey: orderReferenceKeys(hashes, leafline, "LL-0000001")[0],
      })
      expect(await records.byTrackingNumber("northpost", `np-${tag.toLowerCase()}`)).toEqual(record)
      expect(await records.byOrderReference(leafline, " ll0000001 ")).toEqual([record])
      expect(await records.byLinkDigest(linkTokenDigest)).toEqual(record)
      if (record === undefined) throw new Error("not found")
      expect(await unsealOrderReference(sealer, record)).toBe("LL-0000001")
      expect(await unsealTrackingNumber(sealer, record)).toBe(`NP${tag}`)
      expect(provesPostalCode(hashes, record, "m5v3l9")).toBe(true)
      expect(provesPostalCode(hashes, record, "M5V 3L8")).toBe(false)
      expect(provesHouse(hashes, record, { postalCode: "m5v3l9", houseNumber: "1" })).toBe(true)
      expect(provesHouse(hashes, record, { postalCode: "m5v3l9", houseNumber: "2" })).toBe(false)
    })

    it("finds no record by an unknown reference or for another retailer or carrier", async () => {
      const { records, hashes } = await make()
      const raw = aRawShipment("NONE1", { trackingNumber: "NPNONE1" })
      await records.recordCreation(aCreation(hashes, raw))
      expect(await records.byShipmentId("maplebooks", "shp_NONE1")).toBeUndefined()
      expect(await records.byOrderReference(maplebooks, raw.orderReference)).toEqual([])
      expect(await records.byTrackingNumber("southpost", "NPNONE1")).toBeUndefined()
      expect(await records.byLinkDigest("b".repeat(43))).toBeUndefined()
    })

    it("finds many references at once and answers in their order", async () => {
      const { records, hashes } = await make()
      for (const tag of ["MANY1", "MANY2"])
        await records.recordCreation(aCreation(hashes, aRawShipment(tag, { trackingNumber: `NP${tag}` })))
      const found = await records.find([
        { by: "trackingNumber", carrierId: "northpost", trackingNumber: "NPMANY2" },
        { by: "orderReference", retailer: leafline, orderReference: "order many1" },
        { by: "trackingNumber", carrierId: "northpost", trackingNumber: "NPMANY0" },
        { by: "recordId", recordId: "SHIPMENT#leafline#shp_MANY1" },
        { by: "trackingNumber", carrierId: "northpost", trackingNumber: "NPMANY2" },
      ])
      expect(found.map((records) => records.map((record) => record.shipmentId))).toEqual([
        ["shp_MANY2"],
        ["shp_MANY1"],
        [],
        ["shp_MANY1"],
        ["shp_MANY2"],
      ])
    })

    it("finds every parcel of an order, the earliest first", async () => {
      const { records, hashes } = await make()
      const orderReference = "ORDER TWINS"
      const later = aRawShipment("TWINS1", { orderReference, createdAt: "2026-11-01T12:00:00.000Z" })
      const sooner = aRawShipment("TWINS2", { orderReference, createdAt: "2026-11-01T10:00:00.000Z" })
      await records.recordCreation(aCreation(hashes, later))
      await records.recordCreation(aCreation(hashes, sooner, { eventId: "created-2" }))
      const found = await records.byOrderReference(leafline, orderReference)
      expect(found.map((record) => record.shipmentId)).toEqual(["shp_TWINS2", "shp_TWINS1"])
    })

    it("records a creation once when its event or its content repeats", async () => {
      const { records, hashes } = await make()
      const raw = aRawShipment("SAME1", { trackingNumber: "NPSAME1" })
      expect(await records.recordCreation(aCreation(hashes, raw))).toBe("recorded")
      const first = await records.byShipmentId("leafline", "shp_SAME1")
      expect(await records.recordCreation(aCreation(hashes, raw))).toBe("duplicate")
      expect(await records.recordCreation(aCreation(hashes, raw, { eventId: "created-2" }))).not.toBe("conflict")
      expect(await records.byShipmentId("leafline", "shp_SAME1")).toEqual(first)
    })

    it("refuses a contradicting creation of a shipment and keeps the first", async () => {
      const { records, hashes } = await make()
      await records.recordCreation(aCreation(hashes, aRawShipment("OTHER1")))
      const first = await records.byShipmentId("leafline", "shp_OTHER1")
      const other = aRawShipment("OTHER1", { orderReference: "ORDER OTHER2", trackingNumber: "NPOTHER2" })
      expect(await records.recordCreation(aCreation(hashes, other, { eventId: "created-2" }))).toBe("conflict")
      expect(await records.byShipmentId("leafline", "shp_OTHER1")).toEqual(first)
      expect(await records.byTrackingNumber("northpost", "NPOTHER2")).toBeUndefined()
    })

    it("keeps the progress of a parcel that no shipment has claimed yet", async () => {
      const { records, hashes, sealer } = await make()
      const progress = { status: "delivered", at: "2026-11-03T15:00:00.000Z", signatoryRecorded: true } as const
      expect(await records.recordProgress(parcel("EARLY1"), progress)).toBe("recorded")
      const unclaimed = await records.byTrackingNumber("northpost", "NPEARLY1")
      expect(unclaimed).toMatchObject({ carrierId: "northpost", status: "delivered", signatoryRecorded: true })
      expect(unclaimed?.recordId).toMatch(/^PARCEL#northpost#/)
      expect(unclaimed?.retailerId).toBeUndefined()
      if (unclaimed !== undefined) expect(await unsealTrackingNumber(sealer, unclaimed)).toBe("NPEARLY1")

      await records.recordCreation(aCreation(hashes, aRawShipment("EARLY1", { trackingNumber: "NPEARLY1" })))
      expect(await records.byShipmentId("leafline", "shp_EARLY1")).toMatchObject({
        status: "delivered",
        deliveredAt: "2026-11-03T15:00:00.000Z",
        signatoryRecorded: true,
        parcelId: unclaimed?.recordId,
      })
    })

    it("keeps a tracking number that is assigned before the shipment is created", async () => {
      const { records, hashes } = await make()
      expect(await records.recordNumber(ofLeafline("AHEAD1"), number(hashes, "NPAHEAD1"))).toBe("recorded")
      expect(await records.recordNumber(ofLeafline("AHEAD1"), number(hashes, "NPAHEAD1"))).toBe("duplicate")
      expect(await records.byShipmentId("leafline", "shp_AHEAD1")).toBeUndefined()
      await records.recordCreation(aCreation(hashes, aRawShipment("AHEAD1")))
      expect((await records.byTrackingNumber("northpost", "NPAHEAD1"))?.shipmentId).toBe("shp_AHEAD1")
    })

    it("keeps the tracking number that was assigned last, and releases the other one", async () => {
      const { records, hashes } = await make()
      await records.recordCreation(aCreation(hashes, aRawShipment("MOVED1", { trackingNumber: "NPMOVED1" })))
      await records.recordProgress(parcel("MOVED1"), { status: "exception", at: "2026-11-02T08:00:00.000Z" })
      const second = number(hashes, "NPMOVED2", "2026-11-02T09:00:00.000Z", "number-2")
      expect(await records.recordNumber(ofLeafline("MOVED1"), second)).toBe("recorded")
      const between = number(hashes, "NPMOVED3", "2026-11-02T08:30:00.000Z", "number-3")
      expect(await records.recordNumber(ofLeafline("MOVED1"), between)).toBe("stale")
      expect((await records.byTrackingNumber("northpost", "NPMOVED1"))?.retailerId).toBeUndefined()
      expect((await records.byTrackingNumber("northpost", "NPMOVED2"))?.shipmentId).toBe("shp_MOVED1")
      expect(await records.byTrackingNumber("northpost", "NPMOVED3")).toBeUndefined()
      expect((await records.byShipmentId("leafline", "shp_MOVED1"))?.status).toBeUndefined()
    })

    it("lets a claim wait while another retailer has the parcel, and shows it none of its progress", async () => {
      const { records, hashes } = await make()
      await records.recordCreation(aCreation(hashes, aRawShipment("MINE1", { trackingNumber: "NPMINE1" })))
      await records.recordProgress(parcel("MINE1"), { status: "in-transit", at: "2026-11-02T08:00:00.000Z" })
      const raw = aRawShipment("THEIRS1", { trackingNumber: "NPMINE1" })
      const theirs = () => aCreation(hashes, raw, { retailer: maplebooks })
      expect(await records.recordCreation(theirs())).toBe("contested")
      expect(await records.recordCreation(theirs())).toBe("duplicate")
      const shown = await records.byShipmentId("maplebooks", "shp_THEIRS1")
      expect(shown?.createdAt).toBe(raw.createdAt)
      expect(shown?.parcelId).toBeUndefined()
      expect(shown?.status).toBeUndefined()
      expect((await records.byTrackingNumber("northpost", "NPMINE1"))?.retailerId).toBe("leafline")
    })

    it("gives a parcel, with all that is known of it, to the retailer that the carrier names", async () => {
      const { records, hashes } = await make()
      await records.recordCreation(aCreation(hashes, aRawShipment("GUESS1", { trackingNumber: "NPGUESS1" })))
      await records.recordProgress(parcel("GUESS1"), { status: "in-transit", at: "2026-11-02T08:00:00.000Z" })
      const raw = aRawShipment("RIGHT1", {
        trackingNumber: "NPGUESS1",
        recipient: { postalCode: "H2X 1Y4", country: "CA" },
      })
      await records.recordCreation(aCreation(hashes, raw, { retailer: maplebooks }))
      const named = { retailerId: "maplebooks", at: "2026-11-03T08:00:00.000Z" }
      expect(await records.recordShipper(parcel("GUESS1"), named)).toBe("recorded")
      expect(await records.recordShipper(parcel("GUESS1"), named)).toBe("duplicate")

      const right = await records.byTrackingNumber("northpost", "NPGUESS1")
      expect(right).toMatchObject({ retailerId: "maplebooks", shipmentId: "shp_RIGHT1", status: "in-transit" })
      expect(right && provesPostalCode(hashes, right, "H2X 1Y4")).toBe(true)
      expect(right && provesPostalCode(hashes, right, "M5V 3L9")).toBe(false)
      const wrong = await records.byShipmentId("leafline", "shp_GUESS1")
      expect(wrong?.createdAt).toBeDefined()
      expect(wrong?.parcelId).toBeUndefined()
      expect(wrong?.status).toBeUndefined()
    })

    it("lets several shipments of one retailer share a parcel", async () => {
      const { records, hashes } = await make()
      for (const tag of ["SHARE1", "SHARE2"]) {
        const raw = aRawShipment(tag, { trackingNumber: "NPSHARE1" })
        expect(await records.recordCreation(aCreation(hashes, raw, { eventId: tag }))).toBe("recorded")
      }
      await records.recordProgress(parcel("SHARE1"), { status: "in-transit", at: "2026-11-02T08:00:00.000Z" })
      for (const tag of ["SHARE1", "SHARE2"])
        expect((await records.byShipmentId("leafline", `shp_${tag}`))?.status).toBe("in-transit")
      const [found] = await records.find([{ by: "trackingNumber", carrierId: "northpost", trackingNumber: "NPSHARE1" }])
      expect(found?.map((record) => record.shipmentId)).toEqual(["shp_SHARE1", "shp_SHARE2"])
    })

    it("never lets a status go back", async () => {
      const { records } = await make()
      const report = (status: "pre-transit" | "in-transit" | "out-for-delivery" | "delivered", at: string) =>
        records.recordProgress(parcel("BACK1"), { status, at })
      expect(await report("out-for-delivery", "2026-11-03T08:00:00.000Z")).toBe("recorded")
      expect(await report("in-transit", "2026-11-02T08:00:00.000Z")).toBe("stale")
      expect(await report("out-for-delivery", "2026-11-03T08:00:00.000Z")).toBe("duplicate")
      expect(await report("delivered", "2026-11-03T07:59:00.000Z")).toBe("recorded")
      await report("in-transit", "2026-11-03T09:00:00.000Z")
      expect(await records.byTrackingNumber("northpost", "NPBACK1")).toMatchObject({
        status: "delivered",
        statusAt: "2026-11-03T07:59:00.000Z",
        deliveredAt: "2026-11-03T07:59:00.000Z",
      })
    })

    it("records a cancellation, also before the shipment is created", async () => {
      const { records, hashes } = await make()
      const at = "2026-11-01T12:00:00.000Z"
      expect(await records.recordCancellation(ofLeafline("GONE1"), at)).toBe("recorded")
      expect(await records.recordCancellation(ofLeafline("GONE1"), at)).toBe("duplicate")
      await records.recordCreation(aCreation(hashes, aRawShipment("GONE1")))
      expect((await records.byShipmentId("leafline", "shp_GONE1"))?.cancelledAt).toBe(at)
    })

    it("records every event when many writers change one record at the same time", async () => {
      const { records, hashes } = await make()
      const days = ["02", "03", "04", "05"]
      await Promise.all([
        records.recordCreation(aCreation(hashes, aRawShipment("RACE1"))),
        records.recordNumber(ofLeafline("RACE1"), number(hashes, "NPRACE1")),
        ...days.map((day) =>
          records.recordProgress(parcel("RACE1"), { status: "in-transit", at: `2026-11-${day}T08:00:00.000Z` }),
        ),
      ])
      expect(await records.byShipmentId("leafline", "shp_RACE1")).toMatchObject({
        createdAt: "2026-11-01T10:00:00.000Z",
        status: "in-transit",
        statusAt: "2026-11-05T08:00:00.000Z",
      })
    })

    it("gives a parcel to one of two shipments that claim it at the same time", async () => {
      const { records, hashes } = await make()
      const contenders = [leafline, maplebooks]
      await Promise.all(
        contenders.map((retailer) =>
          records.recordCreation(
            aCreation(hashes, aRawShipment("PRIZE1", { trackingNumber: "NPPRIZE1" }), { retailer }),
          ),
        ),
      )
      const shown = await Promise.all(contenders.map(({ id }) => records.byShipmentId(id, "shp_PRIZE1")))
      expect(shown.filter((record) => record?.createdAt !== undefined)).toHaveLength(2)
      const winners = shown.filter((record) => record?.parcelId !== undefined)
      expect(winners).toHaveLength(1)
      expect((await records.byTrackingNumber("northpost", "NPPRIZE1"))?.retailerId).toBe(winners[0]?.retailerId)
    })
  })
}
