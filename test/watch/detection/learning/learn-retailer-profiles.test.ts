import { describe, expect, it } from "@jest/globals"
import { readParties } from "../../../../shared/parties/load-parties.ts"
import { fileNumbers } from "../../../../shared/parties/party-numbers.ts"
import { makeLearnRetailerProfiles } from "../../../../shared/watch/detection/learning/learn-retailer-profiles.ts"
import type { Contact } from "../../../../shared/watch/detection/profiles/access-profile.ts"
import { encodeContact } from "../../../../shared/watch/detection/profiles/profile-encoding.ts"
import { retailerKnowledge } from "../../../../shared/watch/detection/retailers/retailer-knowledge.ts"
import { isLate } from "../../../../shared/watch/detection/retailers/retailer-profile.ts"
import { exhaustively } from "../../../exhaustively.ts"
import { knownDirectory } from "../../../parties/known-directory.ts"
import { memoryAccessProfiles, memoryRetailerProfiles } from "../memory-stores.ts"

const parties = knownDirectory(readParties(new URL("../../../../stages/local/parties.json", import.meta.url)))
const numbers = fileNumbers(parties.all)
const start = Date.parse("2026-11-05T10:00:00.000Z")

function world() {
  let time = start
  const profiles = memoryAccessProfiles()
  const retailerProfiles = memoryRetailerProfiles()
  const learn = makeLearnRetailerProfiles({ parties, samples: profiles, retailerProfiles, clock: () => new Date(time) })
  return {
    profiles,
    retailerProfiles,
    knowledge: retailerKnowledge({ parties, retailerProfiles, clock: () => new Date(time) }),
    learn,
    wait: (days: number) => {
      time += days * 86_400_000
    },
    now: () => new Date(time),
  }
}

const tag = (number: number) => number.toString(36).padStart(6, "a")
const seen = (network: number, outcome: Contact["outcome"], at: number): Contact => ({
  tag: tag(network),
  at,
  retailer: numbers.get("maplebooks") ?? 0,
  series: numbers.get("maplebooks") ?? 0,
  ordinal: 1_000_000 + network * 977,
  outcome,
  proof: "none",
  deliveryPoint: null,
  subject: null,
  history: "none",
})

async function lookUps(
  profiles: ReturnType<typeof world>["profiles"],
  count: number,
  missEvery: number,
  { until = start, firstNetwork = 0 } = {},
) {
  for (let place = 0; place < count; place++) {
    const network = firstNetwork + place
    const contact = seen(network, place % missEvery === 0 ? "miss" : "hit", until / 1000 - place * 60)
    await profiles.record(`network#n${network}`, encodeContact(contact, "accessor"), 1_900_000_000)
  }
}

