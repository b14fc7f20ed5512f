import { describe, expect, it } from "@jest/globals"
import { currentParties } from "../../../shared/parties/settings/current-parties.ts"
import type { ChangedSettings } from "../../../shared/parties/settings/stored-settings.ts"
import { recordedTelemetry, testParties } from "../test-parties.ts"
import { theSettings } from "./settings.contract.ts"

/** Parties of a container, whose clock and whose table a test moves. */
async function container(first: readonly ChangedSettings[] | "unreadable" = []) {
  const world = { seconds: 0, reads: 0, rows: first }
  const telemetry = recordedTelemetry()
  const { parties, refresh } = await currentParties({
    deployed: testParties,
    settings: {
      async all() {
        world.reads += 1
        if (world.rows === "unreadable") throw new Error("no table")
        return world.rows
      },
    },
    clock: () => new Date(Date.UTC(2026, 10, 1) + world.seconds * 1_000),
    telemetry,
  })
  const at = async (seconds: number) => {
    world.seconds = seconds
    await refresh()
  }
  return { world, parties, at, telemetry, emails: () => parties.byId("leafline")?.channels.emails }
}

describe("the parties of a running function", () => {
  it("are as the file says until they change something", async () => {
    const { parties } = await container()
    expect(parties.all).toEqual(testParties)
  })

  it("have the settings that they changed, everywhere that they are found", async () => {
    const thresholds = { walk: { alert: 20 } }
    const heavyReaders = [{ name: "aggregator", class: "aggregator" as const, networks: [], credentials: ["a"] }]
    const rows = [theSettings(1, { settings: { emails: ["new@leafline.example"], thresholds, heavyReaders } })]
    const { parties } = await container(rows)
    const changed = parties.byId("leafline")
    expect(changed).toMatchObject({
      channels: { queue: true, emails: ["new@leafline.example"], escalationEmails: [] },
      detection: { mode: "enforce", thresholds },
      heavyReaders,
    })
    expect(parties.retailerByAlias("leafline")).toBe(changed)
    expect(parties.bySource("wayseal.retailer.leafline")).toBe(changed)
    expect(parties.byId("oakshop")).toBe(testParties.find(({ id }) => id === "oakshop"))
  })

  it("are read at most once a minute", async () => {
    const { world, at, emails } = await container()
    world.rows = [theSettings(1)]
    await at(59)
    expect([world.reads, emails()]).toEqual([1, []])
    await at(60)
    await at(61)
    expect([world.reads, emails()]).toEqual([2, ["contact-1@leafline.example"]])
  })

  it("stay the same object until they change, so that what was computed from them can be kept", async () => {
    const { world, at, parties } = await container([theSettings(1)])
    const before = parties.byId("leafline")
    await at(60)
    expect(parties.byId("leafline")).toBe(before)
    world.rows = [theSettings(2)]
    await at(120)
    expect(parties.byId("leafline")).not.toBe(before)
  })

  it("keep what was read last while the table cannot be read, for five minutes, and then fail", async () => {
    const { world, at, emails, telemetry } = await container([theSettings(1)])
    world.rows = "unreadable"
    await at(60)
    await at(61)
    expect([world.reads, telemetry.counts]).toEqual([2, { SettingsUnreadable: 1 }])
    await at(299)
    expect(emails()).toEqual(["contact-1@leafline.example"])
    await expect(at(300)).rejects.toThrow("no table")
    await expect(at(301)).rejects.toThrow("no table")
    world.rows = [theSettings(2)]
    await at(302)
    expect(emails()).toEqual(["contact-2@leafline.example"])
  })

  it("do not exist while the table has never been read: the function does not start with the file's settings", async () => {
    await expect(container("unreadable")).rejects.toThrow("no table")
  })
})
