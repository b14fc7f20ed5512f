import { describe, expect, it } from "@jest/globals"
import fc from "fast-check"
import {
  type Contact,
  compareContacts,
  uniteContacts,
} from "../../../../shared/watch/detection/profiles/access-profile.ts"
import { memoryProfiles } from "../../../../shared/watch/detection/profiles/memory-profiles.ts"
import { retainedEntries, scoredEntries } from "../../../../shared/watch/detection/profiles/retention.ts"
import { storedProfiles } from "../../../../shared/watch/detection/profiles/stored-profiles.ts"
import type { UpdatedProfile } from "../../../../shared/watch/detection/profiles/updated-profile.ts"
import { arbitraryContact, contacts } from "../builders.ts"
import { memoryAccessProfiles } from "../memory-stores.ts"

const later = (entries: readonly Contact[], seconds: number) =>
  entries.map((entry) => ({ ...entry, at: entry.at + seconds }))
const proven = contacts(60, 60, () => ({ proof: "strong" }))
const tagsOf = (entries: readonly Contact[]) => entries.map(({ tag }) => tag)

describe("what is scored of a full profile", () => {
  it("is the 40 latest references, and says that others are forgotten", () => {
    const all = contacts(45, 60)
    expect(scoredEntries(all)).toEqual({ entries: all.slice(5), trimmed: true })
  })

  it("is everything up to 40, and remembers that storage trimmed before", () => {
    const all = contacts(40, 60)
    expect(scoredEntries(all)).toEqual({ entries: all, trimmed: false })
    expect(scoredEntries(all, true).trimmed).toBe(true)
  })

  it("is the unproven before the proven for staff", () => {
    const unproven = contacts(3, 60)
    const all = uniteContacts(unproven, later(proven, 3600))
    expect(scoredEntries(all).entries.filter(({ proof }) => proof === "none")).toEqual([])
    const kept = scoredEntries(all, false, "unprovenFirst").entries
    expect(kept).toHaveLength(40)
    expect(kept.filter(({ proof }) => proof === "none")).toEqual(unproven)
    expect([...kept].sort(compareContacts)).toEqual(kept)
  })

  it("is the latest of the unproven for staff when there are more of them than room", () => {
    const many = contacts(50, 60)
    expect(scoredEntries(uniteContacts(proven, many), false, "unprovenFirst").entries).toEqual(many.slice(10))
  })
})

describe("what a full profile of a recipient keeps", () => {
  const atPlaces = (count: number, place: (index: number) => number) =>
    contacts(count, 60, (index) => ({ outcome: "hit", deliveryPoint: place(index) }))

  it("is what reached new places, however many proven references come later", () => {
    const strangers = atPlaces(5, (index) => 1_000 + index)
    const { entries, trimmed } = scoredEntries(uniteContacts(strangers, later(proven, 3600)), false, "newPlaces")
    expect(entries).toHaveLength(40)
    expect(tagsOf(entries)).toEqual(expect.arrayContaining(tagsOf(strangers)))
    expect(trimmed).toBe(false)
  })

  it("is what reached new places, however many references to a known place come later", () => {
    const strangers = atPlaces(5, (index) => 1_000 + index)
    const own = later(
      atPlaces(60, () => 7),
      3600,
    )
    const { entries, trimmed } = scoredEntries(uniteContacts(strangers, own), false, "newPlaces")
    expect(tagsOf(entries)).toEqual(expect.arrayContaining(tagsOf(strangers)))
    expect(trimmed).toBe(false)
  })

  it("is trimmed by whatever it drops if many people share its name", () => {
    const { entries, trimmed } = scoredEntries(proven, false, "newPlacesOfMany")
    expect(entries).toEqual(scoredEntries(proven, false, "newPlaces").entries)
    expect(trimmed).toBe(true)
  })

  it("is the first reference, so that a visitor with a history stays one", () => {
    expect(retainedEntries(proven, 40, "newPlaces").entries[0]).toEqual(proven[0])
  })

  it("has room for 20 new places at least and for other references too, and is trimmed when it forgets places", () => {
    const misses = contacts(30, 60, () => ({ outcome: "miss" }))
    const strangers = later(
      atPlaces(30, (index) => 1_000 + index),
      3600,
    )
    const { entries, trimmed } = scoredEntries(uniteContacts(misses, strangers), false, "newPlaces")
    expect(entries.filter(({ outcome }) => outcome === "hit")).toEqual(strangers.slice(-39))
    expect(trimmed).toBe(false)
    const missesLast = scoredEntries(uniteContacts(strangers, later(misses, 7200)), false, "newPlaces")
    expect(missesLast.entries.filter(({ outcome }) => outcome === "hit")).toEqual([
      strangers[0],
      ...strangers.slice(-20),
    ])
    expect(missesLast.trimmed).toBe(true)
  })

  it("is nothing that is older than 30 days", () => {
    const day = 86_400
    const recent = later(
      contacts(42, 60, () => ({ proof: "strong" })),
      31 * day,
    )
    const { entries } = retainedEntries(uniteContacts(proven, recent), 40, "newPlaces")
    expect(tagsOf(entries)).toEqual(tagsOf([...recent.slice(0, 1), ...recent.slice(-39)]))
  })
})

/** What an update says, whatever the order of the contacts that were joined. */
const saying = ({ entries, trimmed, quotaBucket, isNews, isFirst, ofReference }: UpdatedProfile) => ({
  entries,
  trimmed,
  quotaBucket,
  isNews,
  isFirst,
  ofReference: new Set(ofReference),
})

describe("profiles in memory and in storage", () => {
  it("call the only contact first again when it is repeated at the same time, or was made earlier", async () => {
    const [contact] = contacts(1, 60)
    if (contact === undefined) throw new Error("no contact")
    const stored = storedProfiles({ profiles: memoryAccessProfiles(), clock: () => new Date(1_800_000_000_000) })
    const inMemory = memoryProfiles<string>(() => undefined)
    const first: boolean[] = []
    for (const at of [contact.at, contact.at, contact.at - 60, contact.at + 60]) {
      const one = await stored.record("subject#same", { ...contact, at }, { layout: "accessor", retention: "latest" })
      expect(saying(inMemory.record("same", { ...contact, at }, "latest"))).toEqual(saying(one))
      first.push(one.isFirst)
    }
    expect(first).toEqual([true, true, true, false])
  })

  it.each([70, 4])("hold the same contacts and marks after the same updates of %d references", async (references) => {
    const retention = fc.constantFrom(
      "latest" as const,
      "unprovenFirst" as const,
      "newPlaces" as const,
      "newPlacesOfMany" as const,
    )
    const updates = fc.array(arbitraryContact(references), { minLength: 1, maxLength: 120 })
    await fc.assert(
      fc.asyncProperty(retention, updates, async (kept, given) => {
        const stored = storedProfiles({ profiles: memoryAccessProfiles(), clock: () => new Date(1_800_000_000_000) })
        const inMemory = memoryProfiles<string>(() => undefined)
        for (const contact of given) {
          const storage = { layout: "accessor", retention: kept, quotaPerHour: 60 } as const
          const one = await stored.record("subject#same", contact, storage)
          const other = inMemory.record("same", contact, kept, 60)
          expect(saying(other)).toEqual(saying(one))
        }
      }),
      { numRuns: 100 },
    )
  })
})
