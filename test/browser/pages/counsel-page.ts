import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { afterAll, expect, it } from "@jest/globals"
import type { Page } from "playwright-core"
import { counselPage } from "../../../infra/cli/laws/counsel-page.ts"
import { counselWords as words } from "../../../infra/cli/laws/counsel-words.ts"
import { runReview } from "../../../infra/cli/laws/run-review.ts"
import { lawCatalogue } from "../../../shared/desk/law/catalogue.ts"
import type { Law, Rule } from "../../../shared/desk/law/law.ts"
import { readLawReviews } from "../../../shared/desk/law/load-law-reviews.ts"
import { reviewedLaws } from "../../../shared/desk/law/reviewed-laws.ts"
import { aReview } from "../../desk/law/a-review.ts"
import { checkPage } from "../check-page.ts"
import { inBrowser } from "../in-browser.ts"
import { type Visitor, visit } from "../open-browser.ts"

inBrowser("the page for counsel, opened from a file", (browser) => {
  const folder = mkdtempSync(join(tmpdir(), "counsel-"))
  afterAll(() => rmSync(folder, { recursive: true }))
  const path = join(folder, "law-review.html")
  const file = join(folder, "law-reviews.yaml")
  const written = async (laws: readonly Law[]) => writeFileSync(path, await counselPage(laws))
  const laws = lawCatalogue.filter(({ id }) => id === "ca-pipeda" || id === "ca-qc-access-act")
  const reviewed = (of: readonly Law[] = laws) => reviewedLaws(of, readLawReviews(file))
  const [rule = "", another = ""] = laws[0]?.rules.map(({ id }) => id) ?? []
  const changed = (change: Partial<Rule>) =>
    laws.map((law) => ({ ...law, rules: law.rules.map((one) => (one.id === rule ? { ...one, ...change } : one)) }))

  /** Opens the page without a network. Nothing may violate its policy or fail. */
  async function opening(visitor: Visitor, run: (page: Page) => Promise<void>): Promise<void> {
    const { page, context, leave, complaints } = await visit(browser(), visitor)
    try {
      await context.setOffline(true)
      const requests: string[] = []
      page.on("request", (request) => requests.push(request.url()))
      await page.goto(pathToFileURL(path).href)
      await run(page)
      expect(complaints).toEqual([])
      expect(requests.filter((url) => !/^(file|blob):/.test(url))).toEqual([])
    } finally {
      await page.evaluate("localStorage.clear()")
      await leave()
    }
  }

  const articleOf = (page: Page, id: string) => page.locator(`article[data-law="ca-pipeda"][data-rule="${id}"]`)
  const press = (page: Page) => page.getByRole("button", { name: words.export.en }).click()
  const isSaid = (page: Page, text: string) => page.getByRole("status").filter({ hasText: text }).waitFor()
  const shown = (page: Page) => page.locator("article:visible").count()

  /** Marks two rules, after it was told what is missing, and gives the file that the page exports. */
  async function exported(page: Page): Promise<string> {
    await press(page)
    await isSaid(page, words.messages.nameMissing.en)
    await page.getByLabel(words.name.en).fill("A. Counsel, Toronto")
    await press(page)
    await isSaid(page, words.messages.nothing.en)
    await articleOf(page, rule).getByRole("radio", { name: words.agrees.en }).check()
    await articleOf(page, another).getByRole("radio", { name: words.differs.en }).check()
    await press(page)
    await isSaid(page, words.messages.remarkMissing.en)
    const remark = articleOf(page, another).getByRole("textbox")
    expect(await remark.evaluate((field) => field === field.ownerDocument.activeElement)).toBe(true)
    await remark.fill("The clock is another: “48 hours”.")
    await page.reload()
    const download = page.waitForEvent("download")
    await press(page)
    return (await download).path()
  }

  it("keeps drafts, and exports what is imported, until the clause changes", async () => {
    await written(laws)
    await opening({}, async (page) => {
      expect((await runReview({ import: await exported(page) }, file)).status).toBe(0)
      expect(readLawReviews(file)).toMatchObject([
        { rule, reviewer: "A. Counsel, Toronto", verdict: "agrees" },
        { rule: another, verdict: "differs", remark: "The clock is another: “48 hours”." },
      ])

      await written(reviewed())
      await page.reload()
      expect(await articleOf(page, rule).textContent()).toContain("Reviewed by A. Counsel, Toronto on ")
      expect(await articleOf(page, rule).getByRole("radio", { name: words.agrees.en }).isChecked()).toBe(true)
      const all = await shown(page)
      await page.getByRole("radio", { name: words.filters.unreviewed.en }).check()
      expect(await shown(page)).toBe(all - 2)
      await page.getByRole("radio", { name: words.filters.changed.en }).check()
      await isSaid(page, words.messages.noRule.en)

      await written(reviewed(changed({ words: { en: "Other words of the same section." } })))
      await page.reload()
      await page.getByRole("radio", { name: words.filters.changed.en }).check()
      expect(await shown(page)).toBe(1)
      expect(await articleOf(page, rule).textContent()).toContain(
        "No lawyer’s review of this text is recorded; another one was reviewed by A. Counsel, Toronto on ",
      )
      expect(await articleOf(page, rule).getByRole("radio", { checked: true }).count()).toBe(0)
    })
  })

  it("shows the rules that are marked for counsel, and takes a review back", async () => {
    await written(laws)
    await opening({}, async (page) => {
      await page.getByRole("radio", { name: words.filters.marked.en }).check()
      const marked = laws.flatMap(({ rules }) => rules).filter(({ confirmWithCounsel }) => confirmWithCounsel)
      expect(await shown(page)).toBe(marked.length)
      await page.getByRole("radio", { name: words.filters.all.en }).check()
      await articleOf(page, rule).getByRole("radio", { name: words.agrees.en }).check()
      await articleOf(page, rule).getByRole("button", { name: words.undo.en }).click()
      await page.reload()
      expect(await page.locator("article").getByRole("radio", { checked: true }).count()).toBe(0)
    })
  })

  it("speaks French, has the words in the languages in which they were read, and says in which they were not", async () => {
    await written(changed({ words: { en: "Only in English.", fr: null } }))
    await opening({ language: "fr-CA" }, async (page) => {
      expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe(words.title.fr)
      const text = await articleOf(page, rule).textContent()
      expect(text).toContain("Only in English.")
      expect(text).toContain("Non lu en français.")
      expect(text).toContain("Quand")
      expect(text).not.toContain("What the exchange does")
      await page.getByRole("button", { name: "English" }).click()
      expect(await articleOf(page, rule).textContent()).toContain("Not read in French.")
    })
  })

  it("takes nothing in a law or a review for HTML", async () => {
    const code = "</script><img src=x onerror=alert(1)>"
    const review = aReview({ reviewer: code, verdict: "differs", remark: code })
    await written(changed({ words: { en: code }, title: { en: code, fr: code }, reviews: [review] }))
    await opening({}, async (page) => {
      expect(await page.locator("img").count()).toBe(0)
      expect(await articleOf(page, rule).getByRole("heading", { level: 3 }).textContent()).toBe(code)
      expect(await articleOf(page, rule).textContent()).toContain(`differs (“${code}”)`)
    })
  })

  it("has nothing that axe finds wrong, in any size and colour", async () => {
    await written(laws)
    const { page, leave } = await visit(browser(), { bypassPolicy: true })
    try {
      await page.goto(pathToFileURL(path).href)
      expect(await checkPage(page)).toEqual({ axe: [], narrow: [], turned: [], spaced: [], weak: [], restless: [] })
    } finally {
      await leave()
    }
  })
})
