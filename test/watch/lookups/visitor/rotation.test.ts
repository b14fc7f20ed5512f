import { describe, expect, it } from "@jest/globals"
import { readParties } from "../../../../shared/parties/load-parties.ts"
import type { Accessor } from "../../../../shared/watch/detection/accessor.ts"
import { networkKey, networkKeys, subjectKey, subjectKeys } from "../../../../shared/watch/detection/accessor.ts"
import { retailerKnowledge } from "../../../../shared/watch/detection/retailers/retailer-knowledge.ts"
import { isRefused } from "../../../../shared/watch/lookups/guesses/refusal.ts"
import { accessObserver } from "../../../../shared/watch/lookups/recording/observe-access.ts"
import { resolveAccessor } from "../../../../shared/watch/lookups/visitor/resolve-accessor.ts"
import { testKeyedHash } from "../../../doubles/keyed-hash.ts"
import { knownDirectory } from "../../../parties/known-directory.ts"
import {
  memoryAccessProfiles,
  memoryAnomalies,
  memoryRestrictions,
  memoryRetailerProfiles,
} from "../../detection/memory-stores.ts"
import { deliver } from "../recording/joined-contacts.ts"

const parties = knownDirectory(readParties(new URL("../../../../stages/local/parties.json", import.meta.url)))
const hour = 3_600_000
const day = 24 * hour
const activeFrom = Date.parse("2026-11-10T00:00:00.000Z")
const takesOverAt = activeFrom + 30 * day
const first = { 1: "a first secret for tests alone, worth nothing anywhere" }
const alone = JSON.stringify({ activeFrom: { 1: "1970-01-01T00:00:00Z" }, ...first })
const rotated = JSON.stringify({
  activeFrom: { 1: "1970-01-01T00:00:00Z", 2: new Date(activeFrom).toISOString() },
  ...first,
  2: "a second secret for tests alone, worth nothing anywhere",
})

function world(secret: string) {
  let time = activeFrom
  const clock = () => new Date(time)
  const keyedHash = testKeyedHash(secret, clock)
  const profiles = memoryAccessProfiles()
  const anomalies = memoryAnomalies()
  const restrictions = memoryRestrictions()
  const observer = accessObserver({
    profiles,
    anomalies,
    restrictions,
    retailers: retailerKnowledge({ parties, retailerProfiles: memoryRetailerProfiles(), clock }),
    keyedHash,
    clock,
  })
  const visitor = (at: number): Accessor => {
    time = at
    const cookie = { id: "abcdefghijklmnopqrstuv", mintedAt: new Date(at - 365 * day).toISOString() }
    const resolved = resolveAccessor(keyedHash, { address: "203.0.113.7", cookie }, new Date(at).toISOString())
    if (resolved === undefined) throw new Error("the address is one")
    return { ...resolved, accessorClass: "public" }
  }
  return {
    visitor,
    updates: profiles.updates,
    /** The visitor looks an order up. */
    lookUp: (order: number, at: number) =>
      deliver(observer, {
        accessor: visitor(at),
        at: new Date(at).toISOString(),
        networkClass: "public",
        retailerId: "leafline",
        series: "leafline",
        tag: keyedHash.referenceTag("leafline", String(order)),
        ordinal: 5_120_000 + order,
        outcome: "hit",
        proof: "none",
        deliveryPoint: 1 + order,
        canary: false,
      }),
    anomalies: anomalies.rows,
    /** What was found, whatever the names of those who did it. */
    found: () =>
      anomalies
        .rows()
        .map(({ accessorKey, chart, severity, crossedAt }) =>
          [accessorKey.split("#")[0], chart, severity, crossedAt].join(" "),
        )
        .sort(),
    refuses: async (at: number) => {
      const accessor = visitor(at)
      const rows = await restrictions.of([...subjectKeys(accessor), ...networkKeys(accessor)])
      const asked = { tag: "AAAAAA", proof: "none" } as const
      return isRefused(asked, { accessor, at: new Date(at).toISOString(), known: [] }, rows)
    },
  }
}

