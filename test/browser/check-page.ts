import type { Page } from "playwright-core"
import * as z from "zod"
import {
  axeFindings,
  borderContrasts,
  type FocusRing,
  focusRings,
  focusRingsAgain,
  overflowing,
  spaceText,
} from "./page-checks.ts"

/** Everything that is checked of a page. */
export const checks = z.enum(["axe", "narrow", "turned", "spaced", "weak", "restless"])
export type Check = z.output<typeof checks>

/** Checks an open page in light and dark colours and in several sizes. Each check has a line for each fault. */
export async function checkPage(page: Page): Promise<Record<Check, readonly string[]>> {
  await page.setViewportSize({ width: 1280, height: 720 })
  await page.emulateMedia({ colorScheme: "light" })
  const light = { axe: await axeFindings(page), weak: await weakOutlines(page, await focusRings(page)) }
  const restless = await restlessElements(page)
  await page.emulateMedia({ colorScheme: "dark" })
  const dark = {
    axe: await axeFindings(page, ["color-contrast"]),
    weak: await weakOutlines(page, await focusRingsAgain(page)),
  }
  // A window of 1280 by 720 pixels has half of each at 200 % zoom.
  await page.setViewportSize({ width: 640, height: 360 })
  // What the page folds in a small window is folded in the next frame.
  await page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
  const zoomed = await overflowing(page)
  const landscape = await page.locator("body").ariaSnapshot()
  await page.setViewportSize({ width: 320, height: 640 })
  const narrow = await overflowing(page)
  const turned = (await page.locator("body").ariaSnapshot()) === landscape ? [] : ["portrait shows something else"]
  await spaceText(page)
  return {
    axe: [...light.axe, ...dark.axe],
    weak: [...light.weak, ...dark.weak],
    narrow: [...zoomed, ...narrow],
    turned,
    spaced: await overflowing(page),
    restless,
  }
}

/** Focus rings and borders of fields that are too thin, or have less than 3 to 1 of contrast with what is around. */
async function weakOutlines(page: Page, found: readonly FocusRing[]): Promise<readonly string[]> {
  const rings = found.filter(({ pixels, contrast }) => pixels < 2 || contrast < 3)
  const borders = [...(await borderContrasts(page))].filter(([, contrast]) => contrast < 3)
  return [...rings.map(({ element }) => `ring of ${element}`), ...borders.map(([name]) => `border of ${name}`)]
}

/** Elements that move, lie over the page, or load it again. */
async function restlessElements(page: Page): Promise<readonly string[]> {
  const moving = await page.locator("body *").evaluateAll((elements) =>
    elements
      .filter((element) => {
        const style = element.ownerDocument.defaultView.getComputedStyle(element)
        const isOver = style.position === "fixed" || style.position === "sticky"
        return isOver || style.animationName !== "none" || style.transitionDuration !== "0s"
      })
      .map((element) => String(element.outerHTML)),
  )
  return [...moving, ...(await page.locator("meta[http-equiv=refresh]").all()).map(() => "loads itself again")]
}
