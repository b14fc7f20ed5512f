import { describe, expect, it } from "@jest/globals"
import type {
  ChangedSettings,
  SettingsChange,
  StoredSettings,
} from "../../../shared/parties/settings/stored-settings.ts"

/** The settings of a party after so many changes. */
export function theSettings(version: number, changes: Partial<ChangedSettings> = {}): ChangedSettings {
  return {
    partyId: "leafline",
    version,
    changedAt: "2026-11-01T10:00:00.000Z",
    settings: { emails: [`contact-${version}@leafline.example`] },
    ...changes,
  }
}

function theChange(version: number, partyId = "leafline"): SettingsChange {
  return {
    partyId,
    version,
    at: "2026-11-01T10:00:00.000Z",
    by: { party: partyId, credential: "key-1" },
    changes: [{ field: "emails", before: [], after: [`contact-${version}@leafline.example`] }],
  }
}

/** What every store of settings does. */
export function settingsContract(where: string, open: () => Promise<StoredSettings>): void {
  describe(`settings in ${where}`, () => {
    it("are absent until a party changes something", async () => {
      const settings = await open()
      expect(await settings.get("unchanged")).toBeUndefined()
      expect(await settings.history("unchanged", { limit: 10 })).toEqual([])
    })

    it("are what the last change left, and every change stays", async () => {
      const settings = await open()
      for (const version of [1, 2, 3])
        expect(await settings.change(theSettings(version), theChange(version))).toBe("changed")
      expect(await settings.get("leafline")).toEqual(theSettings(3))
      expect(await settings.history("leafline", { limit: 2 })).toEqual([theChange(3), theChange(2)])
      expect(await settings.history("leafline", { limit: 2, before: 2 })).toEqual([theChange(1)])
      expect(await settings.of(["unchanged", "leafline"])).toEqual([theSettings(3)])
      expect(await settings.of([])).toEqual([])
    })

    it("can have had no value before, or have none after", async () => {
      const settings = await open()
      const change = { ...theChange(1, "birchwear"), changes: [{ field: "webhookUrl" as const }] }
      await settings.change(theSettings(1, { partyId: "birchwear", settings: {} }), change)
      expect(await settings.history("birchwear", { limit: 1 })).toEqual([change])
    })

    it("refuse the second of two changes of one version, and keep the first whole", async () => {
      const settings = await open()
      const first = theSettings(1, { partyId: "oakshop" })
      expect(await settings.change(first, theChange(1, "oakshop"))).toBe("changed")
      const second = { ...first, settings: { emails: ["other@oakshop.example"] } }
      expect(await settings.change(second, theChange(1, "oakshop"))).toBe("outdated")
      expect(await settings.change({ ...second, version: 3 }, theChange(3, "oakshop"))).toBe("outdated")
      expect(await settings.get("oakshop")).toEqual(first)
      expect(await settings.history("oakshop", { limit: 10 })).toEqual([theChange(1, "oakshop")])
    })

    it("of all parties are read together, without their history", async () => {
      const settings = await open()
      const own = theSettings(1, { partyId: "northpost", settings: { heavyReaders: [] } })
      await settings.change(own, theChange(1, "northpost"))
      const all = await settings.all()
      expect(all.filter(({ partyId }) => partyId === "northpost")).toEqual([own])
      expect(new Set(all.map(({ partyId }) => partyId)).size).toBe(all.length)
    })
  })
}
