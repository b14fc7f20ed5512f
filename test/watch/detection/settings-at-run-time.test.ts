import { describe, expect, it } from "@jest/globals"
import { silentTelemetry } from "../../../shared/base/platform/telemetry.ts"
import { currentParties } from "../../../shared/parties/current-parties.ts"
import { readParties } from "../../../shared/parties/load-parties.ts"
import type { PartySettings } from "../../../shared/parties/settings/party-settings.ts"
import { retailerKnowledge } from "../../../shared/watch/detection/retailers/retailer-knowledge.ts"
import { heavyReaders } from "../../../shared/watch/lookups/visitor/heavy-readers.ts"
import { nobodyInvited } from "../../parties/invitations/nobody-invited.ts"

/** A function whose party changes settings, which it reads when a minute has passed. */
function runningFunction() {
  let at = 0
  let settings: PartySettings = {}
  const row = () => ({ partyId: "leafline", version: at + 1, changedAt: "2026-11-01T10:00:00.000Z", settings })
  const parties = currentParties({
    file: readParties(new URL("../../../stages/local/parties.json", import.meta.url)),
    stored: { invited: nobodyInvited, settings: { of: async (ids) => (ids.includes("leafline") ? [row()] : []) } },
    clock: () => new Date(at),
    telemetry: silentTelemetry,
  })
  return {
    parties,
    change(to: PartySettings) {
      settings = to
      at += 60_000
    },
  }
}

describe("a detector that runs", () => {
  it("judges by the thresholds that a retailer has now", async () => {
    const { parties, change } = runningFunction()
    const knowledge = retailerKnowledge({
      parties,
      retailerProfiles: { get: async () => undefined },
      clock: () => new Date(0),
    })
    const threshold = async () => {
      await knowledge.findNumbers(["leafline"])
      return knowledge.profileOf(knowledge.numberOf("leafline"))?.thresholds?.walk?.alert
    }
    expect(await threshold()).toBeUndefined()
    change({ thresholds: { walk: { alert: 20 } } })
    expect(await threshold()).toBe(20)
    change({})
    expect(await threshold()).toBeUndefined()
  })

  it("knows the heavy readers that a party has now", async () => {
    const { parties, change } = runningFunction()
    const readers = heavyReaders()
    const visitor = { subjectKind: "anonymous", address: "198.51.100.9", credentials: [], employer: undefined } as const
    const classNow = async () =>
      readers.classOf({ ...visitor, registrars: ["leafline"] }, await parties.byIds(["leafline"])).accessorClass
    expect(await classNow()).toBe("public")
    const crawler = { name: "crawler", class: "verifiedBot" as const, networks: ["198.51.100.0/24"], credentials: [] }
    change({ heavyReaders: [crawler] })
    expect(await classNow()).toBe("verifiedBot")
    change({ heavyReaders: [] })
    expect(await classNow()).toBe("public")
  })
})
