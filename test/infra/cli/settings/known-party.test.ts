import { describe, expect, it } from "@jest/globals"
import { followFile, namesIn } from "../../../../infra/cli/settings/follow-file.ts"
import { knownParty } from "../../../../infra/cli/settings/run-settings.ts"
import { partyInWords, shownParty } from "../../../../infra/cli/settings/settings-in-words.ts"
import { aCarrier, fileParties, firstDay, invitationWorld } from "../../../parties/invitations/invitation-world.ts"
import { memorySettings } from "../../../parties/memory-stores.ts"

/** A stage with the parties of the file, an invited party that is approved, and one that has not answered. */
async function stage() {
  const world = invitationWorld()
  await world.answer(await world.tokenOf("northpost"), aCarrier())
  await world.approveLast("northpost")
  await world.invite({ partyId: "westpost", kind: "carrier" })
  return { stage: { name: "prod" }, parties: fileParties, invitedParties: world.invitedParties }
}

describe("npx wayseal settings <party>", () => {
  it("finds parties of the file, and invited ones that the hub approved", async () => {
    const reached = await stage()
    expect(await knownParty(reached, "eastpost")).toMatchObject({ party: { alias: "Eastpost" }, follows: "file" })
    expect(await knownParty(reached, "northpost")).toMatchObject({ party: { alias: "Northpost" }, follows: "approval" })
  })

  it.each([
    ["westpost", 'has no party "westpost"'],
    ["eastpst", 'has no party "eastpst"; did you mean eastpost?'],
  ])("stops at %s, and says where the invited parties are", async (id, says) => {
    await expect(stage().then((reached) => knownParty(reached, id))).rejects.toThrow(
      expect.objectContaining({
        message: expect.stringContaining(says),
        code: "wrongUsage",
      }),
    )
    await expect(stage().then((reached) => knownParty(reached, id))).rejects.toThrow("npx wayseal parties list")
  })

  it("shows settings of an invited party beside what was approved, and lets them follow it", async () => {
    const known = await knownParty(await stage(), "northpost")
    const settings = memorySettings()
    await settings.change(
      { partyId: "northpost", version: 1, changedAt: firstDay, settings: { emails: ["own@northpost.example"] } },
      { partyId: "northpost", version: 1, at: firstDay, by: { party: "northpost", credential: "1" }, changes: [] },
    )
    expect(
      partyInWords(await shownParty(settings, known))
        .split("\n")
        .slice(0, 4),
    ).toEqual([
      "northpost:",
      '  emails: ["own@northpost.example"]',
      "  escalationEmails: [] (as it was approved)",
      "  heavyReaders: [] (as it was approved)",
    ])
    await followFile({ settings, party: known.party, names: namesIn("emails"), credential: "user/ops", at: firstDay })
    expect(await shownParty(settings, known)).toMatchObject({
      follows: "approval",
      settings: { emails: ["privacy@northpost.example"] },
      changed: [],
    })
  })
})
