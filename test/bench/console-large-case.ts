/**
 * `npm run bench:console`: the console's list of a case of 4,500 exposed shipments, on a slow connection and processor.
 */
import { loadavg } from "node:os"
import type { Browser, Page } from "playwright-core"
import * as z from "zod"
import { readCommandLine } from "../../infra/command-line.ts"
import { casePath, comeAs } from "../browser/console-visits.ts"
import { type ConsoleWorld, consoleWorld } from "../browser/console-world.ts"
import { findChromium } from "../browser/find-chromium.ts"
import { openBrowser, slowDown } from "../browser/open-browser.ts"

const { values } = readCommandLine(
  `npm run bench:console -- [options]

Opens the exposed shipments of a case in Chromium at 1.6 Mbit/s, 150 ms there and back, and a fourth of the processor's
speed. It says how long it takes until the list can be used, and how the page stalls while the list is read, while
somebody turns the wheel fast for ten seconds, holds keys down, and drags the list from its first row to its last. Other
work on the machine adds to all of it, so it prints the machine's load too.

  --shipments <n>  how many, by default 4500
  --visits <n>     how many, by default 3
`,
  { options: { shipments: { type: "string", default: "4500" }, visits: { type: "string", default: "3" } } },
)

const shipments = Number(values.shipments)

/** In the page: notes each task of the main thread that takes 50 ms or more, and the longest time without a frame. */
const noteStalls = `window.stalls = { tasks: [], gap: 0 }
new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) stalls.tasks.push(duration)
}).observe({ type: "longtask" })
let last
requestAnimationFrame(function frame(now) {
  if (last !== undefined) stalls.gap = Math.max(stalls.gap, now - last)
  last = now
  requestAnimationFrame(frame)
})`

const stalls = z.object({ tasks: z.array(z.number()), gap: z.number() })

/** How the page stalled while somebody did something. */
async function stallsOf(page: Page, what: string, run: () => Promise<unknown>): Promise<string> {
  await page.evaluate("Object.assign(stalls, { tasks: [], gap: 0 })")
  await run()
  // A long task is told with a delay.
  await page.waitForTimeout(1_000)
  const { tasks, gap } = stalls.parse(await page.evaluate("stalls"))
  const longest = tasks.length === 0 ? "no task takes 50 ms" : `the longest task takes ${Math.max(...tasks)} ms`
  return `${what}: ${longest}, ${tasks.length} take 50 ms or more; ${Math.round(gap)} ms at most without a frame`
}

async function measure(browser: Browser, hub: ConsoleWorld): Promise<void> {
  const came = await comeAs(browser, hub, "usr_avery", { path: casePath(hub, "leafline"), bypassPolicy: true })
  const { page, context } = came
  const link = page.getByRole("link", { name: "See the affected shipments" })
  await link.waitFor()
  await page.evaluate(noteStalls)
  await slowDown(came)
  const started = performance.now()
  const milliseconds = () => Math.round(performance.now() - started)
  await link.click()
  await page.getByRole("rowheader").first().waitFor()
  console.log(`rows appear after ${milliseconds()} ms`)
  const count = shipments.toLocaleString("en-CA")
  const readAll = () => page.getByText(`${count} of ${count} shipments shown`).waitFor({ timeout: 120_000 })
  console.log(await stallsOf(page, "reading the rest", readAll))
  console.log(`all are read after ${milliseconds()} ms`)
  const drawn = () => page.locator("figure svg").nth(1).waitFor({ timeout: 60_000 })
  console.log(await stallsOf(page, "drawing the pictures", drawn))
  await page.getByRole("rowheader").nth(2).hover()
  console.log(await stallsOf(page, "turning the wheel", () => turnWheel(page)))
  console.log(await stallsOf(page, "holding keys down", () => holdKeys(page)))
  console.log(await stallsOf(page, "dragging from end to end", () => page.evaluate(drag)))
  await context.close()
}

/** Turns the wheel by 300 pixels, 30 times a second for 10 seconds. */
async function turnWheel(page: Page): Promise<void> {
  const started = performance.now()
  for (let turn = 1; turn <= 300; turn += 1) {
    await page.mouse.wheel(0, 300)
    await page.waitForTimeout(Math.max(0, (turn * 1_000) / 30 - (performance.now() - started)))
  }
}

/** Goes to the end and back, then holds Page Down and Page Up for three seconds each. */
async function holdKeys(page: Page): Promise<void> {
  await page.getByRole("table").last().locator("..").focus()
  for (const key of ["End", "Home", "End", "Home"]) {
    await page.keyboard.press(key)
    await page.waitForTimeout(500)
  }
  for (const key of ["PageDown", "PageUp"]) {
    for (let repeat = 0; repeat < 90; repeat += 1) {
      await page.keyboard.down(key)
      await page.waitForTimeout(1_000 / 30)
    }
    await page.keyboard.up(key)
  }
}

/** In the page: moves the list as its scroll bar does: to another place in each frame, down and up again. */
const drag = `new Promise((done) => {
  const frame = document.querySelector(".rows-frame")
  const steps = 120
  const move = (step) => {
    const share = step <= steps / 2 ? step / (steps / 2) : (steps - step) / (steps / 2)
    frame.scrollTop = share * (frame.scrollHeight - frame.clientHeight)
    if (step < steps) requestAnimationFrame(() => move(step + 1))
    else done()
  }
  move(0)
})`

const chromium = findChromium()
if (chromium === undefined) {
  console.error("There is no Chromium on the PATH, and CHROMIUM_PATH names none.")
  process.exitCode = 1
} else {
  const hub = await consoleWorld({ shipments })
  const browser = await openBrowser(chromium)
  for (let visit = 1; visit <= Number(values.visits); visit += 1) {
    console.log(`\nvisit ${visit} to ${shipments} exposed shipments, load ${loadavg()[0]?.toFixed(1)}`)
    await measure(browser, hub)
  }
  await browser.close()
  await hub.server.stop()
}
