import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals"
import type { Browser, Page } from "playwright-core"
import { type Check, checkPage, checks } from "./check-page.ts"
import { type ConsoleWords, comeAs, consoleLanguages } from "./console-visits.ts"
import { type ConsoleWorld, consoleWorld } from "./console-world.ts"
import { findChromium } from "./find-chromium.ts"
import { openBrowser, visit } from "./open-browser.ts"
import { axeFindings, describeForReader } from "./page-checks.ts"

const chromium = findChromium()

// A browser beside other work takes its time.
jest.setTimeout(600_000)

const pages = [
  "",
  "/own-log",
  "/assessment",
  "/facts",
  "/documents",
  "/notices",
  "/mail-merge",
  "/duties",
  "/approvals",
  "/notes",
  "/evidence",
  "/timeline",
  "/closing",
]

/** Forms over a page of the case: the page, and the words of the button that opens each. */
const dialogsOfCase = [
  { page: "/duties", button: "duties.operation.discharge" },
  { page: "/duties", button: "duties.operation.assessNotOwed" },
  { page: "/duties", button: "duties.operation.decline" },
  { page: "/facts", button: "measures.add" },
  { page: "/closing", button: "closing.stateFalseAlarm" },
] as const satisfies readonly { page: string; button: keyof ConsoleWords }[]

/** Forms over a page that belongs to no case. */
const otherDialogs = [
  { page: "/desk/erasures", button: "erasures.askButton" },
  { page: "/desk/webhook", button: "webhook.recover" },
  { page: "/desk/webhook", button: "webhook.resend" },
  { page: "/desk/settings", button: "settings.webhook.verify" },
  { page: "/desk/settings", button: "settings.reader.add" },
  { page: "/desk/settings", button: "settings.change" },
] as const satisfies readonly { page: string; button: keyof ConsoleWords }[]

const logFile = { name: "log.csv", mimeType: "text/csv", buffer: Buffer.from("time,ip\n2026-11-01T14:00:09Z,v1\n") }