describe("what is learned of a retailer", () => {
  it("is how often its customers mistype, pulled towards what the parties file says while little is known", async () => {
    const { profiles, retailerProfiles, learn } = world()
    await lookUps(profiles, 800, 10)
    await learn()
    const missShare = (await retailerProfiles.get("maplebooks"))?.learned?.missShare ?? 0
    expect(missShare).toBeGreaterThan(0.08)
    expect(missShare).toBeLessThan(0.1)
    expect((await retailerProfiles.get("leafline"))?.learned?.missShare).toBeCloseTo(0.05)
  })

  it("is never taught beyond 0.3 by guessers", async () => {
    const { profiles, retailerProfiles, learn } = world()
    await lookUps(profiles, 3_000, 1)
    await learn()
    expect((await retailerProfiles.get("maplebooks"))?.learned?.missShare).toBe(0.3)
  })

  it("is taught by no party's word, which teaches for that party's visitors alone", async () => {
    const { profiles, retailerProfiles, knowledge, learn } = world()
    await lookUps(profiles, 800, 10)
    await learn()
    const before = await retailerProfiles.get("maplebooks")
    const said = world()
    await lookUps(said.profiles, 800, 10)
    for (let place = 0; place < 3_000; place++) {
      const entry = encodeContact(seen(10_000 + place, "miss", start / 1000 - place * 60), "accessor")
      await said.profiles.record(`network#vouched${place}`, entry, 1_900_000_000, "northpost")
    }
    for (let entry = 0; entry < 400; entry++) {
      const crowded = {
        ...seen(entry, "hit", start / 1000 - 7_200 + entry),
        subject: entry,
        ordinal: 1_024_000 + entry,
      }
      const key = `block#northpost#maplebooks#${4000 + (entry >> 5)}`
      await said.profiles.record(key, encodeContact({ ...crowded, history: "known" }, "block"), 1_900_000_000)
    }
    await said.learn()
    expect(await said.retailerProfiles.get("maplebooks")).toEqual(before)
    expect(await retailerProfiles.get("maplebooks#northpost")).toBeUndefined()
    expect((await said.retailerProfiles.get("maplebooks#northpost"))?.learned?.missShare).toBe(0.3)
    expect((await said.retailerProfiles.get("maplebooks#northpost"))?.learned?.blockShape).toBeDefined()
    const missShares = []
    for (const { knowledge: known } of [{ knowledge }, said])
      for (const vouchedBy of [undefined, "northpost", "otherpost"]) {
        await known.findNumbers(["maplebooks"])
        await known.loadProfile("maplebooks", vouchedBy)
        missShares.push(known.profileOf(numbers.get("maplebooks") ?? 0, vouchedBy)?.missShare)
      }
    const own = before?.learned?.missShare
    expect(missShares).toEqual([own, own, own, own, 0.3, own])
  })

  it("is its pace once the head of its numbers was seen on several days, and not before", async () => {
    const { retailerProfiles, learn, wait, now } = world()
    for (let day = 0; day <= 4; day++) {
      await retailerProfiles.advanceHead("maplebooks", { ordinal: 500_000 + day * 450, at: now().toISOString() })
      await learn()
      if (day === 2) expect((await retailerProfiles.get("maplebooks"))?.learned?.ordersPerDay).toBe(300)
      wait(1)
    }
    expect((await retailerProfiles.get("maplebooks"))?.learned?.ordersPerDay).toBe(450)
  })

  it("leaves out blocks that a visitor walks through", async () => {
    const { profiles, retailerProfiles, learn } = world()
    for (let block = 0; block < 20; block++) {
      for (let entry = 0; entry < 30; entry++) {
        const walked = block < 2
        const place = walked ? entry : (entry * 389 + block * 61) % 1024
        const contact = {
          ...seen(block * 1000 + entry, "hit", start / 1000 - 3600 + entry * 60),
          ordinal: 1_024_000 + block * 1024 + place,
          subject: block * 100 + entry,
          history: "known",
        } as const
        await profiles.record(`block#maplebooks#${1000 + block}`, encodeContact(contact, "block"), 1_900_000_000)
      }
    }
    await learn()
    const shape = (await retailerProfiles.get("maplebooks"))?.learned?.blockShape
    expect(shape?.old).toBeGreaterThan(0.7)
  })

  it("does no harm when two learn at once", async () => {
    const { retailerProfiles, learn } = world()
    const counts = await Promise.all([learn(), learn()])
    expect(counts.reduce((sum, one) => sum + one.learned, 0)).toBeGreaterThanOrEqual(2)
    expect((await retailerProfiles.get("maplebooks"))?.version).toBeGreaterThanOrEqual(1)
  })

  it("is which numbers are late: those from before it joined and those of an outage, for thirty days", async () => {
    const { retailerProfiles, knowledge, learn, wait, now } = world()
    const maplebooks = numbers.get("maplebooks") ?? 0
    const late = async (ordinal: number) => {
      await knowledge.findNumbers(["maplebooks"])
      await knowledge.loadProfile("maplebooks")
      const profile = knowledge.profileOf(maplebooks)
      return profile !== undefined && isLate(profile, { ...seen(1, "miss", 0), ordinal })
    }
    const look = async (minutes: number) => {
      wait(minutes / 1440)
      await learn()
    }
    await retailerProfiles.advanceHead("maplebooks", { ordinal: 500_000, at: now().toISOString() })
    await look(90)
    expect([await late(499_999), await late(500_010)]).toEqual([true, false])
    await look(10)
    expect([await late(500_000), await late(500_010)]).toEqual([false, true])
    wait(1 / 12)
    await retailerProfiles.advanceHead("maplebooks", { ordinal: 500_045, at: now().toISOString() })
    await look(10)
    expect([await late(500_045), await late(500_046)]).toEqual([true, false])
    wait(29)
    await retailerProfiles.advanceHead("maplebooks", { ordinal: 509_000, at: now().toISOString() })
    await look(10)
    expect(await late(500_045)).toBe(true)
    await look(2 * 1440)
    expect([await late(499_999), await late(500_045)]).toEqual([false, false])
  })

  exhaustively("is its hours: after a week a quiet night is no outage, and an outage still is one", async () => {
    const { profiles, retailerProfiles, knowledge, learn, wait, now } = world()
    await lookUps(profiles, 800, 1)
    let ordinal = 500_000
    const hours = async (count: number, isUp = true) => {
      for (let step = 0; step < count * 6; step++) {
        const hourOfDay = now().getUTCHours()
        if (isUp && hourOfDay >= 8 && hourOfDay < 20) {
          ordinal += 8
          await retailerProfiles.advanceHead("maplebooks", { ordinal, at: now().toISOString() })
        }
        wait(1 / 144)
        await learn()
      }
      await knowledge.findNumbers(["maplebooks"])
      await knowledge.loadProfile("maplebooks")
      const lateNumbers = knowledge.profileOf(numbers.get("maplebooks") ?? 0)?.lateNumbers
      const missShare = (await retailerProfiles.get("maplebooks"))?.learned?.missShare ?? 0
      return { late: lateNumbers?.some(({ to }) => to > ordinal), aboveItsCap: missShare > 0.3 }
    }
    const untilMorning = 21
    expect(await hours(untilMorning)).toEqual({ late: true, aboveItsCap: true })
    await hours(7 * 24)
    await lookUps(profiles, 800, 1, { until: now().getTime(), firstNetwork: 800 })
    expect(await hours(24)).toEqual({ late: false, aboveItsCap: false })
    expect(await hours(3, false)).toEqual({ late: true, aboveItsCap: true })
  })

  it("is sampled once an hour, and between two samples only what is late is looked at", async () => {
    const { profiles, retailerProfiles, learn, wait, now } = world()
    await retailerProfiles.advanceHead("maplebooks", { ordinal: 500_000, at: now().toISOString() })
    await learn()
    const first = await retailerProfiles.get("maplebooks")
    await lookUps(profiles, 800, 10)
    wait(10 / 1440)
    expect(await learn()).toEqual({ learned: 0, conflicts: 0 })
    expect(await retailerProfiles.get("maplebooks")).toEqual(first)
    wait(50 / 1440)
    await learn()
    expect((await retailerProfiles.get("maplebooks"))?.learned?.missShare).toBeGreaterThan(0.08)
  })
})
