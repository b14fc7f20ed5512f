import type { Page } from "playwright-core"
import * as z from "zod"

/** In the page, before its own programs: notes each larger paint, and each part that moves without being asked to. */
const notePaints = `window.paints = { largest: 0, shift: 0 }
const note = (type, of) =>
  new PerformanceObserver((list) => list.getEntries().forEach(of)).observe({ type, buffered: true })
note("largest-contentful-paint", ({ startTime }) => { paints.largest = startTime })
note("layout-shift", ({ value, hadRecentInput }) => { if (!hadRecentInput) paints.shift += value })`

const paints = z.object({ largest: z.number(), shift: z.number() })

/** How a page came to be seen. */
export type Paints = {
  /** Milliseconds until the largest part of the page was painted. */
  readonly largest: number
  /** How far parts moved that were there already, by the measure of the Layout Instability API: 0.1 is good. */
  readonly shift: number
}

/** Opens an address, and waits until nothing larger is painted any more. */
export async function paintsOf(page: Page, address: string): Promise<Paints> {
  await page.addInitScript(notePaints)
  await page.goto(address, { waitUntil: "commit" })
  await page.getByRole("heading", { level: 1 }).waitFor()
  while ((await page.locator(".loading").count()) > 0) await page.waitForTimeout(50)
  await page.waitForTimeout(1_000)
  return paints.parse(await page.evaluate("paints"))
}
