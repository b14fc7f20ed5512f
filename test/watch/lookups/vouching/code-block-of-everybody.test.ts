import { describe, expect, it } from "@jest/globals"
import type { TrackingAccess } from "../../../../shared/base/contracts/tracking-accessed.ts"
import { accessWorld, anAccess } from "../access-world.ts"

const forged = 10
const parcels = forged + 99
const rightCode = "V6B 1A1"
const wrongCode = "K1A 0B1"

/** Numbers that lie 18 apart, in one range of 4,096. */
const numberAt = (place: number) => `NP60000${46_600 + place * 18}CA`

type World = ReturnType<typeof accessWorld>

async function worldOfCarrier(): Promise<World> {
  const world = accessWorld()
  const learned = { ordersPerDay: 300, missShare: 0.05, wrongCodeShare: 0.06, learnedAt: "2026-10-01T00:00:00.000Z" }
  await world.retailerProfiles.learn("northpost", learned, 0)
  for (let place = 0; place < parcels; place++) {
    await world.ship("maplebooks", {
      shipmentId: `shp_number${place}`,
      orderReference: `ORDER-${place}`,
      trackingNumber: numberAt(place),
      recipient: { postalCode: rightCode, country: "CA", addressLine: `${place} Main St` },
    })
  }
  return world
}

const lookUp = (world: World, place: number, postalCode: string, ask: Parameters<World["lookUp"]>[1]) =>
  world.lookUp({ carrier: "northpost", trackingNumber: numberAt(place), postalCode }, ask)

/** Invented visitors who give a wrong postal code each. */
const forgers = {
  "a carrier reports": (world: World) => {
    const at = (place: number) => new Date(world.now().getTime() - 60_000 + place * 1_000).toISOString()
    const accesses = Array.from(
      { length: forged },
      (_, place): TrackingAccess =>
        anAccess(place, {
          at: at(place),
          accessor: { kind: "raw", ip: `203.0.113.${place}` },
          reference: { kind: "trackingNumber", trackingNumber: numberAt(place) },
          outcome: "challengeFailed",
          fields: [],
        }),
    )
    return world.report(accesses)
  },
  "a carrier delegates": (world: World) => delegate(world, "northpost"),
  "a retailer delegates of its own parcels": (world: World) => delegate(world, "maplebooks"),
}

async function delegate(world: World, party: "northpost" | "maplebooks"): Promise<void> {
  for (let place = 0; place < forged; place++) {
    await lookUp(world, place, wrongCode, { party, onBehalfOf: { ip: `203.0.113.${place}` } })
    world.wait(60)
  }
}

/** 99 other recipients, who give the right code of their parcel on the hub's page, once each. */
async function honestAnswers(world: World): Promise<number[]> {
  const statuses: number[] = []
  for (let place = forged; place < parcels; place++) {
    statuses.push((await lookUp(world, place, rightCode, { ip: `198.51.${place}.7` })).status)
    world.wait(30)
  }
  return statuses
}

describe("ten wrong postal codes", () => {
  it.each(Object.entries(forgers))("that %s refuse no right code on the hub's page", async (_, forge) => {
    const world = await worldOfCarrier()
    await forge(world)
    world.wait(60)
    const statuses = await honestAnswers(world)
    expect(statuses.filter((status) => status !== 200)).toHaveLength(0)
    const ofAnybody = world.restrictions
      .rows()
      .filter((row) => row.scope === "codeBlock" && row.vouchedBy === undefined)
    expect(ofAnybody).toEqual([])
  })

  it("that come to the hub's page from an address each refuse postal codes there, as before", async () => {
    const world = await worldOfCarrier()
    for (let place = 0; place < forged; place++) {
      await lookUp(world, place, wrongCode, { ip: `203.0.${place}.7` })
      world.wait(60)
    }
    expect((await lookUp(world, 50, rightCode, { ip: "198.51.100.9" })).status).toBe(404)
  })
})
