/**
 * `npm run screenshots`: pictures of the recipient's page, the console and the operator's page, for the documents.
 */
import { existsSync } from "node:fs"
import { mkdir, writeFile } from "node:fs/promises"
import { join, resolve } from "node:path"
import type { Browser, Page } from "playwright-core"
import { readCommandLine } from "../../infra/command-line.ts"
import { ill } from "../pages/operator/stage-source.ts"
import { type ConsoleWords, comeAs, consoleLanguages, consolePages, openPage } from "./console-visits.ts"
import { consoleWorld } from "./console-world.ts"
import { findChromium } from "./find-chromium.ts"
import { openBrowser, visit } from "./open-browser.ts"
import { operatorPageWorld } from "./operator-page-world.ts"
import { languages, paths } from "./recipient-page-paths.ts"
import { recipientPageWorld } from "./recipient-page-world.ts"

const { values } = readCommandLine(
  `npm run screenshots -- [options]

Takes pictures of each page of a recipient, of the pages of the console that are marked in
test/browser/console-visits.ts, and of the operator's page, in English on a desktop and in French on a phone. Those that
a document shows replace the ones in docs/screenshots. The others go to dist/screenshots. It needs Chromium on the PATH,
or its path in CHROMIUM_PATH, and ends with 1 without it.

  --only <name>  of "recipient", "console" and "operator", the one to take
`,
  { options: { only: { type: "string" } } },
)

const project = resolve(import.meta.dirname, "../..")
/** A document shows the pictures in here. */
const shown = "docs/screenshots"
const others = "dist/screenshots"
const phone = { width: 390, height: 844 }
/** The recipient's page has short lines. The others have several columns. */
const desktops = { narrow: { width: 800, height: 600 }, wide: { width: 1_120, height: 800 } }

/** The most of a page that a picture shows, so that no picture has more than 60 KB. */
const tallest = 1_500

/** Takes the page from its top as WebP, which takes a fourth of what PNG does. */
async function takePicture(page: Page, name: string, most = tallest): Promise<void> {
  const session = await page.context().newCDPSession(page)
  const { cssContentSize } = await session.send("Page.getLayoutMetrics")
  // A short page is not as high as the window.
  const height = await page.locator("body").evaluate((body) => Math.ceil(body.getBoundingClientRect().bottom))
  const { data } = await session.send("Page.captureScreenshot", {
    format: "webp",
    quality: 30,
    captureBeyondViewport: true,
    clip: { ...cssContentSize, height: Math.min(height, most), scale: 1 },
  })
  const isShown = existsSync(join(project, shown, `${name}.webp`))
  const path = join(isShown ? shown : others, `${name}.webp`)
  await writeFile(join(project, path), Buffer.from(data, "base64"))
  console.log(path)
}

async function ofRecipient(browser: Browser): Promise<void> {
  for (const { language, lang, words } of languages) {
    const { server } = await recipientPageWorld()
    const { page, context } = await visit(browser, { language, ...(lang === "en" ? desktops.narrow : phone) })
    for (const { name, open } of paths) {
      await page.goto("about:blank")
      await open(page, `${server.origin}/t`, words)
      await takePicture(page, `recipient-${name.replaceAll(" ", "-")}-${lang}`)
    }
    await context.close()
    await server.stop()
  }
}

/** As many shipments as were seen in 2018. The walk is over when the officer comes. */
const caseOf2018 = { shipments: 4_500, startsAt: "2026-11-02T03:00:00.000Z" }

async function ofConsole(browser: Browser): Promise<void> {
  const hub = await consoleWorld(caseOf2018)
  await hub.affairs.notify("leafline")
  await hub.affairs.erase("leafline", "s3")
  for (const { language, lang, words } of consoleLanguages) {
    const size = lang === "en" ? desktops.wide : phone
    const stranger = await visit(browser, { language, ...size })
    await openPage(stranger.page, hub, "/desk/")
    await takePicture(stranger.page, `console-sign-in-${lang}`)
    await stranger.context.close()
    const { page, context } = await comeAs(browser, hub, "usr_avery", { language, ...size })
    for (const { name, address, prepare } of consolePages) {
      await openPage(page, hub, address)
      await prepare?.(page, words)
      if (name === "documents") await openOrders(page, words)
      await takePicture(page, `console-${name}-${lang}`)
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

async function ofOperator(browser: Browser): Promise<void> {
  const hub = await operatorPageWorld()
  hub.given.source = ill
  for (const { language, lang } of languages) {
    const size = lang === "en" ? desktops.wide : phone
    const { page, context } = await visit(browser, { language, ...size })
    await page.goto(`${hub.server.origin}/hub`)
    await takePicture(page, `operator-page-${lang}`, 1_000)
    await context.close()
  }
  await hub.stop()
}

const albums = { recipient: ofRecipient, console: ofConsole, operator: ofOperator }

const chromium = findChromium()
if (chromium === undefined) {
  console.error("There is no Chromium on the PATH, and CHROMIUM_PATH names none.")
  process.exitCode = 1
} else {
  const browser = await openBrowser(chromium)
  await mkdir(join(project, others), { recursive: true })
  for (const [name, take] of Object.entries(albums))
    if (values.only === undefined || values.only === name) await take(browser)
  await browser.close()
}
