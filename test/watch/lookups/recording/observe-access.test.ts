import { describe, expect, it } from "@jest/globals"
import { decodeProfile } from "../../../../shared/watch/detection/profiles/profile-encoding.ts"
import { blockOf, missBlockOf } from "../../../../shared/watch/detection/retailers/retailer-profile.ts"
import type { ObservedAccess } from "../../../../shared/watch/lookups/recording/access-observer.ts"

import { access, at, guarded, world } from "./observed-world.ts"

describe("a first contact", () => {
  it("without proof is written for the subject, the network and the block of numbers", async () => {
    const { observer, keys } = world()
    expect((await observer.observe(access(1, "a"))).newContact).toBe(true)
    expect(keys()).toEqual(["block", "network", "subject"])
  })

  it("of a newcomer is written for an IPv6 prefix too, once and whether the reference exists or not", async () => {
    const updates = await Promise.all(
      (["hit", "miss"] as const).map(async (outcome) => {
        const { observer, keys, profiles } = world()
        const known = outcome === "hit" ? {} : { ordinal: undefined, deliveryPoint: undefined }
        const one = access(1, "a", { outcome, ...known })
        const network = { ...one.accessor.network, prefix: "site-of-visitor-a" }
        await observer.observe({ ...one, accessor: { ...one.accessor, network } }, { evenBlocks: 1 })
        expect(keys()).toContain("prefix")
        return profiles.updates()
      }),
    )
    expect(updates).toEqual([4, 4])
  })

  it("with proof is no evidence of a walk, nor about the network", async () => {
    const { observer, keys } = world()
    await observer.observe(access(1, "a", { proof: "linkToken" }))
    expect(keys()).toEqual(["subject"])
  })

  it("is written once, however often the reference is looked up", async () => {
    const { observer, profiles } = world()
    await observer.observe(access(1, "a", { at: at(0) }))
    const before = profiles.rows()
    for (let again = 1; again < 5; again++) {
      expect((await observer.observe(access(1, "a", { at: at(again * 60) }))).newContact).toBe(false)
    }
    expect(profiles.rows()).toEqual(before)
    expect(profiles.updates()).toBe(3)
  })

  it("proven late reaches the block that it was written to without proof", async () => {
    const { observer, entriesOf } = world()
    await observer.observe(access(1, "a", { at: at(0) }))
    await observer.observe(access(1, "a", { at: at(60), proof: "linkToken" }))
    expect(entriesOf("block")).toHaveLength(2)
  })

  it("whose link was opened before counts as proven for the network and the block too", async () => {
    const { observer, profiles } = world()
    await observer.observe(access(1, "a", { at: at(0), proof: "linkToken" }))
    await observer.observe(access(1, "a", { at: at(60) }))
    const kept = profiles.rows().map(({ profileKey, entries }) => {
      const attributes = Object.entries(entries).map(([name, value]) => ({ name, value }))
      const [contact] = decodeProfile(attributes, profileKey.startsWith("block#") ? "block" : "accessor")
      return contact?.proof
    })
    expect(kept).toEqual(["strong", "strong", "strong"])
  })

  it("with a right postal code counts as unproven once the visitor has guessed", async () => {
    const { observer, entriesOf } = world()
    for (const order of [1000, 2000, 3000]) {
      await observer.observe(access(order, "a", { outcome: "challengeFailed" }))
    }
    const before = entriesOf("block").length
    const { failedChallenges } = await observer.observe(access(3500, "a", { proof: "postalCode" }))
    expect(failedChallenges).toBe(3)
    expect(entriesOf("block").length).toBe(before + 1)
  })

  it("of a class that is not scored is written nowhere", async () => {
    const { observer, keys } = world()
    const { accessor } = access(1, "a")
    await observer.observe(access(1, "a", { accessor: { ...accessor, accessorClass: "mailScanner" } }))
    expect(keys()).toEqual([])
  })

  it("of a party's own staff or partner is not mixed with the public's", async () => {
    const { observer, keys } = world()
    const { accessor } = access(1, "a")
    await observer.observe(access(1, "a", { accessor: { ...accessor, accessorClass: "partner" } }))
    expect(keys()).toEqual(["subject"])
  })
})

