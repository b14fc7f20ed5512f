import { describe, expect, it } from "@jest/globals"
import { silentTelemetry } from "../../../../shared/base/platform/telemetry.ts"
import { currentParties } from "../../../../shared/parties/current-parties.ts"
import type { ReadInvitedParties } from "../../../../shared/parties/invitations/invited-party.ts"
import { partyDirectory } from "../../../../shared/parties/party-directory.ts"
import { fileNumbers } from "../../../../shared/parties/party-numbers.ts"
import { retailerKnowledge } from "../../../../shared/watch/detection/retailers/retailer-knowledge.ts"
import { manyInvited } from "../../../parties/invitations/many-invited.ts"
import { testParties } from "../../../parties/test-parties.ts"

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

  it("has the parties of the numbers that a profile holds, invited ones too, until they leave", async () => {
    const { invited } = manyInvited(3)
    let isLeft = false
    const stored: ReadInvitedParties = {
      ...invited,
      get: async (id) => {
        const row = await invited.get(id)
        return row === undefined || !isLeft ? row : { ...row, removedAt: "2026-11-02T10:00:00.000Z" }
      },
    }
    let at = 0
    const clock = () => new Date(at)
    const parties = currentParties({
      file: testParties,
      stored: { invited: stored },
      clock,
      telemetry: silentTelemetry,
    })
    const knowledge = retailerKnowledge({ parties, retailerProfiles: { get: async () => undefined }, clock })
    const leafline = fileNumbers(testParties).get("leafline") ?? 0
    const names = () => [1, 3, leafline, 9].map((number) => knowledge.retailerOf(number)?.id)

    expect(names()).toEqual([undefined, undefined, undefined, undefined])
    await knowledge.findParties([1, 3, leafline, 9, 0])
    expect(names()).toEqual(["invited-0", "invited-2", "leafline", undefined])
    expect(knowledge.profileOf(3)?.ordersPerDay).toBe(20)

    isLeft = true
    at += 60_000
    await knowledge.findParties([1, 3, leafline])
    expect(names()).toEqual([undefined, undefined, "leafline", undefined])
  })
})
