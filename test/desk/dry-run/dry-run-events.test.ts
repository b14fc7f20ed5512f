import { describe, expect, it } from "@jest/globals"
import fc from "fast-check"
import * as z from "zod"
import { manifestDeclared } from "../../../shared/base/contracts/manifest-declared.ts"
import type { Problem } from "../../../shared/base/contracts/problem.ts"
import { shipmentCancelled } from "../../../shared/base/contracts/shipment-cancelled.ts"
import { shipmentDelivered } from "../../../shared/base/contracts/shipment-delivered.ts"
import { shipmentProgressed } from "../../../shared/base/contracts/shipment-progressed.ts"
import { trackingNumberAssigned } from "../../../shared/base/contracts/tracking-number-assigned.ts"
import { erasureIdOf } from "../../../shared/intake/tracking/erasures.ts"
import { parcelIdsOf } from "../../../shared/intake/tracking/parcel-ids.ts"
import { createdBy, type PartyEvent, published } from "../../intake/tracking/gate-world.ts"
import { dryRunWorld } from "./dry-run-world.ts"

const trackingNumber = "NP4021887304CA"
const shipmentId = "shp_7Hq2mZ0c"
const at = (hour: number) => `2026-11-02T${String(hour).padStart(2, "0")}:00:00.000Z`
const numbered = (party: "leafline" | "maplebooks", id: string, number: string, hour = 9): PartyEvent =>
  published(party, trackingNumberAssigned, {
    id,
    data: { shipmentId, trackingNumber: number },
    occurredAt: at(hour),
  })
const progressed = (
  id: string,
  status: "in-transit" | "exception" | "out-for-delivery",
  hour: number,
  account?: string,
) =>
  published("northpost", shipmentProgressed, {
    id,
    data: {
      trackingNumber,
      status,
      at: at(hour),
      ...(account === undefined ? {} : { shipper: { kind: "account", account } }),
    },
    occurredAt: at(hour),
  })
const delivered = published("northpost", shipmentDelivered, { id: "d1", data: { trackingNumber, deliveredAt: at(15) } })

/** Another number at the instant of `n1`. Which of them counts is up to the hub, which a dry run does not foresee. */
const tied = numbered("leafline", "n2", "NP5550001112CA")

/** What leafline sends when all is well, and each mistake of the table in docs/events.md that it can make. */
const ofRetailer: readonly PartyEvent[] = [
  createdBy("leafline", "e1"),
  createdBy("leafline", "e1", { trackingNumber }),
  createdBy("leafline", "e2", { orderReference: "LL-0048214" }),
  createdBy("leafline", "e3", { shipmentId: "shp_other", orderReference: "LL-0048215", trackingNumber }),
  createdBy("leafline", "e4", { shipmentId: "x-LL-0048213" }),
  createdBy("leafline", "e5", { shipmentId: "shp_nobody", carrierId: "nobody" }),
  createdBy("leafline", "e7", { shipmentId: "shp_code", recipient: { postalCode: "94105", country: "CA" } }),
  createdBy("leafline", "e6", { shipmentId: "shp_revealing", trackingNumber: "NPLL0048213CA" }),
  numbered("leafline", "n1", trackingNumber),
  tied,
  numbered("leafline", "n3", "NP5550001112CA", 12),
  numbered("leafline", "n4", "NPLL0048213CA", 13),
  published("leafline", shipmentCancelled, { id: "c1", data: { shipmentId, reason: "lost" }, occurredAt: at(20) }),
]
const ofCarrier: readonly PartyEvent[] = [
  progressed("p1", "in-transit", 8),
  progressed("p2", "exception", 7),
  progressed("p3", "out-for-delivery", 12, "8841-20931"),
  progressed("p4", "in-transit", 16, "8841-00000"),
  delivered,
  published("northpost", shipmentProgressed, {
    id: "p5",
    data: {
      trackingNumber,
      status: "in-transit",
      at: at(9),
      shipper: { kind: "retailerAlias", retailerAlias: "Leafline" },
    },
  }),
  published("northpost", manifestDeclared, {
    id: "m1",
    data: {
      parcels: [
        { trackingNumber, shipper: { kind: "retailerAlias", retailerAlias: "Maple Books" } },
        { trackingNumber: "NP5550001112CA", shipper: { kind: "retailerAlias", retailerAlias: "Nobody at all" } },
      ],
    },
    occurredAt: at(17),
  }),
]
const ofOther: readonly PartyEvent[] = [
  createdBy("maplebooks", "o1", { trackingNumber }),
  createdBy("maplebooks", "o2", { shipmentId: "shp_b", trackingNumber: "NP5550001112CA" }),
  numbered("maplebooks", "o3", "NP5550001112CA"),
]
/** Mistakes of form. */
const malformed: readonly PartyEvent[] = [
  { ...createdBy("leafline", "f1"), "detail-type": "ShipmentCreatd" },
  { ...createdBy("leafline", "f2"), "detail-type": "ShipmentDelivered" },
  { ...createdBy("leafline", "f3"), "detail-type": "ClaimAnswered" },
  { ...createdBy("leafline", "f4"), detail: "LL-0048213" },
  {
    ...createdBy("leafline", "f5"),
    detail: { metadata: { id: "f5", occurredAt: at(1), correlationId: "c", version: 7 } },
  },
  published("leafline", trackingNumberAssigned, {
    id: "f6",
    data: { shipmentId, trackingNumber },
    occurredAt: "2026-12-24T00:00:00.000Z",
  }),
  createdBy("leafline", "f7", { recipient: { postalCode: "M5V 3L9", country: "Canada" } }),
]
const candidates = [...ofRetailer, ...ofCarrier, ...malformed]

