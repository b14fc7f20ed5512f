import { describe, expect, it } from "@jest/globals"
import { accessAnomalyDetected } from "../../../../shared/base/contracts/access-anomaly-detected.ts"
import { readParties } from "../../../../shared/parties/load-parties.ts"
import { partyDirectory } from "../../../../shared/parties/party-directory.ts"
import { makeRaiseAnomaly } from "../../../../shared/watch/alerts/raise-anomaly.ts"
import { makeWatchVolumes } from "../../../../shared/watch/detection/learning/watch-volumes.ts"
import { inMemoryBus } from "../../../doubles/event-publisher.ts"
import { memorySealer } from "../../../doubles/sealing.ts"
import type { Interrupt } from "../../../dynamo/memory-dynamo.ts"
import { memoryDisclosures } from "../../lookups/memory-stores.ts"
import {
  memoryAnnouncedWalkers,
  memoryAnomalies,
  memoryRestrictions,
  memoryRetailerProfiles,
  memoryRetailerVolumes,
} from "../memory-stores.ts"

const start = Date.parse("2026-11-05T00:00:00.000Z")
const committed = readParties(new URL("../../../../stages/local/parties.json", import.meta.url))
const guarded = { retailerId: "leafline", tool: "guarded" }
const observed = { retailerId: "leafline", tool: "observed:northpost" }
const ordinary = { contacts: 40, strangers: 12 }
const campaign = { contacts: 60, strangers: 32 }

/** Leafline enforces or is in shadow. Everything is in memory; an anomaly is announced as soon as it is recorded. */
function world(detection: { mode?: "shadow" | "enforce"; notice?: number } = {}) {
  let time = start
  let interrupt: Interrupt = async () => {}
  const interrupted: Interrupt = (point) => interrupt(point)
  const parties = partyDirectory(
    committed.map((party) =>
      party.kind === "retailer" && party.id === "leafline"
        ? {
            ...party,
            detection: {
              mode: detection.mode ?? "enforce",
              thresholds: detection.notice === undefined ? {} : { volume: { notice: detection.notice } },
            },
          }
        : party,
    ),
  )
  const volumes = memoryRetailerVolumes(interrupted)
  const anomalies = memoryAnomalies(interrupted)
  const retailerProfiles = memoryRetailerProfiles(interrupted)
  const restrictions = memoryRestrictions()
  const bus = inMemoryBus()
  const raise = makeRaiseAnomaly({
    restrictions,
    walkers: memoryAnnouncedWalkers(),
    disclosures: memoryDisclosures(),
    parties,
    sealer: memorySealer(),
  })
  const watch = makeWatchVolumes({ parties, volumes, retailerProfiles, anomalies, clock: () => new Date(time) })
  return {
    volumes,
    anomalies,
    retailerProfiles,
    restrictions,
    bus,
    watch,
    interrupt: (next: Interrupt) => {
      interrupt = next
    },
    wait: (minutes: number) => {
      time += minutes * 60_000
    },
    now: () => new Date(time),
    announce: async () => {
      for (const row of anomalies.rows()) await bus.publisher.publish(await raise(row))
    },
    /** Ten minutes after ten minutes, each with these sums, and a run after each. */
    async run(tenMinutes: number, sums: typeof ordinary, key = guarded) {
      let noticed = 0
      for (let one = 0; one < tenMinutes; one++) {
        await volumes.add(key, new Date(time), sums)
        time += 600_000
        noticed += (await watch()).noticed
      }
      return noticed
    },
  }
}