describe("a reference that does not exist", () => {
  it("counts among the misses of its numbers, unless its order may simply not have arrived yet", async () => {
    const { observer, retailerProfiles, keys, profiles } = world()
    await retailerProfiles.advanceHead("leafline", { ordinal: 5_100_000, at: at(0) })
    await observer.observe(access(100_000, "a", { outcome: "miss", deliveryPoint: undefined }))
    expect(keys()).toEqual(["network", "subject"])
    await observer.observe(access(10, "b", { outcome: "miss", deliveryPoint: undefined }))
    expect(profiles.rows().map((row) => row.profileKey)).toContain(`missBlock#leafline#${missBlockOf(5_000_010)}`)
  })

  it("costs as many writes as one that does when they are to be even", async () => {
    const { observer, profiles, retailerProfiles } = world()
    await retailerProfiles.advanceHead("leafline", { ordinal: 5_100_000, at: at(0) })
    const cost = async (order: number, visitor: string, change: Partial<ObservedAccess>, evenBlocks = 1) => {
      const before = profiles.updates()
      await observer.observe(access(order, visitor, change), { evenBlocks })
      return profiles.updates() - before
    }
    const miss = { outcome: "miss", deliveryPoint: undefined } as const
    expect([
      await cost(100_000, "a", miss),
      await cost(10, "b", miss),
      await cost(11, "c", {}),
      await cost(13, "e", { ...miss, ordinal: undefined, retailerId: undefined }),
    ]).toEqual([3, 3, 3, 3])
    expect([
      await cost(100_001, "f", miss, 2),
      await cost(14, "g", miss, 2),
      await cost(12, "d", { outcome: "challengeFailed", deliveryPoint: undefined }, 2),
      await cost(15, "h", { ...miss, ordinal: undefined, retailerId: undefined }, 2),
    ]).toEqual([4, 4, 4, 4])
  })

  it("is a touch of a canary when it was planted", async () => {
    const { observer, profiles } = world()
    await observer.observe(access(1, "a", { outcome: "miss", canary: true, deliveryPoint: undefined }))
    expect(profiles.rows().some((row) => row.profileKey.startsWith("missBlock#"))).toBe(true)
  })
})

describe("a block of numbers", () => {
  it("shows a walk by many visitors, and restricts the block and none of them (promise: walk-is-noticed)", async () => {
    const { observer } = world()
    let alerts = 0
    for (let step = 0; step < 30; step++) {
      const { findings } = await observer.observe(access(step, `visitor-${step}`, { at: at(step * 5) }))
      const raised = await observer.raise(findings, guarded)
      for (const { anomaly, restriction } of raised) {
        if (anomaly.severity === "alert") alerts += 1
        expect(anomaly.accessorKey).toBe(`block#leafline#${blockOf(5_000_000)}`)
        expect(restriction?.scope).toBe(anomaly.severity === "alert" ? "neighbourhood" : undefined)
      }
    }
    expect(alerts).toBeGreaterThan(0)
  })
})

describe("an alert restricts nobody", () => {
  const raisedBy = async (w: ReturnType<typeof world>, seen: readonly ObservedAccess[], tool = "guarded") => {
    const raised = []
    for (const one of seen) {
      const { findings } = await w.observer.observe(one)
      raised.push(...(await w.observer.raise(findings, () => ({ ...guarded(), tool }))))
    }
    return raised.filter(({ anomaly }) => anomaly.severity === "alert")
  }

  it("if it is slow and in the hub's own lookup, which shows a phase alone", async () => {
    const slow = Array.from({ length: 20 }, (_, step) =>
      access(step, "seller", { at: at(step * 20_000), ordinal: undefined }),
    )
    const ownTool = await raisedBy(world(), slow)
    expect(ownTool.map(({ restriction }) => restriction)).toEqual(ownTool.map(() => undefined))
    expect(ownTool[0]?.anomaly).toMatchObject({ chart: "fanOut", restrictsNobody: true })
    const [first] = await raisedBy(world(), slow, "observed:northpost")
    expect(first?.restriction).toMatchObject({ scope: "subject" })
  })

  const missesOf = (people: number, outcome: "miss" | "challengeFailed") =>
    Array.from({ length: people }, (_, person) => {
      const one = access(person, `${person}`, { outcome, ordinal: undefined, deliveryPoint: undefined })
      const network = { kind: "mobile", fingerprint: "network-of-many" } as const
      return { ...one, accessor: { ...one.accessor, network } }
    })

  it("if many people of a network miss before the retailer's share of misses is learned", async () => {
    const assumed = world()
    const raised = await raisedBy(assumed, missesOf(20, "miss"))
    expect(raised.map(({ anomaly, restriction }) => [anomaly.chart, restriction])).toEqual([
      ["guess", undefined],
      ...raised.slice(1).map(() => ["guess", undefined]),
    ])
    const guessed = await raisedBy(world(), missesOf(20, "challengeFailed"))
    expect(guessed[0]?.restriction).toMatchObject({ scope: "network" })

    const learned = world()
    const lesson = { ordersPerDay: 1_000, missShare: 0.05, learnedAt: at(0) }
    await learned.retailerProfiles.learn("leafline", lesson, 0)
    const [first] = await raisedBy(learned, missesOf(20, "miss"))
    expect(first?.restriction).toMatchObject({ scope: "network" })
  })
})

