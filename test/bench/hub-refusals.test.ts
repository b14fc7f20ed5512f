import { describe, expect, it } from "@jest/globals"
import { daySeconds } from "../../shared/base/platform/instants.ts"
import type { Access } from "../../shared/watch/detection/access.ts"
import { makeMemoryDetector } from "../../shared/watch/detection/memory-detector.ts"
import { randomOrder } from "../../shared/watch/detection/retailers/retailer-profile.ts"
import type { VisitorCookie } from "../../shared/watch/lookups/visitor/visitor-cookie.ts"
import { blockingPeer } from "./blocking-peer.ts"
import { type HubRefusals, lagSecondsOf, makeHubRefusals } from "./hub-refusals.ts"
import { knowledgeOf } from "./observed-accesses.ts"
import { epoch } from "./world/time.ts"
import { makeWorld } from "./world/world.ts"

const world = makeWorld({ seed: 9, days: 1, scale: 0.001 })
const start = epoch + daySeconds

const lookup = (given: Partial<Access> & { place: number }): Access => {
  const { place, ...rest } = given
  return {
    at: start + place,
    subject: { kind: "anonymous", fingerprint: 1 },
    network: { kind: "fixed", fingerprint: 7 },
    accessorClass: "public",
    networkClass: "public",
    series: given.retailer ?? 1,
    retailer: 1,
    tag: `t${place}`,
    ordinal: null,
    outcome: "miss",
    proof: "none",
    deliveryPoint: null,
    canary: false,
    ...rest,
  }
}

const profile = {
  ordersPerDay: 1_000,
  missShare: 0.05,
  sequenceHead: null,
  blockShape: randomOrder,
  hasCheckDigit: false,
}

/** The cause of the restriction that refuses a lookup. */
const causeOf = async (hub: HubRefusals, access: Access, cookie?: VisitorCookie) =>
  (await hub.refusalOf(access, cookie))?.cause

/** A hub whose network 7 guessed until it was restricted; one visitor proved a parcel there the day before. */
const hubAfterGuesses = async () => {
  const detector = makeMemoryDetector({ profileOf: () => undefined })
  const hub = makeHubRefusals({
    retailers: knowledgeOf(world, () => undefined),
    subjectEntries: detector.subjectEntries,
    tool: "enforced",
  })
  const neighbour = { kind: "cookie", fingerprint: 2 } as const
  detector.observe(lookup({ place: -daySeconds, subject: neighbour, outcome: "hit", proof: "strong", tag: "own" }))
  for (let place = 0; place < 20; place += 1) {
    const access = lookup({ place, subject: { kind: "cookie", fingerprint: 100 + place } })
    await hub.raise(access, detector.observe(access))
  }
  return { hub, neighbour }
}

