import { afterAll, beforeAll, expect, it } from "@jest/globals"
import type { Browser, Page } from "playwright-core"
import { answerLaw } from "./answer-law.ts"
import { checkPage } from "./check-page.ts"
import {
  type ConsoleLanguage,
  comeAs,
  consoleDialogs,
  consolePages,
  describePage,
  openPage,
  waitUntilLoaded,
  withoutRepeated,
} from "./console-visits.ts"
import { type ConsoleWorld, consoleWorld } from "./console-world.ts"
import { foundOnPages } from "./found-on-pages.ts"
import { visit } from "./open-browser.ts"
import { axeFindings, overflowing } from "./page-checks.ts"

/**
 * Declares the tests of every page of the console in some languages.
 * @returns the hub with the console, once the first test has begun
 */
export function checkEveryConsolePage(
  browser: () => Browser,
  languages: readonly ConsoleLanguage[],
): () => ConsoleWorld {
  let hub: ConsoleWorld
  const found = foundOnPages()
  /** What a screen reader is given, by language and page. */
  const described = { en: new Map<string, string>(), fr: new Map<string, string>() }
  /** Fields of which a browser may keep or send what is typed, and how many fields there are. */
  const leaky: string[] = []
  let fields = 0

  beforeAll(async () => {
    hub = await consoleWorld()
    await hub.affairs.notify("leafline")
    await hub.affairs.erase("leafline", "s3")
    for (const given of languages) await checkAll(given)
  })
  afterAll(() => hub.server.stop())

  /** Looks which fields of an open page, its forms included, do not ask the browser to keep and send nothing. */
  async function noteFields(page: Page, name: string): Promise<void> {
    const typed = page.locator("input:is([type=text], [type=search]), input:not([type]), textarea")
    const asks = '[autocomplete="off"][spellcheck="false"]'
    fields += await typed.count()
    for (const field of await typed.and(page.locator(`:not(${asks})`)).all())
      leaky.push(`${name}: ${await field.evaluate((element) => String(element.outerHTML))}`)
  }

  /** Opens each page once, because that takes the time. French has the longer words, so its layout is checked. */
  async function checkAll(given: ConsoleLanguage): Promise<void> {
    const { language, lang, words } = given
    const { page, leave } = await comeAs(browser(), hub, "usr_avery", { language, bypassPolicy: true })
    for (const { name, address, prepare, unjudged = /^$/, isCheckedElsewhere } of consolePages) {
      await openPage(page, hub, address)
      await prepare?.(page, words)
      described[lang].set(name, await describePage(page))
      await noteFields(page, name)
      const isWhole = lang === "fr" && isCheckedElsewhere === undefined
      const { axe, ...others } = isWhole ? await checkPage(page) : { axe: await axeFindings(page) }
      found.note(`${name} in ${lang}`, { axe: axe.filter((finding) => !unjudged.test(finding)), ...others })
    }
    // Some forms are there only after the answer to the law's question.
    await answerLaw(hub)
    await page.setViewportSize({ width: 320, height: 640 })
    for (const dialog of consoleDialogs) await checkDialog(given, page, dialog)
    await leave()
    const stranger = await visit(browser(), { language, bypassPolicy: true })
    await openPage(stranger.page, hub, "/desk/")
    described[lang].set("sign-in", await describePage(stranger.page))
    found.note(`sign-in in ${lang}`, await checkPage(stranger.page))
    await stranger.leave()
  }

  /** Opens a form over a page in a small window. */
  async function checkDialog(
    given: ConsoleLanguage,
    page: Page,
    { page: name, button }: (typeof consoleDialogs)[number],
  ) {
    const { address = "", prepare } = consolePages.find((one) => one.name === name) ?? {}
    await openPage(page, hub, address)
    await prepare?.(page, given.words)
    for (const folded of await page.locator("main details").all())
      await folded.evaluate((element) => element.setAttribute("open", ""))
    await page.getByRole("button", { name: given.words[button] }).first().click()
    await page.getByRole("dialog").waitFor()
    await waitUntilLoaded(page)
    described[given.lang].set(button, await describePage(page))
    await noteFields(page, button)
    found.note(`${button} in ${given.lang}`, { axe: await axeFindings(page), narrow: await overflowing(page) })
  }

  found.isToBeNothing()

  it("asks the browser to keep and send nothing that is typed, in all fields for text", () => {
    expect(fields).toBeGreaterThan(10)
    expect(leaky).toEqual([])
  })

  it.each(languages)("gives a screen reader language, title, structure and names of each page in $lang", ({ lang }) => {
    const known = new Map<string, string>()
    for (const [name, description] of described[lang])
      expect(withoutRepeated(description, known, name)).toMatchSnapshot(name)
  })
  return () => hub
}