describe("the volume of a retailer", () => {
  it("raises no notice while there are as many strangers as usual", async () => {
    const { run, anomalies } = world()
    expect(await run(3 * 144, ordinary)).toBe(0)
    expect(anomalies.rows()).toEqual([])
  })

  it("raises one notice a day during a campaign of strangers, which restricts nobody and opens no case", async () => {
    const { run, anomalies, announce, restrictions, bus } = world()
    await run(144, ordinary)
    const flood = { contacts: 240, strangers: 212 }
    expect([await run(20, flood), await run(124, ordinary), await run(20, flood)]).toEqual([1, 0, 1])
    const rows = anomalies.rows()
    expect(rows.map(({ crossedAt }) => crossedAt.slice(0, 10))).toEqual(["2026-11-06", "2026-11-07"])
    expect(rows[0]).toMatchObject({
      accessorKey: "retailer#leafline",
      retailerId: "leafline",
      chart: "volume",
      severity: "notice",
      tool: "guarded",
      threshold: 25,
      shadow: false,
    })
    expect(rows[0]?.from).toBe("2026-11-06T00:00:00.000Z")
    const { references, firstLookups, ordinaryStrangerShare } = rows[0]?.evidence ?? {}
    expect(Number(references) / Number(firstLookups)).toBeCloseTo(212 / 240, 9)
    expect(ordinaryStrangerShare).toBeCloseTo(0.3, 1)
    await announce()
    expect(bus.published(accessAnomalyDetected).map(({ metadata }) => metadata.audience)).toEqual([
      "leafline",
      "leafline",
    ])
    expect(restrictions.rows()).toEqual([])
  })

  it("is followed for each tool by itself, and published to the carrier whose tool it is", async () => {
    const { run, anomalies, announce, bus } = world()
    await run(144, ordinary, observed)
    await run(144, ordinary, guarded)
    expect(await run(20, campaign, observed)).toBe(1)
    expect(anomalies.rows()[0]).toMatchObject({ tool: "observed:northpost", reportedBy: "northpost" })
    await announce()
    const published = bus.published(accessAnomalyDetected)
    expect(published.map(({ metadata }) => metadata.audience).sort()).toEqual(["leafline", "northpost"])
  })

  it("is recorded and published to nobody while the retailer is in shadow", async () => {
    const { run, anomalies, announce, bus } = world({ mode: "shadow" })
    await run(144, ordinary)
    await run(20, campaign)
    expect(anomalies.rows()).toMatchObject([{ chart: "volume", shadow: true }])
    await announce()
    expect(bus.published(accessAnomalyDetected)).toEqual([])
  })

  it("uses the retailer's own threshold", async () => {
    const insensitive = world({ notice: 100_000 })
    await insensitive.run(144, ordinary)
    expect(await insensitive.run(144, campaign)).toBe(0)
  })

  it("is judged once its ten minutes are over and settled, however late the next run is", async () => {
    const one = world()
    await one.run(144, ordinary)
    for (let step = 0; step < 20; step++) {
      await one.volumes.add(guarded, one.now(), campaign)
      one.wait(10)
    }
    expect(await one.watch()).toEqual({ noticed: 1 })
    await one.volumes.add(guarded, one.now(), campaign)
    one.wait(10.9)
    await one.watch()
    const before = (await one.retailerProfiles.get("leafline"))?.volume
    one.wait(0.2)
    await one.watch()
    const after = (await one.retailerProfiles.get("leafline"))?.volume
    expect(Date.parse(after?.until ?? "") - Date.parse(before?.until ?? "")).toBe(600_000)
    expect(after?.tools["guarded"]?.state.contacts).toBe((before?.tools["guarded"]?.state.contacts ?? 0) + 60)
  })

  it("gives the same result when runs are repeated, overlap, or crash at any await", async () => {
    const history = async () => {
      const made = world()
      await made.run(144, ordinary)
      for (let step = 0; step < 6; step++) {
        await made.volumes.add(guarded, made.now(), campaign)
        made.wait(10)
      }
      made.wait(1)
      return made
    }
    const rowsOf = (made: ReturnType<typeof world>) => ({
      anomalies: made.anomalies.rows().map(({ anomalyId, evidence }) => ({ anomalyId, evidence })),
      volume: made.retailerProfiles.rows().find(({ retailerId }) => retailerId === "leafline")?.volume,
    })
    const once = await history()
    const calls: string[] = []
    once.interrupt(async (point) => {
      calls.push(point)
    })
    expect(await once.watch()).toEqual({ noticed: 1 })
    const expected = rowsOf(once)

    const atOnce = await history()
    await Promise.all([atOnce.watch(), atOnce.watch(), atOnce.watch()])
    await atOnce.watch()
    expect(rowsOf(atOnce)).toEqual(expected)
    for (let crashAt = 0; crashAt < calls.length; crashAt++) {
      const made = await history()
      let left = crashAt
      made.interrupt(async () => {
        if (left-- === 0) throw new Error("crash")
      })
      await expect(made.watch()).rejects.toThrow("crash")
      await made.watch()
      expect(rowsOf(made)).toEqual(expected)
    }
  })
})
