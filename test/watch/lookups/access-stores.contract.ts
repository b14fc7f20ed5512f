import { describe, expect, it } from "@jest/globals"
import type { Anomalies, Anomaly } from "../../../shared/watch/detection/anomalies/anomaly.ts"
import type {
  AccessProfileErasure,
  AccessProfileReader,
  AccessProfiles,
} from "../../../shared/watch/detection/profiles/access-profiles.ts"
import type { RetailerProfiles } from "../../../shared/watch/detection/retailers/retailer-profiles.ts"
import type { RetailerVolumes } from "../../../shared/watch/detection/retailers/retailer-volumes.ts"
import type { ChallengeFailures } from "../../../shared/watch/lookups/guesses/challenge-failures.ts"
import { publishedWalk, walkEvidence } from "../../builders/findings.ts"

/** An anomaly of a walk. */
export function anAnomaly(change: Partial<Anomaly> = {}): Anomaly {
  return {
    anomalyId: "anomaly-1",
    accessorKey: "subject#walker",
    subject: "subject#walker",
    network: "network#address",
    subjectKind: "cookie",
    retailerId: "leafline",
    chart: "walk",
    severity: "alert",
    score: 15.2,
    threshold: 14,
    from: "2026-11-01T10:00:00.000Z",
    crossedAt: "2026-11-01T10:01:00.000Z",
    detectedAt: "2026-11-01T10:01:01.000Z",
    tool: "guarded",
    carrierIds: ["northpost"],
    accessorTokens: [],
    accessIds: [],
    evidence: walkEvidence,
    retailerFinding: publishedWalk(),
    shadow: false,
    expiresAt: 1_830_000_000,
    ...change,
  }
}

/** What every store of anomalies must do. */
export function anomaliesContract(where: string, make: () => Promise<Anomalies>): void {
  describe(`anomalies ${where}`, () => {
    it("stand as they were first found", async () => {
      const anomalies = await make()
      expect(await anomalies.raise(anAnomaly())).toBe("raised")
      expect(await anomalies.raise(anAnomaly({ score: 40 }))).toBe("duplicate")
      expect(await anomalies.get("anomaly-1")).toEqual(anAnomaly())
      expect(await anomalies.get("anomaly-never-raised")).toBeUndefined()
    })
  })
}

/** What every store of guess budgets must do. */
export function challengeFailuresContract(where: string, make: () => Promise<ChallengeFailures>): void {
  describe(`guess budgets ${where}`, () => {
    it("hold when more guesses come at once than are left", async () => {
      const failures = await make()
      const budget = { counterKey: "order#at-once#2026-11-01T10", limit: 5, expiresAt: 1_830_000_000 }
      const taken = await Promise.all(Array.from({ length: 12 }, () => failures.take(budget)))
      expect(taken.filter((one) => one)).toHaveLength(5)
      expect(await failures.take(budget)).toBe(false)
    })

    it("give a right guess back, and never more than was taken", async () => {
      const failures = await make()
      const budget = { counterKey: "order#back#2026-11-01T10", limit: 1, expiresAt: 1_830_000_000 }
      await failures.giveBack(budget)
      expect(await failures.take(budget)).toBe(true)
      await failures.giveBack(budget)
      await failures.giveBack(budget)
      expect([await failures.take(budget), await failures.take(budget)]).toEqual([true, false])
    })

    it("take and give back what one guess costs, and as little of it as is asked", async () => {
      const failures = await make()
      const budget = { counterKey: "network#cost#2026-11-01", limit: 16, cost: 8, expiresAt: 1_830_000_000 }
      const takes = async (count: number) => {
        const taken: boolean[] = []
        for (let guess = 0; guess < count; guess++) taken.push(await failures.take(budget))
        return taken
      }
      expect(await takes(3)).toEqual([true, true, false])
      await failures.giveBack({ ...budget, cost: 1 })
      expect(await takes(2)).toEqual([true, false])
      await failures.giveBack(budget)
      await failures.giveBack(budget)
      expect(await takes(3)).toEqual([true, true, false])
    })
  })
}

const head = (ordinal: number) => ({ ordinal, at: `2026-11-01T10:0${ordinal}:00.000Z` })

