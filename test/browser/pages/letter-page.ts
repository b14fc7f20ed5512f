import { beforeAll, describe, expect, it } from "@jest/globals"
import type { Page } from "playwright-core"
import type { LetterWords } from "../../../shared/pages/letter/letter-words.ts"
import { english } from "../../../shared/pages/letter/letter-words-en.ts"
import { french } from "../../../shared/pages/letter/letter-words-fr.ts"
import { letterWorld } from "../../desk/letters/letter-world.ts"
import { letterPageOf } from "../../pages/letter/page-world.ts"
import { checkPage } from "../check-page.ts"
import { foundOnPages } from "../found-on-pages.ts"
import { inBrowser } from "../in-browser.ts"
import { type Visit, type Visitor, visit } from "../open-browser.ts"
import { describeForReader } from "../page-checks.ts"
import { servePages } from "../page-server.ts"

const languages = [
  { language: "en-CA", lang: "en", words: english },
  { language: "fr-CA", lang: "fr", words: french },
] as const
type Language = { language: string; lang: "en" | "fr"; words: LetterWords }
type Words = LetterWords

/** A world of letters with its page on a port of this machine. */
async function servedLetters(language: "en" | "fr" = "en") {
  const desk = await letterWorld({ counterparty: { language } })
  const server = await servePages(letterPageOf(desk))
  /** The link of the latest mail, at this server. */
  const link = () => /https?:\/\/\S+(\/letter\S+)/.exec(desk.world.letterMail.sent.at(-1)?.mail.text ?? "")?.[1] ?? ""
  return { desk, server, link: () => `${server.origin}${link()}` }
}
type Served = Awaited<ReturnType<typeof servedLetters>>

const heading = (page: Page) => page.getByRole("heading", { level: 1 }).textContent()
const press = (page: Page, name: string) =>
  Promise.all([page.waitForEvent("load"), page.getByRole("button", { name, exact: true }).press("Enter")])

/** The pages of a letter, each by its way from the link. */
const paths: readonly { name: string; open: (page: Page, served: Served, words: Words) => Promise<unknown> }[] = [
  { name: "before the click", open: (page, { link }) => page.goto(link()) },
  {
    name: "what was seen",
    open: async (page, { link }, words) => {
      await page.goto(link())
      await press(page, words.open)
    },
  },
  {
    name: "a duty",
    open: async (page, { desk, link }, words) => {
      await desk.requestDuty()
      await page.goto(link())
      await press(page, words.open)
    },
  },
  {
    name: "an answer to mend",
    open: async (page, _, words) => {
      await page
        .locator("[name=file]")
        .first()
        .setInputFiles({ name: "a.exe", mimeType: "", buffer: Buffer.from("x") })
      await press(page, words.answers.accept.button)
    },
  },
  {
    name: "answered",
    open: async (page, { desk, link }, words) => {
      await desk.ask({ step: "ask", request: "stopTool" })
      await page.goto(link())
      await press(page, words.open)
      await press(page, words.answers.stopped.button)
    },
  },
  {
    name: "no longer valid",
    open: async (page, { server }, words) => {
      await page.goto(`${server.origin}/letter?lang=${words === french ? "fr" : "en"}#${"x".repeat(43)}`)
      await press(page, words.open)
    },
  },
]

