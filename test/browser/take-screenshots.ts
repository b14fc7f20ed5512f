/**
 * `npm run screenshots`: pictures of each page that a recipient comes to, for the documents.
 */
import { mkdir, writeFile } from "node:fs/promises"
import { join, resolve } from "node:path"
import type { CDPSession } from "playwright-core"
import { readCommandLine } from "../../infra/command-line.ts"
import { findChromium } from "./find-chromium.ts"
import { openBrowser, visit } from "./open-browser.ts"
import { languages, paths } from "./recipient-page-paths.ts"
import { recipientPageWorld } from "./recipient-page-world.ts"

readCommandLine(
  `npm run screenshots

Takes the pictures in docs/screenshots again: each page of a recipient, in English on a desktop and in French on a
phone. It needs Chromium on the PATH, or its path in CHROMIUM_PATH, and ends with 1 without it.
`,
  {},
)

const folder = resolve(import.meta.dirname, "../../docs/screenshots")
const desktop = { width: 800, height: 600 }
const phone = { width: 390, height: 844 }

/** The most of a page that a picture shows, so that no picture has more than 60 KB. */
const tallest = 1_500

/** The page from its top as WebP, which takes a fourth of what PNG does. */
async function takePicture(session: CDPSession): Promise<Buffer> {
  const { cssContentSize } = await session.send("Page.getLayoutMetrics")
  const { data } = await session.send("Page.captureScreenshot", {
    format: "webp",
    quality: 30,
    captureBeyondViewport: true,
    clip: { ...cssContentSize, height: Math.min(cssContentSize.height, tallest), scale: 1 },
  })
  return Buffer.from(data, "base64")
}

const chromium = findChromium()
if (chromium === undefined) {
  console.error("There is no Chromium on the PATH, and CHROMIUM_PATH names none.")
  process.exitCode = 1
} else {
  const browser = await openBrowser(chromium)
  await mkdir(folder, { recursive: true })
  for (const { language, lang, words } of languages) {
    const { server } = await recipientPageWorld()
    const { page, context } = await visit(browser, { language, ...(lang === "en" ? desktop : phone) })
    for (const { name, open } of paths) {
      await page.goto("about:blank")
      await open(page, `${server.origin}/t`, words)
      const file = `recipient-${name.replaceAll(" ", "-")}-${lang}.webp`
      await writeFile(join(folder, file), await takePicture(await context.newCDPSession(page)))
      console.log(`docs/screenshots/${file}`)
    }
    await context.close()
    await server.stop()
  }
  await browser.close()
}
