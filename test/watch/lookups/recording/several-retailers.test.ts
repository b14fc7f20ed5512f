import { describe, expect, it } from "@jest/globals"
import type { ObservedAccess } from "../../../../shared/watch/lookups/recording/access-observer.ts"
import { testKeyedHash } from "../../../doubles/keyed-hash.ts"
import { access, guarded, world } from "./observed-world.ts"

describe("a visitor who goes on at another retailer", () => {
  it("alarms both, also in a container that has not met the first one", async () => {
    const { observer, newObserver, anomalies } = world()
    const miss = (order: number, retailerId: string): ObservedAccess => {
      const tag = testKeyedHash().referenceTag(retailerId, String(order))
      const { deliveryPoint: _, ...known } = access(order, "a", {
        outcome: "miss",
        retailerId,
        series: retailerId,
        tag,
      })
      return { ...known, ordinal: 9_000_000 + order * 7_919, deliveryPoint: undefined }
    }
    for (let order = 1; order <= 12; order++) await observer.observe(miss(order, "leafline"))
    const other = newObserver()
    for (let order = 13; order <= 30; order++) {
      const { findings } = await other.observe(miss(order, "maplebooks"))
      await other.raise(findings, guarded)
    }
    expect(new Set(anomalies.rows().map(({ retailerId }) => retailerId))).toEqual(new Set(["leafline", "maplebooks"]))
  })
})

describe("how a score rose", () => {
  const raisedWith = async (context: { readonly reportedBy?: string }) => {
    const { observer, anomalies } = world()
    for (let order = 1; order <= 12; order++) {
      const { findings } = await observer.observe(access(order, "a"))
      await observer.raise(findings, () => ({ ...guarded(), ...context }))
    }
    const [walk] = anomalies.rows().filter(({ chart, severity }) => chart === "walk" && severity === "alert")
    return walk
  }

  it("is kept for the retailer, and for the carrier that reported the lookups", async () => {
    const walk = await raisedWith({ reportedBy: "northpost" })
    expect(walk?.rise?.at(-1)).toMatchObject({ at: walk?.crossedAt })
    expect(walk?.retailerFinding.rise).toEqual(walk?.rise)
  })

  // The last lookup alone names its carriers. Those before it may have been of parcels of others.
  it("is kept for no carrier where the hub answered the lookups itself", async () => {
    const walk = await raisedWith({})
    expect(walk).not.toHaveProperty("rise")
    expect(walk?.retailerFinding.rise?.at(-1)).toMatchObject({ at: walk?.crossedAt })
  })
})
