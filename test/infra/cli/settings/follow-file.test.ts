import { describe, expect, it } from "@jest/globals"
import { operatorOf } from "../../../../infra/cli/deployed-stage/operator.ts"
import { followFile, namesIn } from "../../../../infra/cli/settings/follow-file.ts"
import { changersInWords, partyInWords, shownParty } from "../../../../infra/cli/settings/settings-in-words.ts"
import { parties } from "../../../../shared/parties/party.ts"
import { memorySettings } from "../../../parties/memory-stores.ts"

const [northpost] = parties.parse({
  parties: [
    {
      id: "northpost",
      kind: "carrier",
      alias: "Northpost",
      channels: { emails: ["file@northpost.example"] },
      jurisdiction: { country: "CA", timeZone: "America/Toronto" },
    },
  ],
}).parties
if (northpost === undefined) throw new Error("there is no party")
const known = { party: northpost, follows: "file" } as const
const at = "2026-11-02T10:00:00.000Z"

/** Settings after the party changed its contacts. */
async function changedContacts() {
  const settings = memorySettings()
  const own = { emails: ["own@northpost.example"], escalationEmails: ["head@northpost.example"] }
  await settings.change(
    { partyId: "northpost", version: 1, changedAt: "2026-11-01T10:00:00.000Z", settings: own },
    {
      partyId: "northpost",
      version: 1,
      at: "2026-11-01T10:00:00.000Z",
      by: { party: "northpost", credential: "key-1" },
      changes: [{ field: "emails", before: ["file@northpost.example"], after: own.emails }],
    },
  )
  return settings
}

describe("letting a setting follow the parties file", () => {
  it("changes this setting alone, and says in the history that the hub did", async () => {
    const settings = await changedContacts()
    await followFile({ settings, party: northpost, names: namesIn("emails"), credential: "user/ops", at })
    const shown = await shownParty(settings, known)
    expect(shown).toMatchObject({
      version: 2,
      settings: { emails: ["file@northpost.example"], escalationEmails: ["head@northpost.example"] },
      changed: ["escalationEmails"],
    })
    expect(shown.history[0]).toMatchObject({
      by: { party: "hub", credential: "user/ops" },
      changes: [{ field: "emails", before: ["own@northpost.example"], after: ["file@northpost.example"] }],
    })
  })

  it("does nothing for a setting that follows it already", async () => {
    const settings = await changedContacts()
    await followFile({ settings, party: northpost, names: namesIn("heavyReaders"), credential: "user/ops", at })
    expect((await shownParty(settings, known)).version).toBe(1)
  })

  it("stops when the party changes something at the same moment", async () => {
    const settings = await changedContacts()
    const outdated = { ...settings, change: async () => "outdated" as const }
    const asked = { party: northpost, names: namesIn("emails"), credential: "user/ops", at }
    await expect(followFile({ ...asked, settings: outdated })).rejects.toThrow("Run the command again")
  })

  it("takes several settings, and names the nearest for one that is misspelt", () => {
    expect(namesIn("emails, webhookUrl")).toEqual(["emails", "webhookUrl"])
    expect(() => namesIn("emials")).toThrow('"emials" is no setting; did you mean emails? There are: emails, ')
  })
})

describe("who asks", () => {
  it.each([
    ["arn:aws:sts::111122223333:assumed-role/Operators/jane.doe", "assumed-role/Operators"],
    ["arn:aws:iam::111122223333:user/ops", "user/ops"],
    ["arn:aws:iam::111122223333:root", "root"],
    ["", "unknown"],
  ])("of %s is %s", (arn, operator) => {
    expect(operatorOf(arn)).toBe(operator)
  })
})

describe("settings in words", () => {
  it("say who changed something, and how often", async () => {
    const settings = await changedContacts()
    expect(changersInWords(await settings.all())).toBe(
      "northpost: own emails, escalationEmails; 1 change, the last at 2026-11-01T10:00:00.000Z\n",
    )
    expect(changersInWords([])).toBe("No party changed a setting.\n")
  })

  it("say what applies to a party, and who changed what", async () => {
    expect(partyInWords(await shownParty(await changedContacts(), known))).toBe(
      [
        "northpost:",
        '  emails: ["own@northpost.example"]',
        '  escalationEmails: ["head@northpost.example"]',
        "  heavyReaders: [] (as the file says)",
        "Last changes:",
        '  1. 2026-11-01T10:00:00.000Z, northpost with key-1: emails from ["file@northpost.example"] to ["own@northpost.example"]',
        "",
      ].join("\n"),
    )
  })

  it("say that the address of a Slack channel changed, which looks the same before and after", async () => {
    const shown = await shownParty(await changedContacts(), known)
    const host = "https://hooks.slack.com/"
    const moved = shown.history.map((one) => ({
      ...one,
      changes: [{ field: "webhookUrl" as const, before: host, after: host }],
    }))
    expect(partyInWords({ ...shown, history: moved })).toContain(
      'key-1: webhookUrl to another address at "https://hooks.slack.com/"\n',
    )
  })
})
