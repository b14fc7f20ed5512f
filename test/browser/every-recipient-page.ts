import { afterAll, beforeAll } from "@jest/globals"
import type { Browser } from "playwright-core"
import { checkPage } from "./check-page.ts"
import { foundOnPages } from "./found-on-pages.ts"
import { visit } from "./open-browser.ts"
import { type Language, paths } from "./recipient-page-paths.ts"
import { recipientPageWorld } from "./recipient-page-world.ts"

/**
 * Declares the tests of every page that a recipient comes to, in some languages. Each page is opened once in each,
 * because that takes the time, and checked in all ways.
 *
 * @returns the address of the form, once the first test has begun
 */
export function checkEveryRecipientPage(browser: () => Browser, languages: readonly Language[]): () => string {
  let hub: Awaited<ReturnType<typeof recipientPageWorld>>
  const at = () => `${hub.server.origin}/t`
  const found = foundOnPages()

  beforeAll(async () => {
    hub = await recipientPageWorld()
    for (const { language, lang, words } of languages) {
      const { page, leave } = await visit(browser(), { language, bypassPolicy: true })
      for (const { name, open } of paths) {
        await page.goto("about:blank")
        await open(page, at(), words)
        found.note(`${name} in ${lang}`, await checkPage(page))
      }
      await leave()
    }
  })
  afterAll(() => hub.server.stop())

  found.isToBeNothing()
  return at
}