/** What every store of retailer profiles must do. */
export function retailerProfilesContract(where: string, make: () => Promise<RetailerProfiles>): void {
  describe(`retailer profiles ${where}`, () => {
    it("keep the highest number seen, whatever is learned", async () => {
      const profiles = await make()
      await profiles.advanceHead("heads", head(7))
      await profiles.advanceHead("heads", head(5))
      expect(await profiles.get("heads")).toEqual({ retailerId: "heads", version: 0, sequenceHead: head(7) })
      const lateNumbers = [{ from: 1, to: 6, seenAt: "2026-11-01T09:00:00.000Z" }]
      const rhythm = {
        hour: 494_000,
        ordinal: 7,
        hours: Array.from({ length: 24 }, () => ({ readings: 7, mean: 12.345 })),
      }
      const learned = { ordersPerDay: 300, missShare: 0.04, rhythm, lateNumbers, learnedAt: "2026-11-01T10:00:00.000Z" }
      expect(await profiles.learn("heads", learned, 0)).toBe("learned")
      await profiles.advanceHead("heads", head(9))
      expect(await profiles.get("heads")).toEqual({ retailerId: "heads", version: 1, sequenceHead: head(9), learned })
    })

    it("refuse to learn from an outdated reading", async () => {
      const profiles = await make()
      const learned = { ordersPerDay: 300, missShare: 0.04, learnedAt: "2026-11-01T10:00:00.000Z" }
      expect(await profiles.learn("versions", learned, 0)).toBe("learned")
      expect(await profiles.learn("versions", { ...learned, missShare: 0.5 }, 0)).toBe("conflict")
      expect(await profiles.learn("versions", { ...learned, missShare: 0.1 }, 1)).toBe("learned")
      expect(await profiles.get("versions")).toMatchObject({ version: 2, learned: { missShare: 0.1 } })
    })

    it("move the volume chart on once from where it was read, and leave the rest as it is", async () => {
      const profiles = await make()
      await profiles.advanceHead("volumes", head(3))
      const watched = (until: string, score: number) => ({
        until,
        tools: { guarded: { state: { contacts: 400, base: 0.3, score, alarms: 0 }, from: 1_793_000_400 } },
      })
      const [ten, twenty] = ["2026-11-01T10:10:00.000Z", "2026-11-01T10:20:00.000Z"] as const
      expect(await profiles.advanceVolume("volumes", watched(ten, 1.5), undefined)).toBe("advanced")
      expect(await profiles.advanceVolume("volumes", watched(ten, 7), undefined)).toBe("conflict")
      expect(await profiles.advanceVolume("volumes", watched(twenty, 2.5), ten)).toBe("advanced")
      expect(await profiles.advanceVolume("volumes", watched(twenty, 9), ten)).toBe("conflict")
      expect(await profiles.get("volumes")).toEqual({
        retailerId: "volumes",
        version: 0,
        sequenceHead: head(3),
        volume: watched(twenty, 2.5),
      })
    })
  })
}

/** What every store of volumes must do. */
export function retailerVolumesContract(where: string, make: () => Promise<RetailerVolumes>): void {
  describe(`sums of volumes ${where}`, () => {
    const at = (time: string) => new Date(`2026-11-01T${time}Z`)
    const guarded = (retailerId: string) => ({ retailerId, tool: "guarded" })

    it("add up what many writers add at once, per ten minutes and tool", async () => {
      const volumes = await make()
      const observed = { retailerId: "many", tool: "observed:northpost" }
      await Promise.all([
        ...Array.from({ length: 12 }, () =>
          volumes.add(guarded("many"), at("10:00:00"), { contacts: 3, strangers: 1 }),
        ),
        volumes.add(guarded("many"), at("10:09:59.999"), { contacts: 1, strangers: 0 }),
        volumes.add(guarded("many"), at("10:10:00"), { contacts: 5, strangers: 5 }),
        volumes.add(observed, at("10:04:00"), { contacts: 2, strangers: 2 }),
      ])
      const rows = await volumes.read("many", "2026-11-01T10:00:00.000Z", "2026-11-01T10:20:00.000Z")
      expect(rows.map(({ startsAt, tool, contacts, strangers }) => [startsAt, tool, contacts, strangers])).toEqual([
        ["2026-11-01T10:00:00.000Z", "guarded", 37, 12],
        ["2026-11-01T10:00:00.000Z", "observed:northpost", 2, 2],
        ["2026-11-01T10:10:00.000Z", "guarded", 5, 5],
      ])
      expect(rows[0]?.expiresAt).toBe(Date.parse("2026-11-01T10:00:00.000Z") / 1000 + 40 * 86_400)
    })

    it("are read from one instant up to another, of one retailer", async () => {
      const volumes = await make()
      for (const time of ["10:00:00", "10:10:00", "10:20:00"])
        await volumes.add(guarded("some"), at(time), { contacts: 1, strangers: 0 })
      await volumes.add(guarded("somebody-else"), at("10:10:00"), { contacts: 1, strangers: 0 })
      const rows = await volumes.read("some", "2026-11-01T10:10:00.000Z", "2026-11-01T10:20:00.000Z")
      expect(rows.map(({ startsAt }) => startsAt)).toEqual(["2026-11-01T10:10:00.000Z"])
      expect(await volumes.read("nobody", "2026-11-01T10:10:00.000Z", "2026-11-01T10:20:00.000Z")).toEqual([])
    })
  })
}

const entry = (name: string, ...bytes: number[]) => ({ name, value: Uint8Array.from(bytes) })
const expiresAt = 1_830_000_000

