import { describe, expect, it } from "@jest/globals"
import fc from "fast-check"
import { readParties } from "../../../../shared/parties/load-parties.ts"
import type { Anomalies, Anomaly } from "../../../../shared/watch/detection/anomalies/anomaly.ts"
import type { Contact } from "../../../../shared/watch/detection/profiles/access-profile.ts"
import type {
  AccessProfileReader,
  AccessProfiles,
  StoredProfile,
} from "../../../../shared/watch/detection/profiles/access-profiles.ts"
import type { Restrictions } from "../../../../shared/watch/detection/restrictions/restriction.ts"
import { retailerKnowledge } from "../../../../shared/watch/detection/retailers/retailer-knowledge.ts"
import type { AccessObserver, ObservedAccess } from "../../../../shared/watch/lookups/recording/access-observer.ts"
import { accessObserver } from "../../../../shared/watch/lookups/recording/observe-access.ts"
import { testKeyedHash } from "../../../doubles/keyed-hash.ts"
import { exhaustively } from "../../../exhaustively.ts"
import { knownDirectory } from "../../../parties/known-directory.ts"
import { type Random, seededRandom } from "../../../simulation/random.ts"
import {
  memoryAccessProfiles,
  memoryAnomalies,
  memoryRestrictions,
  memoryRetailerProfiles,
} from "../../detection/memory-stores.ts"
import {
  accessOf,
  deliver,
  joinedProfiles,
  type PlainAccess,
  retailerId,
  scoredOf,
  startedAt,
  storedEntries,
  verdictOn,
} from "./joined-contacts.ts"

const parties = knownDirectory(readParties(new URL("../../../../stages/local/parties.json", import.meta.url)))
const keyedHash = testKeyedHash()
const lanes = 3
/** Each reading of the clock is this much later, so that nothing is dropped as part of a flood. */
const clockStepMilliseconds = 61_000

/** A store as it is, or with a fault planted in how it writes and reads. */
type Plant = {
  plant(profiles: ReturnType<typeof memoryAccessProfiles>): AccessProfiles & AccessProfileReader
  read(stored: StoredProfile): StoredProfile
}
const asItIs: Plant = { plant: (profiles) => profiles, read: (stored) => stored }

/** Stores that outlive every container, and the time of day. */
function makeStores() {
  let readings = 0
  const clock = () => new Date(startedAt + 86_400_000 + readings++ * clockStepMilliseconds)
  return {
    clock,
    profiles: memoryAccessProfiles(),
    anomalies: memoryAnomalies(),
    restrictions: memoryRestrictions(),
    knowledge: () => retailerKnowledge({ parties, retailerProfiles: memoryRetailerProfiles(), clock }),
  }
}
type Stores = ReturnType<typeof makeStores>

class Killed extends Error {
  override name = "Killed"
}

/**
 * An observer whose container may be killed before or after any write: then nothing of it goes on, not even what runs
 * side by side.
 */
function mortalObserver(stores: Stores, plant: Plant, random: Random, lifeline: { kills: number }): AccessObserver {
  let dead = false
  const live = () => {
    if (!dead && lifeline.kills > 0 && random.chance(0.15)) {
      lifeline.kills -= 1
      dead = true
    }
    if (dead) throw new Killed()
  }
  const step = async <Result>(effect: () => Promise<Result>): Promise<Result> => {
    for (let turn = random.integer(0, 6); turn > 0; turn -= 1) await Promise.resolve()
    live()
    const result = await effect()
    live()
    return result
  }
  const planted = plant.plant(stores.profiles)
  const profiles = {
    ...stores.profiles,
    read: (key: string) => step(() => planted.read(key)),
    record: (...given: Parameters<AccessProfiles["record"]>) => step(() => planted.record(...given)),
    trim: (...given: Parameters<AccessProfiles["trim"]>) => step(() => planted.trim(...given)),
  }
  const anomalies: Anomalies = {
    ...stores.anomalies,
    raise: (anomaly) => step(() => stores.anomalies.raise(anomaly)),
  }
  const restrictions: Restrictions = {
    ...stores.restrictions,
    restrict: (asked) => step(() => stores.restrictions.restrict(asked)),
  }
  const { clock } = stores
  return accessObserver({ profiles, anomalies, restrictions, retailers: stores.knowledge(), keyedHash, clock })
}

/**
 * Delivers every access at least once: shuffled, some twice or three times, three at a time, again after every crash.
 */
