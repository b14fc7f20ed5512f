import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals"
import type { Browser, Page } from "playwright-core"
import { failingSource } from "../operations/failing-source.ts"
import { healthy, ill } from "../operations/stage-source.ts"
import { findChromium } from "./find-chromium.ts"
import { openBrowser, type Visitor, visit } from "./open-browser.ts"
import { operatorPageWorld } from "./operator-page-world.ts"
import { axeFindings, describeForReader, focusRings, overflowing, spaceText } from "./page-checks.ts"

const chromium = findChromium()

// A browser beside other work takes its time.
jest.setTimeout(120_000)

const stages = { healthy, ill, unread: { ...ill, ...failingSource("stage"), ...failingSource("cases") } } as const

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

  describe.each(["en-CA", "fr-CA"])("in %s", (language) => {
    it.each(["healthy", "ill", "unread"] as const)("has nothing that axe finds wrong: %s", async (stage) => {
      await opening(stage, { language, bypassPolicy: true }, async (page) => {
        const light = await axeFindings(page)
        await page.emulateMedia({ colorScheme: "dark" })
        expect([...light, ...(await axeFindings(page, ["color-contrast"]))]).toEqual([])
      })
    })

    it("fits into 320 pixels, also when text is spaced wider", async () => {
      await opening("ill", { language, width: 320, height: 640, bypassPolicy: true }, async (page) => {
        expect(await overflowing(page)).toEqual([])
        await spaceText(page)
        expect(await overflowing(page)).toEqual([])
      })
    })

    it("gives a screen reader language, title, structure and names", async () => {
      await opening("ill", { language }, async (page) => {
        const description = (await describeForReader(page)).replace(/\d{4}-\d\d-\d\d \d\d:\d\d UTC/g, "(moment)")
        expect(description).toMatchSnapshot()
      })
    })
  })

  it("has focus rings that stand out, on each link and button", async () => {
    await opening("ill", {}, async (page) => {
      const rings = await focusRings(page)
      expect(rings).toHaveLength(5)
      expect(rings.filter(({ pixels, contrast }) => pixels < 2 || contrast < 3)).toEqual([])
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
