import { createHash } from "node:crypto"
import type { Browser, Page } from "playwright-core"
import { ill } from "../pages/operator/stage-source.ts"
import { type ConsoleWords, comeAs, consoleLanguages, consolePages, describePage, openPage } from "./console-visits.ts"
import { consoleWorld } from "./console-world.ts"
import { visit } from "./open-browser.ts"
import { operatorPageWorld } from "./operator-page-world.ts"
import { languages, paths } from "./recipient-page-paths.ts"
import { recipientPageWorld } from "./recipient-page-world.ts"

/** Pages to open for pictures, by which only some are wanted, and what to do with each. */
export type Opening = {
  readonly browser: Browser
  readonly isWanted: (name: string) => boolean
  /** `most`: pixels of the page's height that a picture shows at most. */
  readonly take: (page: Page, name: string, most: number) => Promise<void>
}

const phone = { width: 390, height: 844 }
/** The recipient's page has short lines. The others have several columns. */
const desktops = { narrow: { width: 800, height: 600 }, wide: { width: 1_120, height: 800 } }

/** So that no picture has more than 70 KB. */
const tallest = 1_420

/**
 * A hash of what a page says and offers. Rows of tables are left out: how many of thousands are drawn depends on the
 * browser's fonts. Dates are left out too: an operator's page is of the day on which it is opened.
 */
export async function hashOfPage(page: Page): Promise<string> {
  const lines = (await describePage(page))
    .split("\n")
    .filter((line) => !/^ *- '?(row|cell|rowheader|text|time)\b/.test(line))
  const text = lines.join("\n").replaceAll(/\d{4}-\d\d-\d\d/g, "(date)")
  return createHash("sha256").update(text).digest("hex").slice(0, 16)
}

async function ofRecipient({ browser, isWanted, take }: Opening): Promise<void> {
  for (const { language, lang, words } of languages) {
    const wanted = paths
      .map(({ name, open }) => ({ name: `recipient-${name.replaceAll(" ", "-")}-${lang}`, open }))
      .filter(({ name }) => isWanted(name))
    if (wanted.length === 0) continue
    const { server } = await recipientPageWorld()
    const { page, context } = await visit(browser, { language, ...(lang === "en" ? desktops.narrow : phone) })
    for (const { name, open } of wanted) {
      await page.goto("about:blank")
      await open(page, `${server.origin}/t`, words)
      await take(page, name, tallest)
    }
    await context.close()
    await server.stop()
  }
}

/** As many shipments as were seen in 2018. The walk is over when the officer comes. */
const caseOf2018 = { shipments: 4_500, startsAt: "2026-11-02T03:00:00.000Z" }

async function ofConsole({ browser, isWanted, take }: Opening): Promise<void> {
  const hub = await consoleWorld(caseOf2018)
  await hub.affairs.notify("leafline")
  await hub.affairs.erase("leafline", "s3")
  for (const { language, lang, words } of consoleLanguages) {
    const size = lang === "en" ? desktops.wide : phone
    if (isWanted(`console-sign-in-${lang}`)) {
      const stranger = await visit(browser, { language, ...size })
      await openPage(stranger.page, hub, "/desk/")
      await take(stranger.page, `console-sign-in-${lang}`, tallest)
      await stranger.context.close()
    }
    const { page, context } = await comeAs(browser, hub, "usr_avery", { language, ...size })
    for (const { name, address, prepare } of consolePages) {
      if (!isWanted(`console-${name}-${lang}`)) continue
      await openPage(page, hub, address)
      await prepare?.(page, words)
      if (name === "documents") await openOrders(page, words)
      await take(page, `console-${name}-${lang}`, tallest)
    }
    await context.close()
  }
  await hub.server.stop()
}

/** Opens a shop's list of orders, in which all but two affected ones are. */
async function openOrders(page: Page, words: ConsoleWords): Promise<void> {
  const orders = Array.from({ length: caseOf2018.shipments - 2 }, (_, place) => {
    const number = String(place + 1).padStart(7, "0")
    return `#LL-${number},customer${number}@customers.example,paid,fulfilled,Seeds,Zoé Lastname,1 Example Street,Toronto,M5V 2T6`
  })
  const ordered = "Name,Email,Financial Status,Fulfillment Status,Lineitem name"
  const columns = `${ordered},Shipping Name,Shipping Address1,Shipping City,Shipping Zip`
  const buffer = Buffer.from([columns, ...orders].join("\n"))
  const chosen = page.getByLabel(words["mailMerge.shop.choose"])
  await chosen.setInputFiles({ name: "orders.csv", mimeType: "text/csv", buffer })
  await page.getByRole("button", { name: words["mailMerge.save.en"] }).waitFor()
}

async function ofOperator({ browser, isWanted, take }: Opening): Promise<void> {
  const hub = await operatorPageWorld()
  hub.given.source = ill
  for (const { language, lang } of languages) {
    if (!isWanted(`operator-page-${lang}`)) continue
    const size = lang === "en" ? desktops.wide : phone
    const { page, context } = await visit(browser, { language, ...size })
    await page.goto(`${hub.server.origin}/hub`)
    await take(page, `operator-page-${lang}`, 1_000)
    await context.close()
  }
  await hub.stop()
}

/** Opens the pages of recipients, of the console and of operators, in English on a desktop and in French on a phone. */
export const albums = { recipient: ofRecipient, console: ofConsole, operator: ofOperator }