async function deliverAll(stores: Stores, accesses: readonly ObservedAccess[], seed: number, plant: Plant) {
  const random = seededRandom(seed)
  const queue = random.shuffled(accesses.flatMap((access) => Array<ObservedAccess>(random.integer(1, 3)).fill(access)))
  const lifeline = { kills: accesses.length }
  const lane = async () => {
    let observer = mortalObserver(stores, plant, random, lifeline)
    for (let access = queue.pop(); access !== undefined; access = queue.pop()) {
      try {
        await deliver(observer, access)
      } catch (error) {
        if (!(error instanceof Killed)) throw error
        queue.splice(random.integer(0, queue.length), 0, access)
        observer = mortalObserver(stores, plant, random, lifeline)
      }
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane))
}

const identityOf = ({ accessorKey, retailerId, chart, severity, crossedAt }: Anomaly) =>
  [accessorKey, retailerId, chart, severity, crossedAt.slice(0, 10)].join("|")

/** Delivers the accesses and compares what is stored with the pure join of all of them. */
async function checkScheme(plain: readonly PlainAccess[], seed: number, plant: Plant = asItIs) {
  const stores = makeStores()
  const knowledge = stores.knowledge()
  await knowledge.findNumbers([retailerId])
  const accesses = plain.map((one) => accessOf(one, keyedHash))
  const anomalyChanges: string[] = []
  stores.anomalies.onChange(({ eventName }) => anomalyChanges.push(eventName))
  await deliverAll(stores, accesses, seed, plant)

  const joined = joinedProfiles(accesses, knowledge, keyedHash)
  const rows = stores.profiles.rows()
  const stored = new Map<string, StoredProfile>()
  for (const { profileKey, entries, trimmed } of rows) {
    const attributes = Object.entries(entries).map(([name, value]) => ({ name, value }))
    stored.set(profileKey, plant.read({ attributes, trimmed }))
  }
  expect([...stored.keys()].sort()).toEqual([...joined.keys()].sort())
  const raised = stores.anomalies.rows()
  expect(new Set(raised.map(identityOf)).size).toBe(raised.length)
  expect(anomalyChanges).toEqual(raised.map(() => "INSERT"))
  return { stores, knowledge, accesses, joined, stored, raised }
}

async function checkUpToTheCap(plain: readonly PlainAccess[], seed: number, plant: Plant = asItIs) {
  const { stores, knowledge, accesses, joined, stored, raised } = await checkScheme(plain, seed, plant)
  for (const [name, profile] of joined) {
    const held = stored.get(name)
    expect(held?.trimmed).toBe(false)
    expect(held && storedEntries(name, held, knowledge)).toEqual(profile.entries)
    for (const finding of profile.alongside ? [] : verdictOn(profile, knowledge)) {
      const day = new Date(finding.crossedAt * 1000).toISOString().slice(0, 10)
      const identity = [name, "leafline", finding.chart, finding.severity, day].join("|")
      expect(raised.map(identityOf)).toContain(identity)
    }
  }
  // The last lookup finds what the pure merge gives.
  const last = mortalObserver(stores, plant, seededRandom(seed), { kills: 0 })
  for (const access of accesses) {
    const found = Map.groupBy(await deliver(last, access), ({ accessorKey }) => accessorKey)
    for (const [name, findings] of found) {
      const profile = joined.get(name)
      expect(findings.map(({ finding }) => finding)).toEqual(profile && verdictOn(profile, knowledge))
    }
  }
  return raised
}

/**
 * Two in three look at numbers one after the other, so that charts cross; who fails proofs never has a right postal
 * code.
 */
const arbitraryAccess: fc.Arbitrary<PlainAccess> = fc
  .record({
    subject: fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, fc.nat(6)),
    reference: fc.nat(24),
    at: fc.integer({ min: 0, max: 20 * 3600 }),
    kind: fc.constantFrom(
      ...(["none", "none", "none", "none", "linkToken", "postalCode"] as const),
      ...(["challengeFailed", "miss", "provenMiss"] as const),
    ),
  })
  .map(({ subject, reference, at, kind }) => {
    const fails = subject % 2 === 1
    if (kind === "provenMiss") return { subject, reference, at, outcome: "miss", proof: "account" }
    if (kind === "miss" || kind === "challengeFailed") {
      return { subject, reference, at, outcome: kind === "miss" || !fails ? "miss" : "challengeFailed" }
    }
    return { subject, reference, at, proof: kind === "postalCode" && fails ? "none" : kind }
  })
