import { describe, expect, it } from "@jest/globals"
import { silentTelemetry } from "../../../shared/base/platform/telemetry.ts"
import { currentParties } from "../../../shared/parties/current-parties.ts"
import { nobodyInvited } from "../invitations/nobody-invited.ts"
import { swiftpost } from "../named-counterparties.ts"
import { deployed, settingsApi } from "./settings-api.ts"

describe("a party's settings", () => {
  it("name carriers that take no part, which functions that run find within a minute", async () => {
    const { settings, patch, get } = settingsApi()
    const vendors = { shopify: { shop: "leafline.myshopify.com", carriers: { Swift: "leafline--swiftpost" } } }
    const first = await patch("leafline", { counterparties: [swiftpost], vendors: null })
    expect([first.status, first.body.settings.counterparties]).toEqual([200, [swiftpost]])
    const current = currentParties({
      file: deployed,
      stored: { invited: nobodyInvited, settings },
      clock: () => new Date(),
      telemetry: silentTelemetry,
    })
    expect(await current.carrierById("leafline--swiftpost")).toMatchObject({
      alias: "Swiftpost",
      named: { by: "leafline" },
    })
    const refused = await patch("leafline", { vendors }, '"1"')
    expect(refused.body.detail).not.toContain("carriers.Swift")
    await patch("leafline", { counterparties: [] }, '"1"')
    expect((await get("leafline")).body.settings.counterparties).toEqual([])
  })

  it.each([
    ["leafline", [{ ...swiftpost, laws: [] }], "counterparties[0].laws names no law"],
    ["leafline", [{ ...swiftpost, laws: ["xx-no-such-law"] }], "counterparties[0].laws[0] must be one of au-privacy"],
    ["leafline", [swiftpost, swiftpost], "counterparties[1].key is there twice"],
    ["northpost", [swiftpost], "counterparties are a retailer's"],
  ])("of %s take no carrier that is wrong", async (party, counterparties, sentence) => {
    const { patch } = settingsApi()
    const { status, body } = await patch(party, { counterparties })
    expect(status).toBe(400)
    expect(body.detail).toContain(sentence)
  })

  it("let a shop name no carrier that another retailer named", async () => {
    const { patch } = settingsApi()
    const carriers = { Swift: "oakshop--swiftpost" }
    const vendors = { shopify: { shop: "leafline.myshopify.com", secret: "a-secret-of-the-app", carriers } }
    const { body } = await patch("leafline", { vendors })
    expect(body.detail).toContain("vendors.shopify.carriers.Swift is not the party id of a carrier that takes part")
  })
})
