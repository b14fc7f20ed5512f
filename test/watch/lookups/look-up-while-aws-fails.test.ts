import { describe, expect, it } from "@jest/globals"
import { throttled } from "../../doubles/stream-surroundings.ts"
import { leaflineReference } from "./access-world.ts"
import { byReference, worldWithParcels } from "./lookup-world.ts"

describe("a lookup that AWS fails", () => {
  it("is asked to come again, in the same bytes and time whether the reference exists or not (promise: same-answer-same-time)", async () => {
    const throttledAt = async (place: number, body: object) => {
      const world = await worldWithParcels({ floorMilliseconds: 200 })
      world.watch(async () => {
        if (world.calls.length === place) throw throttled()
      })
      const { text, status, milliseconds } = await world.lookUp(body, { cookie: "" })
      return { text, status, milliseconds }
    }
    const unknown = { ...byReference, orderReference: leaflineReference(99) }
    const rehearsal = await worldWithParcels()
    await rehearsal.lookUp(byReference, { cookie: "" })
    const statuses = new Set<number>()
    for (let place = 1; place <= rehearsal.calls.length; place++) {
      const known = await throttledAt(place, byReference)
      expect(known).toEqual(await throttledAt(place, unknown))
      expect(known.milliseconds % 200).toBe(0)
      statuses.add(known.status)
    }
    expect(statuses).toContain(503)
    expect(statuses).not.toContain(500)
  })
})