const contactsUpToTheCap = fc.array(arbitraryAccess, { minLength: 1, maxLength: 40 })
const seeds = fc.integer({ min: 0, max: 0xff_ff_ff_ff })

describe("the storage scheme of access profiles", () => {
  exhaustively("stores the merge of all contacts and raises each anomaly once, despite crashes", async () => {
    let anomalies = 0
    await fc.assert(
      fc.asyncProperty(contactsUpToTheCap, seeds, async (plain, seed) => {
        anomalies += (await checkUpToTheCap(plain, seed)).length
      }),
      { numRuns: 150 },
    )
    expect(anomalies).toBeGreaterThan(20)
  })

  it("stores the same alongside under the names that take over while a secret is rotated, and raises nothing of them", async () => {
    await fc.assert(
      fc.asyncProperty(contactsUpToTheCap, seeds, async (plain, seed) => {
        const raised = await checkUpToTheCap(
          plain.map((one) => ({ ...one, rotates: true })),
          seed,
        )
        expect(raised.filter(({ accessorKey }) => accessorKey.includes("#next-"))).toEqual([])
      }),
      { numRuns: 40 },
    )
  }, 60_000)

  exhaustively("keeps what is scored beyond the cap, if each reference is looked up at one time", async () => {
    const forClass = fc.constantFrom("public" as const, "staff" as const)
    await fc.assert(
      fc.asyncProperty(forClass, fc.integer({ min: 45, max: 120 }), seeds, async (accessorClass, references, seed) => {
        const random = seededRandom(seed)
        const plain = Array.from({ length: references }, (_, reference): PlainAccess => {
          const proof = random.chance(0.5) ? "linkToken" : "none"
          return { subject: 0, reference, at: random.integer(0, 72_000), proof, accessorClass }
        })
        const { joined, stored, knowledge } = await checkScheme(plain, seed)
        const unmarked = ({ entries, trimmed }: { entries: readonly Contact[]; trimmed: boolean }) => ({
          trimmed,
          // Who is new is judged when it is recorded, and a trimmed profile has a history.
          entries: entries.map((entry) => ({ ...entry, history: "known" as const })),
        })
        for (const [name, profile] of joined) {
          const held = stored.get(name)
          const kept = held && scoredOf(profile, storedEntries(name, held, knowledge), held.trimmed)
          expect(kept && unmarked(kept)).toEqual(unmarked(scoredOf(profile, profile.entries)))
          expect(held && storedEntries(name, held, knowledge).length).toBeLessThanOrEqual(44)
        }
      }),
      { numRuns: 25 },
    )
  })

  it("loses a contact where an identical one counts as a refresh", async () => {
    await expectFailure({
      ...asItIs,
      plant: (profiles) => ({
        ...profiles,
        read: async () => ({ attributes: [], trimmed: false }),
        record: async (profileKey, entry, expiresAt) => {
          const held = profiles.rows().find((row) => row.profileKey === profileKey)?.entries[entry.name]
          const { profile, outcome } = await profiles.record(profileKey, entry, expiresAt)
          return { profile, outcome: held !== undefined && same(held, entry.value) ? "refresh" : outcome }
        },
      }),
    })
  }, 60_000)

  it("loses late proof where outcome and proof are part of the value", async () => {
    const last = (value: Uint8Array) => String.fromCharCode(value.at(-1) ?? 0)
    const read = ({ attributes, trimmed }: StoredProfile): StoredProfile => ({
      trimmed,
      attributes: attributes.map(({ name, value }) => ({
        name: last(value) + name.slice(1),
        value: value.slice(0, -1),
      })),
    })
    await expectFailure({
      read,
      plant: (profiles) => ({
        ...profiles,
        read: async (profileKey) => read(await profiles.read(profileKey)),
        record: async (profileKey, { name, value }, expiresAt) => {
          const entry = { name: `A${name.slice(1)}`, value: Uint8Array.from([...value, name.charCodeAt(0)]) }
          const { outcome, profile } = await profiles.record(profileKey, entry, expiresAt)
          return { outcome, profile: read(profile) }
        },
      }),
    })
  }, 60_000)
})

async function expectFailure(plant: Plant) {
  const property = fc.asyncProperty(contactsUpToTheCap, seeds, async (plain, seed) => {
    await checkUpToTheCap(plain, seed, plant)
  })
  const { failed, errorInstance } = await fc.check(property, { numRuns: 150, endOnFailure: true })
  expect(failed).toBe(true)
  expect(String(errorInstance)).toContain("expect(received)")
}

function same(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0
}
