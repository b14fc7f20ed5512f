/**
 * `npm run bench:console`: the console's list of a case of 100,000 exposed shipments.
 */
import { loadavg } from "node:os"
import type { Browser, Page } from "playwright-core"
import * as z from "zod"
import { readCommandLine } from "../../infra/command-line.ts"
import { casePath, comeAs } from "../browser/console-visits.ts"
import { type ConsoleWorld, consoleWorld } from "../browser/console-world.ts"
import { findChromium } from "../browser/find-chromium.ts"
import { openBrowser, slowDown } from "../browser/open-browser.ts"
import { paintsOf } from "../browser/paints.ts"
import { growCase } from "./grow-case.ts"

const { values } = readCommandLine(
  `npm run bench:console -- [options]

Opens a case in Chromium, and says how long its overview takes on a slow connection and processor. Then it opens the
exposed shipments, and says how long it takes until the first rows are there, until all are read, and until a search has
found one. It says how the page stalls while the list is read, while somebody turns the
wheel fast for ten seconds, holds keys down, and drags the list from its first row to its last, and how much of the
table was empty in what the screen showed meanwhile. Other work on the machine adds to all of it, so it prints the
machine's load too. It takes two to four minutes.

  --shipments <n>  how many, by default 100000
  --visits <n>     how many, by default 1
  --slow           at 1.6 Mbit/s, 150 ms there and back, and a fourth of the processor's speed. Then it searches and
                   scrolls in what is read after ten seconds
`,
  {
    options: {
      shipments: { type: "string", default: "100000" },
      visits: { type: "string", default: "1" },
      slow: { type: "boolean", default: false },
    },
  },
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
  if (values.slow) await slowDown(came)
  const since = stopwatch()
  await link.click()
  await page.getByRole("rowheader").first().waitFor()
  console.log(`rows appear after ${since()} ms`)
  if (values.slow) await page.waitForTimeout(10_000)
  else {
    const all = page.locator(".loading").first()
    console.log(await stallsOf(page, "reading the rest", () => all.waitFor({ state: "detached", timeout: 600_000 })))
    console.log(`all are read after ${since()} ms`)
  }
  console.log(await stallsOf(page, "searching", () => search(page)))
  await page.getByRole("rowheader").nth(2).hover()
  for (const [what, run] of [
    ["turning the wheel", turnWheel],
    ["holding keys down", holdKeys],
    ["dragging from end to end", (of: Page) => of.evaluate(drag)],
  ] as const) {
    const screen = await watchScreen(page)
    console.log(await stallsOf(page, what, () => run(page)))
    console.log(`  ${await screen.said()}`)
  }
  await context.close()
}

/** How long it takes, on a slow connection and processor, until the largest part of the case's overview is painted. */
async function paintOverview(browser: Browser, hub: ConsoleWorld): Promise<void> {
  const came = await comeAs(browser, hub, "usr_avery", { path: "/desk/signed-in-again" })
  await slowDown(came)
  const { largest } = await paintsOf(came.page, `${hub.server.origin}${casePath(hub, "leafline")}`)
  console.log(`at 1.6 Mbit/s, the largest part of the overview is painted after ${Math.round(largest)} ms`)
  await came.context.close()
}

const stopwatch = () => {
  const started = performance.now()
  return () => Math.round(performance.now() - started)
}

/** Looks for one shipment that is among the first to be read. */
async function search(page: Page): Promise<void> {
  const field = page.getByRole("searchbox")
  const found = page.getByRole("status").filter({ hasText: /^1 of / })
  const since = stopwatch()
  await field.fill("LL-0000100")
  await found.waitFor()
  console.log(`a search finds a shipment after ${since()} ms`)
  await field.fill("")
  await found.waitFor({ state: "detached" })
}

/** Pixels without anything below which a stretch of the table is not empty: between two lines of text. */
const usualGap = 100

/**
 * Keeps what the screen shows from now on. Only pictures show rows that are not there: when the page looks, it has
 * drawn them.
 */
async function watchScreen(page: Page) {
  const session = await page.context().newCDPSession(page)
  const frames: string[] = []
  session.on("Page.screencastFrame", ({ data, sessionId }) => {
    frames.push(data)
    void session.send("Page.screencastFrameAck", { sessionId }).catch(() => {})
  })
  const box = await page.locator(".rows-frame tbody").last().locator("xpath=ancestor::section").boundingBox()
  await session.send("Page.startScreencast", { format: "png", everyNthFrame: 1, maxWidth: 640 })
  return {
    /** How much of the table was empty at most. */
    async said(): Promise<string> {
      await session.send("Page.stopScreencast")
      const gaps = z
        .array(z.number())
        .parse(await page.evaluate(`(${emptyStretches})(${JSON.stringify({ frames, box })})`))
      const empty = gaps.filter((gap) => gap > usualGap)
      const most = Math.max(0, ...gaps)
      return `of ${gaps.length} pictures of the screen, ${empty.length} have empty rows; ${most} pixels at most without text`
    },
  }
}

/** In the page: the longest stretch of the table without a mark, in each picture. */
const emptyStretches = `async ({ frames, box }) => {
  const gaps = []
  for (const frame of frames) {
    const bitmap = await createImageBitmap(await (await fetch("data:image/png;base64," + frame)).blob())
    const scale = bitmap.width / innerWidth
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height)
    const context = canvas.getContext("2d")
    context.drawImage(bitmap, 0, 0)
    const [left, top] = [(box.x + 8) * scale, Math.max(0, box.y + 2) * scale]
    const bottom = Math.min(bitmap.height, (box.y + box.height - 2) * scale)
    const { data, width, height } = context.getImageData(left, top, (box.width - 40) * scale, bottom - top)
    let [gap, most] = [0, 0]
    for (let y = 0; y < height; y += 1) {
      const line = data.subarray(y * width * 4, (y + 1) * width * 4)
      gap = line.every((value, at) => value === line[at % 4]) ? gap + 1 : 0
      most = Math.max(most, gap)
    }
    gaps.push(Math.round(most / scale))
  }
  return gaps
}`

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

/**
 * In the page: moves the list as its scroll bar does: to another place for each frame, down and up again. The page
 * hears of it before it draws the frame, as it does not of what a frame itself moves.
 */
const drag = `new Promise((done) => {
  const frame = document.querySelector(".rows-frame")
  const steps = 120
  const move = (step) => {
    const share = step <= steps / 2 ? step / (steps / 2) : (steps - step) / (steps / 2)
    frame.scrollTop = share * (frame.scrollHeight - frame.clientHeight)
    if (step < steps) setTimeout(() => move(step + 1), 17)
    else done()
  }
  move(0)
})`

const chromium = findChromium()
if (chromium === undefined) {
  console.error("There is no Chromium on the PATH, and CHROMIUM_PATH names none.")
  process.exitCode = 1
} else {
  const hub = await consoleWorld()
  await growCase(hub.world, shipments)
  const browser = await openBrowser(chromium)
  for (let visit = 1; visit <= Number(values.visits); visit += 1) {
    console.log(`\nvisit ${visit} to ${shipments} exposed shipments, load ${loadavg()[0]?.toFixed(1)}`)
    await paintOverview(browser, hub)
    await measure(browser, hub)
  }
  await browser.close()
  await hub.server.stop()
}
