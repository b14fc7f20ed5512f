import { afterAll, beforeAll, expect, it } from "@jest/globals"
import type { Browser, Page } from "playwright-core"
import { failingSource } from "../pages/operator/failing-source.ts"
import { healthy, ill } from "../pages/operator/stage-source.ts"
import { checkPage } from "./check-page.ts"
import { foundOnPages } from "./found-on-pages.ts"
import { type Visitor, visit } from "./open-browser.ts"
import { operatorPageWorld } from "./operator-page-world.ts"
import { describeForReader } from "./page-checks.ts"
import type { Language } from "./recipient-page-paths.ts"

const stages = { healthy, ill, unread: { ...ill, ...failingSource("stage"), ...failingSource("cases") } } as const

/** The text with a fixed word in place of each time. */
const fixed = (text: string) => text.replace(/\d{4}-\d\d-\d\d \d\d:\d\d UTC/g, "(moment)")

/**
 * Declares the tests of every page that an operator comes to, in some languages.
 * @returns the hub, and what opens the page of a stage, once the first test has begun
 */
export function checkEveryOperatorPage(browser: () => Browser, languages: readonly Language[]) {
  let hub: Awaited<ReturnType<typeof operatorPageWorld>>
  beforeAll(async () => {
    hub = await operatorPageWorld()
    for (const given of languages) await checkAll(given)
  })
  afterAll(() => hub.stop())

  /** Opens the page of a stage. Nothing may violate the policy on the way. */
  async function opening(stage: keyof typeof stages, visitor: Visitor, run: (page: Page) => Promise<void>) {
    hub.given.source = stages[stage]
    const { page, leave, complaints } = await visit(browser(), visitor)
    try {
      await page.goto(`${hub.server.origin}/hub`)
      await run(page)
      expect(complaints).toEqual([])
    } finally {
      await leave()
    }
  }

  /** What each check finds, and what a screen reader is given, by language and page. */
  const found = foundOnPages()
  const described = { en: new Map<string, string>(), fr: new Map<string, string>() }

  /** Opens each page once in each language, because that takes the time, and checks it in all ways. */
  async function checkAll({ language, lang }: Language): Promise<void> {
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

  return { hub: () => hub, opening }
}
