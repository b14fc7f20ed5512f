import { describe, expect, it } from "@jest/globals"
import type { ObservedAccess } from "../../../shared/lookups/watch/access-observer.ts"
import { testKeyedHash } from "../../doubles/keyed-hash.ts"
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
