import { describe, expect, it } from "@jest/globals"
import { knownLawIds } from "../../../shared/desk/law/catalogue.ts"
import { makeFollowApproval } from "../../../shared/parties/invitations/follow-approval.ts"
import { makeChangeSettings } from "../../../shared/parties/settings/change-settings.ts"
import type { SettingsPatch } from "../../../shared/parties/settings/settings-patch.ts"
import { usualThresholds } from "../../../shared/watch/detection/class-policy.ts"
import { memorySettings } from "../memory-stores.ts"
import { aCarrier, hub, invitationWorld } from "./invitation-world.ts"

const channels = {
  emails: ["privacy@northpost.example"],
  escalationEmails: ["head@northpost.example"],
  webhookUrl: "https://hooks.northpost.example/",
}
const setAt = "2026-11-02T10:00:00.000Z"
const answeredAt = "2026-11-03T10:00:00.000Z"
const approvedAt = "2026-11-05T10:00:00.000Z"

/** A hub with an approved party that answers another invitation, on the third of November. */
async function world() {
  const invitations = invitationWorld()
  const settings = memorySettings()
  const change = makeChangeSettings({ settings, knownLaws: knownLawIds, usualThresholds, isInFile: () => false })
  const entered = aCarrier({ channels })
  await invitations.answer(await invitations.tokenOf("northpost"), entered)
  await invitations.approveLast("northpost")
  const set = async (patch: SettingsPatch, at: string) => {
    const party = (await invitations.invitedParties.current("northpost"))?.approved?.party
    if (party === undefined) throw new Error("northpost is not approved")
    const version = (await settings.get("northpost"))?.version ?? 0
    const by = { party: "northpost", credential: "1" }
    expect((await change({ party, by, version, patch, at })).outcome).toBe("changed")
  }
  return {
    settings,
    set,
    async answerAgain(more: Partial<typeof channels>) {
      invitations.now.at = answeredAt
      const token = await invitations.tokenOf("northpost", "carrier", { again: true })
      await invitations.answer(token, { ...entered, alias: "North Post", channels: { ...channels, ...more } })
    },
    /** Approves the answer, and lets settings follow it. */
    async approve(changeSettings = change) {
      invitations.now.at = approvedAt
      const result = await invitations.approveLast("northpost")
      if (result.outcome !== "approved") throw new Error(result.outcome)
      return makeFollowApproval({ settings, changeSettings })({ ...result.replaces, by: hub, at: approvedAt })
    },
    own: async () => (await settings.get("northpost"))?.settings,
  }
}

describe("a party that is approved again", () => {
  it("gets mails where it entered them last, although it had set other contacts", async () => {
    const { set, answerAgain, approve, own, settings } = await world()
    await set({ emails: ["own@northpost.example"], webhookUrl: "https://own.northpost.example/" }, setAt)
    await answerAgain({ emails: ["new@northpost.example"] })
    expect(await approve()).toEqual(["emails"])
    expect(await own()).toEqual({ webhookUrl: "https://own.northpost.example/" })
    expect((await settings.history("northpost", { limit: 1 }))[0]).toEqual({
      partyId: "northpost",
      version: 2,
      at: approvedAt,
      by: hub,
      changes: [{ field: "emails", before: ["own@northpost.example"], after: ["new@northpost.example"] }],
    })
  })

  it("keeps what it set after it answered, however often it changed something since", async () => {
    const { set, answerAgain, approve, own } = await world()
    await set({ escalationEmails: ["old@northpost.example"] }, setAt)
    await answerAgain({ emails: ["new@northpost.example"], escalationEmails: ["new-head@northpost.example"] })
    await set({ emails: ["later@northpost.example"] }, "2026-11-04T10:00:00.000Z")
    for (let minute = 10; minute < 60; minute += 1)
      await set({ webhookUrl: `https://hooks${minute}.northpost.example/` }, `2026-11-04T10:${minute}:00.000Z`)
    expect(await approve()).toEqual(["escalationEmails"])
    expect(await own()).toMatchObject({ emails: ["later@northpost.example"] })
    expect(await own()).not.toHaveProperty("escalationEmails")
  })

  it("keeps what it set if it entered the same as before", async () => {
    const { set, answerAgain, approve, own } = await world()
    await set({ emails: ["own@northpost.example"] }, setAt)
    await answerAgain({})
    expect(await approve()).toEqual([])
    expect(await own()).toEqual({ emails: ["own@northpost.example"] })
  })

  it("needs no change of settings if it had set nothing", async () => {
    const { answerAgain, approve, settings } = await world()
    await answerAgain({ emails: ["new@northpost.example"] })
    expect(await approve()).toEqual([])
    expect(await settings.history("northpost", { limit: 1 })).toEqual([])
  })

  it("may change another setting at the same moment", async () => {
    const { set, answerAgain, approve, own, settings } = await world()
    await set({ emails: ["own@northpost.example"] }, setAt)
    await answerAgain({ emails: ["new@northpost.example"] })
    const change = makeChangeSettings({ settings, knownLaws: knownLawIds, usualThresholds, isInFile: () => false })
    let first = true
    const interrupted: typeof change = async (wish) => {
      if (first) await set({ heavyReaders: [] }, approvedAt)
      first = false
      return change(wish)
    }
    expect(await approve(interrupted)).toEqual(["emails"])
    expect(await own()).toEqual({ heavyReaders: [] })
  })
})
