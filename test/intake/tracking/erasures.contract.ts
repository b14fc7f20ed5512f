import { describe, expect, it } from "@jest/globals"
import type { Erasures, ShipmentErasure } from "../../../shared/intake/tracking/erasures.ts"

/** An erasure of a shipment; `name` separates tests that share a table. */
export function anErasure(name: string, change: Partial<ShipmentErasure> = {}): ShipmentErasure {
  return {
    erasureKey: `era_${name}`,
    kind: "shipment",
    retailerId: `retailer-${name.replace(/\d/g, "")}`,
    requestedAt: "2026-11-01T10:00:00.000Z",
    held: [],
    sealedTraces: "s1.sealed",
    expiresAt: 1_900_000_000,
    ...change,
  }
}

/** What every store of erasures does. */
export function erasuresContract(where: string, make: () => Promise<Erasures>): void {
  describe(`erasures ${where}`, () => {
    it("begin once, whatever a repeat says, and are replaced as a whole", async () => {
      const erasures = await make()
      const first = anErasure("once", { due: "due", dueAt: "2026-11-01T10:00:00.000Z" })
      expect(await erasures.begin(first)).toEqual(first)
      expect(await erasures.begin(anErasure("once", { sealedTraces: "s1.other" }))).toEqual(first)
      const done = anErasure("once", { erasedAt: "2026-11-01T10:00:01.000Z" })
      await erasures.save(done)
      expect(await erasures.get("era_once")).toEqual(done)
      expect(await erasures.get("era_of-nobody")).toBeUndefined()
    })

    it("say which of many keys are erased, and give out no tombstone as an erasure", async () => {
      const erasures = await make()
      await erasures.begin(anErasure("among"))
      const buried = { kind: "tombstone", erasedAt: "2026-11-01T10:00:00.000Z", expiresAt: 1_900_000_000 } as const
      await erasures.bury([{ ...buried, erasureKey: "PARCEL#among" }])
      const others = Array.from({ length: 120 }, (_, place) => `PARCEL#other-${place}`)
      expect(await erasures.among([...others, "era_among", "PARCEL#among"])).toEqual(
        new Set(["era_among", "PARCEL#among"]),
      )
      expect(await erasures.get("PARCEL#among")).toBeUndefined()
    })

    it("are due one after the other, until they are saved without a time", async () => {
      const erasures = await make()
      const at = (minute: number) => `2020-01-01T10:0${minute}:00.000Z`
      // One stands in the list of rows that were stored before.
      for (const [minute, due] of [
        [2, "due"],
        [1, "due#0"],
        [3, "due#3"],
      ] as const)
        await erasures.begin(anErasure(`due${minute}`, { due, dueAt: at(minute) }))
      expect(await all(erasures.due(at(2)))).toEqual(["era_due1", "era_due2"])
      await erasures.save(anErasure("due1"))
      expect(await all(erasures.due(at(2)))).toEqual(["era_due2"])
    })

    it("of a retailer are listed page by page, the latest first", async () => {
      const erasures = await make()
      const listed = [1, 2, 3].map((day) => anErasure(`list${day}`, { requestedAt: `2026-11-0${day}T10:00:00.000Z` }))
      for (const one of listed) await erasures.begin(one)
      const [oldest, middle, latest] = listed
      const first = await erasures.ofParty("retailer-list", { limit: 2 })
      expect(first).toEqual([latest, middle])
      expect(await erasures.ofParty("retailer-list", { limit: 2, behind: middle })).toEqual([oldest])
      expect(await erasures.ofParty("retailer-without-any", { limit: 2 })).toEqual([])
    })
  })
}

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = []
  for await (const item of items) found.push(item)
  return found
}
