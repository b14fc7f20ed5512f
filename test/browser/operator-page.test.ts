import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals"
import type { Browser, Page } from "playwright-core"
import { failingSource } from "../operations/failing-source.ts"
import { healthy, ill } from "../operations/stage-source.ts"
import { checkPage } from "./check-page.ts"
import { findChromium } from "./find-chromium.ts"
import { foundOnPages } from "./found-on-pages.ts"
import { openBrowser, type Visitor, visit } from "./open-browser.ts"
import { operatorPageWorld } from "./operator-page-world.ts"
import { describeForReader } from "./page-checks.ts"
import { languages } from "./recipient-page-paths.ts"

const chromium = findChromium()

// A browser beside other work takes its time.
jest.setTimeout(120_000)

const stages = { healthy, ill, unread: { ...ill, ...failingSource("stage"), ...failingSource("cases") } } as const

/** The text with a fixed word in place of each time. */
const fixed = (text: string) => text.replace(/\d{4}-\d\d-\d\d \d\d:\d\d UTC/g, "(moment)")

describe("the operator's page in a browser", () => {
  if (chromium === undefined) {
    it.skip("is not opened here: it needs Chromium on the PATH, or its path in CHROMIUM_PATH", () => {})
    return
  }

  let browser: Browser
  let hub: Awaited<ReturnType<typeof operatorPageWorld>>
  beforeAll(async () => {
    browser = await openBrowser(chromium)
    hub = await operatorPageWorld()
    for (const given of languages) await checkAll(given)
  })
  afterAll(async () => {
    await browser.close()
    await hub.stop()
  })

  /** Opens the page of a stage. Nothing may violate the policy on the way. */
  async function opening(stage: keyof typeof stages, visitor: Visitor, run: (page: Page) => Promise<void>) {
    hub.given.source = stages[stage]
    const { page, context, complaints } = await visit(browser, visitor)
    try {
      await page.goto(`${hub.server.origin}/hub`)
      await run(page)
      expect(complaints).toEqual([])
    } finally {
      await context.close()
    }
  }

  /** What each check finds, and what a screen reader is given, by language and page. */
  const found = foundOnPages()
  const described = { en: new Map<string, string>(), fr: new Map<string, string>() }

  /** Opens each page once in each language, because that takes the time, and checks it in all ways. */
  async function checkAll({ language, lang }: (typeof languages)[number]): Promise<void> {
    const note = async (page: Page, name: string) => {
      described[lang].set(name, fixed(await describeForReader(page)))
      found.note(`${name} in ${lang}`, await checkPage(page))
    }
    for (const stage of ["healthy", "ill", "unread"] as const)
      await opening(stage, { language, bypassPolicy: true }, (page) => note(page, stage))
    await opening("healthy", { language, bypassPolicy: true }, async (page) => {
      await page.getByRole("button").click()
      await page.waitForURL("**/hub/sign-out**")
      await note(page, "signed out")
    })
    await hub.beginSession()
  }

  found.isToBeNothing()

  it.each(languages)("gives a screen reader language, title, structure and names of each page in $lang", ({ lang }) => {
    for (const [name, description] of described[lang]) expect(description).toMatchSnapshot(name)
  })

  it("says when the session ends, and lets its person stay by reading the page again", async () => {
    await opening("healthy", {}, async (page) => {
      const end = async () => /session ends on (.*) UTC/.exec((await page.locator("main").textContent()) ?? "")?.[1]
      const first = await end()
      hub.wait(10)
      await page.getByRole("link", { name: "Read again", exact: true }).click()
      const later = await end()
      expect(Date.parse(`${later}Z`) - Date.parse(`${first}Z`)).toBe(10 * 60_000)
    })
  })

  it("works with the keyboard alone, in the order of reading", async () => {
    await opening("healthy", {}, async (page) => {
      for (const stop of ["Skip to the content", "Sign out", "Français", "Read again", "Read again every minute"]) {
        await page.keyboard.press("Tab")
        expect(await page.locator(":focus").textContent()).toBe(stop)
      }
      await page.keyboard.press("Tab")
      expect(await page.locator(":focus").count()).toBe(0)
    })
  })

  it("works without scripts, and reads itself again each minute only for who asks", async () => {
    await opening("healthy", { isScriptAllowed: false }, async (page) => {
      const refresh = page.locator("meta[http-equiv=refresh]")
      expect(await refresh.count()).toBe(0)
      const [begin, stop] = ["Read again every minute", "Stop reading every minute"]
      await page.getByRole("link", { name: begin }).click()
      await page.getByRole("link", { name: stop }).waitFor()
      expect(await refresh.count()).toBe(1)
      await page.getByRole("link", { name: stop }).click()
      await page.getByRole("link", { name: begin }).waitFor()
      expect(await refresh.count()).toBe(0)
      await page.getByRole("link", { name: "Français" }).click()
      await page.getByRole("heading", { level: 1, name: "Environnement prod" }).waitFor()
      await page.getByRole("button", { name: "Se déconnecter" }).click()
      await page.getByRole("heading", { level: 1, name: "Vous êtes déconnecté" }).waitFor()
      await page.getByRole("link", { name: "Se connecter" }).waitFor()
    })
  })
})
