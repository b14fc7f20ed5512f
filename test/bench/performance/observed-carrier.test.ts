import { rm } from "node:fs/promises"
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { bundleFunctions } from "../../../infra/bundle.ts"
import { secrets } from "./exchange-environment.ts"
import { hottestKeys, itemUnits, partitionUnits } from "./hottest-keys.ts"
import { measureObservedCarrier, type ObservedCarrier } from "./observed-carrier.ts"
import { observedMix, readersPerSecond, recipientKinds } from "./observed-mix.ts"
import { observedEvents } from "./observed-visits.ts"
import { signingParty } from "./signing-party.ts"
import { startAwsStub } from "./stub/aws-stub.ts"

describe("an observed carrier of 2,000 lookups a second", () => {
  let found: ObservedCarrier
  let clean: () => Promise<void>

  beforeAll(async () => {
    const { partiesPath, remove } = await signingParty()
    const bundles = await bundleFunctions(["record-shipment", "record-access"], partiesPath)
    const { url: stubUrl, stop } = await startAwsStub({ secrets })
    clean = async () => {
      await stop()
      await remove()
      await rm(bundles, { recursive: true })
    }
    found = await measureObservedCarrier({ bundles, stubUrl, recipients: 110, seconds: 20 })
  }, 120_000)
  afterAll(() => clean())

  it("costs less than two calls and three writes a lookup, because most are repeats", () => {
    expect(found.recorded).toBeGreaterThan(2_900)
    expect(found.calls).toBeLessThan(2.1)
    expect(found.writeUnits).toBeGreaterThan(2)
    expect(found.writeUnits).toBeLessThan(3)
    expect(found.readUnits).toBeLessThan(5.5)
  })

  it("needs few invocations at once, so that no event waits", () => {
    expect(found.invocationsPerSecond).toBe(10)
    expect(found.atOnce).toBeLessThan(200)
  })

  it("writes no item and no partition more often than DynamoDB takes", () => {
    for (const { of, kind, unitsPerSecond } of found.hottest) {
      const limit = kind === "item" ? itemUnits : partitionUnits
      expect({ of, isWithin: unitsPerSecond <= limit }).toEqual({ of, isWithin: true })
    }
  })
})

describe("the keys that are written most", () => {
  it("are those of readers, of a large shared network, and of the parcel in the news", () => {
    const hottest = new Map(hottestKeys(30).map((one) => [one.of, one]))
    const { readerLookupsPerSecond, famousLookupsPerSecond } = observedMix
    expect(hottest.get("AccessProfiles, of a visitor")?.unitsPerSecond).toBeGreaterThanOrEqual(
      2.5 * readerLookupsPerSecond,
    )
    expect(hottest.get("Disclosures.byNetwork")?.key).toBe("shared network 1")
    expect(hottest.get("Disclosures.byRecord")).toMatchObject({
      key: "the famous parcel",
      unitsPerSecond: famousLookupsPerSecond,
    })
    expect(hottest.get("RetailerVolumes")?.unitsPerSecond).toBe(10)
  })

  it("are found in one second, not on average", () => {
    const [one, more] = [hottestKeys(1), hottestKeys(40)]
    const unitsOf = (found: typeof one) => found.find(({ of }) => of === "Disclosures.byToolDay")?.unitsPerSecond ?? 0
    expect(unitsOf(more)).toBeGreaterThan(unitsOf(one))
    expect(unitsOf(more)).toBeLessThan(2 * unitsOf(one))
  })
})

describe("the lookups that are recorded", () => {
  it("have the shares of the mix", () => {
    const seen = observedEvents(250, Date.parse("2026-11-26T00:00:00.000Z")).flatMap(({ Detail }) =>
      detail.parse(JSON.parse(Detail)).data.accesses.map(({ accessor }) => accessor),
    )
    const { lookupsPerSecond, onSharedNetworks, withoutSession } = observedMix
    const read = seen.filter(({ account }) => account !== undefined)
    expect(read.length / seen.length).toBeCloseTo(readersPerSecond / lookupsPerSecond, 2)
    const recipients = seen.filter(({ ip, account }) => account === undefined && ip !== "203.0.113.99")
    const shared = recipients.filter(({ ip }) => ip.startsWith("192.0.2."))
    expect(shared.length / recipients.length).toBeCloseTo(onSharedNetworks, 1)
    expect(shared.filter(({ session }) => session === undefined).length / shared.length).toBeCloseTo(withoutSession, 1)
  })
})

const detail = z.object({
  data: z.object({
    accesses: z.array(
      z.object({
        accessor: z.object({ ip: z.string(), session: z.string().optional(), account: z.string().optional() }),
      }),
    ),
  }),
})

describe("a recipient's lookups", () => {
  it("are one first one, a first repeat on each day, and further repeats", () => {
    const { first, firstRepeat, further } = recipientKinds()
    expect([first * 26, firstRepeat * 26, further * 26].map(Math.round)).toEqual([1, 4, 21])
  })
})
