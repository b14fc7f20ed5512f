import { describe, expect, it } from "@jest/globals"
import { settingsApi } from "./settings-api.ts"

const contract = {
  with: "leafline",
  clause: "s. 4.2.34.9 of the contract of 2023",
  tellWithinHours: 24,
  send: ["cause"],
}

describe("a party's settings", () => {
  it("hold its contracts about breaches, in place of those of the parties file", async () => {
    const { patch, get } = settingsApi()
    expect((await patch("northpost", { contracts: [contract] })).body.settings.contracts).toEqual([contract])
    const { body } = await get("northpost")
    expect([body.changed, body.settings.contracts]).toEqual([["contracts"], [contract]])
    expect((await get("leafline")).body.settings.contracts).toBeUndefined()
  })

  it.each([
    [[contract, { ...contract, tellWithinHours: 2 }], "contracts.1.with is named before"],
    [[{ ...contract, tellWithinHours: 0 }], "contracts[0].tellWithinHours"],
    [[{ ...contract, send: ["names of people"] }], "contracts[0].send[0]"],
    [[{ ...contract, clause: "a".repeat(121) }], "contracts[0].clause"],
  ])("take no contract that is wrong", async (contracts, sentence) => {
    const { status, body } = await settingsApi().patch("northpost", { contracts })
    expect([status, body.detail]).toEqual([400, expect.stringContaining(sentence)])
  })
})
