import { describe, expect, it } from "@jest/globals"
import english from "../../../console/messages/en.json" with { type: "json" }
import french from "../../../console/messages/fr.json" with { type: "json" }
import { documentLanguages } from "../../../shared/base/contracts/words.ts"
import { shopLetter } from "../../../shared/intake/adapters/shops/shop-letter.ts"
import { type ShopNotice, shopNotices } from "../../../shared/intake/adapters/shops/shop-tasks.ts"

const letterOf = (notice: ShopNotice, language: "en" | "fr", takesUp: boolean) =>
  JSON.stringify(shopLetter(language, { notice, shipmentIds: [], apiUrl: "https://hub.example", takesUp }))

describe("a mail about a shop", () => {
  it.each(shopNotices)("about %s names no call of the API and no field of one: an officer reads it", (notice) => {
    for (const language of documentLanguages)
      for (const takesUp of [true, false])
        expect(letterOf(notice, language, takesUp)).not.toMatch(/PATCH|\/v1\/|vendors\./)
  })

  it("names the page of the console and the heading under which the companies stand", () => {
    for (const [language, messages] of [["en", english] as const, ["fr", french] as const])
      for (const key of ["settings.title", "settings.name.vendors"] as const)
        expect(letterOf("carrierUnknown", language, true)).toContain(messages[key])
  })
})