describe("every page of the officer's console", () => {
  if (chromium === undefined) {
    it.skip("is not checked here: it needs Chromium on the PATH, or its path in CHROMIUM_PATH", () => {})
    return
  }

  let browser: Browser
  let hub: ConsoleWorld
  /** What each check finds on each page. */
  const found: Record<Check, string[]> = { axe: [], narrow: [], turned: [], spaced: [], weak: [], restless: [] }
  /** Fields of which a browser may keep or send what is typed, and how many fields there are. */
  const leaky: string[] = []
  let fields = 0
  let receiptId: string

  beforeAll(async () => {
    browser = await openBrowser(chromium)
    hub = await consoleWorld()
    await hub.affairs.notify("leafline")
    receiptId = await hub.affairs.erase("leafline", "s3")
    for (const { language, lang, words } of consoleLanguages) await checkAll(language, lang, words)
  })
  afterAll(async () => {
    await browser.close()
    await hub.server.stop()
  })

  const addresses = () => {
    const ofCase = `/desk/cases/${hub.alias("leafline")}`
    return [
      "/desk/cases",
      ...pages.map((page) => `${ofCase}${page}`),
      "/desk/restrictions",
      "/desk/report",
      "/desk/lookups",
      "/desk/erasures",
      `/desk/erasures/${receiptId}`,
      "/desk/webhook",
      "/desk/settings",
      "/desk/nowhere",
    ]
  }

  async function open(page: Page, address: string): Promise<void> {
    await page.goto(`${hub.server.origin}${address}`)
    await page.getByRole("heading", { level: 1 }).waitFor()
    // What the page loads after its heading is there too.
    while ((await page.locator(".loading").count()) > 0) await page.waitForTimeout(50)
  }

  /** Looks which fields of an open page, its forms included, do not ask the browser to keep and send nothing. */
  async function noteFields(page: Page, name: string): Promise<void> {
    const typed = page.locator("input:is([type=text], [type=search]), input:not([type]), textarea")
    const asks = '[autocomplete="off"][spellcheck="false"]'
    fields += await typed.count()
    for (const field of await typed.and(page.locator(`:not(${asks})`)).all())
      leaky.push(`${name}: ${await field.evaluate((element) => String(element.outerHTML))}`)
  }

  /** Shows the lookups of a shipment, from the title of the page on. */
  async function showLookups(page: Page, words: ConsoleWords): Promise<void> {
    await page.getByRole("textbox", { name: words["lookups.id.retailer"] }).fill("s1")
    await page.getByRole("button", { name: words["lookups.search"] }).click()
    await page.getByRole("article").first().waitFor()
    await page.getByRole("heading", { level: 1 }).focus()
  }

  /** Opens a log, so that the page says which columns it has and what is wrong with them. */
  async function openLog(page: Page, words: ConsoleWords): Promise<void> {
    await page.getByLabel(words["ownLog.file.choose"]).setInputFiles(logFile)
    await page.getByText(words["ownLog.faults"]).waitFor()
    await page.getByRole("heading", { level: 1 }).focus()
  }

  /** Opens each page once, because that takes the time. French has the longer words, so its layout is checked. */
  async function checkAll(language: string, lang: "en" | "fr", words: ConsoleWords): Promise<void> {
    const note = (name: string, checked: Partial<Record<Check, readonly string[]>>) => {
      for (const [check, lines] of Object.entries(checked))
        found[checks.parse(check)].push(...lines.map((line) => `${name} in ${lang}: ${line}`))
    }
    const { page, context } = await comeAs(browser, hub, "usr_avery", { language, bypassPolicy: true })
    for (const address of addresses()) {
      await open(page, address)
      if (address === "/desk/lookups") await showLookups(page, words)
      if (address.endsWith("/own-log")) await openLog(page, words)
      await noteFields(page, address)
      note(address, lang === "fr" ? await checkPage(page) : { axe: await axeFindings(page) })
    }
    await page.setViewportSize({ width: 320, height: 640 })
    const ofCase = dialogsOfCase.map((one) => ({ ...one, page: `/desk/cases/${hub.alias("leafline")}${one.page}` }))
    for (const { page: name, button } of [...ofCase, ...otherDialogs]) {
      await open(page, name)
      await page.getByRole("button", { name: words[button] }).first().click()
      await page.getByRole("dialog").waitFor()
      await noteFields(page, button)
      note(button, { axe: await axeFindings(page) })
    }
    await context.close()
    const stranger = await visit(browser, { language, bypassPolicy: true })
    await open(stranger.page, "/desk/")
    note("sign-in", await checkPage(stranger.page))
    await stranger.context.close()
  }

  it("has nothing that axe finds wrong, its forms included", () => {
    expect(found.axe).toEqual([])
  })

  it("fits into 320 pixels, and into half the width at 200 % zoom", () => {
    expect(found.narrow).toEqual([])
  })

  it("shows the same in portrait and landscape", () => {
    expect(found.turned).toEqual([])
  })

  it("loses nothing when text is spaced wider", () => {
    expect(found.spaced).toEqual([])
  })

  it("has borders and focus rings that stand out from the page", () => {
    expect(found.weak).toEqual([])
  })

  it("moves nothing, and changes nothing by itself", () => {
    expect(found.restless).toEqual([])
  })

  it("asks the browser to keep and send nothing that is typed, in all fields for text", () => {
    expect(fields).toBeGreaterThan(10)
    expect(leaky).toEqual([])
  })

  it("moves the focus to the title of a new page, and names it in the browser's title", async () => {
    const { page, context } = await comeAs(browser, hub, "usr_avery")
    const [{ words }] = consoleLanguages
    await page.getByRole("link", { name: hub.alias("leafline") }).click()
    await page.getByRole("heading", { level: 1, name: words["overview.title"] }).waitFor()
    await page.getByRole("link", { name: words["timeline.title"] }).click()
    await page.getByRole("heading", { level: 1, name: words["timeline.title"] }).waitFor()
    expect(await page.locator(":focus").textContent()).toBe(words["timeline.title"])
    expect(await page.title()).toBe(`${words["timeline.title"]} – ${hub.alias("leafline")} – Wayseal`)
    await context.close()
  })

  it.each(consoleLanguages)("gives a screen reader the structure of the overview in $lang", async ({ language }) => {
    const { page, context } = await comeAs(browser, hub, "usr_avery", { language })
    await open(page, `/desk/cases/${hub.alias("leafline")}`)
    await page.getByRole("article").or(page.locator("li.card")).first().waitFor()
    expect(await describeForReader(page)).toMatchSnapshot()
    await context.close()
  })
})
