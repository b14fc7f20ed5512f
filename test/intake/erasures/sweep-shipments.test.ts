import { describe, expect, it } from "@jest/globals"
import { sweepShipments } from "../../../shared/intake/erasures/sweep-shipments.ts"

describe("what is due to shipments", () => {
  it("is done in both kinds", async () => {
    const due = { confirmClaims: async () => 3, sweepErasures: async () => 2 }
    expect(await sweepShipments(due)).toEqual({ confirmed: 3, swept: 2 })
  })

  it.each(["confirmClaims", "sweepErasures"] as const)("is finished in the other kind if %s fails", async (failing) => {
    const finished: string[] = []
    const finish = (kind: string) => async () => {
      await new Promise((resolve) => setImmediate(resolve))
      finished.push(kind)
      return 1
    }
    const due = { confirmClaims: finish("confirmClaims"), sweepErasures: finish("sweepErasures") }
    const broken = { ...due, [failing]: () => Promise.reject(new Error("throttled")) }
    await expect(sweepShipments(broken)).rejects.toThrow("throttled")
    expect(finished).toEqual([failing === "confirmClaims" ? "sweepErasures" : "confirmClaims"])
  })
})
