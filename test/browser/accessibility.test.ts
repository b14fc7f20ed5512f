import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals"
import type { Browser, Page } from "playwright-core"
import { mailed } from "../lookups/lookup-world.ts"
import { checkPage } from "./check-page.ts"
import { findChromium } from "./find-chromium.ts"
import { foundOnPages } from "./found-on-pages.ts"
import { openBrowser, type Visitor, visit } from "./open-browser.ts"
import { languages, paths, typed } from "./recipient-page-paths.ts"
import { recipientPageWorld } from "./recipient-page-world.ts"

const chromium = findChromium()

// A browser beside other work takes its time.
jest.setTimeout(120_000)

describe("every page that a recipient comes to", () => {
  if (chromium === undefined) {
    it.skip("is not checked here: it needs Chromium on the PATH, or its path in CHROMIUM_PATH", () => {})
    return
  }

  let browser: Browser
  let hub: Awaited<ReturnType<typeof recipientPageWorld>>
  let at = ""
  const found = foundOnPages()

  beforeAll(async () => {
    browser = await openBrowser(chromium)
    hub = await recipientPageWorld()
    at = `${hub.server.origin}/t`
    await checkAll()
  })

  afterAll(async () => {
    await browser.close()
    await hub.server.stop()
  })

  async function visiting(visitor: Visitor, run: (page: Page) => Promise<void>): Promise<void> {
    const { page, context } = await visit(browser, visitor)
    try {
      await run(page)
    } finally {
      await context.close()
    }
  }

  /** Opens each page once in each language, because that takes the time, and checks it in all ways. */
  async function checkAll(): Promise<void> {
    for (const { language, lang, words } of languages) {
      await visiting({ language, bypassPolicy: true }, async (page) => {
        for (const { name, open } of paths) {
          await page.goto("about:blank")
          await open(page, at, words)
          found.note(`${name} in ${lang}`, await checkPage(page))
        }
      })
    }
  }

  found.isToBeNothing()

  it("works with the keyboard alone, in the order of reading", async () => {
    const { words } = languages[0]
    await visiting({}, async (page) => {
      await page.goto(at)
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
      await page.goto(at)
      await page.keyboard.press("Tab")
      await page.keyboard.press("Enter")
      const { retailer, reference, postalCode } = typed.right
      for (const text of [retailer, reference, postalCode]) {
        await page.keyboard.press("Tab")
        await page.keyboard.type(text)
      }
      expect(page.url()).toBe(`${at}#main`)
      await page.keyboard.press("Enter")
      await page.getByRole("heading", { level: 1, name: words.shownTitle }).waitFor()
    })
  })

  it("names each field that is wrong and says how to mend it", async () => {
    for (const { language, words } of languages) {
      await visiting({ language }, async (page) => {
        const errors = paths.find(({ name }) => name === "fields to mend")
        await errors?.open(page, at, words)
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
      await page.goto(at)
      expect(await page.locator("[name=postalCode]").getAttribute("autocomplete")).toBe("postal-code")
      const others = await page.locator("form:not([hidden]) input:not([type=hidden])").count()
      expect(others).toBe(4)
    })
  })

  it("opens a link that is put into the address of an open page", async () => {
    await visiting({}, async (page) => {
      await page.goto(at)
      await page.goto(`${at}#${mailed.linkToken}`)
      await page.getByRole("heading", { level: 1, name: "Your parcel" }).waitFor()
    })
  })
})
