import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals"
import type { Browser, Page } from "playwright-core"
import * as z from "zod"
import { mailed } from "../lookups/lookup-world.ts"
import { findChromium } from "./find-chromium.ts"
import { openBrowser, type Visitor, visit } from "./open-browser.ts"
import { axeFindings, borderContrasts, focusRings, overflowing, spaceText } from "./page-checks.ts"
import { languages, paths, typed } from "./recipient-page-paths.ts"
import { recipientPageWorld } from "./recipient-page-world.ts"

const chromium = findChromium()

// A browser beside other work takes its time.
jest.setTimeout(120_000)

const checks = z.enum(["axe", "narrow", "turned", "spaced", "weak", "restless"])
type Check = z.output<typeof checks>

/** Checks an open page in light and dark colours and in several sizes. Each check has a line for each fault. */
async function checkPage(page: Page): Promise<Record<Check, readonly string[]>> {
  await page.setViewportSize({ width: 1280, height: 720 })
  await page.emulateMedia({ colorScheme: "light" })
  const light = { axe: await axeFindings(page), weak: await weakOutlines(page) }
  const restless = await restlessElements(page)
  await page.emulateMedia({ colorScheme: "dark" })
  const dark = { axe: await axeFindings(page, ["color-contrast"]), weak: await weakOutlines(page) }
  // A window of 1280 by 720 pixels has half of each at 200 % zoom.
  await page.setViewportSize({ width: 640, height: 360 })
  const zoomed = await overflowing(page)
  const landscape = await page.locator("body").ariaSnapshot()
  await page.setViewportSize({ width: 320, height: 640 })
  const narrow = await overflowing(page)
  const turned = (await page.locator("body").ariaSnapshot()) === landscape ? [] : ["portrait shows something else"]
  await spaceText(page)
  return {
    axe: [...light.axe, ...dark.axe],
    weak: [...light.weak, ...dark.weak],
    narrow: [...zoomed, ...narrow],
    turned,
    spaced: await overflowing(page),
    restless,
  }
}

/** Focus rings and borders of fields that are too thin, or have less than 3 to 1 of contrast with what is around. */
async function weakOutlines(page: Page): Promise<readonly string[]> {
  const rings = (await focusRings(page)).filter(({ pixels, contrast }) => pixels < 2 || contrast < 3)
  const borders = [...(await borderContrasts(page))].filter(([, contrast]) => contrast < 3)
  return [...rings.map(({ element }) => `ring of ${element}`), ...borders.map(([name]) => `border of ${name}`)]
}

/** Elements that move, lie over the page, or load it again. */
async function restlessElements(page: Page): Promise<readonly string[]> {
  const moving = await page.locator("body *").evaluateAll((elements) =>
    elements
      .filter((element) => {
        const style = element.ownerDocument.defaultView.getComputedStyle(element)
        const isOver = style.position === "fixed" || style.position === "sticky"
        return isOver || style.animationName !== "none" || style.transitionDuration !== "0s"
      })
      .map((element) => String(element.outerHTML)),
  )
  return [...moving, ...(await page.locator("meta[http-equiv=refresh]").all()).map(() => "loads itself again")]
}

describe("every page that a recipient comes to", () => {
  if (chromium === undefined) {
    it.skip("is not checked here: it needs Chromium on the PATH, or its path in CHROMIUM_PATH", () => {})
    return
  }

  let browser: Browser
  let hub: Awaited<ReturnType<typeof recipientPageWorld>>
  let at = ""
  /** What each check finds on each page. */
  let found: Awaited<ReturnType<typeof checkAll>>

  beforeAll(async () => {
    browser = await openBrowser(chromium)
    hub = await recipientPageWorld()
    at = `${hub.server.origin}/t`
    found = await checkAll()
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
  async function checkAll() {
    const found: Record<Check, string[]> = { axe: [], narrow: [], turned: [], spaced: [], weak: [], restless: [] }
    for (const { language, lang, words } of languages) {
      await visiting({ language, bypassPolicy: true }, async (page) => {
        for (const { name, open } of paths) {
          await page.goto("about:blank")
          await open(page, at, words)
          for (const [check, lines] of Object.entries(await checkPage(page)))
            found[checks.parse(check)].push(...lines.map((line) => `${name} in ${lang}: ${line}`))
        }
      })
    }
    return found
  }

  it("has nothing that axe finds wrong", () => {
    expect(found.axe).toEqual([])
  })

  it("fits into 320 pixels, and into half the width at 200 % zoom", () => {
    expect(found.narrow).toEqual([])
  })

  it("shows the same in portrait and landscape", () => {
    expect(found.turned).toEqual([])
  })

  it("loses nothing when text is spaced wider", () => {
    expect(found.spaced).toEqual([])
  })

  it("has borders and focus rings that stand out from the page", () => {
    expect(found.weak).toEqual([])
  })

  it("moves nothing, and changes nothing by itself", () => {
    expect(found.restless).toEqual([])
  })

  it("works with the keyboard alone, in the order of reading", async () => {
    const { words } = languages[0]
    await visiting({}, async (page) => {
      await page.goto(at)
      const stops = [
        'link "Skip to content"',
        'link "Français"',
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
