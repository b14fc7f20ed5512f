import { describe, expect, it } from "@jest/globals"
import { approveParty, declineParty, removeParty } from "../../../../infra/cli/parties/decide-party.ts"
import { aCarrier, fileParties, firstDay } from "../../../parties/invitations/invitation-world.ts"
import { office } from "./office.ts"

describe("npx wayseal parties approve", () => {
  it("shows first what was entered, with the command that approves just this", async () => {
    const { hub, answered, world } = office()
    await answered("northpost", aCarrier())
    const { text, status, data } = await approveParty(hub, "northpost", undefined)
    expect(status).toBe(1)
    expect(text).toContain('  alias: "Northpost"')
    expect(text).toContain("\nThis version is not approved yet. If this is right:\n")
    expect(text).toContain("  npx wayseal parties approve northpost --stage prod --version 2\n")
    expect(data).toMatchObject({ version: 2, approveWith: expect.stringContaining("--version 2") })
    expect((await world.invitedParties.current("northpost"))?.approved).toBeUndefined()
    expect(await approveParty(hub, "northpost", 2)).toMatchObject({
      status: 0,
      text: expect.stringMatching(/^northpost is approved and takes part\. Its number is \d+\.\n$/),
    })
  })

  it("shows of a party that takes part what would change", async () => {
    const { hub, answered, world } = office()
    const entered = aCarrier()
    await answered("northpost", entered)
    await approveParty(hub, "northpost", 2)
    await world.answer(await world.tokenOf("northpost", "carrier", { again: true }), { ...entered, alias: "New" })
    const { text } = await approveParty(hub, "northpost", undefined)
    expect(text).toContain(`What would change, compared with what was approved at ${firstDay}:`)
    expect(text).toContain('\n  alias from "Northpost" to "New"\n')
    expect(text).toContain(
      "\nThis version is not approved yet. What was approved before stays in force. If this is right:\n",
    )
  })

  it("stops when there is nothing to approve, or something else than it was looked at", async () => {
    const { hub, answered, invite, world } = office()
    await invite("northpost")
    await expect(approveParty(hub, "northpost", undefined)).rejects.toThrow("has entered nothing that waits")
    await expect(approveParty(hub, "northpost", 1)).rejects.toThrow("has entered nothing that waits")
    await expect(approveParty(hub, "northpost", 1)).rejects.toMatchObject({ code: "wrongUsage" })
    await answered("westpost", aCarrier({ alias: "Westpost", roles: [{ with: "nobody", role: "holder" }] }))
    await expect(approveParty(hub, "westpost", 1)).rejects.toThrow(
      "westpost was changed since version 1. Look at it again: npx wayseal parties approve westpost --stage prod",
    )
    await expect(approveParty(hub, "westpost", 1)).rejects.toMatchObject({ code: "wrongUsage" })
    await expect(approveParty(hub, "westpost", 2)).rejects.toThrow('roles.0.with names no party, "nobody"')
    expect((await world.invitedParties.current("westpost"))?.approved).toBeUndefined()
  })
})

describe("npx wayseal parties approve, for a party that set contacts and entered others", () => {
  async function answeredAgain() {
    const { hub, answered, world } = office()
    const entered = aCarrier()
    await answered("northpost", entered)
    await approveParty(hub, "northpost", 2)
    await hub.settings.change(
      { partyId: "northpost", version: 1, changedAt: firstDay, settings: { emails: ["own@northpost.example"] } },
      { partyId: "northpost", version: 1, at: firstDay, by: { party: "northpost", credential: "1" }, changes: [] },
    )
    const token = await world.tokenOf("northpost", "carrier", { again: true })
    await world.answer(token, { ...entered, channels: { emails: ["new@northpost.example"] } })
    return hub
  }

  it("lets what it entered count, and says so", async () => {
    const hub = await answeredAgain()
    const { text, data, status } = await approveParty(hub, "northpost", 5)
    expect([status, data]).toEqual([0, expect.objectContaining({ settingsFollow: ["emails"] })])
    expect(text).toContain("Of its settings, emails now count as it entered them.\n")
    expect((await hub.settings.get("northpost"))?.settings).toEqual({})
  })

  it("says how to do that if the settings cannot be changed", async () => {
    const hub = await answeredAgain()
    const get = () => Promise.reject(Object.assign(new Error("secret"), { name: "AccessDeniedException" }))
    const denied = { ...hub, settings: { ...hub.settings, get } }
    const { text, data, status } = await approveParty(denied, "northpost", 5)
    const followWith = "npx wayseal settings northpost --stage prod --follow-file emails"
    expect([status, data]).toEqual([1, expect.objectContaining({ followWith })])
    expect(text).toContain(`The credentials do not allow this. To change that:\n  ${followWith}\n`)
    expect((await hub.invitedParties.current("northpost"))?.approved?.party.channels.emails).toEqual([
      "new@northpost.example",
    ])
  })
})

describe("npx wayseal parties decline and remove", () => {
  it("say what they did and how to go on", async () => {
    const { hub, answered } = office()
    await answered("northpost", aCarrier())
    expect((await declineParty(hub, "northpost")).text).toContain("parties invite northpost --stage prod --again")
    await expect(declineParty(hub, "northpost")).rejects.toThrow("there is nothing to decline")
    expect((await removeParty(hub, "northpost")).text).toContain("parties invite northpost --stage prod --again")
    expect((await removeParty(hub, "northpost")).text).toBe("northpost was removed before.\n")
  })

  it("delete the topic that mails the contacts", async () => {
    const { hub, answered, deletedTopics } = office({ topics: "work" })
    await answered("northpost", aCarrier())
    await approveParty(hub, "northpost", 2)
    expect(await removeParty(hub, "northpost")).toMatchObject({
      text: expect.stringContaining("\nThe topic that mailed its contacts is deleted, with their addresses.\n"),
      data: { topicDeleted: true },
      status: 0,
    })
    expect((await removeParty(hub, "northpost")).status).toBe(0)
    expect(deletedTopics).toEqual(["northpost", "northpost"])
  })

  it("say nothing of a topic if the party had none, or if it is of the file's party", async () => {
    const { hub, answered, deletedTopics } = office({ topics: "work" })
    await answered("northpost", aCarrier())
    expect((await removeParty(hub, "northpost")).text).not.toContain("topic")
    await answered("westpost", aCarrier({ alias: "Westpost" }))
    await approveParty(hub, "westpost", 2)
    const inFile = { ...hub, fileParties: fileParties.map((party) => ({ ...party, id: "westpost" })) }
    expect((await removeParty(inFile, "westpost")).text).not.toContain("topic")
    expect(deletedTopics).toEqual([])
  })

  it("remove the party also if its topic cannot be deleted, and say so", async () => {
    const { hub, answered, world } = office({ topics: "fail" })
    await answered("northpost", aCarrier())
    await approveParty(hub, "northpost", 2)
    const { text, status } = await removeParty(hub, "northpost")
    expect(status).toBe(1)
    expect(text).toContain("could not be deleted: The credentials do not allow this. It holds their addresses.")
    expect((await world.invitedParties.current("northpost"))?.removedAt).toBe(firstDay)
  })
})
