import { beforeAll, expect, it } from "@jest/globals"
import type { Page } from "playwright-core"
import { type ViewWords, viewWordsIn } from "../../../shared/pages/letter/view-words.ts"
import { viewWorld } from "../../desk/regulator-views/view-world.ts"
import { viewPageOf } from "../../pages/letter/view-page-world.ts"
import { checkPage } from "../check-page.ts"
import { foundOnPages } from "../found-on-pages.ts"
import { inBrowser } from "../in-browser.ts"
import { visit } from "../open-browser.ts"
import { servePages } from "../page-server.ts"

const languages = [
  { language: "en-CA", lang: "en", words: viewWordsIn("en") },
  { language: "fr-CA", lang: "fr", words: viewWordsIn("fr") },
] as const

/** Two views that agree, with their page on a port of this machine. */
async function servedViews() {
  const desk = await viewWorld()
  const first = await desk.open("leafline", { beside: "northpost" })
  const second = await desk.open("northpost", { beside: "leafline" })
  const server = await servePages(viewPageOf(desk.world))
  return { desk, first, second, server, link: (lang: string) => `${server.origin}/view?lang=${lang}#${first.token}` }
}
type Served = Awaited<ReturnType<typeof servedViews>>

const heading = (page: Page) => page.getByRole("heading", { level: 1 }).textContent()
const press = (page: Page, name: string) =>
  Promise.all([page.waitForEvent("load"), page.getByRole("button", { name, exact: true }).press("Enter")])

type Step = (page: Page, served: Served, of: { lang: string; words: ViewWords }) => Promise<unknown>

/** The pages of a view, each by its way from the one before. */
const paths: readonly { name: string; open: Step }[] = [
  { name: "before the click", open: (page, { link }, { lang }) => page.goto(link(lang)) },
  { name: "one side", open: (page, _, { words }) => press(page, words.open) },
  {
    name: "another code that does not fit",
    open: async (page, _, { words }) => {
      await page.getByLabel(words.otherCode).fill("x".repeat(43))
      await press(page, words.besideButton)
    },
  },
  {
    name: "both timelines",
    open: async (page, { second }, { words }) => {
      await page.getByLabel(words.otherCode).fill(second.token)
      await press(page, words.besideButton)
    },
  },
  {
    name: "not open",
    open: async (page, { desk, first, link }, { lang, words }) => {
      await desk.revoke("leafline", first.viewId)
      await page.goto(link(lang))
      await page.reload()
      await page.goto(link(lang))
      await press(page, words.open)
    },
  },
]

inBrowser("the page of a view in a browser", (browser) => {
  const found = foundOnPages()

  beforeAll(async () => {
    for (const { language, lang, words } of languages) {
      const served = await servedViews()
      const { page, leave } = await visit(browser(), { language, bypassPolicy: true })
      try {
        for (const { name, open } of paths) {
          await open(page, served, { lang, words })
          found.note(`${name} in ${lang}`, await checkPage(page))
          await page.setViewportSize({ width: 1280, height: 720 })
        }
      } finally {
        await leave()
        await served.server.stop()
      }
    }
  })

  found.isToBeNothing()

  it.each(languages)("opens by a click in $lang, under its policy, without its token in any address", async (of) => {
    const { language, lang, words } = of
    const served = await servedViews()
    const { desk, first, second, server } = served
    const { page, leave, complaints } = await visit(browser(), { language })
    try {
      await page.goto(served.link(lang))
      expect(desk.entries("leafline").map(({ type }) => type)).not.toContain("RegulatorViewRead")
      await press(page, words.open)
      expect(await page.locator("html").getAttribute("lang")).toBe(lang)
      expect(await heading(page)).toContain("1234567 Ontario Inc.")
      await page.getByLabel(words.otherCode).fill(second.token)
      await press(page, words.besideButton)
      expect(await heading(page)).toBe(words.bothTitle)
      expect(await page.getByText(words.none).count()).toBe(1)
      await press(page, lang === "en" ? "Français" : "English")
      expect(await heading(page)).toBe(viewWordsIn(lang === "en" ? "fr" : "en").bothTitle)
      const seen = JSON.stringify([server.seen, desk.world.telemetry.lines])
      for (const token of [first.token, second.token]) expect(seen).not.toContain(token)
      expect(complaints).toEqual([])
    } finally {
      await leave()
      await server.stop()
    }
  })

  it("works without scripts: the code is typed in", async () => {
    const served = await servedViews()
    const { page, leave } = await visit(browser(), { language: "en-CA", isScriptAllowed: false })
    try {
      const words = viewWordsIn("en")
      await page.goto(`${served.server.origin}/view?lang=en`)
      await page.getByLabel(words.code).fill(` ${served.first.token} `)
      await press(page, words.open)
      expect(await heading(page)).toContain("1234567 Ontario Inc.")
    } finally {
      await leave()
      await served.server.stop()
    }
  })
})
