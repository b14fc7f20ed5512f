import { describe, expect, it } from "@jest/globals"
import { retailerKnowledge } from "../../shared/detection/retailers/retailer-knowledge.ts"
import { heavyReaders } from "../../shared/lookups/visitor/heavy-readers.ts"
import { readParties } from "../../shared/parties/load-parties.ts"
import { currentParties } from "../../shared/parties/settings/current-parties.ts"
import type { PartySettings } from "../../shared/parties/settings/party-settings.ts"
import { silentTelemetry } from "../../shared/platform/telemetry.ts"

/** A function whose party changes settings, which it reads when a minute has passed. */
async function runningFunction() {
  let at = 0
  let settings: PartySettings = {}
  const current = await currentParties({
    deployed: readParties(new URL("../../stages/local/parties.json", import.meta.url)).all,
    settings: {
      all: async () => [{ partyId: "leafline", version: at + 1, changedAt: "2026-11-01T10:00:00.000Z", settings }],
    },
    clock: () => new Date(at),
    telemetry: silentTelemetry,
  })
  return {
    parties: current.parties,
    async change(to: PartySettings) {
      settings = to
      at += 60_000
      await current.refresh()
    },
  }
}

describe("a detector that runs", () => {
  it("judges by the thresholds that a retailer has now", async () => {
    const { parties, change } = await runningFunction()
    const clock = () => new Date(0)
    const { numberOf, profileOf } = retailerKnowledge({
      parties,
      retailerProfiles: { get: async () => undefined },
      clock,
    })
    const threshold = () => profileOf(numberOf("leafline"))?.thresholds?.walk?.alert
    expect(threshold()).toBeUndefined()
    await change({ thresholds: { walk: { alert: 20 } } })
    expect(threshold()).toBe(20)
    await change({})
    expect(threshold()).toBeUndefined()
  })

  it("knows the heavy readers that a party has now", async () => {
    const { parties, change } = await runningFunction()
    const readers = heavyReaders(parties.byId)
    const visitor = { subjectKind: "anonymous", address: "198.51.100.9", credentials: [], employer: undefined } as const
    const classNow = () => readers.classOf({ ...visitor, registrars: ["leafline"] }).accessorClass
    expect(classNow()).toBe("public")
    const crawler = { name: "crawler", class: "verifiedBot" as const, networks: ["198.51.100.0/24"], credentials: [] }
    await change({ heavyReaders: [crawler] })
    expect(classNow()).toBe("verifiedBot")
    await change({ heavyReaders: [] })
    expect(classNow()).toBe("public")
  })
})