inBrowser("the page of a letter in a browser", (browser) => {
  const found = foundOnPages()
  const snapshots = new Map<string, string>()

  beforeAll(async () => {
    for (const { language, lang, words } of languages) await checkAll({ language, lang, words })
  })

  async function checkAll({ language, lang, words }: Language): Promise<void> {
    const served = await servedLetters(lang)
    const { page, leave } = await visit(browser(), { language, bypassPolicy: true })
    try {
      for (const { name, open } of paths) {
        await open(page, served, words)
        const described = await describeForReader(page)
        const [origin, token] = [served.server.origin, served.desk.lastToken()]
        // Ids of letters are random, and so are their check codes.
        const text = described
          .replaceAll(origin, "")
          .replaceAll(token, "<token>")
          .replaceAll(/\b\d{4}-\d{4}\b/g, "<code>")
        snapshots.set(`${name} in ${lang}`, text)
        found.note(`${name} in ${lang}`, await checkPage(page))
        await page.setViewportSize({ width: 1280, height: 720 })
      }
    } finally {
      await leave()
      await served.server.stop()
    }
  }

  found.isToBeNothing()

  it("gives a screen reader language, title, structure and names of each page", () => {
    for (const [name, described] of snapshots) expect(described).toMatchSnapshot(name)
  })

  /** Lets a visitor come to a hub of its own. Nothing may violate the policy or fail on the way. */
  async function visiting(
    visitor: Visitor,
    run: (given: Visit & Served) => Promise<void>,
    language: "en" | "fr" = "en",
  ): Promise<void> {
    const served = await servedLetters(language)
    const came = await visit(browser(), visitor)
    try {
      await run({ ...came, ...served })
      expect(came.complaints).toEqual([])
    } finally {
      await came.leave()
      await served.server.stop()
    }
  }

  describe.each(languages)("in $lang", ({ language, lang, words }) => {
    it("opens by a click, and takes an answer with a file", async () => {
      await visiting(
        { language },
        async ({ page, link, desk }) => {
          await page.goto(link())
          expect(desk.timeline("leafline", /^LetterOpened$/)).toEqual([])
          await press(page, words.open)
          expect(await heading(page)).toBe(words.titles.tellWhatWasSeen)
          expect(await page.locator("html").getAttribute("lang")).toBe(lang)
          const file = { name: "log.csv", mimeType: "text/csv", buffer: Buffer.from("a,b") }
          await page.getByLabel(words.file, { exact: true }).setInputFiles(file)
          await press(page, words.answers.inform.button)
          expect(await heading(page)).toBe(words.answeredTitle)
          expect(await desk.letters()).toMatchObject([{ state: "answered", file: { bytes: 3 } }])
        },
        lang,
      )
    })

    it("works without scripts: the code of the mail is typed in, the answer is a plain form", async () => {
      await visiting(
        { language, isScriptAllowed: false },
        async ({ page, server, desk }) => {
          await desk.requestDuty()
          await page.goto(`${server.origin}/letter?lang=${lang}`)
          await page.getByLabel(words.code).fill(` ${desk.lastToken()} `)
          await press(page, words.open)
          await page.getByLabel(words.reason).selectOption("alreadyTold")
          await press(page, words.answers.decline.button)
          expect(await heading(page)).toBe(words.answeredTitle)
          expect(desk.dutyState()).toBe("declined")
        },
        lang,
      )
    })

    it("confirms receipt and leads back to the letter, which can be read in the other language", async () => {
      const other = languages.find((one) => one.lang !== lang)?.words ?? words
      await visiting(
        { language },
        async ({ page, link }) => {
          await page.goto(link())
          await press(page, words.open)
          await press(page, words.acknowledge)
          expect(await heading(page)).toBe(words.acknowledgedTitle)
          await press(page, words.back)
          expect(await page.getByRole("button", { name: words.acknowledge }).count()).toBe(0)
          await press(page, lang === "en" ? "Français" : "English")
          expect(await heading(page)).toBe(other.titles.tellWhatWasSeen)
        },
        lang,
      )
    })

    it("says before it is sent that a file is too large", async () => {
      await visiting(
        { language },
        async ({ page, link, server }) => {
          await page.goto(link())
          await press(page, words.open)
          const buffer = Buffer.alloc(4_000_001)
          const field = page.getByLabel(words.file, { exact: true })
          await field.setInputFiles({ name: "log.csv", mimeType: "text/csv", buffer })
          expect(await field.evaluate((input) => Object(input).validationMessage)).toBe(words.fileTooLarge)
          await page.getByRole("button", { name: words.answers.inform.button }).click()
          expect(server.seen.map(({ target }) => target)).not.toContain("/letter/answers")
        },
        lang,
      )
    })
  })

  it("keeps the token out of addresses, referrers, the history and logs, also when the language changes", async () => {
    await visiting({}, async ({ page, link, server, desk, context }) => {
      await page.goto(link())
      await page.getByRole("link", { name: "Français" }).click()
      await page.getByRole("button", { name: french.open }).waitFor()
      await press(page, french.open)
      expect(await heading(page)).toBe(french.titles.tellWhatWasSeen)
      const session = await context.newCDPSession(page)
      const { entries } = await session.send("Page.getNavigationHistory")
      const history = entries.map(({ url }) => url)
      const stored = JSON.stringify(await context.storageState())
      const seen = JSON.stringify([server.seen, desk.world.telemetry.lines, history, stored])
      expect(seen).toContain('"POST"')
      expect(seen).not.toContain(desk.lastToken())
      expect(server.seen.flatMap(({ headers }) => headers["referer"] ?? [])).toEqual([])
    })
  })

  it("works with the keyboard alone, in the order of reading", async () => {
    await visiting({}, async ({ page, link }) => {
      await page.goto(link())
      await press(page, english.open)
      const stops = [
        'link "Skip to content"',
        'button "Français"',
        'button "Confirm receipt"',
        "File",
        'button "Send the file"',
        'combobox "Reason"',
        "File (optional)",
        'button "Decline"',
      ]
      for (const stop of stops) {
        await page.keyboard.press("Tab")
        expect(await page.locator(":focus").ariaSnapshot()).toContain(stop)
      }
    })
  })
})
