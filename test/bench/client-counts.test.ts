import { describe, expect, it } from "@jest/globals"
import { countAtClient } from "./client-counts.ts"

describe("the calls that the observer makes at the DynamoDB client", () => {
  it("are at most 1.7 writes and one read of profiles a lookup, and fewer writes than the detector in memory estimates", async () => {
    const counts = await countAtClient({ seed: 9, days: 10, scale: 0.01, attack: "walk, one address, 1 a second" })
    expect(counts.lookups).toBeGreaterThan(15_000)
    expect(counts.trims).toBeGreaterThan(500)
    expect(counts.anomalyWrites).toBeGreaterThan(0)
    expect(counts.dropped).toBeGreaterThan(0)
    expect(counts.volumeWrites).toBeGreaterThan(100)
    expect(counts.updatesPerLookup).toBeLessThanOrEqual(1.7)
    expect(counts.profileReads).toBeLessThanOrEqual(counts.lookups)
    expect(counts.itemsWithin1KB).toBeGreaterThanOrEqual(0.95)
    // The estimate takes each repeat for a write.
    expect(counts.profileUpdates).toBeLessThan(counts.estimatedProfileUpdates)
  }, 240_000)
})
