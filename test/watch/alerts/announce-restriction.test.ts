import { describe, expect, it } from "@jest/globals"
import { accessorReleased, accessorRestricted } from "../../../shared/base/contracts/restriction-events.ts"
import type { SealingKeys } from "../../../shared/base/platform/sealing.ts"
import { readParties } from "../../../shared/parties/load-parties.ts"
import { makeAnnounceRestriction } from "../../../shared/watch/alerts/announce-restriction.ts"
import type { Restriction } from "../../../shared/watch/detection/restrictions/restriction.ts"
import { memorySealingKeys } from "../../base/platform/memory-stores.ts"
import { fixtureKeys, sealedToken } from "../../doubles/accessor-tokens.ts"
import { inMemoryBus } from "../../doubles/event-publisher.ts"
import { memorySealer } from "../../doubles/sealing.ts"
import { knownDirectory } from "../../parties/known-directory.ts"
import { memoryDecisionNotes, memoryRestrictions } from "../detection/memory-stores.ts"
import { aRestriction } from "../detection/restrictions/restrictions.contract.ts"

const during = "2026-11-01T12:00:00.000Z"
const tokens = (...pairs: [carrierId: string, token: string][]) =>
  Promise.all(pairs.map(async ([carrierId, token]) => ({ carrierId, ...(await sealedToken(token, carrierId)) })))

function world(keys: SealingKeys = fixtureKeys) {
  const bus = inMemoryBus()
  const announce = makeAnnounceRestriction({
    parties: knownDirectory(readParties(new URL("../../../stages/local/parties.json", import.meta.url))),
    sealer: memorySealer({ keys }),
    decisionNotes: memoryDecisionNotes(),
    clock: () => new Date(during),
  })
  const restrictions = memoryRestrictions()
  const changes: { eventName: "INSERT" | "MODIFY" | "REMOVE"; before?: Restriction; after?: Restriction }[] = []
  restrictions.onChange((change) => changes.push(change))
  const announceAll = async () => {
    for (const change of changes) await bus.publisher.publish(await announce({ ...change, sequenceNumber: "1" }))
  }
  return { bus, restrictions, announceAll }
}

describe("a restriction", () => {
  it("is announced to the carrier that gave tokens, with those tokens alone", async () => {
    const { bus, restrictions, announceAll } = world()
    const accessorTokens = await tokens(["northpost", "token-1"], ["a-stranger", "token-2"])
    await restrictions.restrict(aRestriction("announced", { accessorTokens }))
    await announceAll()
    expect(
      bus.published(accessorRestricted).map(({ metadata, data }) => [metadata.audience, data.accessorTokens]),
    ).toEqual([["northpost", ["token-1"]]])
    expect(bus.published(accessorRestricted)[0]?.data).toMatchObject({ scope: "subject", reason: "anomaly" })
  })

  it("is announced to nobody when no carrier gave a token", async () => {
    const { bus, restrictions, announceAll } = world()
    await restrictions.restrict(aRestriction("unannounced", { accessorTokens: [] }))
    await announceAll()
    expect(bus.events).toEqual([])
  })

  it("is announced again when it grows, and its release once, and a repeat sends the same ids", async () => {
    const { bus, restrictions, announceAll } = world()
    for (const token of ["token-1", "token-2"]) {
      await restrictions.restrict(aRestriction("grows", { accessorTokens: await tokens(["northpost", token]) }))
    }
    await restrictions.release("subject#grows", { kind: "falseAlarm", caseId: "case-1" }, during)
    await announceAll()
    await announceAll()
    const ids = bus.events.map((event) => JSON.stringify(event.detail).match(/"id":"([^"]+)"/)?.[1])
    expect(ids).toHaveLength(6)
    expect(new Set(ids).size).toBe(3)
    expect(bus.published(accessorRestricted)[1]?.data.accessorTokens).toEqual(["token-1", "token-2"])
    expect(bus.published(accessorReleased)[0]?.data).toMatchObject({
      accessorTokens: ["token-1", "token-2"],
      releasedAt: during,
      reason: "falseAlarm",
    })
  })

  it("is announced again for each 12 hours by which a walk moves its end, and not for each chart and hour", async () => {
    const { bus, restrictions, announceAll } = world()
    const accessorTokens = await tokens(["northpost", "token-1"])
    const first = aRestriction("walks", { accessorTokens })
    const movedBy = (hours: number) => new Date(Date.parse(first.until) + hours * 3_600_000).toISOString()
    for (const hours of [0, 0.5, 1, 5, 11, 13, 23, 36]) {
      await restrictions.restrict({ ...first, restrictionId: `restriction-${hours}`, until: movedBy(hours) })
    }
    await announceAll()
    const announced = bus.published(accessorRestricted).map(({ data }) => data.until)
    expect(announced).toEqual([first.until, movedBy(13), movedBy(36)])
  })

  it("is announced to the minute where a party sets its end, and not again for a repeat", async () => {
    const { bus, restrictions, announceAll } = world()
    const first = aRestriction("renewed", { accessorTokens: await tokens(["northpost", "token-1"]) })
    await restrictions.restrict(first)
    const ends = [60, -30].map((minutes) => new Date(Date.parse(first.until) + minutes * 60_000).toISOString())
    for (const until of [...ends, ...ends.slice(-1)]) await restrictions.renew("subject#renewed", until, during)
    await announceAll()
    expect(bus.published(accessorRestricted).map(({ data }) => data.until)).toEqual([first.until, ...ends])
  })

  it("is announced again when a new token takes the place of the oldest", async () => {
    const { bus, restrictions, announceAll } = world()
    const crowd = Array.from({ length: 100 }, (_, index): [string, string] => ["northpost", `token-${index}`])
    await restrictions.restrict(aRestriction("crowd", { accessorTokens: await tokens(...crowd) }))
    await restrictions.restrict(aRestriction("crowd", { accessorTokens: await tokens(["northpost", "token-100"]) }))
    await announceAll()
    const announced = bus.published(accessorRestricted).map(({ data }) => data.accessorTokens)
    expect(announced.map((each) => [each[0], each.at(-1)])).toEqual([
      ["token-0", "token-99"],
      ["token-1", "token-100"],
    ])
  })

  it("is announced without tokens whose key was shredded", async () => {
    const keys = memorySealingKeys()
    const { bus, restrictions, announceAll } = world(keys)
    await restrictions.restrict(aRestriction("shredded", { accessorTokens: await tokens(["northpost", "token-1"]) }))
    await announceAll()
    expect(bus.events).toEqual([])
  })
})
