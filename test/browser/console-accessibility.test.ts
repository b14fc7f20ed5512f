import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals"
import type { Browser, Page } from "playwright-core"
import { checkPage } from "./check-page.ts"
import {
  casePath,
  comeAs,
  consoleDialogs,
  consoleLanguages,
  consolePages,
  describePage,
  openPage,
  withoutRepeated,
} from "./console-visits.ts"
import { type ConsoleWorld, consoleWorld } from "./console-world.ts"
import { expectSoon } from "./expect-soon.ts"
import { findChromium } from "./find-chromium.ts"
import { foundOnPages } from "./found-on-pages.ts"
import { openBrowser, visit } from "./open-browser.ts"
import { axeFindings, overflowing } from "./page-checks.ts"

const chromium = findChromium()

// A browser beside other work takes its time.
jest.setTimeout(600_000)

describe("every page of the officer's console", () => {
  if (chromium === undefined) {
    it.skip("is not checked here: it needs Chromium on the PATH, or its path in CHROMIUM_PATH", () => {})
    return
  }

  let browser: Browser
  let hub: ConsoleWorld
  const found = foundOnPages()
  /** What a screen reader is given, by language and page. */
  const described = { en: new Map<string, string>(), fr: new Map<string, string>() }
  /** Fields of which a browser may keep or send what is typed, and how many fields there are. */
  const leaky: string[] = []
  let fields = 0

  beforeAll(async () => {
    browser = await openBrowser(chromium)
    hub = await consoleWorld()
    await hub.affairs.notify("leafline")
    await hub.affairs.erase("leafline", "s3")
    for (const given of consoleLanguages) await checkAll(given)
  })
  afterAll(async () => {
    await browser.close()
    await hub.server.stop()
  })

  /** Looks which fields of an open page, its forms included, do not ask the browser to keep and send nothing. */
  async function noteFields(page: Page, name: string): Promise<void> {
    const typed = page.locator("input:is([type=text], [type=search]), input:not([type]), textarea")
    const asks = '[autocomplete="off"][spellcheck="false"]'
    fields += await typed.count()
    for (const field of await typed.and(page.locator(`:not(${asks})`)).all())
      leaky.push(`${name}: ${await field.evaluate((element) => String(element.outerHTML))}`)
  }

  type Given = (typeof consoleLanguages)[number]

  /** Opens each page once, because that takes the time. French has the longer words, so its layout is checked. */
  async function checkAll(given: Given): Promise<void> {
    const { language, lang, words } = given
    const { page, context } = await comeAs(browser, hub, "usr_avery", { language, bypassPolicy: true })
    for (const { name, address, prepare, unjudged = /^$/, isCheckedElsewhere } of consolePages) {
      await openPage(page, hub, address)
      await prepare?.(page, words)
      described[lang].set(name, await describePage(page))
      await noteFields(page, name)
      const isWhole = lang === "fr" && isCheckedElsewhere === undefined
      const { axe, ...others } = isWhole ? await checkPage(page) : { axe: await axeFindings(page) }
      found.note(`${name} in ${lang}`, { axe: axe.filter((finding) => !unjudged.test(finding)), ...others })
    }
    await page.setViewportSize({ width: 320, height: 640 })
    for (const dialog of consoleDialogs) await checkDialog(given, page, dialog)
    await context.close()
    const stranger = await visit(browser, { language, bypassPolicy: true })
    await openPage(stranger.page, hub, "/desk/")
    described[lang].set("sign-in", await describePage(stranger.page))
    found.note(`sign-in in ${lang}`, await checkPage(stranger.page))
    await stranger.context.close()
  }

  /** Opens a form over a page in a small window. */
  async function checkDialog(given: Given, page: Page, { page: name, button }: (typeof consoleDialogs)[number]) {
    await openPage(page, hub, consolePages.find((one) => one.name === name)?.address ?? "")
    await page.getByRole("button", { name: given.words[button] }).first().click()
    await page.getByRole("dialog").waitFor()
    described[given.lang].set(button, await describePage(page))
    await noteFields(page, button)
    found.note(`${button} in ${given.lang}`, { axe: await axeFindings(page), narrow: await overflowing(page) })
  }

  found.isToBeNothing()

  it("asks the browser to keep and send nothing that is typed, in all fields for text", () => {
    expect(fields).toBeGreaterThan(10)
    expect(leaky).toEqual([])
  })

  it("shows what is chosen in colours that the reader forces", async () => {
    const { page, context } = await comeAs(browser, hub, "usr_avery", { path: casePath(hub, "leafline", "assessment") })
    await page.emulateMedia({ forcedColors: "active" })
    const marks = page.getByRole("radiogroup").first().locator(".mark")
    await marks.first().click()
    const backgrounds = await marks.evaluateAll((elements) =>
      elements.map((element) => element.ownerDocument.defaultView.getComputedStyle(element).backgroundColor),
    )
    expect(backgrounds[0]).not.toBe(backgrounds[1])
    expect(backgrounds[1]).toBe(backgrounds[2])
    await context.close()
  })

  it("moves the focus to the title of a new page, and names it in the browser's title", async () => {
    const { page, context } = await comeAs(browser, hub, "usr_avery")
    const [{ words }] = consoleLanguages
    await page.getByRole("link", { name: hub.alias("leafline") }).click()
    await page.getByRole("heading", { level: 1, name: words["overview.title"] }).waitFor()
    await page.getByRole("link", { name: words["timeline.title"] }).click()
    await page.getByRole("heading", { level: 1, name: words["timeline.title"] }).waitFor()
    await expectSoon(() => page.locator(":focus").textContent(), words["timeline.title"])
    expect(await page.title()).toBe(`${words["timeline.title"]} – ${hub.alias("leafline")} – Wayseal`)
    await context.close()
  })

  it.each(consoleLanguages)(
    "gives a screen reader language, title, structure and names of each page in $lang",
    ({ lang }) => {
      const known = new Map<string, string>()
      for (const [name, description] of described[lang])
        expect(withoutRepeated(description, known, name)).toMatchSnapshot(name)
    },
  )
})
