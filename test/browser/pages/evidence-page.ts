import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { afterAll, expect, it } from "@jest/globals"
import type { Page } from "playwright-core"
import { words } from "../../../console/evidence-page/words.ts"
import { checkPackage } from "../../../shared/proof/evidence-package/check-package.ts"
import { checkWords, findingInWords, outcomeWords } from "../../../shared/proof/evidence-package/finding-in-words.ts"
import { readPackage } from "../../../shared/proof/evidence-package/package-files.ts"
import { alterations } from "../../proof/evidence-package/altered-packages.ts"
import { intactDraft, type Package, packageOf, pinned } from "../../proof/evidence-package/sample-package.ts"
import { writtenPackage } from "../../proof/evidence-package/written-package.ts"
import { checkPage } from "../check-page.ts"
import { inBrowser } from "../in-browser.ts"
import { type Visitor, visit } from "../open-browser.ts"

const folder = mkdtempSync(join(tmpdir(), "wayseal-page-"))

const written = (name: string, files: Package): string => writtenPackage(folder, name, files)

inBrowser("the page of an evidence package, opened from its folder", (browser) => {
  afterAll(async () => {
    rmSync(folder, { recursive: true })
  })

  /** Opens a page of the disk, without a network. Nothing may violate its policy or fail. */
  async function opening(path: string, visitor: Visitor, run: (page: Page) => Promise<void>): Promise<void> {
    const { page, context, leave, complaints } = await visit(browser(), visitor)
    const requests: string[] = []
    try {
      await context.setOffline(true)
      page.on("request", (request) => requests.push(request.url()))
      const url = pathToFileURL(join(path, "index.html")).href
      await page.goto(url)
      await page.getByRole("status").waitFor()
      await page.locator(".verdict:not(:empty)").waitFor()
      await run(page)
      expect({ complaints, requests }).toEqual({ complaints: [], requests: [url] })
    } finally {
      await leave()
    }
  }

  const findings = (page: Page) =>
    page
      .getByRole("region", { name: words.findings.en })
      .locator("tbody tr")
      .evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => String(cell.textContent))))

  /** Names the key, chooses the folder, and waits for what came of it. */
  async function checkFolder(page: Page, path: string): Promise<void> {
    await page.getByLabel(words.pin.en).fill(await pinned())
    await page.getByLabel(words.folder.en).setInputFiles(path)
    await page.getByRole("button", { name: words.check.en, exact: true }).click()
    await page.getByRole("cell", { name: /is endorsed by a key|You do NOT trust/ }).waitFor()
  }

  /** What the checks say in Node.js, as the page has to say it. */
  async function expectedOf(files: Package): Promise<readonly (readonly string[])[]> {
    const of = await readPackage(new Map([...files].map(([path, bytes]) => [path, async () => bytes])))
    const found = await checkPackage(of, { pinned: [await pinned()], isWhole: true })
    return found.map((one) => [checkWords[one.check].en, outcomeWords[one.outcome].en, findingInWords(one, "en")])
  }

  it.each(alterations)("says what is broken when $what", async ({ what, make, broken }) => {
    const files = await make()
    const path = written(what, files)
    await opening(path, {}, async (page) => {
      await checkFolder(page, path)
      const found = await findings(page)
      expect(found).toEqual(await expectedOf(files))
      const isBroken = Object.keys(broken).length > 0
      expect(found.some(([, outcome]) => outcome === outcomeWords.broken.en)).toBe(isBroken)
      expect(await page.getByRole("status").textContent()).toBe((isBroken ? words.isBroken : words.allHolds).en)
    })
  })

  it("checks what is in it at once, and says what it does not hold", async () => {
    await opening(written("intact", await packageOf(await intactDraft())), {}, async (page) => {
      const found = await findings(page)
      expect(found.filter(([, outcome]) => outcome === "Not checked").map(([check]) => check)).toEqual([
        "Files",
        "Files",
        "Key",
        "Evidence",
        "Dossier",
      ])
      expect(found).not.toContainEqual(expect.arrayContaining(["Files", "Holds"]))
      expect(await page.getByRole("status").textContent()).toBe(words.copyHolds.en)
    })
  })

  it("finds in itself that an entry was changed, without the folder", async () => {
    const [, changed] = alterations
    await opening(written("alone", (await changed?.make()) ?? new Map()), {}, async (page) => {
      expect(await findings(page)).toContainEqual([
        "Chain",
        "BROKEN",
        "Entry 4 is the first that is wrong: its content was changed.",
      ])
    })
  })

  it("draws the case, and takes nothing in it for HTML", async () => {
    await opening(written("drawn", await packageOf(await intactDraft())), {}, async (page) => {
      expect(await page.title()).toBe("Evidence of case WS-7K2Q9M4XTB")
      expect(await page.getByRole("region", { name: words.timeline.en }).locator("tbody tr").count()).toBe(5)
      expect(await page.getByRole("region", { name: words.timeline.en }).textContent()).toContain("</script><img src=x")
      expect(await page.locator("img").count()).toBe(0)
      expect(await page.getByRole("region", { name: words.duties.en }).textContent()).toContain(
        "2026-11-05 10:00:00 UTC",
      )
      // Six references in a row, each a minute after the one before: a line from the lower left to the upper right.
      const d = (await page.locator("svg .points").getAttribute("d")) ?? ""
      const points = [...d.matchAll(/M([\d.]+) ([\d.]+)h0/g)].map(([, x, y]) => [Number(x), Number(y)])
      expect(points).toHaveLength(6)
      for (const [place, [x = 0, y = 0]] of points.entries()) {
        const [beforeX = 0, beforeY = 999] = points[place - 1] ?? []
        expect([x > beforeX, y < beforeY]).toEqual([true, true])
      }
    })
  })

  it("speaks French to a French browser, and either language on request", async () => {
    await opening(written("french", await packageOf(await intactDraft())), { language: "fr-CA" }, async (page) => {
      expect(await page.locator("html").getAttribute("lang")).toBe("fr")
      expect(await page.getByRole("status").textContent()).toBe(words.copyHolds.fr)
      await page.getByRole("button", { name: "English" }).click()
      await page.getByRole("status").filter({ hasText: words.copyHolds.en }).waitFor()
      expect(await page.locator("html").getAttribute("lang")).toBe("en")
    })
  })

  it("says which file it cannot read", async () => {
    const path = written("torn", await packageOf(await intactDraft()))
    const other = join(folder, "no-package")
    mkdirSync(other)
    writeFileSync(join(other, "a.txt"), "a")
    await opening(path, {}, async (page) => {
      await page.getByLabel(words.folder.en).setInputFiles(other)
      await page.getByRole("button", { name: words.check.en, exact: true }).click()
      await page.getByRole("status").filter({ hasText: "manifest.json is missing" }).waitFor()
    })
    expect(readdirSync(other)).toEqual(["a.txt"])
  })

  it("has nothing that axe finds wrong, in any size and colour", async () => {
    const path = written("accessible", await packageOf(await intactDraft()))
    const { page, leave } = await visit(browser(), { bypassPolicy: true })
    try {
      await page.goto(pathToFileURL(join(path, "index.html")).href)
      await page.locator("section table").first().waitFor()
      expect(await checkPage(page)).toEqual({ axe: [], narrow: [], turned: [], spaced: [], weak: [], restless: [] })
    } finally {
      await leave()
    }
  })
})
