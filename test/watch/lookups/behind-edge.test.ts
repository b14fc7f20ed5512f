import { describe, expect, it } from "@jest/globals"
import { addressBehindEdge } from "../../../shared/base/platform/client-address.ts"
import { leaflineReference, linkToken, walkersIp } from "./access-world.ts"
import { bookByNumber, byReference, mailed, worldWithParcels } from "./lookup-world.ts"

const secret = "o".repeat(64)

/** Lookups of a stage with an edge, from changing servers of CloudFront. */
async function worldBehindEdge() {
  let sent: Readonly<Record<string, string>> = {}
  const clientAddress = addressBehindEdge({
    readOriginSecret: async () => JSON.stringify({ "1": secret }),
    directAccess: false,
    clock: () => new Date("2026-11-05T10:00:00.000Z"),
  })
  const world = await worldWithParcels({
    clientAddress: ({ headers, sourceIp }) => clientAddress({ headers: { ...headers, ...sent }, sourceIp }),
  })
  for (let order = 48200; order < 48212; order++)
    await world.ship("leafline", {
      shipmentId: `shp_walk${order}`,
      orderReference: leaflineReference(order),
      trackingNumber: `NP60000${order}CA`,
      linkTokenDigest: linkToken(`walk-${order}`).linkTokenDigest,
      recipient: { postalCode: "V6B 1A1", country: "CA", addressLine: `${order} Main St` },
    })
  let asked = 0
  const lookUpWith = (headers: Readonly<Record<string, string>>, body: unknown) => {
    sent = headers
    return world.lookUp(body, { ip: `130.176.0.${asked++ % 2}` })
  }
  const lookUpFrom = (address: string, body: unknown, headers: Readonly<Record<string, string>> = {}) =>
    lookUpWith({ ...headers, "x-wayseal-origin-secret": secret, "x-wayseal-client-address": address }, body)
  return { world, lookUpFrom, lookUpWith }
}

async function walk(lookUp: (body: unknown, step: number) => Promise<unknown>, world: { wait(seconds: number): void }) {
  for (let step = 0; step < 12; step++) {
    await lookUp({ ...byReference, orderReference: leaflineReference(48200 + step) }, step)
    world.wait(10)
  }
}

describe("behind an edge, a walker", () => {
  it("is known by its own address, whatever server of the edge it reaches and whatever it claims", async () => {
    const { world, lookUpFrom } = await worldBehindEdge()
    await walk((body, step) => lookUpFrom(walkersIp, body, { "x-forwarded-for": `198.51.100.${step}` }), world)
    expect(new Set(world.restrictions.rows().map((row) => row.scope))).toEqual(new Set(["subject", "network"]))
    expect((await lookUpFrom(walkersIp, bookByNumber)).status).toBe(404)
  })

  it("makes nobody else suspicious who reaches the same server of the edge", async () => {
    const { world, lookUpFrom } = await worldBehindEdge()
    await walk((body) => lookUpFrom(walkersIp, body), world)
    expect((await lookUpFrom("198.51.100.200", bookByNumber)).status).toBe(200)
    expect((await lookUpFrom("2001:db8:1:2::7", bookByNumber)).status).toBe(200)
  })

  it("cannot go round it: its lookups are refused before they count", async () => {
    const { world, lookUpWith } = await worldBehindEdge()
    const forged = { "x-wayseal-client-address": "198.51.100.9", "x-wayseal-origin-secret": "x".repeat(64) }
    const statuses = new Set<number>()
    await walk(async (body) => {
      statuses.add((await lookUpWith(forged, body)).status)
    }, world)
    expect(statuses).toEqual(new Set([403]))
    expect((await lookUpWith({}, { linkToken: mailed.linkToken })).status).toBe(403)
    expect([world.anomalies.rows(), world.restrictions.rows(), world.disclosures.rows()]).toEqual([[], [], []])
  })
})