/** What every store of access profiles must do. */
export function accessProfilesContract(
  where: string,
  make: () => Promise<AccessProfiles & AccessProfileReader & AccessProfileErasure>,
): void {
  describe(`access profiles ${where}`, () => {
    it("keep the smallest value of an entry, compared as unsigned bytes", async () => {
      const profiles = await make()
      await profiles.record("subject#smallest", entry("Aabcdef", 0x80, 1), expiresAt)
      const earlier = await profiles.record("subject#smallest", entry("Aabcdef", 0x7f, 9), expiresAt)
      expect(earlier).toEqual({
        outcome: "recorded",
        profile: { attributes: [entry("Aabcdef", 0x7f, 9)], trimmed: false },
      })
      const later = await profiles.record("subject#smallest", entry("Aabcdef", 0xff, 0), expiresAt)
      expect(later).toEqual({ ...earlier, outcome: "refresh" })
    })

    it("take the very same contact again as if it were new", async () => {
      const profiles = await make()
      const first = await profiles.record("subject#same", entry("Aabcdef", 1, 2), expiresAt)
      expect(await profiles.record("subject#same", entry("Aabcdef", 1, 2), expiresAt)).toEqual(first)
    })

    it("are read as they are, and empty where nothing was recorded", async () => {
      const profiles = await make()
      expect(await profiles.read("subject#read")).toEqual({ attributes: [], trimmed: false })
      await profiles.record("subject#read", entry("Aabcdef", 1, 2), expiresAt)
      expect(await profiles.read("subject#read")).toEqual({ attributes: [entry("Aabcdef", 1, 2)], trimmed: false })
      await profiles.trim("subject#read", [entry("Aabcdef", 1, 2)], true)
      expect(await profiles.read("subject#read")).toEqual({ attributes: [], trimmed: true })
    })

    it("end up the same whatever order contacts come in", async () => {
      const profiles = await make()
      const contacts = [entry("Aaaaaaa", 3), entry("Aaaaaaa", 1), entry("Baaaaaa", 2), entry("Aaaaaaa", 2)]
      for (const contact of contacts) await profiles.record("subject#one-order", contact, expiresAt)
      for (const contact of contacts.toReversed()) await profiles.record("subject#other-order", contact, expiresAt)
      const sorted = async (key: string) => {
        const { profile } = await profiles.record(key, entry("Caaaaaa", 5), expiresAt)
        return profile.attributes.toSorted((one, other) => (one.name < other.name ? -1 : 1))
      }
      expect(await sorted("subject#one-order")).toEqual(await sorted("subject#other-order"))
    })

    it("forget entries by their names, and make no profile by that", async () => {
      const profiles = await make()
      const [gone, kept] = [entry("Aaaaaaa", 1), entry("Abbbbbb", 2)] as const
      for (const one of [gone, kept]) await profiles.record("subject#forget", one, expiresAt)
      await profiles.forget("subject#forget", ["Aaaaaaa", "Zzzzzzz"])
      await profiles.forget("subject#forget-nobody", ["Aaaaaaa"])
      expect(await profiles.read("subject#forget")).toEqual({ attributes: [kept], trimmed: false })
      const { profile } = await profiles.record("subject#forget-nobody", kept, expiresAt)
      expect(profile.attributes).toEqual([kept])
    })

    it("trim entries that are as they were read, all or none", async () => {
      const profiles = await make()
      const [old, changed, kept] = [entry("Aaaaaaa", 1), entry("Abbbbbb", 2), entry("Acccccc", 3)] as const
      for (const one of [old, changed, kept]) await profiles.record("subject#trim", one, expiresAt)
      expect(await profiles.trim("subject#trim", [old, entry("Abbbbbb", 9)], true)).toBe("changed")
      expect(await profiles.trim("subject#trim", [old, changed], true)).toBe("trimmed")
      const { profile } = await profiles.record("subject#trim", kept, expiresAt)
      expect(profile).toEqual({ attributes: [kept], trimmed: true })
    })

    it("keep the bucket of a quota that is noted when entries are trimmed, and keep it when others are", async () => {
      const profiles = await make()
      const all = [entry("Aaaaaaa", 1), entry("Abbbbbb", 2)] as const
      for (const one of all) await profiles.record("subject#bucket", one, expiresAt)
      await profiles.trim("subject#bucket", [all[0]], true, { level: 12.5, at: 1_800_000_000 })
      await profiles.trim("subject#bucket", [all[1]], false)
      const quotaBucket = { level: 12.5, at: 1_800_000_000 }
      expect(await profiles.read("subject#bucket")).toEqual({ attributes: [], trimmed: true, quotaBucket })
    })

    it("are marked as trimmed once they forget places, and stay marked", async () => {
      const profiles = await make()
      const all = [entry("Aaaaaaa", 1), entry("Abbbbbb", 2), entry("Acccccc", 3)] as const
      for (const one of all) await profiles.record("subject#mark", one, expiresAt)
      const trimmed: boolean[] = []
      for (const [place, one] of all.entries()) {
        await profiles.trim("subject#mark", [one], place === 1)
        trimmed.push((await profiles.read("subject#mark")).trimmed)
      }
      expect(trimmed).toEqual([false, true, true])
    })
  })
}
