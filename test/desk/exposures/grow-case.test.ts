import { describe, expect, it } from "@jest/globals"
import fc from "fast-check"
import { fieldName } from "../../../shared/base/contracts/words.ts"
import { isToBeAlerted } from "../../../shared/desk/cases/alert-steps.ts"
import type { AffectedRow, CaseRow, ExposureRow, PartyRow } from "../../../shared/desk/cases/case-rows.ts"
import { type Claimant, type Exposure, joinExposures } from "../../../shared/desk/cases/exposure.ts"
import { exposureKey } from "../../../shared/desk/cases/exposure-key.ts"
import { type Growth, growCase, type KnownRows } from "../../../shared/desk/exposures/grow-case.ts"
import { handOver } from "../../../shared/desk/exposures/hand-over.ts"
import { recountParties } from "../../../shared/desk/notices/notice-receipts.ts"
import { aCase } from "../cases/breach-cases.contract.ts"

const context = {
  at: "2026-11-01T12:00:00.000Z",
  isNews: true,
  kindOf: (partyId: string) =>
    partyId === "northpost" ? ("carrier" as const) : partyId === "unknown" ? undefined : ("retailer" as const),
  aliasOf: (partyId: string) => `WS-${partyId}`,
  detailsOf: (recordId: string) => ({ sealedOrderReference: `sealed ${recordId}`, ...regionOf(recordId) }),
}

/** Every third shipment goes to a place that nobody knows. */
function regionOf(recordId: string): { region?: string } {
  const number = Number(/\d+$/.exec(recordId)?.[0])
  return number % 3 === 0 ? {} : { region: number % 3 === 1 ? "CA-QC" : "US-CA" }
}

/** Shipments by region, counted from their ids. */
function shipmentsByRegion(recordIds: ReadonlySet<string>): Record<string, number> {
  const counted: Record<string, number> = {}
  for (const recordId of recordIds) {
    const { region = "unknown" } = regionOf(recordId)
    counted[region] = (counted[region] ?? 0) + 1
  }
  return counted
}

const exposures = fc
  .record({
    shipment: fc.integer({ min: 1, max: 12 }),
    accessor: fc.constantFrom("subject#walker-one", "subject#walker-two"),
    fields: fc.uniqueArray(fc.constantFrom(...fieldName.options), { minLength: 1, maxLength: 4 }),
    second: fc.integer({ min: 0, max: 3600 }),
  })
  .map(({ shipment, accessor, fields, second }): Exposure => {
    const retailerId = shipment % 4 === 0 ? "maplebooks" : shipment % 7 === 0 ? "unknown" : "leafline"
    const at = new Date(1_760_000_000_000 + second * 1000).toISOString()
    return {
      recordId: `SHIPMENT#${retailerId}#s${shipment}`,
      accessor,
      retailerId,
      shipmentId: `s${shipment}`,
      carrierId: "northpost",
      fields: fieldName.options.filter((name) => fields.includes(name)),
      firstAt: at,
      lastAt: at,
      tools: ["guarded"],
      reportedBy: [],
    }
  })

/** A case that takes exposures in batches and keeps its rows as a store would. */
function growing() {
  let current: CaseRow = aCase("case-growing", { parties: [] })
  const exposureRows = new Map<string, ExposureRow>()
  const affected = new Map<string, AffectedRow>()
  const parties = new Map<string, PartyRow>()
  const known: KnownRows = { exposures: exposureRows, affected, parties }
  const keep = <Kept extends Growth>(growth: Kept): Kept => {
    current = growth.case
    for (const row of growth.rows) {
      if (row.type === "exposure") exposureRows.set(exposureKey(row), row)
      if (row.type === "affected") affected.set(row.recordId, row)
      if (row.type === "party") parties.set(row.partyId, row)
    }
    return growth
  }
  return {
    known,
    case: () => current,
    add: (batch: readonly Exposure[]) => keep(growCase(current, known, batch, context)),
    /** Hands over at most this number of exposures of a parcel at a time. */
    claim(recordId: string, claimants: readonly Claimant[], atOnce: number) {
      for (let row = affected.get(recordId); row !== undefined; row = affected.get(recordId)) {
        const all = [...exposureRows.values()].filter((one) => one.recordId === recordId)
        const step = { affected: row, exposures: all.slice(0, atOnce), claimants, isLast: all.length <= atOnce }
        const { removed } = keep(handOver(current, known, step, context))
        for (const { sk } of removed) {
          exposureRows.delete(sk.replace("EXPOSURE#", ""))
          affected.delete(sk.replace("AFFECTED#", ""))
        }
      }
    },
  }
}

