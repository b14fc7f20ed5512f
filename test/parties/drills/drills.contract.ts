import { describe, expect, it } from "@jest/globals"
import type { DrillRow, Drills } from "../../../shared/parties/drills/drill.ts"

const row = (drillId: string): DrillRow => ({
  drillId,
  partyId: "leafline",
  requestedAt: "2026-11-01T16:20:00.000Z",
  expiresAt: 1_800_000_000,
})
const sent = { at: "2026-11-01T16:20:02.000Z", channels: ["queue" as const, "mail" as const], mailsRefused: 1 }

/** What every store of drills does. */
export function drillsContract(store: string, make: () => Promise<Drills>): void {
  describe(`drills in ${store}`, () => {
    it("begin once, and keep what was noted", async () => {
      const drills = await make()
      await drills.begin(row("drill-contract1"))
      await drills.noteSent("drill-contract1", "leafline", sent)
      await drills.noteSent("drill-contract1", "leafline", { ...sent, mailsRefused: 7 })
      await drills.begin(row("drill-contract1"))
      expect(await drills.get("drill-contract1", "leafline")).toEqual({ ...row("drill-contract1"), sent })
    })

    it("are acknowledged once, even before they are noted as sent", async () => {
      const drills = await make()
      await drills.begin(row("drill-contract2"))
      const acknowledge = (at: string) => drills.acknowledge("drill-contract2", "leafline", at)
      expect(await acknowledge("2026-11-01T16:21:00.000Z")).toBe("acknowledged")
      expect(await acknowledge("2026-11-01T16:25:00.000Z")).toBe("repeated")
      await drills.noteSent("drill-contract2", "leafline", sent)
      expect(await drills.get("drill-contract2", "leafline")).toEqual({
        ...row("drill-contract2"),
        sent,
        acknowledgedAt: "2026-11-01T16:21:00.000Z",
      })
    })

    it("of another party or of no request are unknown, and stay so", async () => {
      const drills = await make()
      await drills.begin(row("drill-contract3"))
      expect(await drills.acknowledge("drill-contract3", "northpost", "2026-11-01T16:21:00.000Z")).toBe("unknown")
      await drills.noteSent("drill-contract4", "leafline", sent)
      expect(await drills.get("drill-contract4", "leafline")).toBeUndefined()
      expect(await drills.get("drill-contract3", "northpost")).toBeUndefined()
    })
  })
}