describe("while the secret that names accessors is rotated", () => {
  it.each([
    ["across the day on which a version becomes active", activeFrom],
    ["across the day on which it takes over", takesOverAt],
    ["while both are recorded", takesOverAt - 10 * day],
  ])("a walk %s is found where it would be, and once", async (_when, around) => {
    const [with2, with1] = [world(rotated), world(alone)]
    for (const one of [with2, with1]) {
      for (let step = 0; step < 14; step++) await one.lookUp(step, around + (step - 6) * 4 * hour)
    }
    expect(with2.found()).toEqual(with1.found())
    expect(with2.found().filter((one) => one.startsWith("subject walk alert"))).toHaveLength(1)
  })

  it.each([
    ["before", takesOverAt - 10 * hour],
    ["after", takesOverAt + 10 * hour],
  ])("what is found %s the names change names its accessor by both", async (_when, at) => {
    const [one, plain] = [world(rotated), world(alone)]
    for (let step = 0; step < 8; step++) {
      for (const each of [one, plain]) await each.lookUp(step, at + step * 60_000)
    }
    const keysOf = (time: number) => {
      const accessor = one.visitor(time)
      return [subjectKey(accessor), networkKey(accessor)]
    }
    const both = [...keysOf(takesOverAt - 1), ...keysOf(takesOverAt)].sort()
    const ofSubject = one.anomalies().filter(({ accessorKey }) => accessorKey.startsWith("subject#"))
    expect(ofSubject.length).toBeGreaterThan(0)
    for (const { subject, network, otherKeys } of ofSubject) {
      expect([subject, network, ...(otherKeys ?? [])].sort()).toEqual(both)
    }
    expect(plain.anomalies().every(({ otherKeys }) => otherKeys === undefined)).toBe(true)
  })

  it("a flood goes unscored on either side of the change of names, as it does on other days", async () => {
    const cost = async (secret: string) => {
      const one = world(secret)
      for (let step = 0; step < 12; step++) await one.lookUp(step, takesOverAt - 900_000 + step * 70_000)
      await one.lookUp(12, takesOverAt + 2_000)
      const before = one.updates()
      for (let step = 13; step < 16; step++) await one.lookUp(step, takesOverAt + step * 1_000)
      return one.updates() - before
    }
    expect(await cost(rotated)).toBe(await cost(alone))
    expect(await cost(rotated)).toBe(0)
  })

  it("a finding from before the names change is not found again under the new names, and its restriction holds", async () => {
    const one = world(rotated)
    for (let step = 0; step < 8; step++) await one.lookUp(step, takesOverAt - 9 * hour + step * hour)
    const before = one.found()
    expect(before.some((found) => found.startsWith("subject walk alert"))).toBe(true)
    expect(await one.refuses(takesOverAt - 1)).toBe(true)
    expect(await one.refuses(takesOverAt + hour)).toBe(true)
    for (let step = 8; step < 12; step++) await one.lookUp(step, takesOverAt + step * hour)
    expect(one.found()).toEqual(before)
  })

  it("a visitor that looks up the same orders every day is not new on any day", async () => {
    const one = world(rotated)
    const orders = Array.from({ length: 30 }, (_, index) => index * 397)
    for (const [index, order] of orders.entries()) await one.lookUp(order, activeFrom - (60 - 2 * index) * day)
    for (let today = 1; today < 70; today++) {
      for (const [index, order] of orders.entries()) await one.lookUp(order, activeFrom + today * day + index * 20_000)
    }
    expect(one.found()).toEqual([])
  })

  it("calls are added for thirty days, and neither before nor after", async () => {
    const cost = async (secret: string, at: number) => {
      const one = world(secret)
      await one.lookUp(1, at)
      return one.updates()
    }
    const times = [activeFrom - 1, activeFrom, takesOverAt - 1, takesOverAt, takesOverAt + 31 * day]
    expect(await Promise.all(times.map((at) => cost(alone, at)))).toEqual([3, 3, 3, 3, 3])
    expect(await Promise.all(times.map((at) => cost(rotated, at)))).toEqual([3, 5, 5, 3, 3])
  })

  it("names are others only from when a version takes over, and nothing is left of the old ones after thirty days more", () => {
    const { visitor } = world(rotated)
    const name = (at: number) => visitor(at).subject.fingerprint
    expect(name(takesOverAt - 1)).toBe(name(activeFrom - day))
    expect(name(takesOverAt)).not.toBe(name(takesOverAt - 1))
    const others = (at: number) => {
      const { rotation } = visitor(at)
      return [rotation?.next.length ?? 0, rotation?.former.length ?? 0]
    }
    const times = [activeFrom - 1, activeFrom, takesOverAt - 1, takesOverAt, takesOverAt + 30 * day]
    expect(times.map(others)).toEqual([
      [0, 0],
      [1, 0],
      [1, 0],
      [0, 1],
      [0, 0],
    ])
  })
})
