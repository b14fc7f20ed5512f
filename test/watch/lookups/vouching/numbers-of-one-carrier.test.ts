import { describe, expect, it } from "@jest/globals"
import { accessWorld, anAccess } from "../access-world.ts"

const parcels = 24
const numberAt = (place: number) => `NP60000${48_200 + place}CA`
const askedAt = (place: number) => ({ carrier: "northpost", trackingNumber: numberAt(place) })

/** Addresses that each looked up one parcel in the carrier's own tool, in a row, as the carrier reports it. */
async function walkedInItsTool() {
  const world = accessWorld()
  for (let place = 0; place < parcels; place++) {
    await world.ship("maplebooks", {
      shipmentId: `shp_place${place}`,
      orderReference: `ORDER-${place}`,
      trackingNumber: numberAt(place),
      recipient: { postalCode: "V6B 1A1", country: "CA", addressLine: `${place} Main St` },
    })
    await world.progress(numberAt(place))
  }
  for (let place = 0; place < parcels; place++) {
    const reference = { kind: "trackingNumber", trackingNumber: numberAt(place) } as const
    const accessor = { kind: "raw", ip: `203.0.${place}.7` } as const
    await world.report([anAccess(place, { at: world.now().toISOString(), accessor, reference })])
    world.wait(60)
  }
  return world
}

describe("numbers that visitors of a carrier's own tool go through together", () => {
  it("are restricted under the carrier's name, for a day", async () => {
    const world = await walkedInItsTool()
    const [row, ...others] = world.restrictions.rows()
    expect(others).toEqual([])
    expect(row).toMatchObject({ scope: "neighbourhood", vouchedBy: "northpost", carrierIds: ["northpost"] })
    expect(row?.accessorKey).toMatch(/^neighbourhood#northpost#northpost#\d+$/)
    expect(Date.parse(row?.until ?? "") - world.now().getTime()).toBeLessThanOrEqual(86_400_000)
  })

  it("are shown on the hub's page as before, also to visitors for whom the carrier asks", async () => {
    const world = await walkedInItsTool()
    const visitor = { party: "northpost", onBehalfOf: { ip: "198.51.100.11" } } as const
    expect((await world.lookUp(askedAt(20), { ip: "198.51.100.9" })).status).toBe(200)
    expect((await world.lookUp(askedAt(20), visitor)).status).toBe(200)
    expect(world.restrictions.rows()).toHaveLength(1)
  })
})
