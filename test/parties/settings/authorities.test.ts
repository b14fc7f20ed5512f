import { describe, expect, it } from "@jest/globals"
import { withSettings } from "../../../shared/parties/settings/apply-settings.ts"
import { deployed, settingsApi } from "./settings-api.ts"

const ofFile = [{ law: "eu-gdpr", name: "Data Protection Commission" }]
const own = [{ law: "eu-gdpr", name: "CNIL", reportAt: "https://authority.example/report" }]

describe("the authorities to which a party reports", () => {
  it("are set by the party in place of those of the file, which apply again once it follows the file", async () => {
    const file = deployed.map((party) => ({ ...party, authorities: ofFile }))
    const { patch, settings } = settingsApi({ file })
    expect((await patch("leafline", { authorities: own }, '"0"')).body).toMatchObject({
      settings: { authorities: own },
      changed: ["authorities"],
    })
    const stored = await settings.get("leafline")
    expect(file.map((party) => withSettings(party, stored?.settings ?? {}).authorities)).toContainEqual(own)
    expect((await patch("leafline", { authorities: null }, '"1"')).body.settings).toMatchObject({ authorities: ofFile })
  })

  it.each([
    ["an address without https", { reportAt: "http://authority.example" }, "authorities[0].reportAt"],
    ["an address that is a script", { reportAt: "javascript:alert(1)" }, "authorities[0].reportAt"],
    ["a law that is not here", { law: "xx-no-law" }, "authorities[0].law names no law that the hub has"],
  ])("are refused with %s, by a sentence that names the field and not the value", async (_, other, says) => {
    const answer = await settingsApi().patch("leafline", { authorities: [{ ...own[0], ...other }] }, '"0"')
    expect([answer.status, answer.body.detail]).toEqual([400, expect.stringContaining(says)])
    expect(answer.body.detail).not.toContain(Object.values(other)[0])
  })
})
