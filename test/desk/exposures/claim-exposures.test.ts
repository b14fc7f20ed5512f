import { describe, expect, it } from "@jest/globals"
import { breachCaseOpened } from "../../../shared/base/contracts/breach-case-events.ts"
import { recordNotified } from "../../../shared/desk/actions/record-notified.ts"
import { openReportedCase } from "../../../shared/desk/opening/report-breach.ts"
import { referenceRecordId } from "../../../shared/intake/tracking/record-ids.ts"
import { type BreachWorld, breachWorld, partyIn, seen, shipParcel, soleCase, walkAnomaly } from "../breach-world.ts"
import { at, createShipment, numberOf, parcelIdIn, seenUnclaimed, shareParcel } from "./unclaimed-parcels.ts"

function partyOf(world: BreachWorld, partyId: string) {
  const party = world.directory.named(partyId)
  if (party === undefined) throw new Error("no such party")
  return party
}

async function report(world: BreachWorld, partyId: string, accessIds: string[]) {
  await openReportedCase(world.desk, partyOf(world, partyId), {
    id: `report-of-${partyId}`,
    finder: "staff",
    tool: "observed:northpost",
    receivedAt: at,
    evidence: { kind: "accessIds", accessIds },
  })
}

describe("an exposure of a parcel that no retailer had claimed", () => {
  it("becomes one exposure of the shipment that claims the parcel, for the carrier and the retailer", async () => {
    const world = breachWorld()
    await world.disclosures.append(seenUnclaimed(world, 1))
    await world.disclosures.append(seenUnclaimed(world, 2))
    await world.anomalies.raise(walkAnomaly({ retailerId: "northpost" }))
    await world.settle()
    expect(world.rowsOf("party").map(({ partyId }) => partyId)).toEqual(["northpost"])

    await createShipment(world, 1)
    await world.settle()
    await world.disclosures.append(seen(1, { accessId: "after-the-claim", at }))
    await world.settle()

    expect(soleCase(world).exposures).toBe(2)
    expect(partyIn(world, "northpost")).toMatchObject({ shipments: 2, exposures: 2 })
    expect(partyIn(world, "leafline")).toMatchObject({
      shipments: 1,
      exposures: 1,
      counterparties: ["northpost"],
      firstAt: "2026-11-01T14:00:10.000Z",
      lastAt: at,
    })
    expect(partyIn(world, "northpost").shipmentsByField).toEqual({
      "delivery-date": 2,
      "signatory-name-or-initials": 2,
      "postal-code": 2,
      "nature-of-delivery": 2,
    })
    const [exposure] = world.rowsOf("exposure").filter(({ recordId }) => recordId === "SHIPMENT#leafline#s1")
    expect(exposure).toMatchObject({ shipmentId: "s1", retailerId: "leafline", lastAt: at })
    expect(world.rowsOf("affected").map(({ recordId }) => recordId)).not.toContain(parcelIdIn(world, 1))
    expect(world.exchange.published(breachCaseOpened, "leafline")).toHaveLength(1)
  })

  it("becomes an exposure of a shipment that shares the parcel or is confirmed later, too", async () => {
    const world = breachWorld()
    await world.disclosures.append(seenUnclaimed(world, 1))
    await world.anomalies.raise(walkAnomaly({ retailerId: "northpost" }))
    await world.settle()
    const parcel = { carrierId: "northpost", trackingNumber: numberOf(1) }
    await world.records.recordShipper(parcel, { retailerId: "leafline", at })
    await createShipment(world, 1)
    await world.settle()
    const alsoThere = { trackingNumber: numberOf(1), at, eventKey: "numbered-again" }
    await createShipment(world, 2, { numbered: false })
    await world.records.recordNumber({ retailerId: "leafline", shipmentId: "s2" }, alsoThere)
    await shipParcel(world, "maplebooks", 3, { numbered: false })
    await world.records.recordNumber({ retailerId: "maplebooks", shipmentId: "s3" }, alsoThere)
    await world.settle()
    const exposed = () => world.rowsOf("exposure").map(({ recordId }) => recordId)
    expect(exposed()).toEqual(["SHIPMENT#leafline#s1", "SHIPMENT#leafline#s2"])
    await world.records.recordShipper(parcel, { retailerId: "maplebooks", at: "2099-01-01T00:00:00.000Z" })
    await world.settle()
    expect(exposed()).toContain("SHIPMENT#maplebooks#s3")
  })

  it("becomes one of each shipment that claims the parcel while nobody knows whose it is", async () => {
    const world = breachWorld()
    await world.disclosures.append(seenUnclaimed(world, 1))
    await world.anomalies.raise(walkAnomaly({ retailerId: "northpost" }))
    await world.settle()
    await createShipment(world, 1)
    await world.settle()
    await shipParcel(world, "maplebooks", 3, { numbered: false })
    await world.records.recordNumber(
      { retailerId: "maplebooks", shipmentId: "s3" },
      { trackingNumber: numberOf(1), at, eventKey: "numbered-too" },
    )
    await world.settle()
    const exposed = world.rowsOf("exposure").map(({ recordId }) => recordId)
    expect(exposed).toEqual(["SHIPMENT#leafline#s1", "SHIPMENT#maplebooks#s3"])
  })

  it("becomes one of a shipment that shares the parcel after the case counted it for the first claimant", async () => {
    const world = breachWorld()
    await world.disclosures.append(seenUnclaimed(world, 1))
    await createShipment(world, 1)
    await world.settle()
    await world.anomalies.raise(walkAnomaly())
    await world.settle()
    await shareParcel(world, 2)
    await world.settle()
    expect(world.rowsOf("exposure").map(({ shipmentId }) => shipmentId)).toEqual(["s1", "s2"])
  })

  it("becomes one of a shipment whose claim is handled while a case counts it for the first claimant", async () => {
    for (const point of [
      "breachCases.putItem:before",
      "breachCases.putItem:after",
      "breachCases.transactWriteItems:before",
    ]) {
      let run = async () => {}
      const world = breachWorld({ interrupt: async (passed) => (passed === point ? run() : undefined) })
      await world.anomalies.raise(walkAnomaly())
      await world.settle()
      await createShipment(world, 1)
      await world.settle()
      await world.disclosures.append(seenUnclaimed(world, 1))
      run = async () => {
        run = async () => {}
        await shareParcel(world, 2)
        for (const task of world.pending.splice(0)) await task.run()
      }
      await world.settle()
      expect(
        world
          .rowsOf("exposure")
          .map(({ shipmentId }) => shipmentId)
          .toSorted(),
      ).toEqual(["s1", "s2"])
    }
  })

  it("counts for the shipment if the case opens after the claim", async () => {
    const world = breachWorld()
    await world.disclosures.append(seenUnclaimed(world, 1))
    await createShipment(world, 1)
    await world.disclosures.append(seen(1, { accessId: "after-the-claim", at }))
    await world.anomalies.raise(walkAnomaly())
    await world.settle()
    expect(soleCase(world).exposures).toBe(1)
    expect(partyIn(world, "northpost")).toMatchObject({ shipments: 1, exposures: 1 })
    expect(partyIn(world, "leafline")).toMatchObject({ shipments: 1, exposures: 1 })
  })

  it("is handed over with every accessor that saw it and with the receipt of its recipient", async () => {
    const world = breachWorld()
    const accessors = Array.from({ length: 60 }, (_, place) => `subject#cookie-${place}`)
    for (const subject of accessors) await world.disclosures.append(seenUnclaimed(world, 1, { subject }))
    await world.anomalies.raise(walkAnomaly({ accessorKey: "network#home-of-walker", subject: undefined }))
    await world.settle()
    const alias = partyIn(world, "northpost").alias
    await world.records.recordProgress(
      { carrierId: "northpost", trackingNumber: numberOf(1) },
      { status: "in-transit", at },
    )
    await recordNotified(
      { ...world.desk, records: world.records },
      { party: partyOf(world, "northpost"), caseAlias: alias, actionId: "notified-by-carrier" },
      {
        method: "email",
        notifiedAt: world.clock().toISOString(),
        recipients: { kind: "trackingNumbers", trackingNumbers: [numberOf(1)] },
      },
    )
    expect(partyIn(world, "northpost").notified.direct).toBe(1)

    await createShipment(world, 1)
    await world.settle()
    expect(partyIn(world, "northpost")).toMatchObject({ shipments: 1, exposures: 60, notified: { direct: 1 } })
    expect(partyIn(world, "leafline")).toMatchObject({ shipments: 1, exposures: 60, notified: { direct: 1 } })
    expect(world.rowsOf("affected")).toEqual([
      expect.objectContaining({ recordId: "SHIPMENT#leafline#s1", accessors: 60 }),
    ])
    expect(world.rowsOf("unclaimed")).toEqual([])
  })

  it("is handed over in a case that a report opened and no accessor key leads to", async () => {
    const world = breachWorld()
    await world.disclosures.append(seenUnclaimed(world, 1))
    await report(world, "northpost", ["acc-walker-1"])
    await world.settle()
    await createShipment(world, 1)
    await world.settle()
    expect(partyIn(world, "leafline")).toMatchObject({ shipments: 1, exposures: 1 })
    expect(partyIn(world, "northpost")).toMatchObject({ shipments: 1, exposures: 1 })
  })

  it("counts in the report of a retailer that has claimed the parcel since", async () => {
    const world = breachWorld()
    await world.disclosures.append(seenUnclaimed(world, 1))
    await world.disclosures.append(seenUnclaimed(world, 2))
    await createShipment(world, 1)
    await report(world, "leafline", ["acc-walker-1", "acc-walker-2"])
    await world.settle()
    expect(world.rowsOf("exposure").map(({ recordId }) => recordId)).toEqual(["SHIPMENT#leafline#s1"])
  })

  it("counts once if the claim comes after it was read and before it was written", async () => {
    const at = { point: "", run: async () => {} }
    const world = breachWorld({
      interrupt: async (point) => {
        if (point !== at.point) return
        at.point = ""
        await at.run()
      },
    })
    await world.disclosures.append(seenUnclaimed(world, 3))
    await world.anomalies.raise(walkAnomaly({ retailerId: "northpost" }))
    await world.settle()
    await world.disclosures.append(seenUnclaimed(world, 1))
    at.run = async () => {
      await createShipment(world, 1)
      // The claim is handled before the case holds the exposure to hand over.
      for (const claim of world.pending.splice(0)) await claim.run()
    }
    at.point = "breachCases.transactWriteItems:before"
    await world.settle()
    expect(soleCase(world).exposures).toBe(2)
    expect(partyIn(world, "northpost")).toMatchObject({ shipments: 2, exposures: 2 })
    expect(partyIn(world, "leafline")).toMatchObject({ shipments: 1, exposures: 1 })
  })

  it("can be handed over again, also after a crash at any point", async () => {
    const points: string[] = []
    const crash = { at: -1 }
    const run = async () => {
      let passed = 0
      const world = breachWorld({
        interrupt: async (point) => {
          if (crash.at < -1) return
          points.push(point)
          if (passed++ === crash.at) throw new Error("crashed")
        },
      })
      const saved = crash.at
      crash.at = -2
      for (const number of [1, 2]) await world.disclosures.append(seenUnclaimed(world, number))
      await world.anomalies.raise(walkAnomaly({ retailerId: "northpost" }))
      await world.settle()
      await createShipment(world, 1)
      points.length = 0
      crash.at = saved
      const claims = world.pending.splice(0)
      for (const claim of claims) await claim.run().catch(() => undefined)
      const passedPoints = points.length
      crash.at = -2
      for (const claim of [...claims, ...claims]) await claim.run()
      await world.settle()
      crash.at = saved
      expect(soleCase(world).exposures).toBe(2)
      expect(partyIn(world, "northpost")).toMatchObject({ shipments: 2, exposures: 2 })
      expect(partyIn(world, "leafline")).toMatchObject({ shipments: 1, exposures: 1 })
      expect(world.rowsOf("affected")).toHaveLength(2)
      return passedPoints
    }
    const all = await run()
    expect(all).toBeGreaterThan(10)
    for (crash.at = 0; crash.at < all; ) {
      const at = crash.at
      await run()
      crash.at = at + 1
    }
  })
})

describe("an exposure by the reference of an order that its retailer had not created yet", () => {
  const unknownOrder = (number: number, order: string) => {
    const { shipmentId: _none, ...disclosure } = seen(number, {
      recordId: referenceRecordId("northpost", `leafline#${order}`),
    })
    return disclosure
  }

  it("becomes an exposure of each shipment of the order, whenever the shipment is created", async () => {
    const world = breachWorld()
    await world.disclosures.append(unknownOrder(1, "order-of-two"))
    await world.anomalies.raise(walkAnomaly())
    await world.settle()
    expect(partyIn(world, "leafline")).toMatchObject({ shipments: 1, exposures: 1 })
    await createShipment(world, 1, { numbered: false, order: "order-of-two" })
    await world.settle()
    expect(partyIn(world, "leafline")).toMatchObject({ shipments: 1, exposures: 1 })
    expect(partyIn(world, "northpost")).toMatchObject({ shipments: 1, exposures: 1 })
    await createShipment(world, 2, { order: "order-of-two" })
    await world.settle()
    expect(partyIn(world, "leafline")).toMatchObject({ shipments: 2, exposures: 2 })
    expect(world.rowsOf("exposure").map(({ shipmentId }) => shipmentId)).toEqual(["s1", "s2"])
  })
})
