import { describe, expect, it } from "@jest/globals"
import type { DecisionNote, DecisionNotes } from "../../../../shared/watch/detection/decisions/decision-note.ts"

const noteAt = (carrierId: string, minute: number): DecisionNote => ({
  carrierId,
  place: `2026-11-01T14:${minute}:00.000Z#restriction-${minute}#new`,
  accessorKey: `subject#walker-${minute}`,
  restrictionId: `restriction-${minute}`,
  change: "new",
  expiresAt: 1_900_000_000,
})

/** What every store of notes does. */
export function decisionNotesContract(where: string, make: () => Promise<DecisionNotes>): void {
  describe(`notes of decisions ${where}`, () => {
    it("are read by carrier behind a place or a time and up to a time, oldest first, as many as asked for", async () => {
      const notes = await make()
      const own = [10, 20, 30, 40].map((minute) => noteAt("northpost", minute))
      await notes.write([...own.toReversed(), noteAt("other", 15)])
      await notes.write(own.slice(0, 1))
      const read = async (behind: string, until: string, limit = 10) =>
        (await notes.read("northpost", { behind, until, limit })).map(({ place }) => place.slice(14, 16))
      expect(await read("2000-01-01T00:00:00.000Z", "2026-11-01T15:00:00.000Z")).toEqual(["10", "20", "30", "40"])
      expect(await read(own[0]?.place ?? "", "2026-11-01T14:30:00.000Z")).toEqual(["20", "30"])
      expect(await read("2026-11-01T14:20:00.000Z", "2026-11-01T14:30:00.000Z")).toEqual(["20", "30"])
      expect(await read("2000-01-01T00:00:00.000Z", "2026-11-01T15:00:00.000Z", 2)).toEqual(["10", "20"])
      const latest = async (until: string) =>
        (
          await notes.read("northpost", { behind: "2026-11-01T14:10:30.000Z", until, limit: 2, isLatestFirst: true })
        ).map(({ place }) => place.slice(14, 16))
      expect(await latest("9999-12-31T23:59:59.999Z")).toEqual(["40", "30"])
      expect(await latest(own[2]?.place ?? "")).toEqual(["20"])
      // A range that ends before it begins has none.
      expect(await read("2026-11-01T14:40:00.000Z", "2026-11-01T14:10:00.000Z")).toEqual([])
    })
  })
}
