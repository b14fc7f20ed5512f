import { expect, it } from "@jest/globals"
import type { Page } from "playwright-core"
import { mailed } from "../../watch/lookups/lookup-world.ts"
import { checkEveryRecipientPage } from "../every-recipient-page.ts"
import { inBrowser } from "../in-browser.ts"
import { type Visitor, visit } from "../open-browser.ts"
import { languages, paths, typed } from "../recipient-page-paths.ts"

const [english, french] = languages

inBrowser("every page that a recipient comes to", (browser) => {
  const at = checkEveryRecipientPage(browser, [french])

  async function visiting(visitor: Visitor, run: (page: Page) => Promise<void>): Promise<void> {
    const { page, leave } = await visit(browser(), visitor)
    try {
      await run(page)
    } finally {
      await leave()
    }
  }

  it("works with the keyboard alone, in the order of reading", async () => {
    const { words } = english
    await visiting({}, async (page) => {
      await page.goto(at())
      const stops = [
        'link "Skip to content"',
        'link "Français"',
        'link "I have a tracking number"',
        'textbox "Shop"',
        'textbox "Order number"',
        'textbox "Postal code of the delivery address"',
        'textbox "House number (optional)"',
        'button "Show my parcel"',
      ]
      for (const stop of stops) {
        await page.keyboard.press("Tab")
        expect(await page.locator(":focus").ariaSnapshot()).toContain(stop)
      }
      await page.keyboard.press("Tab")
      expect(await page.locator(":focus").count()).toBe(0)
      await page.goto(at())
      await page.keyboard.press("Tab")
      await page.keyboard.press("Enter")
      const { retailer, reference, postalCode } = typed.right
      for (const text of [retailer, reference, postalCode]) {
        await page.keyboard.press("Tab")
        await page.keyboard.type(text)
      }
      expect(page.url()).toBe(`${at()}#main`)
      await page.keyboard.press("Enter")
      await page.getByRole("heading", { level: 1, name: words.shownTitle }).waitFor()
    })
  })

  it("names each field that is wrong and says how to mend it", async () => {
    for (const { language, words } of languages) {
      await visiting({ language }, async (page) => {
        const errors = paths.find(({ name }) => name === "fields to mend")
        await errors?.open(page, at(), words)
        expect(await page.locator(":focus").getAttribute("role")).toBe("alert")
        expect(await page.title()).toContain(words.errorTitle)
        await page.keyboard.press("Tab")
        await page.keyboard.press("Enter")
        const field = page.locator(":focus")
        expect(await field.getAttribute("name")).toBe("retailer")
        expect(await field.getAttribute("aria-invalid")).toBe("true")
        const described = (await field.getAttribute("aria-describedby"))?.split(" ") ?? []
        const texts = await Promise.all(described.map((id) => page.locator(`[id="${id}"]`).textContent()))
        expect(texts).toEqual([words.retailerHint, words.retailerWrong])
        expect(await page.locator("[name=postalCode]").inputValue()).toBe(typed.right.postalCode)
      })
    }
  })

  it("lets the browser fill in what it knows of its owner", async () => {
    await visiting({}, async (page) => {
      await page.goto(at())
      expect(await page.locator("[name=postalCode]").getAttribute("autocomplete")).toBe("postal-code")
      const others = await page.locator("form:not([hidden]) input:not([type=hidden])").count()
      expect(others).toBe(4)
    })
  })

  it("opens a link that is put into the address of an open page", async () => {
    await visiting({}, async (page) => {
      await page.goto(at())
      await page.goto(`${at()}#${mailed.linkToken}`)
      await page.getByRole("heading", { level: 1, name: "Your parcel" }).waitFor()
    })
  })
})
