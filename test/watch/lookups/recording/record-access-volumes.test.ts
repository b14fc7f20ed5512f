import { describe, expect, it } from "@jest/globals"
import type { TrackingAccess } from "../../../../shared/base/contracts/tracking-accessed.ts"
import { type accessWorld, anAccess, firefox, iphone } from "../access-world.ts"
import { firstOrder, worldWithOrders } from "./reported-walk.ts"

describe("first contacts that are reported", () => {
  const stranger = (order: number, change: Partial<TrackingAccess> = {}) =>
    anAccess(order, { accessor: { kind: "raw", ip: `198.51.100.${order - firstOrder}`, userAgent: iphone }, ...change })
  const sums = (world: ReturnType<typeof accessWorld>) =>
    world.retailerVolumes.rows().map(({ retailerId, tool, startsAt, contacts, strangers }) => ({
      retailerId,
      tool,
      startsAt,
      contacts,
      strangers,
    }))
  const ofTool = { retailerId: "leafline", tool: "observed:northpost", startsAt: "2026-11-05T10:00:00.000Z" }

  it("are added up once a batch for their retailer, strangers among them", async () => {
    const world = await worldWithOrders()
    await world.report([
      ...Array.from({ length: 6 }, (_, index) => stranger(firstOrder + index)),
      // The same person again, the same parcel again, the same network with another browser, a proven lookup, and a
      // number nobody has.
      stranger(firstOrder, {
        accessId: "second",
        reference: anAccess(firstOrder + 9).reference,
        at: "2026-11-05T09:30:00.000Z",
      }),
      stranger(firstOrder + 1, { accessId: "again", at: "2026-11-05T09:30:00.000Z" }),
      stranger(firstOrder + 10, { accessor: { kind: "raw", ip: "198.51.100.0", userAgent: firefox } }),
      stranger(firstOrder + 11, { proof: "account" }),
      stranger(firstOrder + 900, {
        accessor: { kind: "raw", ip: "192.0.2.9", userAgent: firefox },
        outcome: "miss",
        fields: [],
      }),
    ])
    expect(sums(world)).toEqual([{ ...ofTool, contacts: 9, strangers: 6 }])
    expect(world.calls.filter((call) => call === "retailerVolumes.updateItem:before")).toHaveLength(1)
  })

  it("are counted at most once for each time that their message is delivered and handled", async () => {
    const world = await worldWithOrders()
    const accesses = Array.from({ length: 5 }, (_, index) => stranger(firstOrder + index))
    let left = 20
    world.watch(async () => {
      if (left-- === 0) throw new Error("crash")
    })
    expect(await world.report(accesses)).toHaveLength(1)
    expect(sums(world)).toEqual([])
    await world.report(accesses)
    expect(sums(world)).toEqual([{ ...ofTool, contacts: 5, strangers: 5 }])
    await world.report(accesses)
    expect(sums(world)).toEqual([{ ...ofTool, contacts: 10, strangers: 10 }])
  })

  it("do not hold a message up when their sums cannot be written", async () => {
    const world = await worldWithOrders()
    world.watch(async (point) => {
      if (point === "retailerVolumes.updateItem:before") throw new Error("throttled")
    })
    expect(await world.report([stranger(firstOrder)])).toEqual([])
    expect(world.disclosures.rows()).toHaveLength(1)
    expect(world.telemetry.counts["VolumeLost"]).toBe(1)
  })
})