function asPossible(one: Exposure): Exposure {
  return { ...one, possible: true }
}

/** Exposures of shipments under the keys of their parcels, before a shipment claimed them. */
function unclaimed(one: Exposure): Exposure {
  const { shipmentId, ...others } = one
  return { ...others, recordId: `PARCEL#northpost#${one.retailerId}-${shipmentId}`, retailerId: "northpost" }
}

/** What counts of these parties. What may have been seen is never taken back, so it depends on the order. */
function countsOf(parties: ReadonlyMap<string, PartyRow>) {
  return new Map(
    [...parties].map(([id, { shrunkAt: _, possible, ...row }]) => {
      const { fields: __, firstAt: ___, lastAt: ____, ...counts } = possible ?? { exposures: 0, shipments: 0 }
      return [id, { ...row, possible: { shipmentsByRegion: {}, ...counts } }]
    }),
  )
}

describe("a growing case", () => {
  it("counts exposures, shipments and fields exactly in any order and grouping", () => {
    fc.assert(
      fc.property(fc.array(fc.array(exposures, { maxLength: 8 }), { maxLength: 8 }), (batches) => {
        const it = growing()
        for (const batch of [...batches, ...batches.toReversed()]) it.add(batch)
        const all = new Map<string, Exposure>()
        for (const one of batches.flat()) {
          const before = all.get(exposureKey(one))
          all.set(exposureKey(one), before === undefined ? one : joinExposures(before, one))
        }
        expect(it.case().exposures).toBe(all.size)
        for (const partyId of ["leafline", "maplebooks", "northpost"]) {
          const mine = [...all.values()].filter((one) => one.retailerId === partyId || one.carrierId === partyId)
          const party = it.known.parties.get(partyId)
          if (mine.length === 0) {
            expect(party).toBeUndefined()
            continue
          }
          const withField = (field: string) =>
            new Set(mine.filter((one) => one.fields.some((name) => name === field)).map((one) => one.recordId)).size
          expect(party).toMatchObject({
            exposures: mine.length,
            shipments: new Set(mine.map((one) => one.recordId)).size,
            shipmentsByRegion: shipmentsByRegion(new Set(mine.map((one) => one.recordId))),
            firstAt: mine.map((one) => one.firstAt).sort()[0],
            lastAt: mine
              .map((one) => one.lastAt)
              .sort()
              .at(-1),
          })
          for (const field of fieldName.options) expect(party?.shipmentsByField[field] ?? 0).toBe(withField(field))
        }
        for (const shipment of it.known.affected.values()) {
          const accessors = [...all.values()].filter((one) => one.recordId === shipment.recordId).length
          expect(shipment.accessors).toBe(accessors)
        }
      }),
    )
  })

  it("does not change when known exposures are added again", () => {
    fc.assert(
      fc.property(fc.array(exposures, { maxLength: 20 }), (batch) => {
        const it = growing()
        it.add(batch)
        expect(it.add(batch.toReversed()).rows).toEqual([])
      }),
    )
  })

  it("counts possible exposures apart until they are certain, in any order and grouping", () => {
    const batches = fc.array(fc.tuple(fc.array(exposures, { maxLength: 8 }), fc.boolean()), { maxLength: 6 })
    fc.assert(
      fc.property(batches, (given) => {
        const batches = given.map(([batch, possible]) => (possible ? batch.map(asPossible) : batch))
        const it = growing()
        for (const batch of [...batches, ...batches]) it.add(batch)
        const reversed = growing()
        for (const batch of batches.toReversed()) reversed.add(batch.toReversed())
        expect(reversed.case().exposures).toBe(it.case().exposures)
        expect(reversed.known.affected).toEqual(it.known.affected)
        const all = [...it.known.exposures.values()]
        const certain = all.filter(({ possible }) => possible !== true)
        expect(it.case().exposures).toBe(certain.length)
        for (const party of it.known.parties.values()) {
          const isOwn = (one: Exposure) => one.retailerId === party.partyId || one.carrierId === party.partyId
          const shipments = new Set(certain.filter(isOwn).map(({ recordId }) => recordId))
          const possible = all.filter((one) => one.possible === true && isOwn(one))
          const further = new Set(possible.map(({ recordId }) => recordId).filter((id) => !shipments.has(id)))
          expect(party).toMatchObject({ exposures: certain.filter(isOwn).length, shipments: shipments.size })
          expect(party.possible?.exposures ?? 0).toBe(possible.length)
          expect(party.possible?.shipments ?? 0).toBe(further.size)
          expect(party.possible?.shipmentsByRegion ?? {}).toEqual(shipmentsByRegion(further))
          for (const field of fieldName.options) {
            const withField = [...it.known.affected.values()].filter(
              (one) => shipments.has(one.recordId) && one.fields.includes(field),
            )
            expect(party.shipmentsByField[field] ?? 0).toBe(withField.length)
          }
        }
      }),
    )
  })

  it("counts a receipt that came while the exposure was only possible once the exposure is certain", () => {
    const it = growing()
    const [one] = fc.sample(exposures, { numRuns: 1, seed: 7 })
    if (one === undefined) throw new Error("no exposure")
    it.add([asPossible(one)])
    const row = it.known.affected.get(one.recordId)
    if (row === undefined) throw new Error("no shipment")
    const receipts = { northpost: { at: context.at, method: "email", public: false, receipt: "r-1" } }
    const change = { before: row, after: { ...row, receipts } }
    expect(recountParties([...it.known.parties.values()], [change])).toEqual([])
    Object.assign(row, { receipts })
    it.add([one])
    expect(it.known.parties.get("northpost")).toMatchObject({ shipments: 1, notified: { direct: 1 } })
  })

  it("counts what was seen before and after a claim as if the claim had come first", () => {
    fc.assert(
      fc.property(
        fc.array(exposures, { maxLength: 25 }),
        fc.array(exposures, { maxLength: 25 }),
        fc.integer({ min: 1, max: 3 }),
        (before, after, atOnce) => {
          const late = growing()
          late.add(before.map((one, place) => unclaimed(place % 3 === 0 ? asPossible(one) : one)))
          late.add(after)
          for (const { recordId, retailerId, shipmentId = "" } of before) {
            const parcelId = `PARCEL#northpost#${retailerId}-${shipmentId}`
            late.claim(parcelId, [{ recordId, retailerId, shipmentId }], atOnce)
          }
          const early = growing()
          early.add([...before.map((one, place) => (place % 3 === 0 ? asPossible(one) : one)), ...after])
          expect(late.case().exposures).toBe(early.case().exposures)
          const { parties, ...others } = late.known
          expect(others).toEqual({ exposures: early.known.exposures, affected: early.known.affected })
          // Only the claims before which a shipment counted twice have made a count smaller.
          expect(countsOf(parties)).toEqual(countsOf(early.known.parties))
        },
      ),
    )
  })

  it("puts a party on the list of alerts at its first exposure and at each power of ten", () => {
    const needsAlert = (shipments: number, alertedShipments: number) =>
      isToBeAlerted({ shipments, alertedShipments, alertedAt: "2026-11-01T12:00:00.000Z" })
    expect(isToBeAlerted({ shipments: 0, alertedShipments: 0 })).toBe(true)
    expect(needsAlert(0, 0)).toBe(false)
    expect(needsAlert(1, 0)).toBe(true)
    expect(needsAlert(9, 5)).toBe(false)
    expect(needsAlert(10, 5)).toBe(true)
    expect(needsAlert(999, 100)).toBe(false)
    expect(needsAlert(4500, 100)).toBe(true)
  })

  it("counts a parcel that nobody has claimed once, for its carrier", () => {
    const it = growing()
    it.add([
      {
        recordId: "PARCEL#northpost#p1",
        accessor: "subject#walker-one",
        retailerId: "northpost",
        carrierId: "northpost",
        fields: ["phase"],
        firstAt: context.at,
        lastAt: context.at,
        tools: ["observed:northpost"],
        reportedBy: ["northpost"],
      },
    ])
    expect(it.known.parties.get("northpost")).toMatchObject({
      kind: "carrier",
      shipments: 1,
      exposures: 1,
      counterparties: [],
    })
  })

  it("copies the sealed references of a shipment once and makes no party of an unknown retailer", () => {
    const it = growing()
    const one: Exposure = {
      recordId: "SHIPMENT#unknown#s7",
      accessor: "subject#walker-one",
      retailerId: "unknown",
      carrierId: "northpost",
      fields: ["phase"],
      firstAt: context.at,
      lastAt: context.at,
      tools: ["guarded"],
      reportedBy: [],
    }
    const growth = it.add([one])
    expect(growth.newParties.map((party) => party.partyId)).toEqual(["northpost"])
    expect(growth.newParties.map((party) => party.alias)).toEqual(["WS-northpost"])
    expect(it.known.affected.get("SHIPMENT#unknown#s7")?.sealedOrderReference).toBe("sealed SHIPMENT#unknown#s7")
    expect(it.known.parties.get("northpost")?.counterparties).toEqual([])
  })
})