describe("a repeated lookup", () => {
  const walk = Array.from({ length: 12 }, (_, step) => access(step, "walker", { at: at(step * 5) }))

  it("raises the anomaly of a walk that could not be recorded when it happened", async () => {
    const { observer, anomalies, restrictions } = world()
    for (const step of walk) await observer.observe(step)
    const { newContact, findings } = await observer.observe({ ...access(0, "walker"), at: at(90) })
    expect(newContact).toBe(false)
    await observer.raise(findings, guarded)
    expect(anomalies.rows().map(({ chart, severity }) => [chart, severity])).toContainEqual(["walk", "alert"])
    expect(restrictions.rows().map(({ scope }) => scope)).toContain("subject")
  })

  it("raises an anomaly with the latest hundred tokens of the accessor, each once", async () => {
    const { observer, anomalies } = world()
    for (const step of walk) await observer.observe(step)
    const { findings } = await observer.observe({ ...access(0, "walker"), at: at(90) })
    const tokens = Array.from({ length: 120 }, (_, place) => ({
      tokenKey: `token-${place}`.padEnd(43, "-"),
      sealed: "s1.sealed",
    }))
    const sealedAgain = tokens.map((token) => ({ ...token, sealed: "s1.sealed-again" }))
    await observer.raise(findings, () => ({ ...guarded(), accessorTokens: [...tokens, ...sealedAgain] }))
    const latest = tokens.slice(20).map(({ tokenKey }) => tokenKey)
    expect(anomalies.rows()[0]?.accessorTokens.map(({ tokenKey }) => tokenKey)).toEqual(latest)
  })

  it("does not restrict again after the restriction has ended", async () => {
    const { observer, restrictions, later } = world()
    for (const step of walk) await observer.raise((await observer.observe(step)).findings, guarded)
    const before = restrictions.rows()
    later(30)
    const { findings } = await observer.observe({ ...access(0, "walker"), at: at(30 * 3600) })
    await observer.raise(findings, guarded)
    expect(findings.length).toBeGreaterThan(0)
    expect(restrictions.rows()).toEqual(before)
  })
})

describe("an item that outgrows its size", () => {
  it("keeps forty references and remembers whether it forgot places", async () => {
    const { observer, profiles, entriesOf } = world()
    const observe = async (proof: "linkToken" | "none", from: number) => {
      for (let order = from; order < from + 60; order++) {
        await observer.observe(access(order * 31, "a", { at: at(order * 6 * 3600), proof }))
      }
      expect(entriesOf("subject").length).toBeLessThanOrEqual(44)
      expect(entriesOf("subject").length).toBeGreaterThanOrEqual(40)
      return profiles.rows().some((row) => row.profileKey.startsWith("subject#") && row.trimmed)
    }
    expect(await observe("linkToken", 0)).toBe(false)
    expect(await observe("none", 60)).toBe(true)
  })
})

describe("the budget of profile writes", () => {
  it("holds for recipients as they are: at most 1.7 a lookup, trims included", async () => {
    const { observer, profiles } = world()
    let lookups = 0
    let random = 7
    const next = () => {
      random = (random * 48_271) % 2_147_483_647
      return random / 2_147_483_647
    }
    for (let recipient = 0; recipient < 1_500; recipient++) {
      const order = Math.floor(next() * 12_000)
      const network = next() < 0.35 ? `mobile-${Math.floor(next() * 40)}` : `home-${recipient}`
      const kind = next()
      const proof = kind < 0.65 ? ("linkToken" as const) : kind < 0.92 ? ("postalCode" as const) : ("none" as const)
      const typo = next() < 0.05
      const visit = access(order, `person-${recipient}`, {
        proof,
        ...(typo ? ({ outcome: "miss", proof: "none", deliveryPoint: undefined } as const) : {}),
      })
      const accessor = { ...visit.accessor, network: { kind: "unknown", fingerprint: network } as const }
      const looks = 1 + Math.floor(next() * 3)
      for (let look = 0; look < looks; look++) {
        await observer.observe({ ...visit, accessor, at: at(recipient + look * 600) })
        lookups += 1
      }
    }
    expect(profiles.updates() / lookups).toBeLessThanOrEqual(1.7)
  }, 30_000)
})