describe("the hub in the benchmark", () => {
  it("refuses the lookups without proof of a restricted network for a day, and none of its links", async () => {
    const { hub } = await hubAfterGuesses()
    const soon = lookup({ place: 60 })
    expect(hub.concerns(soon)).toBe(true)
    expect(await causeOf(hub, soon)).toBe("network:guess")
    expect(await causeOf(hub, lookup({ place: 60, outcome: "hit", proof: "strong" }))).toBeUndefined()
    expect(await causeOf(hub, lookup({ place: daySeconds + 60 }))).toBeUndefined()
    expect(hub.concerns(lookup({ place: 60, network: { kind: "fixed", fingerprint: 8 } }))).toBe(false)
  })

  it("serves a visitor there that proved a parcel before, for five other parcels a day", async () => {
    const { hub, neighbour } = await hubAfterGuesses()
    const cookie = { id: "2", mintedAt: new Date((start - daySeconds) * 1000).toISOString() }
    const answers: (string | undefined)[] = []
    for (let place = 60; place < 66; place += 1) {
      answers.push(await causeOf(hub, lookup({ place, subject: neighbour, outcome: "hit" }), cookie))
    }
    expect(answers).toEqual([undefined, undefined, undefined, undefined, undefined, "network:guess"])
  })

  it("goes on refusing a visitor that goes on asking for new numbers, up to seven days", async () => {
    const detector = makeMemoryDetector({ profileOf: () => undefined })
    const hub = makeHubRefusals({
      retailers: knowledgeOf(world, () => undefined),
      subjectEntries: detector.subjectEntries,
      tool: "enforced",
    })
    const subject = { kind: "cookie", fingerprint: 3 } as const
    for (let place = 0; place < 20; place += 1) {
      const access = lookup({ place, subject })
      await hub.raise(access, detector.observe(access))
    }
    let refusedUntil = 0
    for (let place = 3_600; place < 9 * daySeconds; place += 3_600) {
      if ((await causeOf(hub, lookup({ place, subject }))) !== undefined) refusedUntil = place
    }
    expect(refusedUntil / daySeconds).toBeCloseTo(7, 0)
  })

  it("asks for proof around a block that many visitors go through, for as long as they do", async () => {
    const detector = makeMemoryDetector({ profileOf: () => profile })
    const options = { retailers: knowledgeOf(world, () => profile), subjectEntries: detector.subjectEntries }
    const hub = makeHubRefusals({ ...options, tool: "hub" })
    const inCarrierTool = makeHubRefusals({ ...options, tool: "enforced" })
    const step = (place: number, given: Partial<Access> = {}) =>
      lookup({
        place: place * 60,
        subject: { kind: "cookie", fingerprint: 1_000 + place },
        network: { kind: "fixed", fingerprint: 1_000 + place },
        outcome: "hit",
        ordinal: 20_000_000 + place,
        ...given,
      })
    for (let place = 0; place < 12; place += 1) {
      const found = detector.observe(step(place))
      for (const one of [hub, inCarrierTool]) await one.raise(step(place), found)
    }
    const far = { ordinal: 20_000_000 + 4_000 }
    expect([hub.concerns(step(13, far)), inCarrierTool.concerns(step(13, far))]).toEqual([true, false])
    expect(await causeOf(hub, step(13, far))).toBe("block:chain")
    expect(await causeOf(hub, step(13, { ...far, proof: "postalCode" }))).toBeUndefined()
    expect(await causeOf(hub, step(13, { ...far, outcome: "challengeFailed" }))).toBeUndefined()
    for (let hours = 20; hours <= 60; hours += 20) {
      expect(await causeOf(hub, step(hours * 60, far))).toBe("block:chain")
    }
    expect(await causeOf(hub, step((60 + 25) * 60, far))).toBeUndefined()
  })

  it("takes no postal code alone in a block whose codes were guessed from an address each", async () => {
    const learned = { ...profile, wrongCodeShare: 0.06 }
    const detector = makeMemoryDetector({ profileOf: () => learned })
    const hub = makeHubRefusals({
      retailers: knowledgeOf(world, () => learned),
      subjectEntries: detector.subjectEntries,
      tool: "hub",
    })
    const code = (place: number, given: Partial<Access>) =>
      lookup({
        place: place * 60,
        subject: { kind: "cookie", fingerprint: 1_000 + place },
        network: { kind: "fixed", fingerprint: 1_000 + place },
        ordinal: 20_000_000 + place * 9,
        ...given,
      })
    const wrong = { outcome: "challengeFailed" } as const
    for (let place = 0; place < 12; place += 1) {
      await hub.raise(code(place, wrong), detector.observe(code(place, wrong)))
    }
    const right = { outcome: "hit", proof: "postalCode" } as const
    expect(await causeOf(hub, code(13, right))).toBe("codeBlock:codes")
    expect(await causeOf(hub, code(13, wrong))).toBe("codeBlock:codes")
    expect(await causeOf(hub, code(13, { outcome: "hit", proof: "strong" }))).toBeUndefined()
    expect(await causeOf(hub, code(13, { ...right, ordinal: 20_010_000 }))).toBeUndefined()
    expect(await causeOf(hub, code(13 + 24 * 60, right))).toBeUndefined()
  })

  it("refuses only after the carrier has heard of the alarm", async () => {
    const { hub } = await hubAfterGuesses()
    let crossing = 0
    while ((await causeOf(hub, lookup({ place: crossing }))) === undefined) crossing += 1
    expect(crossing).toBeGreaterThan(lagSecondsOf.enforced)
  })
})

describe("another detector's block", () => {
  it("lasts from the lag after the alarm for a day", () => {
    const peer = blockingPeer({ name: "one miss", lagSeconds: 30, observe: ({ isHit }) => !isHit })
    const observe = (at: number, isHit: boolean) => peer.observe({ at, network: 1, reference: at, isHit }).isBlocked
    expect(observe(0, false)).toBe(false)
    expect(observe(30, true)).toBe(false)
    expect(observe(31, true)).toBe(true)
    expect(observe(30 + daySeconds, true)).toBe(true)
    expect(observe(31 + daySeconds, true)).toBe(false)
  })
})
