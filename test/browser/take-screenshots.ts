/**
 * `npm run screenshots`: pictures of the recipient's page, the console and the operator's page, for the documents.
 */
import { existsSync } from "node:fs"
import { mkdir, readFile, writeFile } from "node:fs/promises"
import { join, resolve } from "node:path"
import type { Page } from "playwright-core"
import * as z from "zod"
import { readCommandLine } from "../../infra/command-line.ts"
import { findChromium } from "./find-chromium.ts"
import { openBrowser } from "./open-browser.ts"
import { albums, hashOfPage } from "./pictures.ts"

const { values } = readCommandLine(
  `npm run screenshots -- [options]

Takes pictures of each page of a recipient, of the pages of the console that are marked in
test/browser/console-visits.ts, and of the operator's page, in English on a desktop and in French on a phone. Those that
a document shows replace the ones in docs/screenshots, where taken.json keeps a hash of what each page said. The others
go to dist/screenshots. It needs Chromium on the PATH, or its path in CHROMIUM_PATH, and ends with 1 without it.

  --only <name>  of "recipient", "console" and "operator", the one to take
  --shown        take only what a document shows
`,
  { options: { only: { type: "string" }, shown: { type: "boolean", default: false } } },
)

const project = resolve(import.meta.dirname, "../..")
/** A document shows the pictures in here. */
const shown = "docs/screenshots"
const others = "dist/screenshots"

/** What the pages said when the pictures were taken, which a test compares. */
const record = `${shown}/taken.json`
const taken = z.record(z.string(), z.string()).parse(JSON.parse(await readFile(join(project, record), "utf8")))

const isShown = (name: string): boolean => existsSync(join(project, shown, `${name}.webp`))

/** Takes the page from its top as WebP, which takes a fourth of what PNG does. */
async function takePicture(page: Page, name: string, most: number): Promise<void> {
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
  const path = join(isShown(name) ? shown : others, `${name}.webp`)
  await writeFile(join(project, path), Buffer.from(data, "base64"))
  if (isShown(name)) taken[name] = await hashOfPage(page)
  console.log(path)
}

const chromium = findChromium()
if (chromium === undefined) {
  console.error("There is no Chromium on the PATH, and CHROMIUM_PATH names none.")
  process.exitCode = 1
} else {
  const browser = await openBrowser(chromium)
  await mkdir(join(project, others), { recursive: true })
  for (const [name, open] of Object.entries(albums))
    if (values.only === undefined || values.only === name)
      await open({ browser, isWanted: values.shown ? isShown : () => true, take: takePicture })
  await writeFile(
    join(project, record),
    `${JSON.stringify(Object.fromEntries(Object.entries(taken).sort()), null, 2)}\n`,
  )
  await browser.close()
}