/** Over HTTPS the type is in `detailType`. */
const broken = (problems: readonly Problem[] = []) =>
  problems.map((found) => ({ ...found, path: found.path === "detailType" ? "detail-type" : found.path }))

const sent = z.looseObject({ metadata: z.looseObject({ audience: z.string() }) })

const historyOf = (events: readonly PartyEvent[]) => fc.shuffledSubarray([...events], { maxLength: 8 })

describe("a dry run of events", () => {
  it("answers as the hub then answers to the event itself, after any history", async () => {
    const history = historyOf([...ofRetailer, ...ofCarrier, ...ofOther])
    await fc.assert(
      fc.asyncProperty(history, fc.constantFrom(...candidates), async (before, event) => {
        const world = dryRunWorld()
        await world.publish(...before)
        const answer = await world.validate(event)
        const problems = await world.problemsOf(event)
        expect(broken(answer.problems)).toEqual(problems)
        expect(answer.outcome === "valid").toBe(problems.length === 0)
      }),
      { numRuns: 150 },
    )
  })

  it("foresees whatever the hub then sends because of the event, after any history", async () => {
    const ofSender = [...ofRetailer, ...ofCarrier].filter((event) => event !== tied)
    const history = historyOf([...ofSender, ...ofOther])
    const foreseen = new Set<string>()
    const [claim, onItsWay] = [
      createdBy("leafline", "e1", { trackingNumber }),
      progressed("p3", "out-for-delivery", 12, "8841-20931"),
    ]
    const examples: [PartyEvent[], PartyEvent][] = [
      [[onItsWay, delivered], claim],
      [[onItsWay], claim],
      [[numbered("leafline", "n1", trackingNumber)], createdBy("leafline", "e1")],
      [[claim, onItsWay], delivered],
      [[claim, delivered], onItsWay],
      [[claim], onItsWay],
      [[createdBy("maplebooks", "o1", { trackingNumber }), claim], onItsWay],
    ]
    await fc.assert(
      fc.asyncProperty(history, fc.constantFrom(...ofSender), async (before, event) => {
        const world = dryRunWorld()
        await world.publish(...before)
        const { follows = [] } = await world.validate(event)
        const told = follows.map(({ detailType, receiver }) => `${detailType} ${receiver}`)
        expect(new Set(told).size).toBe(told.length)
        const known = world.bus.events.length
        await world.publish(event)
        const sender = String(event["source"]).split(".").at(-1)
        for (const published of world.bus.events.slice(known)) {
          const { metadata } = sent.parse(published.detail)
          const one = `${published["detail-type"]} ${metadata.audience === sender ? "you" : "others"}`
          if (one === "EventRejected you") continue
          // A retailer may not learn of another one's claim of the same number.
          const toOtherRetailer = ["leafline", "maplebooks"].includes(metadata.audience) && metadata.audience !== sender
          if (toOtherRetailer && sender === "leafline") continue
          expect(
            follows.map(({ detailType, receiver }) => `${detailType} ${receiver === "you" ? "you" : "others"}`),
          ).toContain(one)
          foreseen.add(one)
        }
      }),
      { numRuns: 100, examples },
    )
    expect([...foreseen].sort()).toEqual([
      "ClaimAnswered others",
      "ClaimAnswered you",
      "ShipmentCreated others",
      "ShipmentCreated you",
      "ShipmentDelivered others",
      "ShipmentDelivered you",
      "ShipmentProgressed others",
      "ShipmentProgressed you",
    ])
  })

  it("answers each mistake that a retailer or a carrier can make as the hub does", async () => {
    const world = dryRunWorld()
    await world.publish(createdBy("leafline", "e1"), numbered("leafline", "n1", trackingNumber))
    for (const event of candidates) {
      expect(broken((await world.validate(event)).problems)).toEqual(await world.problemsOf(event))
    }
  })

  it("writes nothing, makes no key, publishes nothing and reads no shipment of another party", async () => {
    const world = dryRunWorld()
    await world.publish(createdBy("maplebooks", "o1", { trackingNumber }), createdBy("leafline", "e1"), delivered)
    const [rows, sent] = [world.records.rows(), world.bus.events.length]
    world.takePoints()
    for (const event of candidates) await world.validate(event)
    expect(
      world
        .takePoints()
        .filter((point) => !/^(trackingRecords|sealingKeys|erasures)\.(getItem|batchGetItem):/.test(point)),
    ).toEqual([])
    expect(world.read).toContain("SHIPMENT#leafline#shp_7Hq2mZ0c")
    expect(world.read.filter((recordId) => recordId.startsWith("SHIPMENT#maplebooks"))).toEqual([])
    expect(world.records.rows()).toEqual(rows)
    expect(world.bus.events).toHaveLength(sent)
  })

  it("answers a retailer the same whether or not another one claims and has the parcel", async () => {
    await fc.assert(
      fc.asyncProperty(historyOf(ofRetailer), historyOf([...ofOther, ...ofCarrier]), async (own, others) => {
        const [alone, amongOthers] = [dryRunWorld(), dryRunWorld()]
        await amongOthers.publish(...others)
        for (const world of [alone, amongOthers]) await world.publish(...own)
        for (const event of ofRetailer) expect(await amongOthers.validate(event)).toEqual(await alone.validate(event))
      }),
      { numRuns: 40 },
    )
  })

  it("answers a carrier the same whether or not a retailer claims the parcel or has the account that it named", async () => {
    await fc.assert(
      fc.asyncProperty(historyOf([...ofRetailer, ...ofOther]), fc.boolean(), async (others, isDelivered) => {
        const [alone, amongOthers] = [dryRunWorld(), dryRunWorld()]
        await amongOthers.publish(...others)
        const own = (account: string) => [
          published("northpost", manifestDeclared, {
            id: "q1",
            data: { parcels: [{ trackingNumber, shipper: { kind: "account", account } }] },
            occurredAt: at(20),
          }),
          ...(isDelivered ? [delivered] : []),
        ]
        await alone.publish(...own("8841-00000"))
        await amongOthers.publish(...own("8841-20931"))
        for (const event of ofCarrier) expect(await amongOthers.validate(event)).toEqual(await alone.validate(event))
      }),
      { numRuns: 40 },
    )
  })

  it("says whether the hub knows the event already, and who would receive what", async () => {
    const world = dryRunWorld()
    const created = createdBy("leafline", "e1", { trackingNumber })
    expect(await world.validate(created)).toEqual({
      index: 0,
      outcome: "valid",
      detailType: "ShipmentCreated",
      version: 1,
      effect: "new",
      follows: [
        expect.objectContaining({ detailType: "ShipmentCreated", receiver: "carrier", partyId: "northpost" }),
        expect.objectContaining({ detailType: "ClaimAnswered", receiver: "you" }),
        expect.objectContaining({ detailType: "ShipmentProgressed", receiver: "you" }),
        expect.objectContaining({ detailType: "ShipmentDelivered", receiver: "you" }),
      ],
    })
    await world.publish(created, progressed("p1", "out-for-delivery", 12))
    expect(await world.validate(created)).toMatchObject({ outcome: "valid", effect: "repeat", follows: [] })
    expect(await world.validate(progressed("p2", "in-transit", 8))).toMatchObject({ effect: "outdated", follows: [] })
    const later = await world.validate(progressed("p3", "exception", 14))
    expect(later).toMatchObject({ effect: "new", follows: [{ receiver: "retailerOfParcel" }] })
    expect(JSON.stringify(later)).not.toContain("leafline")
  })

  it("knows what the retailer had erased itself, as the hub does", async () => {
    const world = dryRunWorld()
    await world.records.erasures.begin({
      erasureKey: erasureIdOf(world.hashes, { retailerId: "leafline", shipmentId }),
      kind: "shipment",
      retailerId: "leafline",
      requestedAt: at(10),
      held: [],
      sealedTraces: "sealed",
      expiresAt: 1_900_000_000,
    })
    const [late, reused] = [
      numbered("leafline", "n1", trackingNumber, 9),
      numbered("leafline", "n2", trackingNumber, 12),
    ]
    expect(await world.validate(late)).toMatchObject({ outcome: "valid", effect: "outdated", follows: [] })
    expect(broken((await world.validate(reused)).problems)).toEqual(await world.problemsOf(reused))
    expect(await world.validate(reused)).toMatchObject({ outcome: "rejected" })
    expect(await world.validate(createdBy("maplebooks", "o1"))).toMatchObject({ outcome: "valid", effect: "new" })
  })

  it("answers a party the same whether or not another one had the parcel erased", async () => {
    const [alone, amongOthers] = [dryRunWorld(), dryRunWorld()]
    const of = { erasedAt: at(10), expiresAt: 1_900_000_000 }
    const parcelIds = parcelIdsOf(amongOthers.hashes, "northpost", trackingNumber)
    await amongOthers.records.erasures.bury(parcelIds.map((erasureKey) => ({ erasureKey, kind: "tombstone", ...of })))
    for (const event of [...ofRetailer, ...ofCarrier])
      expect(await amongOthers.validate(event)).toEqual(await alone.validate(event))
    for (const world of [alone, amongOthers]) await world.publish(progressed("p1", "in-transit", 8))
    expect([alone.records.rows().length, amongOthers.records.rows().length]).toEqual([1, 0])
  })

  it("repeats no reference, number, postal code or id of an event", async () => {
    const world = dryRunWorld()
    await world.publish(createdBy("leafline", "e1"), numbered("leafline", "n1", trackingNumber))
    const answers = JSON.stringify(await Promise.all(candidates.map((event) => world.validate(event))))
    for (const value of [
      "LL-0048213",
      trackingNumber,
      "NP5550001112CA",
      "M5V 3L9",
      "Yonge",
      "shp_",
      "8841",
      "ShipmentCreatd",
    ])
      expect(answers).not.toContain(value)
  })

  it("keeps the good entries of a list", async () => {
    const manifest = ofCarrier.at(-1)
    expect(manifest && (await dryRunWorld().validate(manifest))).toMatchObject({
      outcome: "partial",
      problems: [{ path: "data.parcels[].shipper.retailerAlias", rule: "unknownParty", index: 1 }],
    })
  })
})
