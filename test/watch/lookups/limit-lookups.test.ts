import { describe, expect, it } from "@jest/globals"
import { bookByNumber, byReference, right, worldWithParcels } from "./lookup-world.ts"

const limited = () => worldWithParcels({ partyLimit: { requestsPerSecond: 2, burst: 3 } })
const forVisitor = { party: "leafline", onBehalfOf: { ip: "203.0.113.9" } } as const

describe("the limit of a party's lookups", () => {
  it("refuses what is beyond it in all containers together, with the seconds to wait, and then accepts again", async () => {
    const world = await limited()
    for (let lookup = 0; lookup < 3; lookup += 1) {
      world.restart()
      expect((await world.lookUp({ ...byReference, ...right }, forVisitor)).status).toBe(200)
    }
    world.restart()
    const refused = await world.lookUp({ ...byReference, ...right }, forVisitor)
    expect(refused).toMatchObject({ status: 429, body: { code: "tooManyRequests" } })
    expect(refused.text).toMatch(/Try again in [12] s\./)
    world.wait(2)
    expect((await world.lookUp({ ...byReference, ...right }, forVisitor)).status).toBe(200)
  })

  it("counts what it asks for itself and for its visitors together", async () => {
    const world = await limited()
    for (let lookup = 0; lookup < 3; lookup += 1) await world.lookUp(byReference, { party: "leafline" })
    expect((await world.lookUp(byReference, forVisitor)).status).toBe(429)
  })

  it("takes nothing from other parties, nor from visitors who call by themselves", async () => {
    const world = await limited()
    for (let lookup = 0; lookup < 50; lookup += 1) await world.lookUp(byReference, forVisitor)
    expect((await world.lookUp({ ...byReference, ...right })).status).toBe(200)
    expect((await world.lookUp(bookByNumber, { party: "maplebooks" })).status).toBe(200)
  })

  it("takes no call to the table for what a container knows is refused, and reads nothing of the parcel", async () => {
    const world = await limited()
    for (let lookup = 0; lookup < 4; lookup += 1) await world.lookUp(byReference, forVisitor)
    world.calls.length = 0
    expect((await world.lookUp(byReference, forVisitor)).status).toBe(429)
    expect(world.calls).toEqual([])
  })
})
