import { describe, expect, it } from "@jest/globals"
import { retailerKnowledge } from "../../../shared/detection/retailers/retailer-knowledge.ts"
import { partyDirectory } from "../../../shared/parties/party-directory.ts"

describe("knowledge of retailers", () => {
  const reader = (get: (partyId: string) => Promise<undefined>) =>
    retailerKnowledge({ parties: partyDirectory([]), retailerProfiles: { get }, clock: () => new Date(0) })

  it("is read once by accessors that are judged side by side", async () => {
    let reads = 0
    const { loadProfile: load } = reader(async () => {
      reads += 1
      await new Promise((resolve) => setTimeout(resolve, 5))
      return undefined
    })
    await Promise.all([load("leafline"), load("leafline"), load("leafline")])
    await load("leafline")
    expect(reads).toBe(1)
  })

  it("is read again after a read that failed", async () => {
    let reads = 0
    const { loadProfile: load } = reader(async () => {
      reads += 1
      if (reads === 1) throw new Error("throttled")
      return undefined
    })
    await expect(load("leafline")).rejects.toThrow("throttled")
    await load("leafline")
    expect(reads).toBe(2)
  })
})
