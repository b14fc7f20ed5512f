import { beforeAll, expect, it } from "@jest/globals"
import type { Page } from "playwright-core"
import { inBrowser } from "../in-browser.ts"
import { visit } from "../open-browser.ts"
import { axeFindings, borderContrasts, contrastOf, describeForReader, focusRings, overflowing } from "../page-checks.ts"

const good = `<!doctype html><html lang="en"><head><title>Good</title><style>
  body { background: #fff; color: #222 } :focus { outline: 3px solid #005a9c } input { border: 1px solid #555 }
  </style></head><body><main><h1>Good</h1><label>Name <input name="name"></label> <button>Go</button></main></body></html>`

const bad = `<!doctype html><html><head><title>Bad</title><style>
  body { background: #fff; color: #bbb } :focus { outline: 1px solid #eee } input { border: 1px solid #ddd }
  .wide { width: 900px } .cut { width: 3em; overflow: hidden; white-space: nowrap }
  </style></head><body><div class="wide">Bad</div><p class="cut">cut off by its box</p><input name="name">
  <p><button style="width: 12px; height: 12px; padding: 0">a</button><button aria-label="c" style="width: 12px; height: 12px;
  padding: 0">b</button></p></body></html>`

inBrowser("the checks of pages", (browser) => {
  let page: Page

  beforeAll(async () => {
    page = (await visit(browser(), { width: 320 })).page
  })

  it("find nothing wrong with a good page", async () => {
    await page.setContent(good)
    expect(await axeFindings(page)).toEqual([])
    expect(await overflowing(page)).toEqual([])
    expect((await borderContrasts(page)).get("name")).toBeGreaterThan(7)
    const rings = await focusRings(page)
    expect(rings.map(({ element, pixels }) => [element, pixels])).toEqual([
      ['<input name="name">', 3],
      ["<button>Go</button>", 3],
    ])
    for (const { contrast } of rings) expect(contrast).toBeGreaterThan(7)
  })

  it("find each fault of a bad page", async () => {
    await page.setContent(bad)
    const found = (await axeFindings(page)).map((line) => line.split(":")[0])
    const faults = ["html-has-lang", "label", "label-content-name-mismatch", "page-has-heading-one", "target-size"]
    expect(found).toEqual(expect.arrayContaining(["color-contrast", ...faults]))
    expect(await overflowing(page)).toEqual(["the page scrolls sideways", '<p class="cut">cut off by its box</p>'])
    expect((await borderContrasts(page)).get("name")).toBeLessThan(3)
    const [ring] = await focusRings(page)
    expect(ring?.pixels).toBe(1)
    expect(ring?.contrast).toBeLessThan(3)
  })

  it("give a screen reader's view of a page with its language, title and focus", async () => {
    await page.setContent(good)
    await page.getByRole("button").focus()
    expect(await describeForReader(page)).toBe(
      [
        "lang: en",
        "title: Good",
        'focus: button "Go"',
        "- main:",
        '  - heading "Good" [level=1]',
        "  - text: Name",
        '  - textbox "Name"',
        '  - button "Go"',
      ].join("\n"),
    )
  })

  it("compute contrast as WCAG does", () => {
    expect(contrastOf("rgb(0, 0, 0)", "rgb(255, 255, 255)")).toBeCloseTo(21)
    expect(contrastOf("rgb(118, 118, 118)", "rgb(255, 255, 255)")).toBeCloseTo(4.54, 2)
  })
})
