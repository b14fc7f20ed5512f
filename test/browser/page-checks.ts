import axe from "axe-core"
import type { Page } from "playwright-core"
import * as z from "zod"

const axeResults = z.object({
  violations: z.array(z.object({ id: z.string(), nodes: z.array(z.object({ html: z.string() })) })),
  incomplete: z.array(z.object({ id: z.string(), nodes: z.array(z.object({ html: z.string() })) })),
})

/** What axe looks at: WCAG 2.2 with its newest criteria, good practice, and rules that it still tries out. */
export const axeTags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice", "experimental"]

/**
 * What axe finds wrong, and what it cannot judge: one line for each place, `rule: element`. The page's context must
 * bypass the content security policy, because axe is a script.
 *
 * @param runOnly tags or names of the rules that run
 */
export async function axeFindings(page: Page, runOnly: readonly string[] = axeTags): Promise<readonly string[]> {
  if ((await page.evaluate("typeof axe")) === "undefined") await page.addScriptTag({ content: axe.source })
  const options = { runOnly, resultTypes: ["violations", "incomplete"], selectors: false }
  const results = axeResults.parse(await page.evaluate(`axe.run(${JSON.stringify(options)})`))
  return [...results.violations, ...results.incomplete].flatMap(({ id, nodes }) =>
    nodes.map(({ html }) => `${id}: ${html}`),
  )
}

/** What a screen reader is given: language, title, where the focus is, and the tree of roles and names. */
export async function describeForReader(page: Page): Promise<string> {
  const lang = await page.locator("html").getAttribute("lang")
  // The browser moves the focus when it draws the page, a moment after the page is loaded.
  if ((await page.locator("[autofocus]").count()) > 0) await page.locator("[autofocus]:focus").waitFor()
  const focused = page.locator(":focus")
  const focus = (await focused.count()) === 0 ? "- document" : await focused.ariaSnapshot()
  return [
    `lang: ${lang}`,
    `title: ${await page.title()}`,
    `focus: ${focus.split("\n")[0]?.replace(/^- /, "")}`,
    await page.locator("body").ariaSnapshot(),
  ].join("\n")
}

/** Elements that reach beyond the window's width, or show less text than they hold. */
export async function overflowing(page: Page): Promise<readonly string[]> {
  const found = await page.locator("html").evaluate((html) => {
    const beyond = html.scrollWidth > html.clientWidth ? ["the page scrolls sideways"] : []
    const cut = [...html.querySelectorAll("body *")].filter(
      (element) => element.scrollWidth > element.clientWidth + 1 && isSeen(element) && isCut(element),
    )
    /** Text for screen readers alone is one pixel wide. In a field the caret scrolls. */
    function isSeen(element: { readonly clientWidth: number; readonly tagName: string }): boolean {
      return element.clientWidth > 1 && element.tagName !== "INPUT"
    }
    function isCut(element: { readonly ownerDocument: typeof html.ownerDocument }): boolean {
      const { overflowX } = html.ownerDocument.defaultView.getComputedStyle(element)
      return overflowX === "hidden" || overflowX === "clip"
    }
    return [...beyond, ...cut.map((element) => element.outerHTML.slice(0, 80))]
  })
  return z.array(z.string()).parse(found)
}

/** Space between letters, words, lines and paragraphs that WCAG 1.4.12 lets a reader set. */
export async function spaceText(page: Page): Promise<void> {
  await page.addStyleTag({
    content:
      "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } " +
      "p { margin-bottom: 2em !important }",
  })
}

/** Contrast of a focus ring with the page around it, and its width. */
export type FocusRing = { readonly element: string; readonly contrast: number; readonly pixels: number }

/** Walks through the page with the Tab key from its start to its end, and looks at each focus ring. */
export async function focusRings(page: Page): Promise<readonly FocusRing[]> {
  await page.evaluate("window.stops = []")
  const rings: FocusRing[] = []
  for (;;) {
    await page.keyboard.press("Tab")
    const seen = await page.evaluate(`${lookInPage}; ${noteStop}`)
    if (seen === null) return rings
    const stop = look.parse(seen)
    if (rings.length > 200) throw new Error(`The Tab key is caught at ${stop.html}.`)
    rings.push(ringOf(stop))
  }
}

/** Looks at the focus rings again where the Tab key stopped at the last walk, such as in other colours. */
export async function focusRingsAgain(page: Page): Promise<readonly FocusRing[]> {
  return z
    .array(look)
    .parse(await page.evaluate(`${lookInPage}; ${focusStops}`))
    .map(ringOf)
}

const ringOf = ({ html, ring, ringPixels, around }: Look): FocusRing => ({
  element: html,
  pixels: ringPixels,
  contrast: contrastOf(ring, around),
})

/** Contrast of the border of each field with the page around it, by the field's name, or by its HTML without one. */
export async function borderContrasts(page: Page): Promise<ReadonlyMap<string, number>> {
  const found = await page.evaluate(`${lookInPage}; ${fields}.map((field) => ({ ...lookOf(field), name: field.name }))`)
  const looks = z.array(look.extend({ name: z.string().optional() })).parse(found)
  return new Map(looks.map(({ name, html, border, around }) => [name || html, contrastOf(border, around)]))
}

const look = z.object({
  html: z.string(),
  ringPixels: z.number(),
  ring: z.string(),
  border: z.string(),
  around: z.string(),
})

type Look = z.output<typeof look>

/** In the page: the colours of an element's focus ring and border, and of the background that both lie on. */
const lookInPage = `const lookOf = (element) => {
  const own = getComputedStyle(element)
  let around = "rgba(0, 0, 0, 0)"
  for (let parent = element.parentElement; parent !== null; parent = parent.parentElement)
    if (around === "rgba(0, 0, 0, 0)") around = getComputedStyle(parent).backgroundColor
  return {
    html: element.outerHTML.slice(0, 60),
    ringPixels: own.outlineStyle === "none" ? 0 : Number.parseFloat(own.outlineWidth),
    ring: own.outlineColor,
    border: own.borderTopColor,
    around: around === "rgba(0, 0, 0, 0)" ? "rgb(255, 255, 255)" : around,
  }
}`

/** In the page: what has the focus, which is noted, or null at the end of the page, or at its start again. */
const noteStop = `(() => {
  const stop = document.activeElement
  if (stop === null || stop === document.body || stop === stops[0]) return null
  stops.push(stop)
  return lookOf(stop)
})()`

/** In the page: gives each noted element the focus. After the Tab key that shows the ring too. */
const focusStops = `stops.filter((stop) => stop.isConnected).map((stop) => {
  stop.focus()
  return lookOf(stop)
})`

/** In the page: its fields. Where the console draws a box or a circle itself, the field behind it is one pixel wide. */
const fields = `[...document.querySelectorAll("input, select, textarea, .mark")].filter(
  (field) => field.checkVisibility() && field.getBoundingClientRect().width > 1,
)`

/** Contrast ratio of two colours `rgb(r, g, b)`, from 1 to 21, as WCAG 2.2 defines it. */
export function contrastOf(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminanceOf(one), luminanceOf(other)].sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

function luminanceOf(color: string): number {
  const parts = /^rgb\((\d+), (\d+), (\d+)\)$/.exec(color)?.slice(1).map(Number)
  if (parts === undefined) throw new Error(`The colour ${color} is not opaque.`)
  const [red = 0, green = 0, blue = 0] = parts.map((part) => {
    const share = part / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
