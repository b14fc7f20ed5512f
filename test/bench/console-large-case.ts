/**
 * `npm run bench:console`: the console's list of a case of 4,500 exposed shipments, on a slow connection and processor.
 */
import type { Page } from "playwright-core"
import * as z from "zod"
import { readCommandLine } from "../../infra/command-line.ts"
import { casePath, comeAs } from "../browser/console-visits.ts"
import { type ConsoleWorld, consoleWorld } from "../browser/console-world.ts"
import { findChromium } from "../browser/find-chromium.ts"
import { openBrowser, slowDown } from "../browser/open-browser.ts"

const { values } = readCommandLine(
  `npm run bench:console -- [options]

Opens the exposed shipments of a case in Chromium at 1.6 Mbit/s, 150 ms there and back, and a fourth of the processor's
speed. It says how long it takes until the list can be used, and what the longest task is while somebody turns the wheel
from the first row to the last. Other work on the machine adds to both, so the fastest of a few visits counts.

  --shipments <n>  how many, by default 4500
  --visits <n>     how many, by default 3
`,
  { options: { shipments: { type: "string", default: "4500" }, visits: { type: "string", default: "3" } } },
)

const shipments = Number(values.shipments)

/** Notes each task of the page's main thread that takes 50 ms or more. */
const noteLongTasks = `window.longTasks = []
new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) longTasks.push(duration)
}).observe({ type: "longtask", buffered: true })`

type Measured = {
  /** Milliseconds from the click on the link until the list has rows, and until all are read. */
  readonly firstRows: number
  readonly allRows: number
  /** Milliseconds of the longest task while scrolling, 0 if none has 50, and how many have. */
  readonly longestTask: number
  readonly longTasks: number
}

async function measure(browser: Awaited<ReturnType<typeof openBrowser>>, hub: ConsoleWorld): Promise<Measured> {
  const came = await comeAs(browser, hub, "usr_avery", { path: casePath(hub, "leafline"), bypassPolicy: true })
  const { page, context } = came
  await page.getByRole("link", { name: "See the affected shipments" }).waitFor()
  await slowDown(came)
  const started = performance.now()
  const since = () => performance.now() - started
  await page.getByRole("link", { name: "See the affected shipments" }).click()
  await page.getByRole("rowheader").first().waitFor()
  const firstRows = since()
  const count = shipments.toLocaleString("en-CA")
  await page.getByText(`${count} of ${count} shipments shown`).waitFor({ timeout: 120_000 })
  const allRows = since()
  await page.locator("figure svg").nth(1).waitFor({ timeout: 60_000 })
  const tasks = await scrollToEnd(page)
  await context.close()
  return { firstRows, allRows, longestTask: Math.max(0, ...tasks), longTasks: tasks.length }
}

/** Turns the wheel over the list until its last row can be seen. @returns the long tasks in milliseconds */
async function scrollToEnd(page: Page): Promise<readonly number[]> {
  const rows = page.getByRole("rowheader")
  await rows.nth(2).hover()
  await page.waitForTimeout(2_000)
  await page.evaluate(noteLongTasks)
  await page.evaluate("longTasks.splice(0)")
  const height = z.number().parse(await page.evaluate("document.querySelector('[role=grid]').scrollHeight"))
  // Two turns a frame's worth of wheel, some 400 in all.
  const turn = Math.ceil(height / 400)
  for (let turned = 0; turned < height; turned += turn) {
    await page.mouse.wheel(0, turn)
    await page.waitForTimeout(16)
  }
  await page.waitForTimeout(1_000)
  return z.array(z.number()).parse(await page.evaluate("longTasks"))
}

const chromium = findChromium()
if (chromium === undefined) {
  console.error("There is no Chromium on the PATH, and CHROMIUM_PATH names none.")
  process.exitCode = 1
} else {
  const hub = await consoleWorld({ shipments })
  const browser = await openBrowser(chromium)
  const found: Measured[] = []
  for (let visits = 0; visits < Number(values.visits); visits += 1) found.push(await measure(browser, hub))
  const least = (of: keyof Measured) => Math.round(Math.min(...found.map((one) => one[of])))
  console.log(`${shipments} exposed shipments, the least of ${found.length} visits:`)
  console.log(`rows appear after ${least("firstRows")} ms, and all are read after ${least("allRows")} ms`)
  console.log(
    `the longest task while scrolling takes ${least("longestTask")} ms; ${least("longTasks")} take 50 ms or more`,
  )
  await browser.close()
  await hub.server.stop()
}
