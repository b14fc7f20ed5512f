import { describe, expect, it } from "@jest/globals"
import { withSettings } from "../../../shared/parties/settings/apply-settings.ts"
import { deployed, settingsApi } from "./settings-api.ts"

const wayToCheck = { en: "the number on your invoice", fr: "le numéro de votre facture" }

describe("how people check a notice", () => {
  it("is set, changed in part and unset by the party, whose other details of documents stay", async () => {
    const file = deployed.map((party) => ({ ...party, documents: { legalName: "Leafline Inc.", wayToCheck } }))
    const { patch, settings } = settingsApi({ file })
    const onCard = { en: "the phone number on your card" }
    expect((await patch("leafline", { wayToCheck: onCard }, '"0"')).body).toMatchObject({
      settings: { wayToCheck: { ...wayToCheck, ...onCard } },
      changed: ["wayToCheck"],
    })
    await patch("leafline", { wayToCheck: { fr: null } }, '"1"')
    const stored = await settings.get("leafline")
    expect(file.map((party) => withSettings(party, stored?.settings ?? {}).documents)).toContainEqual({
      legalName: "Leafline Inc.",
      wayToCheck: onCard,
    })
    expect((await patch("leafline", { wayToCheck: null }, '"2"')).body.settings).toMatchObject({ wayToCheck })
  })

  it("is no link", async () => {
    const answer = await settingsApi().patch("leafline", { wayToCheck: { en: "https://a.example" } }, '"0"')
    expect([answer.status, answer.body.detail]).toEqual([400, expect.stringContaining("wayToCheck.en")])
  })
})
